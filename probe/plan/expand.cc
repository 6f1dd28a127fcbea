// Which form of a name is connected differs by service: Backup's names exist in their privatelink
// form alone (azure-facts 2.3), all others answer to the public form, also over the private path
// (4.1), and a managed instance's VNet-local name has no private zone at all (6).
#include "probe/plan/expand.h"

#include <algorithm>
#include <utility>

#include "probe/azure/destinations.h"
#include "probe/azure/regions.h"
#include "probe/azure/services.h"
#include "probe/plan/target_list.h"
#include "probe/plan/views.h"

namespace vnetprobe {
namespace {

// The target that a host name is by itself.
Target target_of(HostKind kind) {
  Target target;
  target.service = kind.service;
  constexpr std::uint16_t kTds = 1433;  // the private endpoint's, also where the public name was written
  target.port = kind.public_endpoint ? kTds : kind.port;
  const bool backup = kind.service == Service::backup;
  target.name = backup ? kind.private_name : kind.public_name;
  target.two_forms = !backup && kind.private_name != kind.public_name;
  target.public_name = std::move(kind.public_name);
  target.private_name = std::move(kind.private_name);
  target.zone = std::move(kind.zone);
  target.resource = std::move(kind.resource);
  return target;
}

// A managed instance's name in its own VNet: public DNS gives the private address, no zone is asked.
Target without_zone(Target target) {
  target.private_name = target.public_name;
  target.zone.clear();
  target.two_forms = false;
  return target;
}

bool is_backup_name(const EndpointPlan& endpoint) {
  return classify_host(endpoint.fqdn).service == Service::backup;
}

// By the vault's own keys, else by the names it lists; "" when nothing tells.
std::string geo_of(const VaultPlan& vault, Cloud cloud) {
  if (!vault.geo.empty()) return vault.geo;
  if (const auto geo = geo_of_region(cloud, vault.region)) return std::string{*geo};
  const auto named = std::ranges::find_if(vault.endpoints, is_backup_name);
  return named == vault.endpoints.end() ? "" : classify_host(named->fqdn).geo;
}

// A vault that is known by its number alone. Without `experience` nothing is derived: a classic
// vault has eight names, a simplified one began with two, and demanding the wrong ones would be a
// fault of ours (azure-facts 2.2).
std::vector<EndpointPlan> derived_endpoints(const VaultPlan& vault, Cloud cloud) {
  std::vector<EndpointPlan> derived;
  const std::string geo = geo_of(vault, cloud);
  if (vault.id.empty() || !vault.experience || geo.empty()) return derived;
  if (std::ranges::any_of(vault.endpoints, is_backup_name)) return derived;
  const auto records =
      vault.experience == Experience::classic ? classic_backup_records() : simplified_backup_records();
  for (const std::string_view record : records) {
    EndpointPlan endpoint;
    endpoint.fqdn = vault.id + std::string{record} + "." + backup_zone(geo, cloud);
    derived.push_back(std::move(endpoint));
  }
  return derived;
}

void add_vault(const Plan& plan, const VaultPlan& vault, TargetList& targets) {
  const auto add = [&](const EndpointPlan& endpoint, bool derived) {
    Target target = endpoint_target(endpoint, plan.entra);
    if (target.service == Service::backup) target.resource = vault.name;
    target.vault = vault.name;
    target.public_access = vault.public_access;
    target.derived = derived;
    targets.add(std::move(target));
  };
  for (const EndpointPlan& endpoint : derived_endpoints(vault, plan.cloud)) add(endpoint, true);
  for (const EndpointPlan& endpoint : vault.endpoints) add(endpoint, false);
}

std::vector<IpAddress> addresses_for(const std::map<std::string, std::vector<IpAddress>>& by_service,
                                     const std::string& service) {
  std::vector<IpAddress> all;
  for (const std::string& key : {std::string{}, service}) {
    const auto found = by_service.find(key);
    if (found != by_service.end()) all.insert(all.end(), found->second.begin(), found->second.end());
  }
  return all;
}

void add_account(const Plan& plan, const StorageAccountPlan& account, TargetList& targets) {
  const std::vector<std::string> blob_alone = {"blob"};
  for (const std::string& word : account.services.empty() ? blob_alone : account.services) {
    const Service service = from_string<Service>(word).value_or(Service::blob);
    Target target = target_of(classify_host(storage_host(account.name, service, plan.cloud)));
    target.expected = addresses_for(account.ip, word);
    target.public_ip = addresses_for(account.public_ip, word);
    target.public_access = account.public_access;
    target.container = account.container;
    target.purpose = account.purpose;
    targets.add(std::move(target));
  }
}

void add_denied(const Plan& plan, const std::string& account, TargetList& targets) {
  Target target = without_zone(target_of(classify_host(storage_host(account, Service::blob, plan.cloud))));
  target.duty = Duty::denied_account;
  targets.add(std::move(target));
}

void add_instance(const ManagedInstancePlan& instance, TargetList& targets) {
  const HostKind kind = classify_host(instance.host);
  Target target = target_of(kind);
  if (!instance.private_endpoint && !kind.written_private) target = without_zone(std::move(target));
  target.expected = instance.ip;
  target.public_access = instance.public_endpoint;
  // A private endpoint carries port 1433 alone and never redirects, whatever the instance does (6).
  const bool is_local = !target.two_forms;
  target.redirects = is_local && instance.connection_type == ConnectionType::redirect;
  target.mi_link = is_local && instance.mi_link;
  targets.add(std::move(target));
}

void add_key_vault(const Plan& plan, const KeyVaultPlan& vault, TargetList& targets) {
  Target target = target_of(classify_host(key_vault_host(vault.name, plan.cloud)));
  target.expected = vault.ip;
  target.public_access = vault.public_access;
  targets.add(std::move(target));
}

void add_sign_in(const Plan& plan, TargetList& targets) {
  if (!plan.entra.enabled) return;
  for (const std::string_view host : entra_hosts(plan.cloud)) {
    Target target = target_of(classify_host(host));
    target.duty = Duty::sign_in;
    target.tenant = plan.entra.tenant;
    targets.add(std::move(target));
  }
}

std::vector<std::string> geos_of(const Plan& plan) {
  std::vector<std::string> geos;
  for (const VaultPlan& vault : plan.vaults)
    if (std::string geo = geo_of(vault, plan.cloud); std::ranges::find(geos, geo) == geos.end())
      geos.push_back(std::move(geo));
  return geos;
}

// What `also` names. A zone is no target: what is in it is not known.
void add_destinations(const Plan& plan, TargetList& targets, std::vector<std::string>& zones) {
  for (const NamedDestination& each : destinations_of(plan.also, plan.cloud, geos_of(plan))) {
    if (each.reach == Reach::zone) {
      zones.push_back(each.name);
      continue;
    }
    Target target;
    target.name = canonical_host(each.name);
    target.public_name = target.private_name = target.name;
    target.port = each.port;
    target.duty = Duty::destination;
    target.tcp_only = each.reach == Reach::tcp;
    target.purpose = "also: " + each.word;
    if (each.reach == Reach::tenant) {  // a tenant is asked of the first sign-in host
      target.public_name = target.private_name = entra_hosts(plan.cloud).front();
      target.service = Service::entra;
      target.duty = Duty::sign_in;
      target.tenant = each.name;
    }
    targets.add(std::move(target));
  }
}

// What people make in the zone's place: the region's name for its geo code, another list's code,
// privatelink left out (azure-facts 1.1, 1.3, 4.3), and for disks a zone of their own (2.5).
std::vector<std::string> wrong_names(const Zone& zone, const Target& first) {
  std::vector<std::string> names;
  const HostKind kind = classify_host(first.private_name);
  if (kind.service == Service::backup) {
    const auto region = region_of_geo(kind.cloud, kind.geo);
    if (region) names.push_back(backup_zone(*region, kind.cloud));
    names.push_back(backup_suffix(kind.geo, kind.cloud));
    for (const std::string_view code : geo_codes_like(kind.cloud, kind.geo))
      if (code != kind.geo) names.push_back(backup_zone(code, kind.cloud));
    return names;
  }
  constexpr std::string_view kPrefix = "privatelink.";
  if (zone.name.starts_with(kPrefix)) names.push_back(zone.name.substr(kPrefix.size()));
  return names;
}

std::vector<Zone> zones_of(const std::vector<Target>& targets) {
  constexpr std::string_view kDiskSuffix = ".blob.storage.azure.net";
  constexpr std::string_view kDiskZone = "privatelink.blob.storage.azure.net";
  std::vector<Zone> zones;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const Target& target = targets[i];
    if (target.zone.empty()) continue;
    auto zone = std::ranges::find(zones, target.zone, &Zone::name);
    if (zone == zones.end()) {
      Zone fresh{.name = target.zone, .service = target.service};
      fresh.wrong_names = wrong_names(fresh, target);
      zone = zones.insert(zones.end(), std::move(fresh));
    }
    zone->targets.push_back(i);
    if (target.name.ends_with(kDiskSuffix) &&
        std::ranges::find(zone->wrong_names, kDiskZone) == zone->wrong_names.end())
      zone->wrong_names.emplace_back(kDiskZone);
  }
  return zones;
}

}  // namespace

Target endpoint_target(const EndpointPlan& endpoint, const EntraPlan& entra) {
  return endpoint_target(endpoint, classify_host(endpoint.fqdn), entra);
}

Target endpoint_target(const EndpointPlan& endpoint, HostKind kind, const EntraPlan& entra) {
  const bool is_local_instance = kind.service == Service::sqlmi && !kind.written_private;
  Target target = target_of(std::move(kind));
  if (is_local_instance) target = without_zone(std::move(target));
  if (target.service == Service::entra) {
    target.duty = Duty::sign_in;
    target.tenant = entra.tenant;
  }
  constexpr std::uint16_t kUnsaid = 443;  // a managed instance does not speak TDS there: nobody wrote it
  if (endpoint.port != kUnsaid || target.service != Service::sqlmi) target.port = endpoint.port;
  target.expected = endpoint.ip;
  target.role = endpoint.role;
  return target;
}

Scope expand(const Plan& plan) {
  TargetList targets;
  for (const VaultPlan& vault : plan.vaults) add_vault(plan, vault, targets);
  for (const StorageAccountPlan& account : plan.storage_accounts) add_account(plan, account, targets);
  for (const std::string& account : plan.denied_storage_accounts) add_denied(plan, account, targets);
  for (const ManagedInstancePlan& instance : plan.managed_instances) add_instance(instance, targets);
  for (const KeyVaultPlan& vault : plan.key_vaults) add_key_vault(plan, vault, targets);
  for (const EndpointPlan& endpoint : plan.endpoints) targets.add(endpoint_target(endpoint, plan.entra));
  add_sign_in(plan, targets);
  std::vector<std::string> more_zones;
  add_destinations(plan, targets, more_zones);
  Scope scope;
  scope.targets = targets.take();
  scope.zones = zones_of(scope.targets);
  for (std::string& name : more_zones)
    if (std::ranges::find(scope.zones, name, &Zone::name) == scope.zones.end())
      scope.zones.push_back({.name = std::move(name)});
  scope.views = views_of(plan.resolvers);
  return scope;
}

}  // namespace vnetprobe
