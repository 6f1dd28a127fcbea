#include "probe/commands.h"
#include "probe/output.h"
#include "probe/saved_report.h"
#include "reports/merge.h"

namespace vnetprobe {

int merge_command(const Command& command, std::string_view version) {
  if (!outputs_are_right(command)) return without_report(command, kExitUsage);
  std::vector<Report> reports;
  bool all_read = true;
  for (const std::string& name : command.arguments) {
    std::optional<Report> read = load_report(name);
    all_read = all_read && read;
    if (read) reports.push_back(std::move(*read));
  }
  if (!all_read) return without_report(command, kExitInput);
  Report merged = merge(std::move(reports));
  merged.tool_version = version;
  return deliver(command, merged);
}

}  // namespace vnetprobe
