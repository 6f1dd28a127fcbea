#include <fmt/format.h>

#include "probe/commands.h"
#include "probe/output.h"
#include "probe/saved_report.h"
#include "reports/diff.h"

namespace vnetprobe {

int diff_command(const Command& command) {
  if (command.format != "human" && command.format != "json") {
    print_error(fmt::format("--format {}: diff knows human and json", command.format));
    return kExitUsage;
  }
  // Both are read before anything is said, so that all that is wrong is told at once.
  const std::optional<Report> before = load_report(command.arguments.front());
  const std::optional<Report> after = load_report(command.arguments.back());
  if (!before || !after) return kExitInput;
  const Diff diff = compare(*before, *after);
  constexpr int kCannotWrite = 1;
  const std::string text = command.format == "json" ? render_diff_json(diff)
                                                    : render_diff_human(diff, options_of_terminal(command));
  if (!print_out(text)) return kCannotWrite;
  return diff.worse ? 1 : 0;
}

}  // namespace vnetprobe
