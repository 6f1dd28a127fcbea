#include "probe/commands.h"
#include "probe/net/keyed_hash.h"
#include "probe/output.h"
#include "probe/redact/redacted_report.h"
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
  if (command.redact) {
    // One key for all, so that what is the same in two runs stays the same.
    const KeyedHash hash = keyed_hash();
    for (std::size_t i = 0; i < reports.size(); ++i) {
      if (!reports[i].run.merged.empty()) {
        print_error(command.arguments[i] +
                    ": a merged report cannot be redacted; redact while the single reports are merged");
        return without_report(command, kExitInput);
      }
      reports[i] = redacted_report(reports[i], hash);
    }
  }
  Report merged = merge(std::move(reports));
  merged.tool_version = version;
  return deliver(command, merged);
}

}  // namespace vnetprobe
