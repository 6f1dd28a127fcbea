#include "probe/plan/expand.h"

#include <algorithm>
#include <doctest/doctest.h>

#include "tests/probe/plan/plans.h"

namespace vnetprobe {
namespace {

Scope scope_of(const std::string& text) {
  const ParsedPlan parsed = parse_text("version: 1\nentra: false\n" + text);
  CHECK(printed(parsed) == Lines{});
  return expand(parsed.plan);
}

std::vector<std::string> names(const Scope& scope) {
  std::vector<std::string> out;
  for (const Target& each : scope.targets) out.push_back(each.name);
  return out;
}

std::vector<std::string> zone_names(const Scope& scope) {
  std::vector<std::string> out;
  for (const Zone& each : scope.zones) out.push_back(each.name);
  return out;
}

}  // namespace

TEST_CASE("service names are derived from a vault's number, where that can be done") {
  const std::string z = ".privatelink.we.backup.windowsazure.com";
  const std::vector<std::string> classic = {
      "42-ab-pod01-fc1" + z,  "42-ab-pod01-fab1" + z, "42-ab-pod01-prot1" + z, "42-ab-pod01-rec2" + z,
      "42-ab-pod01-ecs1" + z, "42-ab-pod01-id1" + z,  "42-ab-pod01-tel1" + z,  "42-ab-pod01-wbcm1" + z};
  const std::vector<std::string> simplified = {"42-ab-pod01-rec2" + z, "42-ab-pod01-id1" + z};
  struct Row {
    std::string story;
    std::string vault;
    std::vector<std::string> expected;
  };
  const Row rows[] = {
      {"classic: the eight", "name: v, id: 42, region: westeurope, experience: classic", classic},
      {"by geo code", "name: v, id: 42, geo: we, experience: classic", classic},
      {"simplified: rec2 and id1", "name: v, id: 42, geo: we, experience: simplified", simplified},
      {"experience unknown: none", "name: v, id: 42, geo: we", {}},
      {"geo unknown: none", "name: v, id: 42, experience: classic", {}},
      {"no number: none", "name: v, geo: we, experience: classic", {}},
      {"service names are listed: those and no others",
       "name: v, id: 42, geo: we, experience: classic, endpoints: [{fqdn: "
       "42-ab-pod01-id1.we.backup.windowsazure.com}]",
       {"42-ab-pod01-id1" + z}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const Scope scope = scope_of("vaults: [{" + row.vault + "}]\n");
    CHECK(names(scope) == row.expected);
    for (const Target& each : scope.targets) {
      CHECK(each.derived == (row.vault.find("endpoints") == std::string::npos));
      CHECK(each.resource == "v");
      CHECK(each.vault == "v");
      CHECK(each.public_access == Access::unchecked);
    }
  }
}

TEST_CASE("derived names stand before the storage names that are listed") {
  const Scope scope = scope_of(
      "vaults: [{name: v, id: 42, geo: we, experience: simplified, public_access: enabled, endpoints: "
      "[{fqdn: "
      "a.blob.core.windows.net, role: ecs}]}]\n");
  REQUIRE(scope.targets.size() == 3);
  CHECK(scope.targets[0].derived);
  CHECK_FALSE(scope.targets[2].derived);
  CHECK(scope.targets[2].resource == "a");
  CHECK(scope.targets[2].vault == "v");
  for (const Target& each : scope.targets) CHECK(each.public_access == Access::enabled);
}

TEST_CASE("the same name in several places is one target") {
  const Scope scope = scope_of(
      "vaults: [{name: v, endpoints: [{fqdn: A.privatelink.blob.core.windows.net, ip: 10.1.1.1, role: "
      "ecs}]}]\n"
      "storage_accounts: [{name: a, ip: 10.1.1.2, purpose: p, container: c, public_ip: 20.60.1.1}]\n"
      "endpoints: [{fqdn: a.blob.core.windows.net, ip: [10.1.1.1, 10.1.1.3], port: 8443}]\n");
  REQUIRE(scope.targets.size() == 1);
  const Target& target = scope.targets[0];
  CHECK(target.name == "a.blob.core.windows.net");
  CHECK(as_text(target.expected) == std::vector<std::string>{"10.1.1.1", "10.1.1.2", "10.1.1.3"});
  CHECK(as_text(target.public_ip) == std::vector<std::string>{"20.60.1.1"});
  CHECK(target.role == Role::ecs);
  CHECK(target.port == 8443);
  CHECK(target.vault == "v");
  CHECK(target.purpose == "p");
  CHECK(target.container == "c");
  CHECK(target.public_access == Access::disabled);  // the account's default; its vault said nothing
  REQUIRE(scope.zones.size() == 1);
  CHECK(scope.zones[0].targets == std::vector<std::size_t>{0});
}

TEST_CASE("a Backup name is asked for in its privatelink form alone, whichever was written") {
  for (const char* written : {"1-ab-pod01-id1.we.backup.windowsazure.com",
                              "1-ab-pod01-id1.privatelink.we.backup.windowsazure.com"}) {
    CAPTURE(written);
    const Scope scope = scope_of("endpoints: [{fqdn: " + std::string{written} + "}]\n");
    REQUIRE(scope.targets.size() == 1);
    CHECK(scope.targets[0].name == "1-ab-pod01-id1.privatelink.we.backup.windowsazure.com");
    CHECK(scope.targets[0].private_name == scope.targets[0].name);
    CHECK(scope.targets[0].public_name == "1-ab-pod01-id1.we.backup.windowsazure.com");
    CHECK_FALSE(scope.targets[0].two_forms);
  }
}

TEST_CASE("one target a service of an account, with the addresses of the service and of all") {
  const Scope scope = scope_of(
      "storage_accounts:\n  - {name: a, services: [blob, dfs], ip: 10.1.1.1, public_access: unchecked}\n"
      "  - {name: b, ip: {queue: 10.1.1.2}, public_ip: {queue: 20.60.1.2}}\n  - {name: c}\n");
  CHECK(names(scope) == std::vector<std::string>{"a.blob.core.windows.net", "a.dfs.core.windows.net",
                                                 "b.queue.core.windows.net", "c.blob.core.windows.net"});
  CHECK(as_text(scope.targets[1].expected) == std::vector<std::string>{"10.1.1.1"});
  CHECK(as_text(scope.targets[2].expected) == std::vector<std::string>{"10.1.1.2"});
  CHECK(as_text(scope.targets[2].public_ip) == std::vector<std::string>{"20.60.1.2"});
  CHECK(scope.targets[0].public_access == Access::unchecked);
  CHECK(zone_names(scope) == std::vector<std::string>{"privatelink.blob.core.windows.net",
                                                      "privatelink.dfs.core.windows.net",
                                                      "privatelink.queue.core.windows.net"});
  CHECK(scope.zones[0].targets == std::vector<std::size_t>{0, 3});
}

TEST_CASE("managed instances: the VNet-local name has no zone, the private endpoint has") {
  const Scope scope = scope_of(
      "managed_instances:\n  - {host: a.a1b2.database.windows.net, public_endpoint: enabled}\n"
      "  - {host: b.privatelink.a1b2.database.windows.net}\n"
      "  - {host: c.a1b2.database.windows.net, private_endpoint: true}\n"
      "endpoints: [{fqdn: d.a1b2.database.windows.net}, {fqdn: e.privatelink.a1b2.database.windows.net}, "
      "{fqdn: "
      "f.public.a1b2.database.windows.net}]\n");
  REQUIRE(scope.targets.size() == 6);
  const std::string zone = "privatelink.a1b2.database.windows.net";
  struct Row {
    std::string name, private_name, zone;
  };
  const Row rows[] = {{"a.a1b2.database.windows.net", "a.a1b2.database.windows.net", ""},
                      {"b.a1b2.database.windows.net", "b." + zone, zone},
                      {"c.a1b2.database.windows.net", "c." + zone, zone},
                      {"d.a1b2.database.windows.net", "d.a1b2.database.windows.net", ""},
                      {"e.a1b2.database.windows.net", "e." + zone, zone},
                      {"f.a1b2.database.windows.net", "f.a1b2.database.windows.net", ""}};
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    CAPTURE(rows[i].name);
    const Target& target = scope.targets[i];
    CHECK(target.name == rows[i].name);
    CHECK(target.private_name == rows[i].private_name);
    CHECK(target.zone == rows[i].zone);
    CHECK(target.two_forms == !rows[i].zone.empty());
    CHECK(target.port == 1433);
    CHECK(target.service == Service::sqlmi);
  }
  CHECK(scope.targets[0].public_access == Access::enabled);
}

TEST_CASE("the zones that people make in a zone's place") {
  struct Row {
    std::string story;
    std::string fqdn;
    std::vector<std::string> wrong_names;
  };
  const Row rows[] = {
      {"a region with two codes",
       "1-ab-pod01-id1.ate.backup.windowsazure.com",
       {"privatelink.austriaeast.backup.windowsazure.com", "ate.backup.windowsazure.com",
        "privatelink.aue.backup.windowsazure.com"}},
      {"China",
       "1-ab-pod01-id1.sha2.backup.windowsazure.cn",
       {"privatelink.chinaeast2.backup.windowsazure.cn", "sha2.backup.windowsazure.cn",
        "privatelink.bj2r.backup.windowsazure.cn"}},
      {"a geo code that nobody knows",
       "1-ab-pod01-id1.zz9.backup.windowsazure.com",
       {"zz9.backup.windowsazure.com"}},
      {"a managed disk",
       "md-x.z33.blob.storage.azure.net",
       {"blob.core.windows.net", "privatelink.blob.storage.azure.net"}},
      {"managed HSM", "h.managedhsm.azure.net", {"managedhsm.azure.net"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const Scope scope = scope_of("endpoints: [{fqdn: " + row.fqdn + "}]\n");
    REQUIRE(scope.zones.size() == 1);
    CHECK(scope.zones[0].wrong_names == row.wrong_names);
  }
}

TEST_CASE("an unknown suffix is a plain endpoint without a zone") {
  const Scope scope = scope_of("endpoints: [{fqdn: app.contoso.example, ip: 10.1.1.1, port: 8443}]\n");
  REQUIRE(scope.targets.size() == 1);
  CHECK(scope.targets[0].service == Service::other);
  CHECK(scope.targets[0].zone.empty());
  CHECK_FALSE(scope.targets[0].two_forms);
  CHECK(scope.targets[0].port == 8443);
  CHECK(scope.zones.empty());
}

TEST_CASE("sign-in hosts follow the cloud, and can be switched off") {
  const auto of = [](const std::string& text) {
    return names(expand(parse_text("version: 1\n" + text).plan));
  };
  CHECK(of("") ==
        std::vector<std::string>{"login.microsoftonline.com", "login.microsoft.com", "login.windows.net"});
  CHECK(of("cloud: usgov\n") == std::vector<std::string>{"login.microsoftonline.us"});
  CHECK(of("cloud: china\n") ==
        std::vector<std::string>{"login.chinacloudapi.cn", "login.partner.microsoftonline.cn"});
  CHECK(of("entra: false\n").empty());
  const Scope scope =
      expand(parse_text("version: 1\nentra: false\nendpoints: [{fqdn: login.windows.net}]\n").plan);
  REQUIRE(scope.targets.size() == 1);  // named as an endpoint it is a sign-in host all the same
  CHECK(scope.targets[0].duty == Duty::sign_in);
  CHECK(scope.targets[0].tenant == "organizations");
}

TEST_CASE("names of accounts and vaults follow the plan's cloud") {
  const Scope scope = scope_of(
      "cloud: china\nstorage_accounts: [{name: a}]\nkey_vaults: [{name: k}]\ndenied_storage_accounts: [d]\n"
      "vaults: [{name: v, id: 42, region: chinaeast2, experience: simplified}]\n");
  CHECK(names(scope) == std::vector<std::string>{"42-ab-pod01-rec2.privatelink.sha2.backup.windowsazure.cn",
                                                 "42-ab-pod01-id1.privatelink.sha2.backup.windowsazure.cn",
                                                 "a.blob.core.chinacloudapi.cn",
                                                 "d.blob.core.chinacloudapi.cn", "k.vault.azure.cn"});
}

TEST_CASE("an empty plan has an empty scope") {
  const Scope scope = scope_of("");
  CHECK(scope.targets.empty());
  CHECK(scope.zones.empty());
  CHECK(scope.views.empty());
}

TEST_CASE("what else must be reached is a target of its own kind, and a zone without names is a zone") {
  const Scope scope = scope_of(
      "vaults: [{name: v, region: westeurope}]\nalso: [arm, crl, backup-tenant, file-recovery, monitor]");
  const auto target = [&](const std::string& name) {
    return *std::find_if(scope.targets.begin(), scope.targets.end(),
                         [&](const Target& each) { return each.name == name; });
  };
  CHECK(target("management.azure.com").duty == Duty::destination);
  CHECK(target("management.azure.com").zone.empty());
  CHECK(target("ocsp.digicert.com").port == 80);
  CHECK(target("pod01-rec2.we.backup.windowsazure.com").tcp_only);
  const Target tenant = target("idmserviceaadtenantwepod01.onmicrosoft.com");
  CHECK(tenant.duty == Duty::sign_in);
  CHECK(tenant.public_name == "login.microsoftonline.com");
  CHECK(tenant.tenant == "IDMServiceAADTenantwepod01.onmicrosoft.com");
  CHECK(zone_names(scope) == std::vector<std::string>{"privatelink.monitor.azure.com",
                                                      "privatelink.oms.opinsights.azure.com",
                                                      "privatelink.ods.opinsights.azure.com",
                                                      "privatelink.agentsvc.azure-automation.net",
                                                      "privatelink.servicebus.windows.net"});
  for (const Zone& zone : scope.zones) CHECK(zone.targets.empty());
  CHECK(names(scope_of("vaults: [{name: v, region: westeurope}]")).empty());
}

}  // namespace vnetprobe
