// The command line: what the user asked for, parsed and nothing more. cli.cc is the only file that
// knows CLI11.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probe/cli_words.h"
#include "probe/model/report.h"

namespace vnetprobe {

enum class Color { automatic, always, never };

struct Command {
  std::string verb{};  // run, plan, judge, explain, list, …

  // run, plan, watch
  std::vector<std::string> names{};  // NAME[=ADDRESS,…]
  std::vector<std::string> plan_files{};
  std::vector<std::string> az_files{};   // --from-az
  std::vector<std::string> resolvers{};  // NAME=ADDRESS[:PORT], NAME=system, NAME?=…
  std::string format = "human";          // "" for a watch that was not told one
  std::vector<std::string> outputs{};    // FORMAT=FILE
  Judgement judgement{};
  double timeout_s = 5;
  double deadline_s = 60;
  double retry_for_s = 0;
  int max_in_flight = 150;
  int max_qps = 500;
  std::string source{};
  std::string ca_file{};
  std::string proxy{};
  bool quiet = false;
  bool verbose = false;
  bool no_progress = false;
  bool redact = false;
  Color color = Color::automatic;
  bool no_annotations = false;            // none for GitHub Actions and Azure Pipelines
  double every_s = 60;                    // watch --every
  std::string listen = "127.0.0.1:9925";  // watch --listen
  bool check_only = false;                // plan --check
  std::string emit{};                     // plan --as: firewall, hosts, zone, or "" for the plan itself

  // judge, fix, diff, merge: files; explain, list: words
  std::vector<std::string> arguments{};
  std::string dialect = "az";  // fix --as
};

struct ParsedCommand {
  Command command{};
  int exit_code = -1;  // 0 or more: print `text` and leave with it
  std::string text{};  // help, version, or what is wrong
  bool is_error = false;
};

ParsedCommand parse_command(int argc, const char* const* argv, std::string_view version);

// Every command with its options, for `list commands`.
std::vector<CommandWords> command_words();

}  // namespace vnetprobe
