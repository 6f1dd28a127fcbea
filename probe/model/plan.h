// The plan: what was asked. Mirrors the plan file key by key (contract 2.1), so the plan printed in
// a report is a plan file again. Parsed once, never changed after.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "probe/model/address.h"
#include "probe/model/fields.h"
#include "probe/model/names.h"

namespace vnetprobe {

enum class Cloud { public_cloud, usgov, china };
template <>
inline constexpr NameTable<Cloud, 3> kNames<Cloud> = {
    {{Cloud::public_cloud, "public"}, {Cloud::usgov, "usgov"}, {Cloud::china, "china"}}};

enum class Access { disabled, enabled, unchecked };
template <>
inline constexpr NameTable<Access, 3> kNames<Access> = {
    {{Access::disabled, "disabled"}, {Access::enabled, "enabled"}, {Access::unchecked, "unchecked"}}};

enum class Experience { classic, simplified };
template <>
inline constexpr NameTable<Experience, 2> kNames<Experience> = {
    {{Experience::classic, "classic"}, {Experience::simplified, "simplified"}}};

enum class Stage { created, registered, protected_ };
template <>
inline constexpr NameTable<Stage, 3> kNames<Stage> = {
    {{Stage::created, "created"}, {Stage::registered, "registered"}, {Stage::protected_, "protected"}}};

enum class Role { none, ecs, prot };
template <>
inline constexpr NameTable<Role, 3> kNames<Role> = {
    {{Role::none, "none"}, {Role::ecs, "ecs"}, {Role::prot, "prot"}}};

enum class ConnectionType { proxy, redirect };
template <>
inline constexpr NameTable<ConnectionType, 2> kNames<ConnectionType> = {
    {{ConnectionType::proxy, "proxy"}, {ConnectionType::redirect, "redirect"}}};

// One way of resolving names. Without an address it is `system`.
struct ResolverPlan {
  std::string name{};
  std::optional<SocketAddress> address{};
  bool required = true;
};

struct EndpointPlan {
  std::string fqdn{};
  std::vector<IpAddress> ip{};
  Role role = Role::none;
  std::uint16_t port = 443;
};

struct VaultPlan {
  std::string name{};
  std::string region{};  // either may be empty; geo wins where both are given
  std::string geo{};
  std::string id{};
  std::optional<Experience> experience{};
  std::optional<Stage> stage{};
  std::string private_endpoint{};
  Access public_access = Access::unchecked;
  std::vector<EndpointPlan> endpoints{};
};

// Where a secret is kept; the secret itself never enters the plan.
struct SasPlan {
  std::string file{};
  std::string env{};
};

struct StorageAccountPlan {
  std::string name{};
  std::vector<std::string> services{};                 // blob when empty
  std::map<std::string, std::vector<IpAddress>> ip{};  // by service; "" stands for every service
  std::string container{};
  std::string purpose{};
  std::optional<SasPlan> sas{};
  Access public_access = Access::disabled;
  std::map<std::string, std::vector<IpAddress>> public_ip{};  // as ip
};

struct ManagedInstancePlan {
  std::string host{};
  std::vector<IpAddress> ip{};
  bool private_endpoint = false;
  ConnectionType connection_type = ConnectionType::proxy;
  Access public_endpoint = Access::disabled;
  bool mi_link = false;
};

struct KeyVaultPlan {
  std::string name{};
  std::vector<IpAddress> ip{};
  Access public_access = Access::disabled;
};

struct EntraPlan {
  bool enabled = true;
  std::string tenant = "organizations";
};

struct IdentityPlan {
  bool managed_identity = false;
  std::string client_id{};
};

struct Plan {
  std::string name{};
  Cloud cloud = Cloud::public_cloud;
  std::vector<Cidr> vnet{};  // empty: the default private networks
  std::vector<ResolverPlan> resolvers{};
  std::optional<SocketAddress> public_resolver{};
  std::vector<VaultPlan> vaults{};
  std::vector<StorageAccountPlan> storage_accounts{};
  std::vector<std::string> denied_storage_accounts{};
  bool service_endpoint_policy = false;
  std::vector<ManagedInstancePlan> managed_instances{};
  std::vector<KeyVaultPlan> key_vaults{};
  std::vector<EndpointPlan> endpoints{};
  EntraPlan entra{};
  std::vector<std::string> also{};
  IdentityPlan identity{};
};

template <Is<ResolverPlan> T, class F>
void visit_fields(T& s, F&& f) {
  f("name", s.name), f("address", s.address), f("required", s.required);
}
template <Is<EndpointPlan> T, class F>
void visit_fields(T& s, F&& f) {
  f("fqdn", s.fqdn), f("ip", s.ip), f("role", s.role), f("port", s.port);
}
template <Is<VaultPlan> T, class F>
void visit_fields(T& s, F&& f) {
  f("name", s.name), f("region", s.region), f("geo", s.geo), f("id", s.id);
  f("experience", s.experience), f("stage", s.stage), f("private_endpoint", s.private_endpoint);
  f("public_access", s.public_access), f("endpoints", s.endpoints);
}
template <Is<SasPlan> T, class F>
void visit_fields(T& s, F&& f) {
  f("file", s.file), f("env", s.env);
}
template <Is<StorageAccountPlan> T, class F>
void visit_fields(T& s, F&& f) {
  f("name", s.name), f("services", s.services), f("ip", s.ip), f("container", s.container);
  f("purpose", s.purpose), f("sas", s.sas), f("public_access", s.public_access);
  f("public_ip", s.public_ip);
}
template <Is<ManagedInstancePlan> T, class F>
void visit_fields(T& s, F&& f) {
  f("host", s.host), f("ip", s.ip), f("private_endpoint", s.private_endpoint);
  f("connection_type", s.connection_type), f("public_endpoint", s.public_endpoint);
  f("mi_link", s.mi_link);
}
template <Is<KeyVaultPlan> T, class F>
void visit_fields(T& s, F&& f) {
  f("name", s.name), f("ip", s.ip), f("public_access", s.public_access);
}
template <Is<EntraPlan> T, class F>
void visit_fields(T& s, F&& f) {
  f("enabled", s.enabled), f("tenant", s.tenant);
}
template <Is<IdentityPlan> T, class F>
void visit_fields(T& s, F&& f) {
  f("managed_identity", s.managed_identity), f("client_id", s.client_id);
}
template <Is<Plan> T, class F>
void visit_fields(T& s, F&& f) {
  f("name", s.name), f("cloud", s.cloud), f("vnet", s.vnet), f("resolvers", s.resolvers);
  f("public_resolver", s.public_resolver), f("vaults", s.vaults);
  f("storage_accounts", s.storage_accounts);
  f("denied_storage_accounts", s.denied_storage_accounts);
  f("service_endpoint_policy", s.service_endpoint_policy);
  f("managed_instances", s.managed_instances), f("key_vaults", s.key_vaults);
  f("endpoints", s.endpoints), f("entra", s.entra), f("also", s.also), f("identity", s.identity);
}

}  // namespace vnetprobe
