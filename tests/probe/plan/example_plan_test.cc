// The example of contract 2.1, whole: what it means, written out.
#include <doctest/doctest.h>

#include "probe/plan/expand.h"
#include "tests/probe/plan/plans.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kExample = R"(version: 1
name: contoso-backup-weu
cloud: public                        # public | usgov | china
vnet: [10.1.0.0/16, 10.7.0.0/16]     # where private addresses must lie; default: RFC 1918, 100.64.0.0/10, fc00::/7
resolvers:                           # the DNS views
  - {name: dc1, address: 10.1.0.53}
  - {name: azure, address: 168.63.129.16, required: false}   # a reference: asked, shown, used as proof
  - {name: system}                   # nsswitch, hosts file, stub, search list: what programs on this host get
public_resolver: 203.0.113.53        # optional: how the Internet sees the names
vaults:
  - name: contoso-rsv
    region: westeurope               # or geo: we
    id: "1132794570626989392"        # optional: the number in the names
    experience: classic              # classic (v1) | simplified (v2)
    stage: protected                 # created | registered (first registration done) | protected (first backup done)
    private_endpoint: pe-rsv
    public_access: disabled          # disabled | enabled | unchecked (default: never contacted)
    endpoints:
      - {fqdn: 1132794570626989392-ab-pod01-fc1.we.backup.windowsazure.com, ip: 10.1.2.4}
      - {fqdn: ab1pod01ecs101.blob.core.windows.net,  ip: 10.1.2.15, role: ecs}
      - {fqdn: ab1pod01ecs101.queue.core.windows.net, ip: 10.1.2.16, role: ecs}
      - {fqdn: ab1pod01prot101.blob.core.windows.net, ip: 10.1.2.17, role: prot}
storage_accounts:
  - name: mystorage01
    services: [blob]                 # blob queue file table dfs web
    ip: 10.1.3.5                     # or by service: {blob: 10.1.3.5, queue: 10.1.3.6}
    container: mybackup01
    purpose: copy-only backup        # free text, shown
    sas: {file: sas.txt}             # or {env: NAME}; never on the command line
    public_access: disabled          # disabled (default) | enabled | unchecked
    public_ip: 20.60.1.1             # optional, or by service
denied_storage_accounts: [exfilcanary01]   # a service endpoint policy or firewall must refuse these from here
service_endpoint_policy: true        # the report then says what a probe outside that subnet cannot prove
managed_instances:
  - host: mysqlmi01.a1b2c3d4e5f6.database.windows.net   # written with privatelink it is the private endpoint
    ip: 10.1.1.10
    connection_type: redirect        # redirect | proxy
    public_endpoint: disabled        # disabled (default) | enabled | unchecked
    mi_link: false                   # true: port 5022 too
key_vaults:
  - {name: vyelazurekeyvault, ip: 10.1.4.4, public_access: disabled}
endpoints:                           # any other private endpoint
  - {fqdn: ns1.servicebus.windows.net, ip: 10.1.5.4, port: 443}
entra: {tenant: contoso.onmicrosoft.com}    # tenant name, GUID, or organizations (default); false switches it off
also: [arm, graph, monitor, crl, backup-tenant, file-recovery, mars]   # further destinations, each off unless named
identity: {managed_identity: false, client_id: 11111111-2222-3333-4444-555555555555}
)";

}  // namespace

TEST_CASE("the example of the contract is read key by key") {
  const ParsedPlan parsed = parse_texts({{"plans/weu.yaml", std::string{kExample}}});
  REQUIRE(printed(parsed) == Lines{});
  const Plan& plan = parsed.plan;
  CHECK(plan.name == "contoso-backup-weu");
  CHECK(plan.cloud == Cloud::public_cloud);
  REQUIRE(plan.vnet.size() == 2);
  CHECK(plan.vnet[1].to_string() == "10.7.0.0/16");
  REQUIRE(plan.resolvers.size() == 3);
  CHECK(plan.resolvers[0].name == "dc1");
  CHECK(plan.resolvers[0].address->to_string() == "10.1.0.53:53");
  CHECK(plan.resolvers[0].required);
  CHECK_FALSE(plan.resolvers[1].required);
  CHECK_FALSE(plan.resolvers[2].address);
  CHECK(plan.public_resolver->to_string() == "203.0.113.53:53");
  REQUIRE(plan.vaults.size() == 1);
  const VaultPlan& vault = plan.vaults[0];
  CHECK(vault.name == "contoso-rsv");
  CHECK(vault.region == "westeurope");
  CHECK(vault.geo.empty());
  CHECK(vault.id == "1132794570626989392");
  CHECK(vault.experience == Experience::classic);
  CHECK(vault.stage == Stage::protected_);
  CHECK(vault.private_endpoint == "pe-rsv");
  CHECK(vault.public_access == Access::disabled);
  REQUIRE(vault.endpoints.size() == 4);
  CHECK(vault.endpoints[2].fqdn == "ab1pod01ecs101.queue.core.windows.net");
  CHECK(as_text(vault.endpoints[2].ip) == std::vector<std::string>{"10.1.2.16"});
  CHECK(vault.endpoints[2].role == Role::ecs);
  REQUIRE(plan.storage_accounts.size() == 1);
  const StorageAccountPlan& account = plan.storage_accounts[0];
  CHECK(account.name == "mystorage01");
  CHECK(account.services == std::vector<std::string>{"blob"});
  CHECK(as_text(account.ip.at("")) == std::vector<std::string>{"10.1.3.5"});
  CHECK(account.container == "mybackup01");
  CHECK(account.purpose == "copy-only backup");
  REQUIRE(account.sas);
  CHECK(account.sas->file == "plans/sas.txt");  // relative to the plan
  CHECK(account.sas->env.empty());
  CHECK(account.public_access == Access::disabled);
  CHECK(as_text(account.public_ip.at("")) == std::vector<std::string>{"20.60.1.1"});
  CHECK(plan.denied_storage_accounts == std::vector<std::string>{"exfilcanary01"});
  CHECK(plan.service_endpoint_policy);
  REQUIRE(plan.managed_instances.size() == 1);
  const ManagedInstancePlan& instance = plan.managed_instances[0];
  CHECK(instance.host == "mysqlmi01.a1b2c3d4e5f6.database.windows.net");
  CHECK(as_text(instance.ip) == std::vector<std::string>{"10.1.1.10"});
  CHECK_FALSE(instance.private_endpoint);
  CHECK(instance.connection_type == ConnectionType::redirect);
  CHECK(instance.public_endpoint == Access::disabled);
  CHECK_FALSE(instance.mi_link);
  REQUIRE(plan.key_vaults.size() == 1);
  CHECK(plan.key_vaults[0].name == "vyelazurekeyvault");
  REQUIRE(plan.endpoints.size() == 1);
  CHECK(plan.endpoints[0].port == 443);
  CHECK(plan.entra.enabled);
  CHECK(plan.entra.tenant == "contoso.onmicrosoft.com");
  CHECK(plan.also.size() == 7);
  CHECK_FALSE(plan.identity.managed_identity);
  CHECK(plan.identity.client_id == "11111111-2222-3333-4444-555555555555");
}

TEST_CASE("the example of the contract expands to these targets, zones and views, and no others") {
  const Scope scope = expand(parse_text(kExample).plan);
  struct Row {
    std::string name, private_name, zone, resource, vault;
    Service service;
    Duty duty;
    Role role;
    std::uint16_t port;
    std::vector<std::string> expected;
    Access public_access;
    bool two_forms;
  };
  constexpr Duty kPrivate = Duty::private_endpoint;
  const std::string fc1 = "1132794570626989392-ab-pod01-fc1.privatelink.we.backup.windowsazure.com";
  const std::string mi = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
  const std::string denied = "exfilcanary01.blob.core.windows.net";
  const Row rows[] = {
      {fc1,
       fc1,
       "privatelink.we.backup.windowsazure.com",
       "contoso-rsv",
       "contoso-rsv",
       Service::backup,
       kPrivate,
       Role::none,
       443,
       {"10.1.2.4"},
       Access::disabled,
       false},
      {"ab1pod01ecs101.blob.core.windows.net",
       "ab1pod01ecs101.privatelink.blob.core.windows.net",
       "privatelink.blob.core.windows.net",
       "ab1pod01ecs101",
       "contoso-rsv",
       Service::blob,
       kPrivate,
       Role::ecs,
       443,
       {"10.1.2.15"},
       Access::disabled,
       true},
      {"ab1pod01ecs101.queue.core.windows.net",
       "ab1pod01ecs101.privatelink.queue.core.windows.net",
       "privatelink.queue.core.windows.net",
       "ab1pod01ecs101",
       "contoso-rsv",
       Service::queue,
       kPrivate,
       Role::ecs,
       443,
       {"10.1.2.16"},
       Access::disabled,
       true},
      {"ab1pod01prot101.blob.core.windows.net",
       "ab1pod01prot101.privatelink.blob.core.windows.net",
       "privatelink.blob.core.windows.net",
       "ab1pod01prot101",
       "contoso-rsv",
       Service::blob,
       kPrivate,
       Role::prot,
       443,
       {"10.1.2.17"},
       Access::disabled,
       true},
      {"mystorage01.blob.core.windows.net",
       "mystorage01.privatelink.blob.core.windows.net",
       "privatelink.blob.core.windows.net",
       "mystorage01",
       "",
       Service::blob,
       kPrivate,
       Role::none,
       443,
       {"10.1.3.5"},
       Access::disabled,
       true},
      {denied,
       denied,
       "",
       "exfilcanary01",
       "",
       Service::blob,
       Duty::denied_account,
       Role::none,
       443,
       {},
       Access::unchecked,
       false},
      {mi,
       mi,
       "",
       "mysqlmi01",
       "",
       Service::sqlmi,
       kPrivate,
       Role::none,
       1433,
       {"10.1.1.10"},
       Access::disabled,
       false},
      {"vyelazurekeyvault.vault.azure.net",
       "vyelazurekeyvault.privatelink.vaultcore.azure.net",
       "privatelink.vaultcore.azure.net",
       "vyelazurekeyvault",
       "",
       Service::key_vault,
       kPrivate,
       Role::none,
       443,
       {"10.1.4.4"},
       Access::disabled,
       true},
      {"ns1.servicebus.windows.net",
       "ns1.privatelink.servicebus.windows.net",
       "privatelink.servicebus.windows.net",
       "ns1",
       "",
       Service::other,
       kPrivate,
       Role::none,
       443,
       {"10.1.5.4"},
       Access::unchecked,
       true},
      {"login.microsoftonline.com",
       "login.microsoftonline.com",
       "",
       "",
       "",
       Service::entra,
       Duty::sign_in,
       Role::none,
       443,
       {},
       Access::unchecked,
       false},
      {"login.microsoft.com",
       "login.microsoft.com",
       "",
       "",
       "",
       Service::entra,
       Duty::sign_in,
       Role::none,
       443,
       {},
       Access::unchecked,
       false},
      {"login.windows.net",
       "login.windows.net",
       "",
       "",
       "",
       Service::entra,
       Duty::sign_in,
       Role::none,
       443,
       {},
       Access::unchecked,
       false},
  };
  // Behind them come the hosts that `also` names; they have tests of their own.
  constexpr std::size_t kAlso = 11;
  REQUIRE(scope.targets.size() == std::size(rows) + kAlso);
  for (std::size_t i = std::size(rows); i < scope.targets.size(); ++i)
    CHECK(scope.targets[i].purpose.starts_with("also: "));
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    const Target& target = scope.targets[i];
    const Row& row = rows[i];
    CAPTURE(row.name);
    CHECK(target.name == row.name);
    CHECK(target.public_name == (row.service == Service::backup
                                     ? "1132794570626989392-ab-pod01-fc1.we.backup.windowsazure.com"
                                     : row.name));
    CHECK(target.private_name == row.private_name);
    CHECK(target.zone == row.zone);
    CHECK(target.resource == row.resource);
    CHECK(target.vault == row.vault);
    CHECK(target.service == row.service);
    CHECK(target.duty == row.duty);
    CHECK(target.role == row.role);
    CHECK(target.port == row.port);
    CHECK(as_text(target.expected) == row.expected);
    CHECK(target.public_access == row.public_access);
    CHECK(target.two_forms == row.two_forms);
    CHECK_FALSE(target.derived);
    CHECK(target.tenant == (row.duty == Duty::sign_in ? "contoso.onmicrosoft.com" : ""));
    CHECK(target.container == (row.resource == "mystorage01" ? "mybackup01" : ""));
    CHECK(target.purpose == (row.resource == "mystorage01" ? "copy-only backup" : ""));
    CHECK(as_text(target.public_ip) == (row.resource == "mystorage01" ? std::vector<std::string>{"20.60.1.1"}
                                                                      : std::vector<std::string>{}));
  }

  struct ZoneRow {
    std::string name;
    std::vector<std::size_t> targets;
    std::vector<std::string> wrong_names;
  };
  const ZoneRow zones[] = {
      {"privatelink.we.backup.windowsazure.com",
       {0},
       {"privatelink.westeurope.backup.windowsazure.com", "we.backup.windowsazure.com"}},
      {"privatelink.blob.core.windows.net", {1, 3, 4}, {"blob.core.windows.net"}},
      {"privatelink.queue.core.windows.net", {2}, {"queue.core.windows.net"}},
      {"privatelink.vaultcore.azure.net", {7}, {"vaultcore.azure.net"}},
      {"privatelink.servicebus.windows.net", {8}, {"servicebus.windows.net"}},
  };
  constexpr std::size_t kOfMonitor = 4;  // without a name of theirs in the plan
  REQUIRE(scope.zones.size() == std::size(zones) + kOfMonitor);
  for (std::size_t i = 0; i < std::size(zones); ++i) {
    CAPTURE(zones[i].name);
    CHECK(scope.zones[i].name == zones[i].name);
    CHECK(scope.zones[i].targets == zones[i].targets);
    CHECK(scope.zones[i].wrong_names == zones[i].wrong_names);
    CHECK(scope.zones[i].service == scope.targets[zones[i].targets.front()].service);
  }

  REQUIRE(scope.views.size() == 3);
  CHECK(scope.views[0].name == "dc1");
  CHECK(scope.views[0].server.to_string() == "10.1.0.53:53");
  CHECK(scope.views[0].required);
  CHECK_FALSE(scope.views[0].azure);
  CHECK_FALSE(scope.views[0].system);
  CHECK(scope.views[1].azure);
  CHECK_FALSE(scope.views[1].required);
  CHECK(scope.views[2].system);
}

}  // namespace vnetprobe
