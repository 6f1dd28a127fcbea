// A newcomer would let az win, for it is newer than the file. A person may know better, or want it
// otherwise: what az said fills gaps and overrides nothing (contract 2.2).
#include <algorithm>
#include <utility>

#include "probe/azure/services.h"
#include "probe/plan/az_fields.h"
#include "probe/plan/az_plan.h"

namespace vnetprobe {
namespace {

// Addresses that the plan does not say.
void add_addresses(const std::vector<IpAddress>& from, std::vector<IpAddress>& into) {
  if (into.empty()) into = from;
}

void add_endpoints(const std::vector<EndpointPlan>& from, std::vector<EndpointPlan>& into) {
  for (const EndpointPlan& each : from) {
    const std::string name = classify_host(each.fqdn).public_name;
    const auto known = std::ranges::find_if(
        into, [&](const EndpointPlan& other) { return classify_host(other.fqdn).public_name == name; });
    if (known == into.end()) {
      into.push_back(each);
      continue;
    }
    add_addresses(each.ip, known->ip);
    if (known->role == Role::none) known->role = each.role;
  }
}

void add_vault(const VaultPlan& from, std::vector<VaultPlan>& into) {
  const auto same = [&](const VaultPlan& each) {
    return az::lower(each.name) == az::lower(from.name) || (!from.id.empty() && each.id == from.id);
  };
  const auto known = std::ranges::find_if(into, same);
  if (known == into.end()) return into.push_back(from);
  if (known->geo.empty() && known->region.empty()) known->geo = from.geo, known->region = from.region;
  if (known->id.empty()) known->id = from.id;
  if (!known->experience) known->experience = from.experience;
  if (!known->stage) known->stage = from.stage;
  if (known->private_endpoint.empty()) known->private_endpoint = from.private_endpoint;
  if (known->public_access == Access::unchecked) known->public_access = from.public_access;
  add_endpoints(from.endpoints, known->endpoints);
}

void add_account(const StorageAccountPlan& from, std::vector<StorageAccountPlan>& into) {
  const auto known = std::ranges::find(into, from.name, &StorageAccountPlan::name);
  if (known == into.end()) return into.push_back(from);
  for (const std::string& each : from.services)
    if (std::ranges::find(known->services, each) == known->services.end()) known->services.push_back(each);
  if (known->ip.empty()) known->ip = from.ip;
}

}  // namespace

void add_az_plan(const AzPlan& az, Plan& plan, Origins& origins) {
  const Plan& from = az.plan;
  if (origins.of("cloud").empty()) plan.cloud = from.cloud;
  if (plan.vnet.empty()) plan.vnet = from.vnet;
  if (plan.resolvers.empty()) plan.resolvers = from.resolvers;
  for (const VaultPlan& each : from.vaults) add_vault(each, plan.vaults);
  for (const StorageAccountPlan& each : from.storage_accounts) add_account(each, plan.storage_accounts);
  plan.service_endpoint_policy = plan.service_endpoint_policy || from.service_endpoint_policy;
  for (const ManagedInstancePlan& each : from.managed_instances) {
    const auto known = std::ranges::find(plan.managed_instances, each.host, &ManagedInstancePlan::host);
    if (known == plan.managed_instances.end())
      plan.managed_instances.push_back(each);
    else
      add_addresses(each.ip, known->ip);
  }
  for (const KeyVaultPlan& each : from.key_vaults) {
    const auto known = std::ranges::find(plan.key_vaults, each.name, &KeyVaultPlan::name);
    if (known == plan.key_vaults.end())
      plan.key_vaults.push_back(each);
    else
      add_addresses(each.ip, known->ip);
  }
  add_endpoints(from.endpoints, plan.endpoints);
  origins.add_missing(az.origins);
}

}  // namespace vnetprobe
