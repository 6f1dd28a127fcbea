#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <random>
#include <thread>
#include <unistd.h>

#include "checks/assess.h"
#include "checks/gathers.h"
#include "probe/commands.h"
#include "probe/output.h"
#include "probe/plan/expand.h"
#include "probe/plan_source.h"
#include "probe/progress.h"
#include "probe/run.h"

namespace vnetprobe {
namespace {

using Clock = std::chrono::steady_clock;

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

UtcTime utc_now() {
  return {
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
          .count()};
}

std::string new_run_id() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

RunOptions options_of(const Command& command) {
  RunOptions options;
  options.net.timeout = milliseconds(command.timeout_s);
  options.net.max_in_flight = command.max_in_flight;
  options.net.max_qps = command.max_qps;
  options.net.source = command.source;
  options.net.ca_file = command.ca_file;
  options.deadline = milliseconds(command.deadline_s);
  options.proxy = command.proxy;
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
    if (const char* value = std::getenv(name); options.proxy.empty() && value != nullptr)
      options.proxy = value;
  return options;
}

struct Attempt {
  Report report{};
  bool by_signal = false;
  bool wrong_globs = false;
};

Attempt run_once(const Command& command, const SourcedPlan& sourced, std::string_view version) {
  Plan plan = *sourced.plan;
  std::vector<std::string> names = names_of(plan);
  HostFacts host = read_host_facts(names);
  if (plan.resolvers.empty()) plan.resolvers = default_resolvers(host.nameservers, host.upstreams);
  RunFacts facts;
  facts.id = new_run_id();
  facts.started = utc_now();
  host.clock = facts.started;

  const Scope scope = expand(plan);
  std::vector<Gather> hands;
  for (const GatherRow& row : gathers()) hands.push_back(row.gather);
  RunOptions options = options_of(command);
  const ProgressLine progress(!command.no_progress && !command.quiet && ::isatty(STDERR_FILENO) == 1);
  options.on_progress = progress.callback();
  RunOutcome outcome = run(plan, scope, std::move(host), options, hands);

  outcome.evidence.az = sourced.az;
  if (!outcome.anchors_error.empty()) print_error(outcome.anchors_error);
  facts.duration = outcome.duration;
  facts.complete = outcome.complete;
  facts.incomplete_because = outcome.incomplete_because;
  Attempt attempt;
  attempt.by_signal = outcome.by_signal;
  Assessment assessed = assess(std::move(plan), std::move(outcome.evidence), std::move(facts),
                               command.judgement, std::string(version));
  for (const std::string& glob : assessed.unmatched_globs) {
    print_error(fmt::format("--only/--skip {}: matches no check of this plan", glob));
    attempt.wrong_globs = true;
  }
  attempt.report = std::move(assessed.report);
  return attempt;
}

}  // namespace

int run_command(const Command& command, std::string_view version) {
  if (!outputs_are_right(command)) return without_report(command, kExitUsage);
  const SourcedPlan sourced = source_plan(command);
  if (!sourced.plan) return without_report(command, sourced.exit_code);

  // After a deployment a new link takes about half a minute to be seen (azure-facts 4.5).
  constexpr auto kPause = std::chrono::seconds(2);
  const Clock::time_point until = Clock::now() + milliseconds(command.retry_for_s);
  for (int attempts = 1;; ++attempts) {
    Attempt attempt = run_once(command, sourced, version);
    if (attempt.wrong_globs) return without_report(command, kExitUsage);
    attempt.report.run.attempts = attempts;
    const bool again =
        attempt.report.verdict != Verdict::pass && !attempt.by_signal && Clock::now() + kPause < until;
    if (!again) return deliver(command, attempt.report);
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace vnetprobe
