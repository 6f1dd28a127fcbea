// The checks below the plan come from the judges themselves, asked with no evidence: what they would
// give an opinion of is what a run checks. Addresses of contacts are known only once names are asked.
#include <fmt/format.h>
#include <map>

#include "checks/assess.h"
#include "checks/kinds.h"
#include "probe/commands.h"
#include "probe/net/toolbox.h"
#include "probe/output.h"
#include "probe/plan/emit_firewall.h"
#include "probe/plan/emit_hosts.h"
#include "probe/plan/emit_zone.h"
#include "probe/plan/expand.h"
#include "probe/plan/print_plan.h"
#include "probe/plan_source.h"

namespace vnetprobe {
namespace {

void fill_in_resolvers(Plan& plan, Origins& origins) {
  if (!plan.resolvers.empty()) return;
  const HostFacts host = read_host_facts({});
  plan.resolvers = default_resolvers(host.nameservers, host.upstreams);
  origins.note("resolvers", "default: system, the name servers of this host, and azure");
}

std::string checks_as_comments(const SourcedPlan& sourced, std::string_view version) {
  Evidence told;
  told.az = sourced.az;
  told.discovery = sourced.discovery;
  const Assessment assessed =
      assess(*sourced.plan, std::move(told), RunFacts{}, Judgement{}, std::string(version));
  std::map<std::string_view, std::vector<std::string>> by_kind;
  for (const Result& each : assessed.report.checks) by_kind[each.kind].push_back(each.id);
  std::string text = fmt::format("\n# {} checks:\n", assessed.report.checks.size());
  for (const Kind& kind : kinds()) {
    const auto found = by_kind.find(kind.id);
    if (found == by_kind.end()) continue;
    text += fmt::format("#\n# {}\n", kind.question);
    for (const std::string& id : found->second) text += fmt::format("#   {}\n", id);
  }
  return text;
}

std::string emitted(const std::string& what, const Plan& plan) {
  const Scope scope = expand(plan);
  if (what == "firewall") return emit_firewall(plan, scope);
  if (what == "hosts") return emit_hosts(scope);
  return emit_zone(scope);
}

}  // namespace

int plan_command(const Command& command, std::string_view version) {
  const bool is_yaml = command.format == "human" || command.format == "yaml";
  if (!is_yaml && command.format != "json") {
    print_error(fmt::format("-f {}: plan knows yaml and json", command.format));
    return kExitUsage;
  }
  SourcedPlan sourced = source_plan(command);
  if (!sourced.plan) return sourced.exit_code;
  if (command.check_only) return 0;
  Plan& plan = *sourced.plan;
  fill_in_resolvers(plan, sourced.origins);
  std::string text;
  if (!command.emit.empty())
    text = emitted(command.emit, plan);
  else if (is_yaml)
    text = print_plan_yaml(plan, sourced.origins) + checks_as_comments(sourced, version);
  else
    text = print_plan_json(plan);
  return print_out(text) ? 0 : kExitUndecided;
}

}  // namespace vnetprobe
