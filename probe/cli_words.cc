// What would trip a newcomer: CLI11 names a value by its C++ type (TEXT, FLOAT). The table below
// says what it is instead; where the words are few, it is the list of them, and completions offer it.
#include "probe/cli_words.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <string_view>

namespace vnetprobe {
namespace {

struct ValueName {
  std::string_view command;  // empty: every command
  std::string_view option;
  std::string_view value;
};

// The first row that fits. An option that is not here takes a VALUE.
constexpr auto kValueNames = std::to_array<ValueName>({
    {"plan", "format", "yaml|json"},
    {"diff", "format", "human|json"},
    {"explain", "format", "human|json"},
    {"list", "format", "human|json"},
    {"sweep", "format", "human|ndjson|csv"},
    {"", "format", "FORMAT"},
    {"", "output", "FORMAT=FILE"},
    {"", "plan", "FILE"},
    {"", "from-az", "FILE"},
    {"", "ca-file", "FILE"},
    {"", "color", "auto|always|never"},
    {"", "fail-on", "error|warning"},
    {"", "only", "GLOB"},
    {"", "skip", "GLOB"},
    {"", "suppress", "CODE[=SUBJECT]"},
    {"", "resolver", "NAME=ADDRESS"},
    {"", "timeout", "SECONDS"},
    {"", "deadline", "SECONDS"},
    {"", "retry-for", "SECONDS"},
    {"", "every", "SECONDS"},
    {"", "max-in-flight", "N"},
    {"", "max-qps", "N"},
    {"", "source", "ADDRESS|INTERFACE"},
    {"", "listen", "ADDR:PORT"},
    {"", "proxy", "URL"},
    {"plan", "as", "firewall|hosts|zone"},
    {"fix", "as", "az|windows-dns|coredns|bind|unbound|dnsmasq|hosts"},
});

std::string_view value_name(std::string_view command, std::string_view option) {
  const auto* row = std::find_if(kValueNames.begin(), kValueNames.end(), [&](const ValueName& each) {
    return each.option == option && (each.command.empty() || each.command == command);
  });
  return row == kValueNames.end() ? "VALUE" : row->value;
}

bool is_flag(const CLI::Option& option) { return option.get_items_expected_max() == 0; }

std::vector<CLI::Option*> own_options(CLI::App& app) {
  return app.get_options([](const CLI::Option*) { return true; });
}

OptionWords to_words(const CLI::Option& option) {
  OptionWords words;
  for (const std::string& name : option.get_snames()) words.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) words.names.push_back("--" + name);
  if (option.get_positional()) words.argument = option.get_name(true, false);
  if (!is_flag(option) && !option.get_positional()) words.value = option.get_type_name();
  words.text = option.get_description();
  words.environment = option.get_envname();
  words.required = option.get_required();
  words.repeatable = option.get_positional() ? option.get_expected_max() > 1
                                             : !is_flag(option) && option.get_multi_option_policy() ==
                                                                       CLI::MultiOptionPolicy::TakeAll;
  return words;
}

}  // namespace

void name_values(CLI::App& app) {
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; }))
    for (CLI::Option* option : own_options(*command)) {
      if (option->get_positional()) option->type_name("");
      if (option->get_positional() || is_flag(*option) || option->get_lnames().empty()) continue;
      option->type_name(std::string(value_name(command->get_name(), option->get_lnames().front())));
    }
}

std::vector<CommandWords> walk_commands(CLI::App& app) {
  std::vector<CommandWords> commands;
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    CommandWords words{command->get_name(), command->get_description(), {}};
    for (const CLI::Option* option : own_options(*command)) words.options.push_back(to_words(*option));
    commands.push_back(std::move(words));
  }
  return commands;
}

}  // namespace vnetprobe
