#include "probe/one_run.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <malloc.h>
#include <random>

#include "checks/gathers.h"
#include "probe/net/secret.h"
#include "probe/output.h"
#include "probe/plan/expand.h"

namespace vnetprobe {
namespace {

UtcTime utc_now() {
  return {
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
          .count()};
}

std::string new_run_id() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

}  // namespace

RunOptions run_options(const Command& command) {
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
  // Who names a proxy on the command line means it; that of the environment comes with its exceptions.
  if (command.proxy.empty())
    for (const char* name : {"no_proxy", "NO_PROXY"})
      if (const char* value = std::getenv(name); options.no_proxy.empty() && value != nullptr)
        options.no_proxy = value;
  if (options.proxy.find('@') != std::string::npos) keep_out_of_dumps();
  return options;
}

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

RunJob prepare_run(const Command& command, const SourcedPlan& sourced) {
  RunJob job;
  job.plan = *sourced.plan;
  const std::vector<std::string> names = names_of(job.plan);
  job.host = read_host_facts(names);
  if (job.plan.resolvers.empty())
    job.plan.resolvers = default_resolvers(job.host.nameservers, job.host.upstreams);
  job.facts.id = new_run_id();
  job.facts.started = utc_now();
  job.host.clock = job.facts.started;
  job.scope = expand(job.plan);
  job.options = run_options(command);
  job.options.deadline -= std::min(job.options.deadline, sourced.spent);
  job.az = sourced.az;
  job.discovery = sourced.discovery;
  return job;
}

std::vector<Gather> all_gathers() {
  std::vector<Gather> all;
  all.reserve(gathers().size());
  for (const GatherRow& row : gathers()) all.push_back(row.gather);
  return all;
}

Report report_before(const RunJob& job, std::string_view version) {
  Report report;
  report.tool_version = version;
  report.run = job.facts;
  report.plan = job.plan;
  report.evidence.host = job.host;
  return report;
}

Assessment conclude_run(const Command& command, RunJob&& job, RunOutcome&& outcome,
                        std::string_view version) {
  outcome.evidence.az = std::move(job.az);
  outcome.evidence.discovery = std::move(job.discovery);
  if (!outcome.anchors_error.empty()) print_error(outcome.anchors_error);
  // What a thousand conversations held lies in pieces between what was kept of them; with it goes a third
  // of the peak.
  ::malloc_trim(0);
  job.facts.duration = outcome.duration;
  job.facts.complete = outcome.complete;
  job.facts.incomplete_because = outcome.incomplete_because;
  Assessment assessed = assess(std::move(job.plan), std::move(outcome.evidence), std::move(job.facts),
                               command.judgement, std::string(version));
  for (const std::string& glob : assessed.unmatched_globs)
    print_error(fmt::format("--only/--skip {}: matches no check of this plan", glob));
  return assessed;
}

}  // namespace vnetprobe
