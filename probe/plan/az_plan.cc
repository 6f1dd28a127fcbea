// What would trip a newcomer: `customDnsConfigs` is empty while an endpoint is Updating, Pending or
// Rejected, and when a zone group keeps its records (azure-facts 10.1), so the network interface is
// asked first. And what a plan expects is not what az says: public access that is open in Azure stays
// expected to be closed, as it is by default, or nobody would ever be told.
#include "probe/plan/az_plan.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "probe/azure/regions.h"
#include "probe/azure/services.h"
#include "probe/plan/az_fields.h"
#include "probe/plan/expand.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kVaults = "microsoft.recoveryservices/vaults";
constexpr std::string_view kAccounts = "microsoft.storage/storageaccounts";
constexpr std::string_view kKeyVaults = "microsoft.keyvault/vaults";
constexpr std::string_view kInstances = "microsoft.sql/managedinstances";

void add_names(std::vector<AzName>& into, const std::vector<AzName>& from) {
  for (const AzName& each : from) az::add_name(into, each.fqdn, each.ip);
}

void add_once(std::vector<IpAddress>& into, const std::vector<IpAddress>& from) {
  for (const IpAddress& each : from)
    if (std::ranges::find(into, each) == into.end()) into.push_back(each);
}

template <class T>
T& named(std::vector<T>& list, const std::string& name, std::string T::*member) {
  auto found = std::ranges::find(list, name, member);
  if (found == list.end()) {
    T fresh;
    fresh.*member = name;
    found = list.insert(list.end(), std::move(fresh));
  }
  return *found;
}

std::vector<AzName> names_from_zones(const AzFacts& facts, const AzEndpoint& endpoint) {
  std::vector<AzName> names;
  for (const AzZoneGroup& group : facts.zone_groups)
    if (group.endpoint == endpoint.id)
      for (const AzZoneConfig& zone : group.zones) add_names(names, zone.records);
  if (!names.empty()) return names;
  // "created by private endpoint NAME with resource guid …" (azure-facts 4.5)
  const std::string mark = fmt::format("private endpoint {} ", az::lower(endpoint.name));
  for (const AzRecord& record : facts.records)
    if (az::lower(record.creator).find(mark) != std::string::npos)
      az::add_name(names, record.fqdn, record.ip);
  return names;
}

// As a word of a command that somebody pastes.
bool is_plain_id(std::string_view id) {
  constexpr std::string_view kOthers = "-_./";
  return std::ranges::all_of(id, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || kOthers.find(c) != std::string_view::npos;
  });
}

// One plan, put together endpoint by endpoint.
class Maker {
 public:
  explicit Maker(const AzFacts& facts) : facts_(facts) {}

  AzPlan make() {
    settle_cloud();
    for (const AzEndpoint& each : facts_.endpoints)
      if (backup_storage_name(each.name).role == Role::none) take(each);
    for (const AzEndpoint& each : facts_.endpoints)
      if (backup_storage_name(each.name).role != Role::none) take_backup_storage(each);
    for (const AzResource& each : facts_.resources) take(each);
    for (VaultPlan& vault : made_.plan.vaults) settle_stage(vault);
    made_.plan.service_endpoint_policy = !facts_.policies.empty();
    take_networks();
    return std::move(made_);
  }

 private:
  void origin(std::string_view list, std::string_view name, const std::string& source) {
    made_.origins.note(item_path(list, name), source);
  }

  void settle_cloud() {
    for (const AzEndpoint& endpoint : facts_.endpoints)
      for (const AzName& name : names_of_endpoint(facts_, endpoint))
        if (const HostKind kind = classify_host(name.fqdn); kind.known) {
          made_.plan.cloud = kind.cloud;
          return;
        }
    for (const AzEndpoint& endpoint : facts_.endpoints)
      if (const auto cloud = cloud_of_region(canonical_region(endpoint.location))) {
        made_.plan.cloud = *cloud;
        return;
      }
    for (const AzResource& resource : facts_.resources)
      if (const auto cloud = cloud_of_region(canonical_region(resource.location))) {
        made_.plan.cloud = *cloud;
        return;
      }
  }

  void take(const AzEndpoint& endpoint) {
    const std::string type = az::type_of(endpoint.resource);
    const std::vector<AzName> names = names_of_endpoint(facts_, endpoint);
    if (type == kVaults) return take_vault(endpoint, names);
    if (names.empty()) return take_unnamed(endpoint, type);
    for (const AzName& name : names) take_name(endpoint, type, name);
  }

  void take_name(const AzEndpoint& endpoint, const std::string& type, const AzName& name) {
    const HostKind kind = classify_host(name.fqdn);
    const bool plain = kind.known && kind.public_name == storage_name(kind);
    if (type == kAccounts && plain) return add_account(endpoint, kind.resource, kind.service, name.ip);
    if (type == kKeyVaults && kind.service == Service::key_vault) {
      origin("key_vaults", kind.resource, endpoint.source);
      return add_once(named(made_.plan.key_vaults, kind.resource, &KeyVaultPlan::name).ip, name.ip);
    }
    if (type == kInstances && kind.service == Service::sqlmi) {
      origin("managed_instances", kind.public_name, endpoint.source);
      auto& instance = named(made_.plan.managed_instances, kind.public_name, &ManagedInstancePlan::host);
      instance.private_endpoint = true;
      return add_once(instance.ip, name.ip);
    }
    add_endpoint(made_.plan.endpoints, "endpoints", endpoint, name, Role::none);
  }

  std::string storage_name(const HostKind& kind) const {
    return is_storage(kind.service) ? storage_host(kind.resource, kind.service, kind.cloud) : "";
  }

  void add_account(const AzEndpoint& endpoint, const std::string& name, Service service,
                   const std::vector<IpAddress>& ip) {
    origin("storage_accounts", name, endpoint.source);
    auto& account = named(made_.plan.storage_accounts, name, &StorageAccountPlan::name);
    const std::string word{to_string(service)};
    if (std::ranges::find(account.services, word) == account.services.end()) account.services.push_back(word);
    if (!ip.empty()) add_once(account.ip[word], ip);
  }

  void add_endpoint(std::vector<EndpointPlan>& list, const std::string& path, const AzEndpoint& endpoint,
                    const AzName& name, Role role) {
    const std::string public_name = classify_host(name.fqdn).public_name;
    const auto same = [&](const EndpointPlan& each) {
      return classify_host(each.fqdn).public_name == public_name;
    };
    auto found = std::ranges::find_if(list, same);
    if (found == list.end()) {
      origin(path, name.fqdn, endpoint.source);
      found = list.insert(list.end(), EndpointPlan{.fqdn = name.fqdn, .role = role});
    }
    add_once(found->ip, name.ip);
  }

  // Nothing says its names: they follow from the resource where the service has one name alone.
  void take_unnamed(const AzEndpoint& endpoint, const std::string& type) {
    const std::string resource = az::last_of(endpoint.resource);
    if (type == kAccounts) {
      bool known = false;
      for (const std::string& group : endpoint.groups)
        if (const auto service = from_string<Service>(az::lower(group)); service && is_storage(*service)) {
          add_account(endpoint, resource, *service, {});
          known = true;
        }
      if (known) return;
    }
    if (type == kKeyVaults && !resource.empty()) {
      origin("key_vaults", resource, endpoint.source);
      named(made_.plan.key_vaults, resource, &KeyVaultPlan::name);
      return;
    }
    note_no_name(endpoint);
  }

  void take_vault(const AzEndpoint& endpoint, const std::vector<AzName>& names) {
    const std::string name = vault_name(endpoint.resource);
    origin("vaults", name, endpoint.source);
    VaultPlan& vault = named(made_.plan.vaults, name, &VaultPlan::name);
    if (vault.private_endpoint.empty()) vault.private_endpoint = endpoint.name;
    if (vault.region.empty()) set_region(vault, endpoint.location);
    lists_.insert(endpoint.from_list ? name : "");
    for (const AzName& each : names) {
      const HostKind kind = classify_host(each.fqdn);
      if (kind.service == Service::backup) {
        if (vault.id.empty()) vault.id = kind.resource;
        if (region_of_geo(kind.cloud, kind.geo)) {
          vault.geo = kind.geo;
          vault.region.clear();  // the names know better
        }
      }
      add_endpoint(vault.endpoints, item_path("vaults", name) + "/endpoints", endpoint, each, Role::none);
    }
    if (names.empty()) note_no_name(endpoint);
  }

  void note_no_name(const AzEndpoint& endpoint) {
    const bool pasted = !endpoint.nics.empty() && is_plain_id(endpoint.nics.front());
    made_.notes.push_back(
        fmt::format("{}: no name of private endpoint {} is known; give its network interface too: "
                    "az network nic show --ids {}",
                    endpoint.source, endpoint.name, pasted ? endpoint.nics.front() : "<id>"));
  }

  // The name as ARM spells it, where the vault itself was given.
  std::string vault_name(const std::string& id) const {
    const auto found = std::ranges::find(facts_.resources, id, &AzResource::id);
    return found == facts_.resources.end() ? az::last_of(id) : found->name;
  }

  void set_region(VaultPlan& vault, const std::string& location) const {
    const std::string region = canonical_region(location);
    if (vault.geo.empty() && geo_of_region(made_.plan.cloud, region)) vault.region = region;
  }

  void take_backup_storage(const AzEndpoint& endpoint) {
    const BackupStorageName parts = backup_storage_name(endpoint.name);
    const auto of_vault = [&](const VaultPlan& vault) {
      return az::lower(vault.private_endpoint) == az::lower(parts.endpoint);
    };
    const auto vault = std::ranges::find_if(made_.plan.vaults, of_vault);
    for (const AzName& name : names_of_endpoint(facts_, endpoint)) {
      if (vault == made_.plan.vaults.end())
        add_endpoint(made_.plan.endpoints, "endpoints", endpoint, name, parts.role);
      else
        add_endpoint(vault->endpoints, item_path("vaults", vault->name) + "/endpoints", endpoint, name,
                     parts.role);
    }
    if (vault != made_.plan.vaults.end()) vault->experience = Experience::classic;
  }

  void take(const AzResource& resource) {
    if (resource.type == kVaults) return take_vault_resource(resource);
    // Of a long list only those matter that have, or should have, a private endpoint.
    if (resource.from_list && resource.connections.empty()) return;
    if (resource.type == kAccounts && !has_account(resource.name)) {
      origin("storage_accounts", resource.name, resource.source);
      named(made_.plan.storage_accounts, resource.name, &StorageAccountPlan::name);
    } else if (resource.type == kKeyVaults) {
      origin("key_vaults", resource.name, resource.source);
      named(made_.plan.key_vaults, az::lower(resource.name), &KeyVaultPlan::name);
    } else if (resource.type == kInstances && !resource.host.empty()) {
      origin("managed_instances", resource.host, resource.source);
      auto& instance = named(made_.plan.managed_instances, resource.host, &ManagedInstancePlan::host);
      if (az::lower(resource.connection_type) == "redirect")
        instance.connection_type = ConnectionType::redirect;
    }
  }

  bool has_account(const std::string& name) const {
    const auto& all = made_.plan.storage_accounts;
    return std::ranges::find(all, name, &StorageAccountPlan::name) != all.end();
  }

  void take_vault_resource(const AzResource& resource) {
    if (resource.from_list && resource.connections.empty()) return;
    origin("vaults", resource.name, resource.source);
    VaultPlan& vault = named(made_.plan.vaults, resource.name, &VaultPlan::name);
    if (vault.geo.empty() && vault.region.empty()) set_region(vault, resource.location);
    for (const AzConnection& each : resource.connections) {
      if (vault.id.empty()) vault.id = each.number;
      if (vault.private_endpoint.empty()) vault.private_endpoint = az::last_of(each.endpoint);
    }
    if (resource.public_access == "Disabled" || resource.public_access == "SecuredByPerimeter")
      vault.public_access = Access::disabled;
  }

  // azure-facts 2.1, 2.2: a simplified endpoint carries storage names itself, or begins with two
  // names; a classic one has eight and more, and endpoints beside it.
  void settle_stage(VaultPlan& vault) {
    std::size_t services = 0, storage = 0, ecs = 0, prot = 0;
    for (const EndpointPlan& each : vault.endpoints) {
      const Service service = classify_host(each.fqdn).service;
      services += service == Service::backup ? 1U : 0U;
      storage += is_storage(service) && each.role == Role::none ? 1U : 0U;
      ecs += each.role == Role::ecs ? 1U : 0U;
      prot += each.role == Role::prot ? 1U : 0U;
    }
    const std::size_t classic = classic_backup_records().size();
    const std::size_t fresh = simplified_backup_records().size();
    if (!vault.experience && storage > 0) vault.experience = Experience::simplified;
    if (!vault.experience && services == fresh) vault.experience = Experience::simplified;
    if (!vault.experience && services >= classic) vault.experience = Experience::classic;
    if (!vault.experience) return;
    const bool grown = vault.experience == Experience::simplified && storage > 0;
    if (!grown && prot > 0)
      vault.stage = Stage::protected_;
    else if (grown || ecs > 0)
      vault.stage = Stage::registered;
    else if (lists_.contains(vault.name))  // one endpoint alone does not show that there are no others
      vault.stage = Stage::created;
  }

  void take_networks() {
    const auto& vnets = facts_.vnets;
    if (vnets.empty()) return;
    for (const AzVnet& each : vnets) {
      for (const Cidr& network : each.networks)
        if (std::ranges::find(made_.plan.vnet, network) == made_.plan.vnet.end())
          made_.plan.vnet.push_back(network);
      made_.origins.note("vnet", each.source);
    }
    const bool one_dns =
        std::ranges::all_of(vnets, [&](const AzVnet& each) { return each.dns == vnets[0].dns; });
    if (!one_dns) {
      made_.notes.push_back(
          "the virtual networks have different DNS servers; this host's are asked, name others with "
          "--resolver");
      return;
    }
    const std::vector<IpAddress> azure = {*IpAddress::parse("168.63.129.16")};
    made_.plan.resolvers = default_resolvers(vnets[0].dns.empty() ? azure : vnets[0].dns, {});
    made_.origins.note("resolvers", vnets[0].source);
  }

  const AzFacts& facts_;
  AzPlan made_{};
  std::set<std::string> lists_{};
};

}  // namespace

BackupStorageName backup_storage_name(const std::string& endpoint) {
  const std::string name = az::lower(endpoint);
  if (!name.ends_with("_blob") && !name.ends_with("_queue")) return {};
  for (const auto& [mark, role] : {std::pair{"_ecs", Role::ecs}, std::pair{"_prot", Role::prot}})
    if (const std::size_t at = name.rfind(mark); at != std::string::npos && at > 0)
      return {endpoint.substr(0, at), role};
  return {};
}

std::vector<AzName> names_of_endpoint(const AzFacts& facts, const AzEndpoint& endpoint) {
  std::vector<AzName> names;
  for (const AzNic& nic : facts.nics) {
    const bool own = (!nic.endpoint.empty() && nic.endpoint == endpoint.id) ||
                     (!nic.id.empty() && std::ranges::find(endpoint.nics, nic.id) != endpoint.nics.end());
    if (own) add_names(names, nic.names);
  }
  if (names.empty()) names = endpoint.names;
  if (names.empty()) names = names_from_zones(facts, endpoint);
  return names;
}

AzPlan plan_from_az(const AzFacts& facts) { return Maker(facts).make(); }

}  // namespace vnetprobe
