#include <chrono>

#include "probe/commands.h"
#include "probe/event_stream.h"
#include "probe/held_signals.h"
#include "probe/net/keyed_hash.h"
#include "probe/one_run.h"
#include "probe/output.h"
#include "probe/progress.h"
#include "probe/redact/redacted_report.h"

namespace vnetprobe {
namespace {

using Clock = std::chrono::steady_clock;

struct Attempt {
  Assessment assessed{};
  bool by_signal = false;
};

Attempt run_once(const Command& command, const SourcedPlan& sourced, EventStream& events,
                 std::string_view version) {
  RunJob job = prepare_run(command, sourced);
  const std::vector<Gather> hands = all_gathers();
  const ProgressLine progress(command);
  job.options.on_progress = progress.callback();
  events.begin(report_before(job, version), job.options);
  RunOutcome outcome = run(job.plan, job.scope, job.host, job.options, hands);
  Attempt attempt;
  attempt.by_signal = outcome.by_signal;
  attempt.assessed = conclude_run(command, std::move(job), std::move(outcome), version);
  return attempt;
}

}  // namespace

int run_command(const Command& command, std::string_view version) {
  if (!outputs_are_right(command)) return without_report(command, kExitUsage);
  SourcedPlan sourced = source_plan(command);
  if (!sourced.plan) return without_report(command, sourced.exit_code);

  // After a deployment a new link takes about half a minute to be seen (azure-facts 4.5).
  constexpr auto kPause = std::chrono::seconds(2);
  const Clock::time_point until = Clock::now() + milliseconds(command.retry_for_s);
  EventStream events(command);
  for (int attempts = 1;; ++attempts) {
    Attempt attempt = run_once(command, sourced, events, version);
    if (!attempt.assessed.unmatched_globs.empty()) return without_report(command, kExitUsage);
    Report& report = attempt.assessed.report;
    report.run.attempts = attempts;
    const bool again = report.verdict != Verdict::pass && !attempt.by_signal && Clock::now() + kPause < until;
    bool told = false;
    if (again) {
      // A signal ends the waiting, and this is then the last report.
      const HeldSignals held;
      told = !command.redact;
      if (told) events.end(report);
      sourced.spent = {};  // discovery was once; each run has its deadline
      if (!held.one_within(kPause)) continue;
    }
    if (command.redact) report = redacted_report(report, keyed_hash());
    if (!told) events.end(report);
    return deliver(command, report, &events);
  }
}

}  // namespace vnetprobe
