// Only mt19937 itself is the same everywhere: the standard's distributions are not, so numbers are
// taken from it by hand. Names are counted, never drawn, for two things of one name are one thing.
#include "generated_plans.h"

#include <array>
#include <fmt/format.h>
#include <random>

#include "probe/azure/regions.h"
#include "probe/azure/services.h"

namespace vnetprobe {
namespace {

// Texts that YAML could take for something else.
constexpr std::array<std::string_view, 18> kTexts = {"plain",
                                                     "copy-only backup",
                                                     "a: b",
                                                     "# no comment",
                                                     "it's \"quoted\"",
                                                     "back\\slash",
                                                     "no",
                                                     "null",
                                                     "~",
                                                     "1e3",
                                                     "0x10",
                                                     "12:30",
                                                     " blanks ",
                                                     "- item",
                                                     "[a, b] {c}",
                                                     "Größe 漢字",
                                                     "&a *b",
                                                     "%TAG !"};

class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}

  Plan make() {
    plan_.cloud = pick(std::array{Cloud::public_cloud, Cloud::usgov, Cloud::china});
    if (coin()) plan_.name = text();
    if (coin()) plan_.vnet = {*Cidr::parse("10.1.0.0/16"), *Cidr::parse("fd00:1::/48")};
    make_resolvers();
    if (coin()) plan_.public_resolver = SocketAddress{*IpAddress::parse("203.0.113.53"), 53};
    repeat(3, [&] { plan_.vaults.push_back(vault()); });
    repeat(3, [&] { plan_.storage_accounts.push_back(account()); });
    repeat(2, [&] { plan_.denied_storage_accounts.push_back(label("denied")); });
    plan_.service_endpoint_policy = coin();
    repeat(2, [&] { plan_.managed_instances.push_back(instance()); });
    repeat(2, [&] { plan_.key_vaults.push_back({label("kv"), addresses(), access()}); });
    repeat(3, [&] { plan_.endpoints.push_back(endpoint()); });
    plan_.entra.enabled = !one_in(4);
    if (plan_.entra.enabled && coin()) plan_.entra.tenant = "contoso.onmicrosoft.com";
    if (coin()) plan_.also = {"crl", "arm"};
    plan_.identity.managed_identity = coin();
    if (coin()) plan_.identity.client_id = "11111111-2222-3333-4444-555555555555";
    return plan_;
  }

 private:
  std::uint32_t below(std::uint32_t most) { return static_cast<std::uint32_t>(random_()) % most; }
  bool one_in(std::uint32_t most) { return below(most) == 0; }
  bool coin() { return one_in(2); }
  template <class T, std::size_t N>
  T pick(const std::array<T, N>& from) {
    return from[below(N)];
  }
  template <class F>
  void repeat(std::uint32_t most, F&& f) {
    for (std::uint32_t count = below(most + 1); count > 0; --count) f();
  }
  std::string text() { return std::string{pick(kTexts)}; }
  std::string label(std::string_view stem) { return fmt::format("{}{}", stem, ++count_); }
  Access access() { return pick(std::array{Access::disabled, Access::enabled, Access::unchecked}); }

  std::vector<IpAddress> addresses() {
    std::vector<IpAddress> all;
    repeat(2, [&] {
      ++count_;
      all.push_back(*IpAddress::parse(one_in(4) ? fmt::format("fd00:1::{:x}", count_)
                                                : fmt::format("10.1.{}.{}", count_ / 250, count_ % 250)));
    });
    return all;
  }
  std::vector<IpAddress> some_addresses() {
    auto all = addresses();
    if (all.empty()) all.push_back(*IpAddress::parse("10.1.255.4"));
    return all;
  }

  void make_resolvers() {
    if (coin()) plan_.resolvers.push_back({.name = "system", .required = coin()});
    if (coin()) plan_.resolvers.push_back({.name = label("here"), .required = coin()});
    repeat(2, [&] {
      const std::uint16_t port = coin() ? 53 : 5353;
      const auto address = IpAddress::parse(coin() ? "10.1.0.53" : "fd00:1::53");
      const std::string name = label(coin() ? "dc" : "DNS:");
      plan_.resolvers.push_back({name, SocketAddress{*address, port}, coin()});
    });
  }

  EndpointPlan endpoint() {
    EndpointPlan made;
    made.fqdn =
        pick(std::array{label("x") + ".corp.example", storage_host(label("acct"), Service::blob, plan_.cloud),
                        key_vault_host(label("kv"), plan_.cloud)});
    made.ip = addresses();
    made.role = pick(std::array{Role::none, Role::ecs, Role::prot});
    if (coin()) made.port = 8443;
    return made;
  }

  VaultPlan vault() {
    VaultPlan made;
    made.name = label(coin() ? "vault" : "Größe: ");
    const auto regions = all_regions();
    const Region& region = regions[below(static_cast<std::uint32_t>(regions.size()))];
    if (region.cloud == plan_.cloud && coin()) made.region = region.name;
    if (region.cloud == plan_.cloud && coin()) made.geo = region.geo;
    if (coin()) made.id = fmt::format("{}", 5944358949303501042U + ++count_);
    if (coin()) made.experience = pick(std::array{Experience::classic, Experience::simplified});
    if (coin()) made.stage = pick(std::array{Stage::created, Stage::registered, Stage::protected_});
    if (coin()) made.private_endpoint = text();
    made.public_access = access();
    repeat(3, [&] { made.endpoints.push_back(endpoint()); });
    return made;
  }

  StorageAccountPlan account() {
    StorageAccountPlan made;
    made.name = label("acct");
    if (coin()) made.services = {"queue", "blob"};
    if (coin()) made.ip[""] = some_addresses();
    if (!made.services.empty() && coin()) made.ip["blob"] = some_addresses();
    if (!made.services.empty() && coin()) made.public_ip["queue"] = {*IpAddress::parse("20.60.1.1")};
    if (coin()) made.public_ip[""] = {*IpAddress::parse("20.60.1.2")};
    if (coin()) made.container = label("c");
    if (coin()) made.purpose = text();
    if (coin()) made.sas = coin() ? SasPlan{.file = "keys/sas.txt"} : SasPlan{.env = "MY_SAS"};
    made.public_access = access();
    return made;
  }

  ManagedInstancePlan instance() {
    ManagedInstancePlan made;
    const std::string_view suffix = plan_.cloud == Cloud::usgov   ? "database.usgovcloudapi.net"
                                    : plan_.cloud == Cloud::china ? "database.chinacloudapi.cn"
                                                                  : "database.windows.net";
    made.private_endpoint = coin();
    made.host = fmt::format("{}.{}a1b2c3d4e5f6.{}", label("mi"),
                            made.private_endpoint && coin() ? "privatelink." : "", suffix);
    made.ip = addresses();
    made.connection_type = pick(std::array{ConnectionType::proxy, ConnectionType::redirect});
    made.public_endpoint = access();
    made.mi_link = !made.private_endpoint && coin();
    return made;
  }

  std::mt19937 random_;
  Plan plan_{};
  std::uint32_t count_ = 0;
};

class Dumper {
 public:
  template <class T>
  void value(const std::string& name, const T& value) {
    if constexpr (std::same_as<T, std::string>) {
      add(name, value);
    } else if constexpr (std::same_as<T, bool> || std::is_arithmetic_v<T>) {
      add(name, fmt::format("{}", value));
    } else if constexpr (Named<T>) {
      add(name, to_string(value));
    } else if constexpr (requires { value.to_string(); }) {
      add(name, value.to_string());
    } else if constexpr (requires { value.has_value(); }) {
      if (value) this->value(name, *value);
    } else if constexpr (requires { value.begin()->second; }) {
      for (const auto& [key, each] : value) this->value(name + "/" + key, each);
    } else if constexpr (requires { value.begin(); }) {
      std::size_t i = 0;
      for (const auto& each : value) this->value(fmt::format("{}[{}]", name, i++), each);
    } else {
      visit_fields(value, [&](std::string_view key, const auto& member) {
        this->value(fmt::format("{}.{}", name, key), member);
      });
    }
  }
  std::string take() { return std::move(out_); }

 private:
  void add(const std::string& name, std::string_view text) { out_ += fmt::format("{}={}\n", name, text); }
  std::string out_{};
};

}  // namespace

Plan generated_plan(std::uint32_t seed) { return Maker(seed).make(); }

std::string dump(const Plan& plan) {
  Dumper dumper;
  dumper.value("plan", plan);
  return dumper.take();
}

}  // namespace vnetprobe
