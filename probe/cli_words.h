// The command line as data: every command with its options, walked from what --help prints. Man
// pages and completions are made from it (`list commands -f json`), so they cannot say anything else.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace vnetprobe {

struct OptionWords {
  std::vector<std::string> names{};  // "-f", "--format"; empty for an argument
  std::string argument{};            // NAME, REPORT, …: what an argument is called
  std::string value{};               // FILE, SECONDS, error|warning, …; empty for a flag
  std::string text{};
  std::string environment{};  // the variable that sets it
  bool required = false;
  bool repeatable = false;
};

struct CommandWords {
  std::string name{};
  std::string text{};
  std::vector<OptionWords> options{};
};

// Gives every option of every command the name of its value, as --help then prints it.
void name_values(CLI::App& app);

// The commands in the order of --help.
std::vector<CommandWords> walk_commands(CLI::App& app);

}  // namespace vnetprobe
