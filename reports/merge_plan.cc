// What would trip a newcomer: an empty `vnet` means the default networks. Beside a run that names its
// own, those have to be written out, or addresses that were right in one run would look wrong.
#include "reports/merge_plan.h"

#include <algorithm>
#include <set>

#include "reports/json_fields.h"
#include "reports/text.h"

namespace vnetprobe {
namespace {

// Appends what is not there in the very same form.
template <class T>
void add_missing(std::vector<T>& into, const std::vector<T>& from) {
  for (const T& each : from) {
    const std::string text = json_of(each);
    if (std::ranges::none_of(into, [&](const T& there) { return json_of(there) == text; }))
      into.push_back(each);
  }
}

// A view is known by its name; of two that share it the first stands.
void add_views(std::vector<ResolverPlan>& into, const std::vector<ResolverPlan>& from) {
  for (const ResolverPlan& each : from)
    if (std::ranges::find(into, each.name, &ResolverPlan::name) == into.end()) into.push_back(each);
}

std::vector<Cidr> networks_of(const Plan& plan) {
  if (!plan.vnet.empty()) return plan.vnet;
  const auto usual = default_private_networks();
  return {usual.begin(), usual.end()};
}

std::string merged_name(const std::vector<Report>& reports) {
  constexpr std::size_t kNamed = 3;
  std::vector<std::string> names;
  for (const Report& each : reports)
    if (!each.plan.name.empty() && std::ranges::find(names, each.plan.name) == names.end())
      names.push_back(each.plan.name);
  const std::size_t more = names.size() > kNamed ? names.size() - kNamed : 0;
  names.resize(names.size() - more);
  return more == 0 ? join(names) : join(names) + " and " + count_of(more, "more plan");
}

}  // namespace

Plan merge_plans(const std::vector<Report>& reports) {
  Plan merged = reports.front().plan;
  bool same_vnet = true;
  for (std::size_t i = 1; i < reports.size(); ++i) {
    const Plan& plan = reports[i].plan;
    same_vnet = same_vnet && plan.vnet == merged.vnet;
    add_views(merged.resolvers, plan.resolvers);
    add_missing(merged.vaults, plan.vaults);
    add_missing(merged.storage_accounts, plan.storage_accounts);
    add_missing(merged.denied_storage_accounts, plan.denied_storage_accounts);
    add_missing(merged.managed_instances, plan.managed_instances);
    add_missing(merged.key_vaults, plan.key_vaults);
    add_missing(merged.endpoints, plan.endpoints);
    add_missing(merged.also, plan.also);
    merged.service_endpoint_policy |= plan.service_endpoint_policy;
    if (!merged.public_resolver) merged.public_resolver = plan.public_resolver;
  }
  merged.name = merged_name(reports);
  if (!same_vnet) {
    merged.vnet.clear();
    for (const Report& each : reports) add_missing(merged.vnet, networks_of(each.plan));
  }
  return merged;
}

}  // namespace vnetprobe
