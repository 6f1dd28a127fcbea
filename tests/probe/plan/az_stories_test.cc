// What az's facts come to where they are fewer, or odder, than those of the fixtures.
#include <doctest/doctest.h>

#include "probe/plan/az_plan.h"
#include "probe/plan/print_plan.h"
#include "tests/probe/plan/plans.h"

namespace vnetprobe {
namespace {

std::string id_of(const std::string& type, const std::string& name) {
  return "/subscriptions/s/resourcegroups/g/providers/" + type + "/" + name;
}
const std::string kAccount = id_of("microsoft.storage/storageaccounts", "mystorage01");
const std::string kKeyVault = id_of("microsoft.keyvault/vaults", "kv-app");
const std::string kVault = id_of("microsoft.recoveryservices/vaults", "contoso-rsv");
const std::string kInstance = id_of("microsoft.sql/managedinstances", "mi01");

AzEndpoint endpoint(const std::string& name, const std::string& resource,
                    const std::vector<AzName>& names = {}) {
  return {.id = id_of("microsoft.network/privateendpoints", name),
          .name = name,
          .source = "az.json",
          .location = "westeurope",
          .resource = resource,
          .names = names};
}

AzName at(const std::string& fqdn, std::string_view ip) { return {fqdn, {*IpAddress::parse(ip)}}; }

AzResource resource(const std::string& type, const std::string& name) {
  return {.id = id_of(type, name), .type = type, .name = name, .source = "az.json", .location = "westeurope"};
}

// The eight names of a classic vault, or the first two.
std::vector<AzName> backup_names(std::size_t count) {
  std::vector<AzName> names;
  for (const char* record : {"fc1", "fab1", "prot1", "rec2", "ecs1", "id1", "tel1", "wbcm1"})
    if (names.size() < count)
      names.push_back(at(std::string("11-ab-pod01-") + record + ".we.backup.windowsazure.com", "10.1.2.4"));
  return names;
}

std::string plan_of(const AzFacts& facts) { return print_plan_yaml(plan_from_az(facts).plan, {}); }

std::string plan_of(const std::string& text) {
  const ParsedPlan parsed = parse_text("version: 1\n" + text);
  REQUIRE(printed(parsed) == Lines{});
  return print_plan_yaml(parsed.plan, {});
}

}  // namespace

TEST_CASE("an endpoint's names are what its resource says they are, or plain endpoints") {
  struct Row {
    const char* story;
    AzEndpoint endpoint;
    std::string plan;
  };
  const Row rows[] = {
      {"the private endpoint of a managed instance",
       endpoint("pe", kInstance, {at("mi01.privatelink.1e6d90da5016.database.windows.net", "10.1.1.10")}),
       "managed_instances:\n"
       "  - {host: mi01.1e6d90da5016.database.windows.net, ip: 10.1.1.10, private_endpoint: true}\n"},
      {"a name that is no managed instance's",
       endpoint("pe", kInstance, {at("mi01.example.com", "10.1.1.10")}),
       "endpoints: [{fqdn: mi01.example.com, ip: 10.1.1.10}]\n"},
      {"a name that is no key vault's", endpoint("pe", kKeyVault, {at("kv-app.example.com", "10.1.1.10")}),
       "endpoints: [{fqdn: kv-app.example.com, ip: 10.1.1.10}]\n"},
      {"an account by a name of its own", endpoint("pe", kAccount, {at("files.example.com", "10.1.1.10")}),
       "endpoints: [{fqdn: files.example.com, ip: 10.1.1.10}]\n"},
      {"a resource that nobody here knows",
       endpoint("pe", id_of("microsoft.search/searchservices", "s"),
                {at("s.search.windows.net", "10.1.1.10"), at("s.search.windows.net", "10.1.1.11")}),
       "endpoints: [{fqdn: s.search.windows.net, ip: [10.1.1.10, 10.1.1.11]}]\n"},
      {"two services of one account, one of them twice",
       endpoint("pe", kAccount,
                {at("mystorage01.blob.core.windows.net", "10.1.1.1"),
                 at("mystorage01.queue.core.windows.net", "10.1.1.2"),
                 at("mystorage01.blob.core.windows.net", "10.1.1.1")}),
       "storage_accounts: [{name: mystorage01, services: [blob, queue], ip: {blob: 10.1.1.1, queue: "
       "10.1.1.2}}]\n"},
      {"a name without an address", endpoint("pe", kAccount, {{"mystorage01.blob.core.windows.net", {}}}),
       "storage_accounts: [{name: mystorage01, services: [blob]}]\n"},
      {"what Backup made for a vault that was not given",
       endpoint("pe-rsv_ecs7f3a_blob", kAccount, {at("a.blob.core.windows.net", "10.1.2.15")}),
       "endpoints: [{fqdn: a.blob.core.windows.net, ip: 10.1.2.15, role: ecs}]\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    CHECK(plan_of(AzFacts{.endpoints = {row.endpoint}}) == plan_of(row.plan));
  }
}

TEST_CASE("an endpoint without names is known by its resource where that has one name alone") {
  struct Row {
    const char* story;
    std::string resource;
    std::vector<std::string> groups, nics;
    std::string plan, note;
  };
  const std::string give =
      "az.json: no name of private endpoint pe is known; give its network interface too: "
      "az network nic show --ids ";
  const Row rows[] = {
      {"a key vault", kKeyVault, {"vault"}, {}, "key_vaults: [{name: kv-app}]\n", ""},
      {"two services of an account",
       kAccount,
       {"Blob", "queue"},
       {},
       "storage_accounts: [{name: mystorage01, services: [blob, queue]}]\n",
       ""},
      {"an account's group that is no service", kAccount, {"blob_secondary"}, {"/nic"}, "", give + "/nic"},
      {"a group that is a service of others", kAccount, {"sqlmi"}, {}, "", give + "<id>"},
      {"an instance", kInstance, {"managedInstance"}, {"/nic"}, "", give + "/nic"},
      {"nothing at all", "", {}, {}, "", give + "<id>"},
      {"an interface whose id a shell would obey", "", {}, {"/nic;reboot"}, "", give + "<id>"},
      {"a vault",
       kVault,
       {"AzureBackup"},
       {"/nic", "/other"},
       "vaults: [{name: contoso-rsv, region: westeurope, private_endpoint: pe}]\n",
       give + "/nic"},
      {"a vault without an interface",
       kVault,
       {"AzureBackup"},
       {},
       "vaults: [{name: contoso-rsv, region: westeurope, private_endpoint: pe}]\n",
       give + "<id>"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    AzEndpoint one = endpoint("pe", row.resource);
    one.groups = row.groups;
    one.nics = row.nics;
    const AzPlan made = plan_from_az({.endpoints = {one}});
    CHECK(print_plan_yaml(made.plan, {}) == plan_of(row.plan));
    CHECK(made.notes == (row.note.empty() ? std::vector<std::string>{} : std::vector{row.note}));
  }
}

TEST_CASE("the cloud is told by a name, else by an endpoint's place, else by a resource's") {
  const auto cloud_of = [](const AzFacts& facts) { return plan_from_az(facts).plan.cloud; };
  AzEndpoint named = endpoint("pe", kAccount, {at("a.blob.core.chinacloudapi.cn", "10.1.1.1")});
  AzEndpoint placed = endpoint("pe2", kAccount);
  placed.location = "usgovvirginia";
  AzResource there = resource("microsoft.keyvault/vaults", "kv");
  there.location = "China East 2";
  CHECK(cloud_of({.endpoints = {placed, named}, .resources = {there}}) == Cloud::china);
  CHECK(cloud_of({.endpoints = {placed}, .resources = {there}}) == Cloud::usgov);
  CHECK(cloud_of({.resources = {there}}) == Cloud::china);
  placed.location = there.location = "mars";
  CHECK(cloud_of({.endpoints = {placed}, .resources = {there}}) == Cloud::public_cloud);
}

TEST_CASE("of a long list only what has private endpoints is taken") {
  const AzConnection connection{.endpoint = id_of("microsoft.network/privateendpoints", "pe"),
                                .number = "11"};
  for (const bool from_list : {false, true})
    for (const bool connected : {false, true}) {
      CAPTURE(from_list);
      CAPTURE(connected);
      AzFacts facts{.resources = {resource("microsoft.storage/storageaccounts", "mystorage01"),
                                  resource("microsoft.keyvault/vaults", "KV-App"),
                                  resource("microsoft.sql/managedinstances", "mi01"),
                                  resource("microsoft.sql/managedinstances", "mi02"),
                                  resource("microsoft.search/searchservices", "s"),
                                  resource("microsoft.recoveryservices/vaults", "contoso-rsv")}};
      facts.resources[2].host = "mi01.1e6d90da5016.database.windows.net";
      facts.resources[2].connection_type = "Proxy";
      for (AzResource& each : facts.resources) {
        each.from_list = from_list;
        if (connected) each.connections = {connection};
      }
      const std::string vault = connected ? "vaults: [{name: contoso-rsv, region: westeurope, id: '11', "
                                            "private_endpoint: pe}]\n"
                                          : "vaults: [{name: contoso-rsv, region: westeurope}]\n";
      CHECK(plan_of(facts) == plan_of(from_list && !connected
                                          ? ""
                                          : vault + "storage_accounts: [{name: mystorage01}]\n"
                                                    "key_vaults: [{name: kv-app}]\n"
                                                    "managed_instances: [{host: mi01.1e6d90da5016.database."
                                                    "windows.net}]\n"));
    }
}

TEST_CASE("a vault's switch is what the plan expects, where it is closed") {
  struct Row {
    const char* said;
    Access expected;
  };
  for (const Row& row : {Row{"Disabled", Access::disabled}, Row{"SecuredByPerimeter", Access::disabled},
                         Row{"Enabled", Access::unchecked}, Row{"", Access::unchecked}}) {
    CAPTURE(row.said);
    AzResource vault = resource("microsoft.recoveryservices/vaults", "contoso-rsv");
    vault.public_access = row.said;
    CHECK(plan_from_az({.resources = {vault}}).plan.vaults.at(0).public_access == row.expected);
  }
}

TEST_CASE("a vault's region is left out where a name tells its geo code, or the cloud has none such") {
  AzResource vault = resource("microsoft.recoveryservices/vaults", "contoso-rsv");
  const auto told = [&](const AzFacts& facts) {
    const VaultPlan made = plan_from_az(facts).plan.vaults.at(0);
    return made.region + "/" + made.geo;
  };
  CHECK(told({.resources = {vault}}) == "westeurope/");
  CHECK(told({.endpoints = {endpoint("pe", kVault, backup_names(2))}, .resources = {vault}}) == "/we");
  vault.location = "mars";
  CHECK(told({.resources = {vault}}) == "/");
  const AzName odd = at("11-ab-pod01-fc1.xx.backup.windowsazure.com", "10.1.2.4");
  CHECK(told({.endpoints = {endpoint("pe", kVault, {odd})}}) == "westeurope/");
}

TEST_CASE("a vault's stage is what its endpoints show") {
  struct Row {
    const char* story;
    std::size_t names;
    bool storage, from_list;
    std::vector<std::string> beside;  // endpoints that Backup made
    std::string expected;             // experience, stage
  };
  const Row rows[] = {
      {"two names, one endpoint alone", 2, false, false, {}, "simplified"},
      {"two names, in a list", 2, false, true, {}, "simplified created"},
      {"two names and storage", 2, true, false, {}, "simplified registered"},
      {"eight names, one endpoint alone", 8, false, false, {}, "classic"},
      {"eight names, in a list", 8, false, true, {}, "classic created"},
      {"eight names and the communication service's storage",
       8,
       false,
       true,
       {"pe_ecs1_blob"},
       "classic registered"},
      {"and the protection's", 8, false, true, {"pe_ecs1_blob", "pe_prot1_blob"}, "classic protected"},
      {"storage that Backup made tells a classic vault",
       2,
       false,
       false,
       {"PE_ecs1_blob"},
       "classic registered"},
      {"another vault's storage", 8, false, true, {"other_ecs1_blob"}, "classic created"},
      {"five names", 5, false, true, {}, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    std::vector<AzName> names = backup_names(row.names);
    if (row.storage) names.push_back(at("ab1.blob.core.windows.net", "10.1.2.15"));
    AzFacts facts{.endpoints = {endpoint("pe", kVault, names)}};
    for (const std::string& each : row.beside)
      facts.endpoints.push_back(
          endpoint(each, kAccount, {at(each[3] + std::string("x.blob.core.windows.net"), "10.1.2.16")}));
    for (AzEndpoint& each : facts.endpoints) each.from_list = row.from_list;
    const VaultPlan vault = plan_from_az(facts).plan.vaults.at(0);
    std::string told{vault.experience ? to_string(*vault.experience) : ""};
    if (vault.stage) told += " " + std::string{to_string(*vault.stage)};
    CHECK(told == row.expected);
  }
}

TEST_CASE("networks give the resolvers where they agree on them") {
  const AzVnet one{.id = "/1", .source = "a.json", .networks = {*Cidr::parse("10.1.0.0/16")}};
  AzVnet other{
      .id = "/2", .source = "b.json", .networks = {*Cidr::parse("10.1.0.0/16"), *Cidr::parse("10.2.0.0/16")}};
  AzPlan made = plan_from_az({.vnets = {one, other}});
  CHECK(made.notes.empty());
  CHECK(print_plan_yaml(made.plan, {}) ==
        plan_of("vnet: [10.1.0.0/16, 10.2.0.0/16]\n"
                "resolvers: [{name: system}, {name: azure, address: 168.63.129.16}]\n"));
  other.dns = {*IpAddress::parse("10.1.0.53")};
  made = plan_from_az({.vnets = {one, other}});
  CHECK(made.plan.resolvers.empty());
  REQUIRE(made.notes.size() == 1);
  CHECK(made.notes[0].find("different DNS servers") != std::string::npos);
}

}  // namespace vnetprobe
