// What would trip a newcomer: a list of zone links that is empty names no zone, and a list of zone
// groups that is empty names no endpoint, so nothing follows from either; only what was told is used.
#include "checks/az_state.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "checks/judging.h"
#include "probe/azure/services.h"
#include "probe/plan/az_fields.h"
#include "probe/plan/az_plan.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kVaults = "microsoft.recoveryservices/vaults";
constexpr std::string_view kAlias = "/services/azure/managedinstance";  // azure-facts 5.5, in lower case

const AzFacts& facts_of(const Case& run) { return run.evidence().az; }

std::string vnet_of(const std::string& subnet) { return subnet.substr(0, subnet.find("/subnets/")); }

void add(std::vector<std::size_t>& list, std::size_t t) {
  if (std::ranges::find(list, t) == list.end()) list.push_back(t);
}

std::string in_words(const AzEndpoint& endpoint) {
  const bool wordy = !endpoint.description.empty() && endpoint.description != "None";
  return wordy ? fmt::format("{} (\"{}\")", endpoint.status, endpoint.description) : endpoint.status;
}

// The plan's vault that this endpoint belongs to.
const VaultPlan* vault_at(const Case& run, const AzEndpoint& endpoint) {
  if (az::type_of(endpoint.resource) != kVaults) return nullptr;
  for (const VaultPlan& vault : run.plan().vaults)
    if (az::lower(vault.name) == az::last_of(endpoint.resource) ||
        az::lower(vault.private_endpoint) == az::lower(endpoint.name))
      return &vault;
  return nullptr;
}

bool leads_to(const AzEndpoint& endpoint, const Target& target) {
  if (target.resource.empty() || az::last_of(endpoint.resource) != az::lower(target.resource)) return false;
  const std::string type = az::type_of(endpoint.resource);
  if (is_storage(target.service))
    return type == "microsoft.storage/storageaccounts" &&
           std::ranges::any_of(endpoint.groups, [&](const std::string& group) {
             return az::lower(group) == to_string(target.service);
           });
  if (target.service == Service::key_vault) return type == "microsoft.keyvault/vaults";
  return target.service == Service::sqlmi && type == "microsoft.sql/managedinstances";
}

// An instance's name in its own network leads to the instance itself (azure-facts 6).
bool is_behind_endpoint(const Target& target) {
  const bool local_instance = target.service == Service::sqlmi && target.zone.empty();
  return target.duty == Duty::private_endpoint && !local_instance;
}

std::vector<std::size_t> targets_of(const Case& run, const AzEndpoint& endpoint) {
  std::vector<std::size_t> found;
  for (const AzName& name : names_of_endpoint(facts_of(run), endpoint)) {
    const std::string public_name = classify_host(name.fqdn).public_name;
    for (std::size_t t = 0; t < run.scope().targets.size(); ++t)
      if (run.scope().targets[t].public_name == public_name && is_behind_endpoint(run.scope().targets[t]))
        add(found, t);
  }
  const VaultPlan* vault = vault_at(run, endpoint);
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    if (!is_behind_endpoint(target)) continue;
    const bool of_vault =
        vault != nullptr && target.service == Service::backup && target.vault == vault->name;
    if (of_vault || leads_to(endpoint, target)) add(found, t);
  }
  return found;
}

// azure-facts 4.3, 10.3: a zone whose name does not match the service takes no record and says nothing.
void look_at_zone_groups(const Case& run, const AzEndpoint& endpoint, AzSubject& subject,
                         const std::string& fault_subject) {
  for (const AzZoneGroup& group : facts_of(run).zone_groups) {
    if (group.endpoint.empty() || group.endpoint != endpoint.id) continue;
    if (group.zones.empty())
      subject.faults.push_back(
          {"pe.no-zone-group", fault_subject,
           group.name.empty()
               ? fmt::format("ARM lists no zone group of private endpoint {}.", endpoint.name)
               : fmt::format("az lists the zone group {} of private endpoint {} without a zone.", group.name,
                             endpoint.name)});
    if (endpoint.status != "Approved" || group.provisioning != "Succeeded") continue;
    std::vector<std::string> right;
    for (const std::size_t t : subject.targets) right.push_back(run.scope().targets[t].zone);
    if (right.empty()) continue;
    for (const AzZoneConfig& zone : group.zones) {
      if (!zone.records.empty() || std::ranges::find(right, zone.zone) != right.end()) continue;
      // Backup's group holds three zones from the start, and those of storage fill later.
      if (run.zone_index(zone.zone) || zone.zone.starts_with("privatelink.blob.") ||
          zone.zone.starts_with("privatelink.queue."))
        continue;
      subject.faults.push_back(
          {"dns.wrong-zone-name", zone.zone,
           fmt::format("The zone group of {} is on {}, and az lists no record in it: its names live in {}.",
                       endpoint.name, zone.zone, right.front())});
    }
  }
}

// Rules act on private endpoints only with network policies on, and only those that are there
// (azure-facts 5.6, 11 row 12).
void look_at_policies(const Case& run, const AzEndpoint& endpoint, AzSubject& subject) {
  const auto& subnets = facts_of(run).subnets;
  const auto subnet = std::ranges::find(subnets, endpoint.subnet, &AzSubnet::id);
  if (endpoint.subnet.empty() || subnet == subnets.end()) return;
  const std::string on = az::lower(subnet->policies);
  const bool groups = !subnet->security_group.empty() && on != "disabled" && on != "routetableenabled";
  const bool routes = !subnet->route_table.empty() && on != "disabled" && on != "networksecuritygroupenabled";
  if (on.empty() || (!groups && !routes)) return;
  subject.faults.push_back(
      {"pe.network-policies", subnet->name,
       fmt::format("az says privateEndpointNetworkPolicies {} of subnet {}, which has {}.", subnet->policies,
                   subnet->name,
                   groups ? "security group " + az::last_of(subnet->security_group)
                          : "route table " + az::last_of(subnet->route_table))});
}

// azure-facts 2.1: 10 addresses are to be kept free for a vault's endpoint, and Azure keeps 5 itself.
void look_at_space(const Case& run, const AzEndpoint& endpoint, AzSubject& subject) {
  constexpr double kWanted = 10, kReserved = 5;
  if (std::ranges::find(endpoint.groups, "AzureBackup") == endpoint.groups.end()) return;
  for (const AzSubnet& subnet : facts_of(run).subnets) {
    if (subnet.id != endpoint.subnet || !subnet.used || subnet.networks.empty()) continue;
    double free = -kReserved - static_cast<double>(*subnet.used);
    for (const Cidr& network : subnet.networks)
      if (network.base.is_v4()) free += std::ldexp(1.0, 32 - network.bits);
    if (free >= kWanted) continue;
    subject.faults.push_back(
        {"pe.subnet-full", subnet.name,
         fmt::format("az lists {:.0f} free addresses in subnet {}: a vault's endpoint takes "
                     "more as it grows, and 10 are to be kept free.",
                     std::max(0.0, free), subnet.name)});
  }
}

AzSubject endpoint_subject(const Case& run, const AzEndpoint& endpoint) {
  AzSubject subject;
  subject.name = endpoint.name;
  subject.targets = targets_of(run, endpoint);
  subject.good = fmt::format("Private endpoint {} is {}.", endpoint.name,
                             endpoint.status.empty() ? "there" : az::lower(endpoint.status));
  const VaultPlan* vault = vault_at(run, endpoint);
  // A vault's endpoint is mended at the vault.
  const std::string mended = vault == nullptr ? endpoint.name : vault->name;
  if (!endpoint.status.empty() && endpoint.status != "Approved")
    subject.faults.push_back({"pe.not-approved", mended,
                              fmt::format("az says that the connection of private endpoint {} is {}.",
                                          endpoint.name, in_words(endpoint))});
  const bool backup = std::ranges::find(endpoint.groups, "AzureBackup") != endpoint.groups.end();
  if (backup && !endpoint.static_ip.empty())
    subject.faults.push_back({"pe.static-addresses", mended,
                              fmt::format("az lists static addresses of private endpoint {}: {}.",
                                          endpoint.name, listed(endpoint.static_ip))});
  look_at_zone_groups(run, endpoint, subject, mended);
  look_at_policies(run, endpoint, subject);
  look_at_space(run, endpoint, subject);
  return subject;
}

// The networks whose names the plan's targets are looked up from: those given, else the endpoints' own.
std::vector<std::string> networks_of(const AzFacts& facts) {
  std::vector<std::string> ids;
  for (const AzVnet& each : facts.vnets) {
    if (!each.dns.empty()) return {};  // its servers' own network is what counts, and nobody named that
    ids.push_back(each.id);
  }
  if (!ids.empty()) return ids;
  for (const AzEndpoint& each : facts.endpoints)
    if (!each.subnet.empty()) ids.push_back(vnet_of(each.subnet));
  return ids;
}

void add_zones(const Case& run, std::vector<AzSubject>& subjects) {
  const std::vector<std::string> networks = networks_of(facts_of(run));
  for (const Zone& zone : run.scope().zones) {
    std::vector<std::string> linked;
    for (const AzLink& each : facts_of(run).links)
      if (each.zone == zone.name) linked.push_back(each.vnet);
    if (linked.empty() || networks.empty()) continue;
    AzSubject subject;
    subject.name = zone.name;
    subject.targets = zone.targets;
    subject.good = fmt::format("The zone is linked to {}.", az::last_of(linked.front()));
    const bool is_linked = std::ranges::any_of(
        networks, [&](const std::string& each) { return std::ranges::find(linked, each) != linked.end(); });
    if (!is_linked)
      subject.faults.push_back({"zone.link-missing", zone.name,
                                fmt::format("az lists {} links of {}, and none is to {}.", linked.size(),
                                            zone.name, az::last_of(networks.front()))});
    subjects.push_back(std::move(subject));
  }
}

void add_vaults(const Case& run, std::vector<AzSubject>& subjects) {
  for (const AzResource& resource : facts_of(run).resources) {
    if (resource.type != kVaults) continue;
    const auto vault = std::ranges::find_if(run.plan().vaults, [&](const VaultPlan& each) {
      return az::lower(each.name) == az::lower(resource.name);
    });
    if (vault == run.plan().vaults.end()) continue;
    AzSubject subject;
    subject.name = vault->name;
    subject.good = fmt::format("The vault's identity is {}.", resource.identity);
    const bool none = resource.identity.empty() || az::lower(resource.identity) == "none";
    if (none) subject.good = "The vault has no identity, and needs none.";
    if (none && vault->experience == Experience::classic)
      subject.faults.push_back(
          {"vault.identity-missing", vault->name,
           fmt::format("az shows no managed identity of {}, whose experience is classic.", vault->name)});
    subjects.push_back(std::move(subject));
  }
}

// azure-facts 5.5: the alias is demanded on the subnet of a managed instance.
void add_policies(const Case& run, std::vector<AzSubject>& subjects) {
  for (const AzPolicy& policy : facts_of(run).policies) {
    AzSubject subject;
    subject.name = policy.name;
    subject.good =
        fmt::format("Service endpoint policy {} allows {} resources.", policy.name, policy.resources.size());
    const bool has_alias = std::ranges::find(policy.resources, kAlias) != policy.resources.end();
    const bool on_instance = std::ranges::any_of(facts_of(run).resources, [&](const AzResource& each) {
      return !each.subnet.empty() && std::ranges::find(policy.subnets, each.subnet) != policy.subnets.end();
    });
    const bool meant_for_one = policy.subnets.empty() && !run.plan().managed_instances.empty();
    if (!has_alias && (on_instance || meant_for_one))
      subject.faults.push_back(
          {"egress.alias-missing", policy.name,
           fmt::format("az lists {} resources of policy {}, and /services/Azure/ManagedInstance is not among "
                       "them.",
                       policy.resources.size(), policy.name)});
    subjects.push_back(std::move(subject));
  }
}

bool is_about_names(std::string_view code) {
  return code == "pe.no-zone-group" || code == "zone.link-missing" || code == "dns.wrong-zone-name";
}

}  // namespace

std::vector<AzSubject> az_subjects(const Case& run) {
  std::vector<AzSubject> subjects;
  for (const AzEndpoint& each : facts_of(run).endpoints) {
    AzSubject subject = endpoint_subject(run, each);
    // Of all endpoints of a subscription those are judged that the plan rests on.
    if (!subject.targets.empty()) subjects.push_back(std::move(subject));
  }
  add_zones(run, subjects);
  add_vaults(run, subjects);
  add_policies(run, subjects);
  // Two resource groups may each have an endpoint of this name.
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto same = [&](const AzSubject& each) { return each.name == subjects[i].name; };
    const auto count =
        std::count_if(subjects.begin(), subjects.begin() + static_cast<std::ptrdiff_t>(i), same);
    if (count > 0) subjects[i].name += fmt::format("#{}", count + 1);
  }
  return subjects;
}

WireWord wire_word(const Case& run, const std::vector<std::size_t>& targets) {
  WireWord word = WireWord::nothing;
  for (const std::size_t t : targets)
    for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
      if (!run.is_required(t, v)) continue;
      const Sight sight = run.name_view(t, v).sight;
      if (sight == Sight::unknown) continue;
      if (sight != Sight::right) return WireWord::wrong;
      word = WireWord::right;
    }
  return word;
}

bool any_connected(const Case& run, const std::vector<std::size_t>& targets) {
  for (const std::size_t t : targets)
    for (const std::size_t i : run.contacts(t, Path::private_path)) {
      const Contact& contact = run.evidence().contacts[i];
      if (contact.connect && contact.connect->outcome == ConnectOutcome::connected) return true;
    }
  return false;
}

bool any_timed_out(const Case& run, const std::vector<std::size_t>& targets) {
  for (const std::size_t t : targets)
    for (const std::size_t i : run.contacts(t, Path::private_path)) {
      const Contact& contact = run.evidence().contacts[i];
      if (contact.connect && contact.connect->outcome == ConnectOutcome::timed_out) return true;
    }
  return false;
}

bool is_contradicted(const Case& run, const AzSubject& subject, const AzFault& fault) {
  if (is_about_names(fault.code)) return wire_word(run, subject.targets) == WireWord::right;
  if (fault.code == "pe.not-approved") return any_connected(run, subject.targets);
  if (fault.code == "pe.network-policies")
    return any_connected(run, subject.targets) && !any_timed_out(run, subject.targets);
  return false;
}

std::string az_closed_word(const Case& run, const Target& target) {
  std::string_view type = is_storage(target.service)             ? "microsoft.storage/storageaccounts"
                          : target.service == Service::key_vault ? "microsoft.keyvault/vaults"
                          : target.service == Service::backup    ? kVaults
                          : target.service == Service::sqlmi     ? "microsoft.sql/managedinstances"
                                                                 : std::string_view{};
  const std::string resource = az::lower(target.service == Service::backup ? target.vault : target.resource);
  for (const AzResource& each : facts_of(run).resources)
    if (each.type == type && az::lower(each.name) == resource &&
        (each.public_access == "Disabled" || each.public_access == "SecuredByPerimeter"))
      return each.public_access;
  return "";
}

}  // namespace vnetprobe
