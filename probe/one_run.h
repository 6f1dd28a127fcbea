// One run without the loop that it runs on: what goes into it, made of the command line and the plan, and
// the report made of what comes out.
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include "checks/assess.h"
#include "probe/cli.h"
#include "probe/model/report.h"
#include "probe/plan_source.h"
#include "probe/run.h"

namespace vnetprobe {

std::chrono::milliseconds milliseconds(double seconds);

// Everything that run() refers to. Stays where it is while the run is under way.
struct RunJob {
  Plan plan{};
  Scope scope{};
  HostFacts host{};
  RunFacts facts{};
  RunOptions options{};
  AzFacts az{};
  Discovery discovery{};
};

// What of the command line the network is asked by, discovery too.
RunOptions run_options(const Command& command);

// Reads this host's own files and the clock, sends nothing. The plan must be there.
RunJob prepare_run(const Command& command, const SourcedPlan& sourced);

std::vector<Gather> all_gathers();

// What a report of the job says before anything was seen: its run, plan and host.
Report report_before(const RunJob& job, std::string_view version);

// Judged. Trust anchors that could not be read and globs that match nothing are printed.
Assessment conclude_run(const Command& command, RunJob&& job, RunOutcome&& outcome, std::string_view version);

}  // namespace vnetprobe
