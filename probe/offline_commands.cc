// Verbs that send nothing.
#include <fmt/format.h>

#include "checks/assess.h"
#include "probe/commands.h"
#include "probe/net/keyed_hash.h"
#include "probe/output.h"
#include "probe/redact/redacted_report.h"
#include "probe/saved_report.h"

namespace vnetprobe {
int judge_command(const Command& command, std::string_view version) {
  if (!outputs_are_right(command)) return without_report(command, kExitUsage);
  std::optional<Report> saved = load_report(command.arguments.front());
  if (!saved) return without_report(command, kExitInput);
  if (!saved->run.merged.empty()) {
    print_error(
        fmt::format("{}: a merged report has no run of its own to judge, but the results of {} runs; judge "
                    "the reports that it was made of, and merge them again",
                    command.arguments.front(), saved->run.merged.size()));
    return without_report(command, kExitInput);
  }
  // What the run was told to accept holds, and what is asked for now comes on top.
  Judgement judgement = saved->judgement;
  const auto add = [](std::vector<std::string>& to, const std::vector<std::string>& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  add(judgement.suppress, command.judgement.suppress);
  add(judgement.skip, command.judgement.skip);
  if (!command.judgement.only.empty()) judgement.only = command.judgement.only;
  if (command.judgement.fail_on != Severity::error) judgement.fail_on = command.judgement.fail_on;
  Assessment assessed = assess(std::move(saved->plan), std::move(saved->evidence), std::move(saved->run),
                               std::move(judgement), std::string(version));
  for (const std::string& glob : assessed.unmatched_globs)
    print_error(fmt::format("--only/--skip {}: matches no check of this report", glob));
  if (!assessed.unmatched_globs.empty()) return without_report(command, kExitUsage);
  return deliver(command, command.redact ? redacted_report(assessed.report, keyed_hash()) : assessed.report);
}

}  // namespace vnetprobe
