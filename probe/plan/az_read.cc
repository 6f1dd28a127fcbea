// What an object is follows from its id, where it has one: the id names provider and type in both
// forms, while `type` is missing from some az commands. Only known fields are copied, so that nothing
// secret that a file may hold goes further.
#include "probe/plan/az_read.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <map>
#include <set>

#include "probe/azure/services.h"
#include "probe/plan/az_fields.h"
#include "probe/plan/az_text.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDepth = 64;

std::vector<AzName> custom_names(const json::object& from) {
  std::vector<AzName> names;
  for (const json::object* each : az::objects(from, "customDnsConfigs"))
    if (const std::string fqdn = canonical_host(az::text(*each, "fqdn")); !fqdn.empty())
      names.push_back({fqdn, az::addresses(*each, "ipAddresses")});
  return names;
}

// Approved connections may stand in the manual list too (azure-facts 5.8).
std::vector<const json::object*> connections_of(const json::object& endpoint) {
  auto all = az::objects(endpoint, "privateLinkServiceConnections");
  for (const json::object* each : az::objects(endpoint, "manualPrivateLinkServiceConnections"))
    all.push_back(each);
  return all;
}

class Reader {
 public:
  Reader(AzReading& into, std::string source) : into_(into), source_(std::move(source)) {}

  void walk(const json::value& value, bool in_list) {
    if (const json::array* list = value.if_array()) {
      for (const json::value& each : *list) walk(each, true);
      return;
    }
    const json::object* object = value.if_object();
    if (object == nullptr) return;
    const json::value* pages = object->if_contains("value");
    if (pages != nullptr && pages->is_array() && !object->contains("id")) {
      walk(*pages, true);
      if (!az::text(*object, "nextLink").empty())
        note(fmt::format("{}: a page of a longer list; the pages after it are not in this file", source_));
      return;
    }
    resource(*object, in_list);
  }

 private:
  using Take = void (Reader::*)(const json::object&);

  void resource(const json::object& object, bool in_list) {
    static const std::map<std::string_view, Take> kTypes = {
        {"microsoft.network/privateendpoints", &Reader::endpoint},
        {"microsoft.network/privateendpoints/privatednszonegroups", &Reader::zone_group},
        {"microsoft.network/networkinterfaces", &Reader::nic},
        {"microsoft.network/privatednszones/a", &Reader::record},
        {"microsoft.network/privatednszones/aaaa", &Reader::record},
        {"microsoft.network/privatednszones/virtualnetworklinks", &Reader::link},
        {"microsoft.network/virtualnetworks", &Reader::vnet},
        {"microsoft.network/virtualnetworks/subnets", &Reader::subnet},
        {"microsoft.network/serviceendpointpolicies", &Reader::policy},
        {"microsoft.recoveryservices/vaults", &Reader::azure_resource},
        {"microsoft.storage/storageaccounts", &Reader::azure_resource},
        {"microsoft.keyvault/vaults", &Reader::azure_resource},
        {"microsoft.sql/managedinstances", &Reader::azure_resource},
    };
    in_list_ = in_list;
    const std::string id = az::id(az::text(object, "id"));
    std::string type = az::type_of(id);
    if (type.empty()) type = az::lower(az::text(object, "type"));
    if (type.empty()) type = by_shape(object);
    const auto found = kTypes.find(type);
    if (found != kTypes.end()) return (this->*found->second)(object);
    // A zone's other record sets stand beside the A records in every list.
    if (type.starts_with("microsoft.network/privatednszones/")) return;
    note(fmt::format("{}: {} is not used", source_,
                     type.empty() ? "an object without id or type" : shown(type)));
  }

  // By fields that no other resource has: for output that was cut down with --query.
  static std::string by_shape(const json::object& object) {
    if (az::field(object, "privateLinkServiceConnections") != nullptr ||
        az::field(object, "customDnsConfigs") != nullptr)
      return "microsoft.network/privateendpoints";
    if (az::field(object, "privateDnsZoneConfigs") != nullptr)
      return "microsoft.network/privateendpoints/privatednszonegroups";
    if (az::field(object, "aRecords") != nullptr) return "microsoft.network/privatednszones/a";
    if (az::field(object, "addressSpace") != nullptr) return "microsoft.network/virtualnetworks";
    return "";
  }

  // The same thing may be in several files: the first stays.
  template <class T>
  bool is_new(const std::vector<T>& known, const std::string& id) const {
    return id.empty() || std::ranges::find(known, id, &T::id) == known.end();
  }

  void endpoint(const json::object& from) {
    AzEndpoint made;
    made.id = az::id(az::text(from, "id"));
    if (!is_new(into_.facts.endpoints, made.id)) return;
    made.name = az::name_of(from);
    made.source = source_;
    made.from_list = in_list_;
    made.location = az::text(from, "location");
    made.provisioning = az::text(from, "provisioningState");
    for (const json::object* each : connections_of(from)) {
      made.resource = az::id(az::text(*each, "privateLinkServiceId"));
      made.groups = az::texts(*each, "groupIds");
      if (const json::object* state = az::object(*each, "privateLinkServiceConnectionState")) {
        made.status = az::text(*state, "status");
        made.description = az::text(*state, "description");
      }
    }
    made.subnet = az::id_in(from, "subnet");
    for (const json::object* each : az::objects(from, "networkInterfaces"))
      made.nics.push_back(az::id(az::text(*each, "id")));
    for (const json::object* each : az::objects(from, "ipConfigurations"))
      if (const auto address = IpAddress::parse(az::text(*each, "privateIPAddress", "privateIpAddress")))
        made.static_ip.push_back(*address);
    made.names = custom_names(from);
    into_.facts.endpoints.push_back(std::move(made));
    for (const json::object* each : az::objects(from, "networkInterfaces"))
      if (az::field(*each, "ipConfigurations") != nullptr) nic(*each);
  }

  void nic(const json::object& from) {
    AzNic made;
    made.id = az::id(az::text(from, "id"));
    if (!is_new(into_.facts.nics, made.id)) return;
    made.endpoint = az::id_in(from, "privateEndpoint");
    for (const json::object* each : az::objects(from, "ipConfigurations")) {
      const auto address = IpAddress::parse(az::text(*each, "privateIPAddress", "privateIpAddress"));
      const json::object* link = az::object(*each, "privateLinkConnectionProperties");
      if (!address || link == nullptr) continue;
      for (const std::string& fqdn : az::texts(*link, "fqdns"))
        az::add_name(made.names, canonical_host(fqdn), {*address});
    }
    if (made.names.empty() && made.endpoint.empty()) return;  // a machine's own
    into_.facts.nics.push_back(std::move(made));
  }

  void zone_group(const json::object& from) {
    AzZoneGroup made;
    const std::string id = az::id(az::text(from, "id"));
    made.endpoint = id.substr(0, id.find("/privatednszonegroups/"));
    made.name = az::name_of(from);
    made.provisioning = az::text(from, "provisioningState");
    for (const json::object* each : az::objects(from, "privateDnsZoneConfigs")) {
      AzZoneConfig config;
      config.zone = az::last_of(az::id(az::text(*each, "privateDnsZoneId")));
      for (const json::object* set : az::objects(*each, "recordSets"))
        az::add_name(config.records, canonical_host(az::text(*set, "fqdn")),
                     az::addresses(*set, "ipAddresses"));
      if (!config.zone.empty()) made.zones.push_back(std::move(config));
    }
    into_.facts.zone_groups.push_back(std::move(made));
  }

  void record(const json::object& from) {
    AzRecord made;
    made.zone = az::segment_after(az::id(az::text(from, "id")), "privatednszones");
    made.fqdn = canonical_host(az::text(from, "fqdn"));
    if (made.fqdn.empty() && !made.zone.empty()) made.fqdn = az::name_of(from) + "." + made.zone;
    for (const json::object* each : az::objects(from, "aRecords"))
      if (const auto address = IpAddress::parse(az::text(*each, "ipv4Address"))) made.ip.push_back(*address);
    for (const json::object* each : az::objects(from, "aaaaRecords"))
      if (const auto address = IpAddress::parse(az::text(*each, "ipv6Address"))) made.ip.push_back(*address);
    if (const json::object* metadata = az::object(from, "metadata"))
      made.creator = az::text(*metadata, "creator");
    if (!made.fqdn.empty() && !made.ip.empty()) into_.facts.records.push_back(std::move(made));
  }

  void link(const json::object& from) {
    AzLink made;
    made.zone = az::segment_after(az::id(az::text(from, "id")), "privatednszones");
    made.name = az::name_of(from);
    made.vnet = az::id_in(from, "virtualNetwork");
    made.state = az::text(from, "virtualNetworkLinkState");
    if (!made.zone.empty() && !made.vnet.empty()) into_.facts.links.push_back(std::move(made));
  }

  void vnet(const json::object& from) {
    AzVnet made;
    made.id = az::id(az::text(from, "id"));
    if (!is_new(into_.facts.vnets, made.id)) return;
    made.name = az::name_of(from);
    made.source = source_;
    if (const json::object* space = az::object(from, "addressSpace"))
      for (const std::string& text : az::texts(*space, "addressPrefixes"))
        if (const auto network = Cidr::parse(text)) made.networks.push_back(*network);
    if (const json::object* options = az::object(from, "dhcpOptions"))
      made.dns = az::addresses(*options, "dnsServers");
    into_.facts.vnets.push_back(std::move(made));
    for (const json::object* each : az::objects(from, "subnets")) subnet(*each);
  }

  void subnet(const json::object& from) {
    AzSubnet made;
    made.id = az::id(az::text(from, "id"));
    if (made.id.empty() || !is_new(into_.facts.subnets, made.id)) return;
    made.name = az::name_of(from);
    std::vector<std::string> prefixes = az::texts(from, "addressPrefixes");
    if (prefixes.empty()) prefixes.push_back(az::text(from, "addressPrefix"));
    for (const std::string& text : prefixes)
      if (const auto network = Cidr::parse(text)) made.networks.push_back(*network);
    if (const json::value* used = az::field(from, "ipConfigurations"); used != nullptr && used->is_array())
      made.used = used->get_array().size();
    made.policies = az::text(from, "privateEndpointNetworkPolicies");
    made.security_group = az::id_in(from, "networkSecurityGroup");
    made.route_table = az::id_in(from, "routeTable");
    into_.facts.subnets.push_back(std::move(made));
  }

  void policy(const json::object& from) {
    AzPolicy made;
    made.id = az::id(az::text(from, "id"));
    if (!is_new(into_.facts.policies, made.id)) return;
    made.name = az::name_of(from);
    for (const json::object* each : az::objects(from, "serviceEndpointPolicyDefinitions"))
      for (const std::string& resource : az::texts(*each, "serviceResources"))
        made.resources.push_back(az::lower(resource));
    for (const json::object* each : az::objects(from, "subnets"))
      made.subnets.push_back(az::id(az::text(*each, "id")));
    into_.facts.policies.push_back(std::move(made));
  }

  void azure_resource(const json::object& from) {
    AzResource made;
    made.id = az::id(az::text(from, "id"));
    if (made.id.empty() || !is_new(into_.facts.resources, made.id)) return;
    made.type = az::type_of(made.id);
    made.name = az::name_of(from);
    made.source = source_;
    made.from_list = in_list_;
    made.location = az::text(from, "location");
    made.public_access = az::text(from, "publicNetworkAccess");
    const bool vault = made.type == "microsoft.recoveryservices/vaults";
    if (vault) {
      const json::object* identity = az::object(from, "identity");
      made.identity = identity == nullptr ? "None" : az::text(*identity, "type");
    }
    // A managed instance has a switch for its public endpoint alone.
    if (const json::value* open = az::field(from, "publicDataEndpointEnabled");
        open != nullptr && open->is_bool())
      made.public_access = open->get_bool() ? "Enabled" : "Disabled";
    made.host = canonical_host(az::text(from, "fullyQualifiedDomainName"));
    made.subnet = az::id(az::text(from, "subnetId"));
    made.connection_type = az::text(from, "proxyOverride");
    for (const json::object* each : az::objects(from, "privateEndpointConnections")) {
      AzConnection connection;
      connection.endpoint = az::id_in(*each, "privateEndpoint");
      if (const json::object* state = az::object(*each, "privateLinkServiceConnectionState"))
        connection.status = az::text(*state, "status");
      if (vault) connection.number = az::vault_number(az::last_of(az::id(az::text(*each, "id"))));
      made.connections.push_back(std::move(connection));
    }
    into_.facts.resources.push_back(std::move(made));
  }

  void note(std::string text) {
    if (noted_.insert(text).second) into_.notes.push_back(std::move(text));
  }

  AzReading& into_;
  std::string source_;
  std::set<std::string> noted_{};
  bool in_list_ = false;
};

InputError error_at(const std::string& file, std::string_view text, std::size_t offset, std::string what) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {file, static_cast<int>(std::ranges::count(before, '\n')) + 1,
          static_cast<int>(offset - line_start) + 1, std::move(what)};
}

// The next line, from `from` on, that begins as JSON does.
std::size_t next_json(std::string_view text, std::size_t from) {
  while (from < text.size()) {
    const std::size_t first = text.find_first_not_of(" \t\r\n", from);
    if (first == std::string_view::npos) return first;
    if (text[first] == '{' || text[first] == '[') return first;
    from = text.find('\n', first);
    if (from == std::string_view::npos) return from;
  }
  return std::string_view::npos;
}

void read_file(const PlanText& file, AzReading& into) {
  const std::string text = utf8_of(file.text);
  Reader reader(into, file.name == "-" ? "standard input" : file.name);
  json::parse_options options;
  options.max_depth = kMaxDepth;
  std::size_t values = 0;
  std::optional<InputError> first_error;
  for (std::size_t at = next_json(text, 0); at != std::string_view::npos;) {
    json::stream_parser parser({}, options);
    json::error_code failed;
    const std::size_t used = parser.write_some(text.data() + at, text.size() - at, failed);
    if (!failed && !parser.done()) parser.finish(failed);
    if (failed) {
      const bool one_line = text.find('\n', at) >= at + used && text[at] == '[';
      if (!first_error)
        first_error = error_at(file.name, text, at + used,
                               fmt::format("not JSON: {}; give what `az … -o json` "
                                           "printed",
                                           failed.message()));
      // "[Warning] This output may …" is no list.
      if (!one_line) break;
      at = text.find('\n', at);
      at = at == std::string_view::npos ? at : next_json(text, at);
      continue;
    }
    first_error.reset();
    ++values;
    reader.walk(parser.release(), false);
    at = next_json(text, at + used);
  }
  if (first_error)
    into.errors.push_back(*first_error);
  else if (values == 0)
    into.errors.push_back({file.name, 0, 0, "no JSON in it; give what `az … -o json` printed"});
}

}  // namespace

AzReading read_az(const std::vector<PlanText>& files) {
  AzReading reading;
  for (const PlanText& file : files) {
    if (file.text.size() > kMaxAzBytes)
      reading.errors.push_back(
          {file.name, 0, 0, fmt::format("more than {} MiB; give it in parts", kMaxAzBytes / 1024 / 1024)});
    else
      read_file(file, reading);
  }
  return reading;
}

}  // namespace vnetprobe
