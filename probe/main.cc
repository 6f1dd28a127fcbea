// Wiring only: arguments to a verb, and its exit code to the shell.
#include <array>
#include <csignal>
#include <exception>
#include <fmt/format.h>

#include "probe/commands.h"
#include "probe/net/secret.h"
#include "probe/output.h"
#include "probe/own_process.h"

namespace vnetprobe {
namespace {

int dispatch(const Command& command, std::string_view version) {
  if (command.verb == "run") return run_command(command, version);
  if (command.verb == "watch") return watch_command(command, version);
  if (command.verb == "plan") return plan_command(command, version);
  if (command.verb == "judge") return judge_command(command, version);
  if (command.verb == "diff") return diff_command(command);
  if (command.verb == "merge") return merge_command(command, version);
  if (command.verb == "explain") return explain_command(command);
  if (command.verb == "list") return list_command(command);
  if (command.verb == "fix") return fix_command(command);
  if (command.verb == "sweep") return sweep_command(command, version);
  print_error(fmt::format("{}: not a command of this version", command.verb));
  return kExitUsage;
}

}  // namespace
}  // namespace vnetprobe

int main(int argc, char** argv) {
  using namespace vnetprobe;
  // A reader that goes away is an error of writing, not a reason to die without a word.
  std::signal(SIGPIPE, SIG_IGN);
  occupy_standard_descriptors();
  if (const std::string why = borrowed_rights(); !why.empty()) {
    print_error(why);
    return kExitUndecided;
  }
  constexpr std::string_view kVersion = VNETPROBE_VERSION;
  const ParsedCommand parsed = parse_command(argc, argv, kVersion);
  if (hide_secret_words(argc, argv)) keep_out_of_dumps();
  if (parsed.exit_code >= 0) {
    if (parsed.is_error)
      say(parsed.text);
    else
      print_out(parsed.text);
    return parsed.exit_code;
  }
  try {
    return dispatch(parsed.command, kVersion);
  } catch (const std::exception& error) {
    // A bug of ours or of the machine: nothing was decided.
    print_error(fmt::format("an error of the probe itself: {}", error.what()));
    return kExitUndecided;
  }
}
