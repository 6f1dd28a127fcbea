#include "probe/watch_desk.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "probe/net/keyed_hash.h"
#include "probe/output.h"
#include "probe/redact/redacted_report.h"
#include "reports/diff.h"
#include "reports/formats.h"
#include "reports/inert.h"
#include "reports/verdict_line.h"
#include "reports/watch_metrics.h"

namespace vnetprobe {
namespace {

double now_utc() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// Two looks within an interval, so that a page is never two runs behind.
int refresh_seconds(double every) {
  constexpr double kSlowest = 60;
  return static_cast<int>(std::clamp(std::floor(every / 2), 1.0, kSlowest));
}

}  // namespace

WatchDesk::WatchDesk(const Command& command, SourcedPlan sourced, std::string_view version)
    : command_(command), version_(version), sourced_(std::move(sourced)), plan_read_(now_utc()) {
  if (command.redact) hash_ = keyed_hash();
}

RunJob& WatchDesk::begin() {
  job_ = prepare_run(command_, sourced_);
  sourced_.spent = {};  // on discovery: of the first run's deadline alone
  events_.emplace(command_);
  events_->begin(report_before(*job_, version_), job_->options);
  return *job_;
}

bool WatchDesk::end(RunOutcome&& outcome) {
  Assessment assessed = conclude_run(command_, std::move(*job_), std::move(outcome), version_);
  job_.reset();
  if (!assessed.unmatched_globs.empty() && !last_) return false;
  Report report = command_.redact ? redacted_report(assessed.report, hash_) : std::move(assessed.report);

  std::optional<std::vector<std::string>> changes;
  if (last_) changes = changes_in_words(compare(*last_, report));
  const bool changed = !last_ || !changes->empty();
  if (changes && !last_plan_taken_)
    changes->emplace_back("the plan was read again and is wrong: the one before is still in use");
  pages_.show(report, changes, refresh_seconds(command_.every_s));
  ++runs_[report.verdict];
  last_end_ = Clock::now();
  tell(report, changed);
  last_ = std::move(report);
  return true;
}

// Without --format a line whenever something has changed, for the journal of a service.
void WatchDesk::tell(const Report& report, bool changed) {
  events_->end(report);
  write_outputs(command_, report, &*events_);
  if (!command_.format.empty()) {
    print_report(command_, report, &*events_);
  } else if (changed && !command_.quiet) {
    print_out(fmt::format("{}  {}\n", to_string(report.run.started), inert(verdict_line(report).text())));
  }
  events_.reset();
}

void WatchDesk::read_plan_again() {
  SourcedPlan read = source_plan(command_);
  last_plan_taken_ = read.plan.has_value();
  if (!read.plan) {
    ++plans_refused_;
    print_error("the plan is wrong: the one before is still in use");
    return;
  }
  ++plans_taken_;
  plan_read_ = now_utc();
  sourced_ = std::move(read);
  if (!command_.quiet) print_error("the plan was read again");
}

HttpAnswer WatchDesk::answer(const HttpRequest& request, const HttpTally& tally) const {
  if (request.path == "/") return pages_.html(refresh_seconds(command_.every_s));
  if (request.path == "/hold") return pages_.html(0);
  if (request.path == "/report.json") return pages_.json();
  if (request.path == "/metrics") return metrics(request, tally);
  if (request.path == "/healthz") return health();
  return plain_answer(404, "Here are /, /report.json, /metrics and /healthz.\n");
}

HttpAnswer WatchDesk::metrics(const HttpRequest& request, const HttpTally& tally) const {
  const ProcessFacts process = process_facts();
  WatchFacts facts;
  facts.runs = runs_;
  facts.every_seconds = command_.every_s;
  facts.plans_taken = plans_taken_;
  facts.plans_refused = plans_refused_;
  facts.last_plan_taken = last_plan_taken_;
  facts.plan_read = plan_read_;
  facts.answers = tally.answers;
  facts.clients_turned_away = tally.turned_away;
  facts.clients_too_slow = tally.too_slow;
  facts.started = process.started;
  facts.cpu_seconds = process.cpu_seconds;
  facts.resident_bytes = process.resident_bytes;
  facts.open_descriptors = process.open_descriptors;
  facts.threads = process.threads;
  const Exposition exposition = exposition_wanted(request.accept);
  HttpAnswer answer = plain_answer(200, watch_metrics(facts, pages_.families(), exposition));
  answer.type = content_type(exposition);
  return answer;
}

// Of the watch itself, never of what it found: a restart mends no zone.
HttpAnswer WatchDesk::health() const {
  const std::chrono::duration<double> since = Clock::now() - last_end_;
  const double most = 2 * command_.every_s + command_.deadline_s + 10;
  if (since.count() > most)
    return plain_answer(503, fmt::format("no run has ended for {:.0f} s\n", since.count()));
  return plain_answer(200, "ok\n");
}

}  // namespace vnetprobe
