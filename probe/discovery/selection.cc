// What would trip a newcomer: ids differ in case between lists, so they are compared in lower case; and
// the address range of a network says nothing, since two may have the same.
#include "probe/discovery/selection.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <set>

#include "probe/plan/az_fields.h"
#include "probe/plan/az_plan.h"

namespace vnetprobe {
namespace {

namespace json = boost::json;

template <class F>
void each_object(const json::array& items, const F& call) {
  for (const json::value& each : items)
    if (const json::object* one = each.if_object()) call(*one);
}

template <class F>
void keep_if(json::array& items, const F& wanted) {
  json::array kept;
  for (json::value& each : items)
    if (const json::object* one = each.if_object(); one != nullptr && wanted(*one))
      kept.push_back(std::move(each));
  items = std::move(kept);
}

std::string own_id(const json::object& from) { return az::id(az::text(from, "id")); }

bool is_within(const std::string& subnet, const std::string& vnet) {
  return !vnet.empty() && subnet.starts_with(vnet + "/subnets/");
}

std::string vnet_of_subnet(const std::string& subnet) {
  const std::size_t end = subnet.find("/subnets/");
  return end == std::string::npos ? "" : subnet.substr(0, end);
}

bool is_own(const json::object& interface, const Whereabouts& here) {
  const std::string hardware = canonical_hardware(az::text(interface, "macAddress"));
  if (!hardware.empty() && std::ranges::find(here.hardware, hardware) != here.hardware.end()) return true;
  return !here.machine.empty() && az::id_in(interface, "virtualMachine") == here.machine;
}

std::string vnet_by_interface(const ArmLists& lists, const Whereabouts& here) {
  std::string found;
  each_object(lists.interfaces, [&](const json::object& interface) {
    if (!found.empty() || !is_own(interface, here)) return;
    for (const json::object* each : az::objects(interface, "ipConfigurations"))
      if (found.empty()) found = vnet_of_subnet(az::id_in(*each, "subnet"));
  });
  return found;
}

std::vector<Cidr> prefixes_of(const json::object& subnet) {
  std::vector<std::string> texts = az::texts(subnet, "addressPrefixes");
  if (texts.empty()) texts.push_back(az::text(subnet, "addressPrefix"));
  std::vector<Cidr> prefixes;
  for (const std::string& each : texts)
    if (const auto network = Cidr::parse(each)) prefixes.push_back(*network);
  return prefixes;
}

// The networks with a subnet of which this is true.
template <class F>
std::vector<std::string> vnets_with(const ArmLists& lists, const F& fits) {
  std::vector<std::string> found;
  each_object(lists.networks, [&](const json::object& network) {
    if (own_id(network).empty()) return;
    for (const json::object* subnet : az::objects(network, "subnets"))
      for (const Cidr& each : prefixes_of(*subnet))
        if (fits(each)) {
          found.push_back(own_id(network));
          return;
        }
  });
  return found;
}

std::string names_of_ids(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& each : ids) text += (text.empty() ? "" : ", ") + az::last_of(each);
  return text;
}

// What an endpoint leads to, approved or not (azure-facts 5.8).
std::vector<std::string> resources_behind(const json::object& endpoint) {
  std::vector<std::string> ids;
  for (const std::string_view list : {"privateLinkServiceConnections", "manualPrivateLinkServiceConnections"})
    for (const json::object* each : az::objects(endpoint, list))
      if (std::string id = az::id(az::text(*each, "privateLinkServiceId")); !id.empty())
        ids.push_back(std::move(id));
  return ids;
}

std::optional<Call> list_of_type(const std::string& type) {
  if (type == "microsoft.recoveryservices/vaults") return Call::vaults;
  if (type == "microsoft.storage/storageaccounts") return Call::accounts;
  if (type == "microsoft.keyvault/vaults") return Call::key_vaults;
  if (type == "microsoft.sql/managedinstances") return Call::instances;
  return std::nullopt;
}

}  // namespace

VnetChoice find_vnet(const ArmLists& lists, const Whereabouts& here) {
  VnetChoice choice;
  choice.id = vnet_by_interface(lists, here);
  if (!choice.id.empty()) return choice;
  std::vector<std::string> found = vnets_with(lists, [&](const Cidr& network) {
    return std::ranges::find(here.subnets, network) != here.subnets.end();
  });
  if (found.empty())
    found = vnets_with(lists, [&](const Cidr& network) {
      return std::ranges::any_of(here.addresses,
                                 [&](const IpAddress& each) { return network.contains(each); });
    });
  if (found.size() == 1) {
    choice.id = found.front();
  } else if (found.empty()) {
    choice.problem = "no virtual network that can be read holds an address of this machine";
  } else {
    choice.problem =
        fmt::format("this machine's address fits {} virtual networks: {}", found.size(), names_of_ids(found));
  }
  return choice;
}

std::size_t keep_vnet(ArmLists& lists, const std::string& vnet) {
  const std::size_t all = lists.endpoints.size();
  keep_if(lists.endpoints,
          [&](const json::object& each) { return is_within(az::id_in(each, "subnet"), vnet); });
  std::set<std::string> endpoints, interfaces;
  each_object(lists.endpoints, [&](const json::object& endpoint) {
    endpoints.insert(own_id(endpoint));
    for (const json::object* each : az::objects(endpoint, "networkInterfaces"))
      interfaces.insert(own_id(*each));
  });
  keep_if(lists.interfaces, [&](const json::object& each) {
    return interfaces.contains(own_id(each)) || endpoints.contains(az::id_in(each, "privateEndpoint"));
  });
  keep_if(lists.networks, [&](const json::object& each) { return own_id(each) == vnet; });
  return all - lists.endpoints.size();
}

std::vector<std::string> endpoint_ids(const ArmLists& lists) {
  std::vector<std::string> ids;
  each_object(lists.endpoints, [&](const json::object& each) {
    // As ARM spells it: a request's log is read by people too.
    if (std::string id = az::text(each, "id"); !id.empty()) ids.push_back(std::move(id));
  });
  return ids;
}

std::vector<std::string> zone_ids(const ArmLists& lists) {
  std::vector<std::string> ids;
  std::set<std::string> known;
  each_object(lists.zone_groups, [&](const json::object& group) {
    for (const json::object* each : az::objects(group, "privateDnsZoneConfigs"))
      if (std::string id = az::text(*each, "privateDnsZoneId");
          known.insert(az::id(id)).second && !id.empty())
        ids.push_back(std::move(id));
  });
  return ids;
}

std::vector<std::pair<std::string, Call>> resource_lists(const ArmLists& lists) {
  std::set<std::pair<std::string, Call>> wanted;
  each_object(lists.endpoints, [&](const json::object& endpoint) {
    if (backup_storage_name(az::name_of(endpoint)).role != Role::none) return;
    for (const std::string& id : resources_behind(endpoint))
      if (const auto call = list_of_type(az::type_of(id)))
        wanted.emplace(az::segment_after(id, "subscriptions"), *call);
  });
  return {wanted.begin(), wanted.end()};
}

void add_resources(ArmLists& lists, const json::array& items, const std::string& vnet) {
  std::set<std::string> wanted;
  each_object(lists.endpoints, [&](const json::object& endpoint) {
    for (std::string& id : resources_behind(endpoint)) wanted.insert(std::move(id));
  });
  each_object(items, [&](const json::object& each) {
    const std::string id = own_id(each);
    if (wanted.contains(id) || is_within(az::id(az::text(each, "subnetId")), vnet))
      lists.resources.push_back(each);
  });
}

}  // namespace vnetprobe
