// A storage account may have addresses of every service and of single ones: the file says that in two
// items of one name, which are read as one.
#include "probe/plan/plan_tree.h"

#include <algorithm>
#include <fmt/core.h>

#include "probe/plan/origins.h"

namespace vnetprobe {
namespace {

PlanNode text_node(std::string text) { return {.kind = PlanNode::Kind::text, .text = std::move(text)}; }
PlanNode bare_node(std::string text) { return {.kind = PlanNode::Kind::bare, .text = std::move(text)}; }
PlanNode bool_node(bool value) { return bare_node(value ? "true" : "false"); }

template <class T>
PlanNode list_node(const std::vector<T>& values) {
  PlanNode list{.kind = PlanNode::Kind::list};
  for (const T& each : values) {
    if constexpr (std::is_same_v<T, std::string>)
      list.items.push_back(text_node(each));
    else
      list.items.push_back(text_node(each.to_string()));
  }
  return list;
}

// Builds one mapping, member by member.
class Map {
 public:
  explicit Map(std::string path) { node_.path = std::move(path); }

  PlanNode& put(const std::string& key, PlanNode value) {
    if (value.path.empty()) value.path = node_.path.empty() ? key : fmt::format("{}/{}", node_.path, key);
    return node_.members.emplace_back(key, std::move(value)).second;
  }
  void text(const std::string& key, const std::string& value) {
    if (!value.empty()) put(key, text_node(value));
  }
  template <class T>
  void list(const std::string& key, const std::vector<T>& values) {
    if (!values.empty()) put(key, list_node(values));
  }
  template <Named E>
  void word(const std::string& key, E value, E usual) {
    put(key, text_node(std::string{to_string(value)})).is_default = value == usual;
  }
  template <Named E>
  void word(const std::string& key, const std::optional<E>& value) {
    if (value) put(key, text_node(std::string{to_string(*value)}));
  }
  void flag(const std::string& key, bool value) {
    if (value) put(key, bool_node(true));
  }
  template <class T, class F>
  void items(const std::string& key, const std::vector<T>& all, F&& make) {
    if (all.empty()) return;
    PlanNode list{.kind = PlanNode::Kind::list};
    const std::string parent = node_.path.empty() ? key : fmt::format("{}/{}", node_.path, key);
    for (const T& each : all) make(each, parent, list.items);
    put(key, std::move(list));
  }
  PlanNode take() { return std::move(node_); }

 private:
  PlanNode node_{};
};

using Items = std::vector<PlanNode>;
using ByService = std::map<std::string, std::vector<IpAddress>>;

void resolver_item(const ResolverPlan& resolver, const std::string& parent, Items& into) {
  Map map(item_path(parent, resolver.name));
  map.text("name", resolver.name);
  if (resolver.address)
    map.text("address", resolver.address->to_string());
  else if (resolver.name != "system")
    map.text("address", "system");
  if (!resolver.required) map.put("required", bool_node(false));
  into.push_back(map.take());
}

void endpoint_item(const EndpointPlan& endpoint, const std::string& parent, Items& into) {
  Map map(item_path(parent, endpoint.fqdn));
  map.text("fqdn", endpoint.fqdn);
  map.list("ip", endpoint.ip);
  if (endpoint.role != Role::none) map.word("role", endpoint.role, Role::none);
  if (endpoint.port != EndpointPlan{}.port) map.put("port", bare_node(std::to_string(endpoint.port)));
  into.push_back(map.take());
}

void vault_item(const VaultPlan& vault, const std::string& parent, Items& into) {
  Map map(item_path(parent, vault.name));
  map.text("name", vault.name);
  map.text("region", vault.region);
  map.text("geo", vault.geo);
  map.text("id", vault.id);
  map.word("experience", vault.experience);
  map.word("stage", vault.stage);
  map.text("private_endpoint", vault.private_endpoint);
  map.word("public_access", vault.public_access, VaultPlan{}.public_access);
  map.items("endpoints", vault.endpoints, endpoint_item);
  into.push_back(map.take());
}

bool is_of_every_service(const ByService& addresses) {
  return addresses.size() == 1 && addresses.begin()->first.empty();
}

void put_addresses(Map& map, const std::string& key, const ByService& addresses) {
  if (addresses.empty()) return;
  if (is_of_every_service(addresses)) return map.list(key, addresses.begin()->second);
  Map by_service("");
  for (const auto& [service, list] : addresses)
    if (!service.empty()) by_service.list(service, list);
  map.put(key, by_service.take());
}

// The addresses of every service where single services have some too.
ByService rest_of(const ByService& addresses) {
  const auto every = addresses.find("");
  if (every == addresses.end() || addresses.size() == 1) return {};
  return {*every};
}

void account_item(const StorageAccountPlan& account, const std::string& parent, Items& into) {
  Map map(item_path(parent, account.name));
  map.text("name", account.name);
  map.list("services", account.services);
  put_addresses(map, "ip", account.ip);
  map.text("container", account.container);
  map.text("purpose", account.purpose);
  if (account.sas) {
    Map sas("");
    sas.text("file", account.sas->file);
    sas.text("env", account.sas->env);
    map.put("sas", sas.take());
  }
  map.word("public_access", account.public_access, StorageAccountPlan{}.public_access);
  put_addresses(map, "public_ip", account.public_ip);
  into.push_back(map.take());
  const ByService ip = rest_of(account.ip), public_ip = rest_of(account.public_ip);
  if (ip.empty() && public_ip.empty()) return;
  Map rest(item_path(parent, account.name));
  rest.text("name", account.name);
  put_addresses(rest, "ip", ip);
  put_addresses(rest, "public_ip", public_ip);
  into.push_back(rest.take());
}

void instance_item(const ManagedInstancePlan& instance, const std::string& parent, Items& into) {
  Map map(item_path(parent, instance.host));
  map.text("host", instance.host);
  map.list("ip", instance.ip);
  map.flag("private_endpoint", instance.private_endpoint);
  map.word("connection_type", instance.connection_type, ManagedInstancePlan{}.connection_type);
  map.word("public_endpoint", instance.public_endpoint, ManagedInstancePlan{}.public_endpoint);
  map.flag("mi_link", instance.mi_link);
  into.push_back(map.take());
}

void key_vault_item(const KeyVaultPlan& vault, const std::string& parent, Items& into) {
  Map map(item_path(parent, vault.name));
  map.text("name", vault.name);
  map.list("ip", vault.ip);
  map.word("public_access", vault.public_access, KeyVaultPlan{}.public_access);
  into.push_back(map.take());
}

void put_sign_in(Map& map, const Plan& plan) {
  if (!plan.entra.enabled) {
    map.put("entra", bool_node(false));
  } else {
    Map entra("entra");
    entra.put("tenant", text_node(plan.entra.tenant)).is_default = plan.entra.tenant == EntraPlan{}.tenant;
    map.put("entra", entra.take());
  }
  map.list("also", plan.also);
  if (!plan.identity.managed_identity && plan.identity.client_id.empty()) return;
  Map identity("identity");
  identity.put("managed_identity", bool_node(plan.identity.managed_identity));
  identity.text("client_id", plan.identity.client_id);
  map.put("identity", identity.take());
}

}  // namespace

PlanNode tree_of(const Plan& plan) {
  Map map("");
  map.put("version", bare_node("1"));
  map.text("name", plan.name);
  map.word("cloud", plan.cloud, Plan{}.cloud);
  map.list("vnet", plan.vnet);
  map.items("resolvers", plan.resolvers, resolver_item);
  if (plan.public_resolver) map.text("public_resolver", plan.public_resolver->to_string());
  map.items("vaults", plan.vaults, vault_item);
  map.items("storage_accounts", plan.storage_accounts, account_item);
  map.list("denied_storage_accounts", plan.denied_storage_accounts);
  map.flag("service_endpoint_policy", plan.service_endpoint_policy);
  map.items("managed_instances", plan.managed_instances, instance_item);
  map.items("key_vaults", plan.key_vaults, key_vault_item);
  map.items("endpoints", plan.endpoints, endpoint_item);
  put_sign_in(map, plan);
  return map.take();
}

}  // namespace vnetprobe
