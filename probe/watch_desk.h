// What `watch` knows between its runs: the plan in use, the last report and what is told of it, and how it
// went so far. Knows no loop: the watch calls.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "probe/cli.h"
#include "probe/event_stream.h"
#include "probe/net/http_server.h"
#include "probe/one_run.h"
#include "probe/plan_source.h"
#include "probe/process_facts.h"
#include "probe/redact/pseudonyms.h"
#include "probe/watch_pages.h"

namespace vnetprobe {

class WatchDesk {
 public:
  // The plan must be there.
  WatchDesk(const Command& command, SourcedPlan sourced, std::string_view version);

  // The next run; its job stays until end() or drop().
  RunJob& begin();
  // Judged, rendered, written and printed. False where the watch cannot go on: a glob of the command line
  // that matches nothing in the first run.
  bool end(RunOutcome&& outcome);

  // SIGHUP: a wrong plan is complained of, and the one before stays in use.
  void read_plan_again();

  HttpAnswer answer(const HttpRequest& request, const HttpTally& tally) const;

 private:
  using Clock = std::chrono::steady_clock;

  void tell(const Report& report, bool changed);
  HttpAnswer metrics(const HttpRequest& request, const HttpTally& tally) const;
  HttpAnswer health() const;

  const Command& command_;
  std::string version_;
  SourcedPlan sourced_;
  KeyedHash hash_{};  // one for all runs, or every run would differ from the one before
  std::optional<RunJob> job_{};
  std::optional<EventStream> events_{};
  std::optional<Report> last_{};
  WatchPages pages_{};
  std::map<Verdict, std::uint64_t> runs_{};
  std::uint64_t plans_taken_ = 0;
  std::uint64_t plans_refused_ = 0;
  bool last_plan_taken_ = true;
  double plan_read_ = 0;  // since 1970
  Clock::time_point last_end_ = Clock::now();
};

}  // namespace vnetprobe
