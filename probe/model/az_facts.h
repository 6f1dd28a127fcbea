// What az or ARM said of Azure's own state: facts that no packet shows, read from files that the user
// gave. Ids are ARM's, in lower case, since ARM does not tell case apart.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "probe/model/address.h"
#include "probe/model/fields.h"

namespace vnetprobe {

struct AzName {
  std::string fqdn{};
  std::vector<IpAddress> ip{};
};

struct AzEndpoint {
  std::string id{};
  std::string name{};
  std::string source{};  // the file that said it
  std::string location{};
  std::string provisioning{};         // "Succeeded", "Updating", …
  std::string status{};               // Approved, Pending, Rejected, Disconnected; "" when not said
  std::string description{};          // the words beside the state
  std::string resource{};             // id of what it leads to
  std::vector<std::string> groups{};  // blob, AzureBackup, …
  std::string subnet{};               // id
  std::vector<std::string> nics{};    // ids
  std::vector<IpAddress> static_ip{};
  std::vector<AzName> names{};  // customDnsConfigs
  bool from_list = false;       // a list was given, so that others would be known too
};

struct AzNic {
  std::string id{};
  std::string endpoint{};
  std::vector<AzName> names{};
};

struct AzZoneConfig {
  std::string zone{};  // the zone's name
  std::vector<AzName> records{};
};

struct AzZoneGroup {
  std::string endpoint{};  // id
  std::string name{};
  std::string provisioning{};
  std::vector<AzZoneConfig> zones{};
};

struct AzRecord {
  std::string zone{};
  std::string fqdn{};
  std::vector<IpAddress> ip{};
  std::string creator{};  // metadata, "created by private endpoint …"
};

struct AzLink {
  std::string zone{};
  std::string name{};
  std::string vnet{};  // id
  std::string state{};
};

struct AzVnet {
  std::string id{};
  std::string name{};
  std::string source{};
  std::vector<Cidr> networks{};
  std::vector<IpAddress> dns{};  // empty: Azure's own
};

struct AzSubnet {
  std::string id{};
  std::string name{};
  std::vector<Cidr> networks{};
  std::optional<std::size_t> used{};  // addresses taken, where the list of them was given
  std::string policies{};             // privateEndpointNetworkPolicies
  std::string security_group{};
  std::string route_table{};
};

struct AzConnection {
  std::string endpoint{};  // id of the private endpoint
  std::string number{};    // of a vault: the number in its names
  std::string status{};
};

// A vault, storage account, key vault or managed instance.
struct AzResource {
  std::string id{};
  std::string type{};  // "microsoft.storage/storageaccounts"
  std::string name{};
  std::string source{};
  std::string location{};
  std::string public_access{};  // Enabled, Disabled, SecuredByPerimeter; "" when not said
  std::string identity{};       // type of the managed identity; "" when not said
  std::string host{};           // managed instance
  std::string subnet{};         // managed instance, id
  std::string connection_type{};
  std::vector<AzConnection> connections{};
  bool from_list = false;
};

// A service endpoint policy.
struct AzPolicy {
  std::string id{};
  std::string name{};
  std::vector<std::string> resources{};  // of all its definitions
  std::vector<std::string> subnets{};    // ids
};

struct AzFacts {
  std::vector<AzEndpoint> endpoints{};
  std::vector<AzNic> nics{};
  std::vector<AzZoneGroup> zone_groups{};
  std::vector<AzRecord> records{};
  std::vector<AzLink> links{};
  std::vector<AzVnet> vnets{};
  std::vector<AzSubnet> subnets{};
  std::vector<AzResource> resources{};
  std::vector<AzPolicy> policies{};

  bool empty() const {
    return endpoints.empty() && nics.empty() && zone_groups.empty() && records.empty() && links.empty() &&
           vnets.empty() && subnets.empty() && resources.empty() && policies.empty();
  }
};

template <Is<AzName> T, class F>
void visit_fields(T& s, F&& f) {
  f("fqdn", s.fqdn), f("ip", s.ip);
}
template <Is<AzEndpoint> T, class F>
void visit_fields(T& s, F&& f) {
  f("id", s.id), f("name", s.name), f("source", s.source), f("location", s.location);
  f("provisioning", s.provisioning), f("status", s.status), f("description", s.description);
  f("resource", s.resource), f("groups", s.groups), f("subnet", s.subnet), f("nics", s.nics);
  f("static_ip", s.static_ip), f("names", s.names), f("from_list", s.from_list);
}
template <Is<AzNic> T, class F>
void visit_fields(T& s, F&& f) {
  f("id", s.id), f("endpoint", s.endpoint), f("names", s.names);
}
template <Is<AzZoneConfig> T, class F>
void visit_fields(T& s, F&& f) {
  f("zone", s.zone), f("records", s.records);
}
template <Is<AzZoneGroup> T, class F>
void visit_fields(T& s, F&& f) {
  f("endpoint", s.endpoint), f("name", s.name), f("provisioning", s.provisioning), f("zones", s.zones);
}
template <Is<AzRecord> T, class F>
void visit_fields(T& s, F&& f) {
  f("zone", s.zone), f("fqdn", s.fqdn), f("ip", s.ip), f("creator", s.creator);
}
template <Is<AzLink> T, class F>
void visit_fields(T& s, F&& f) {
  f("zone", s.zone), f("name", s.name), f("vnet", s.vnet), f("state", s.state);
}
template <Is<AzVnet> T, class F>
void visit_fields(T& s, F&& f) {
  f("id", s.id), f("name", s.name), f("source", s.source), f("networks", s.networks), f("dns", s.dns);
}
template <Is<AzSubnet> T, class F>
void visit_fields(T& s, F&& f) {
  f("id", s.id), f("name", s.name), f("networks", s.networks), f("used", s.used);
  f("policies", s.policies), f("security_group", s.security_group), f("route_table", s.route_table);
}
template <Is<AzConnection> T, class F>
void visit_fields(T& s, F&& f) {
  f("endpoint", s.endpoint), f("number", s.number), f("status", s.status);
}
template <Is<AzResource> T, class F>
void visit_fields(T& s, F&& f) {
  f("id", s.id), f("type", s.type), f("name", s.name), f("source", s.source), f("location", s.location);
  f("public_access", s.public_access), f("identity", s.identity), f("host", s.host);
  f("subnet", s.subnet), f("connection_type", s.connection_type), f("connections", s.connections);
  f("from_list", s.from_list);
}
template <Is<AzPolicy> T, class F>
void visit_fields(T& s, F&& f) {
  f("id", s.id), f("name", s.name), f("resources", s.resources), f("subnets", s.subnets);
}
template <Is<AzFacts> T, class F>
void visit_fields(T& s, F&& f) {
  f("endpoints", s.endpoints), f("nics", s.nics), f("zone_groups", s.zone_groups);
  f("records", s.records), f("links", s.links), f("vnets", s.vnets), f("subnets", s.subnets);
  f("resources", s.resources), f("policies", s.policies);
}

}  // namespace vnetprobe
