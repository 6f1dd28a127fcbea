// The same thing said twice: in one file, in two, in two forms.
#include <doctest/doctest.h>

#include "tests/probe/plan/plans.h"

namespace vnetprobe {

TEST_CASE("later files add to earlier ones") {
  const ParsedPlan parsed = parse_texts({
      {"a.yaml",
       "version: 1\nname: n\nvnet: [10.1.0.0/16]\nalso: [arm]\nvaults:\n  - name: v\n    region: westeurope\n"
       "    endpoints: [{fqdn: a.blob.core.windows.net, ip: 10.1.1.1}]\n"
       "storage_accounts: [{name: s, services: [blob], ip: 10.1.1.5}]\n"
       "resolvers: [{name: dc1, address: 10.1.0.53}]\nkey_vaults: [{name: k, ip: 10.1.1.7}]\n"
       "managed_instances: [{host: mi.a1.database.windows.net, ip: 10.1.1.9}]\n"},
      {"b.yaml",
       "version: 1\nname: n\nvnet: [10.7.0.0/16, 10.1.0.0/16]\nalso: [crl, arm]\nvaults:\n  - name: v\n"
       "    stage: created\n    endpoints:\n      - {fqdn: a.privatelink.blob.core.windows.net, ip: "
       "10.7.1.1, role: ecs}\n"
       "      - {fqdn: b.blob.core.windows.net}\n"
       "storage_accounts: [{name: S, services: [queue, blob], ip: 10.1.1.6, purpose: p}]\n"
       "resolvers: [{name: system}]\nkey_vaults: [{name: K, ip: [10.1.1.7, 10.1.1.8], public_access: "
       "enabled}]\n"
       "managed_instances: [{host: mi.a1.database.windows.net, mi_link: true}]\n"},
  });
  REQUIRE(printed(parsed) == Lines{});
  const Plan& plan = parsed.plan;
  CHECK(plan.vnet.size() == 2);
  CHECK(plan.also == std::vector<std::string>{"arm", "crl"});
  REQUIRE(plan.vaults.size() == 1);
  CHECK(plan.vaults[0].region == "westeurope");
  CHECK(plan.vaults[0].stage == Stage::created);
  REQUIRE(plan.vaults[0].endpoints.size() == 2);
  CHECK(as_text(plan.vaults[0].endpoints[0].ip) == std::vector<std::string>{"10.1.1.1", "10.7.1.1"});
  CHECK(plan.vaults[0].endpoints[0].role == Role::ecs);
  REQUIRE(plan.storage_accounts.size() == 1);
  CHECK(plan.storage_accounts[0].services == std::vector<std::string>{"blob", "queue"});
  CHECK(as_text(plan.storage_accounts[0].ip.at("")) == std::vector<std::string>{"10.1.1.5", "10.1.1.6"});
  CHECK(plan.storage_accounts[0].purpose == "p");
  CHECK(plan.resolvers.size() == 2);
  REQUIRE(plan.key_vaults.size() == 1);
  CHECK(as_text(plan.key_vaults[0].ip) == std::vector<std::string>{"10.1.1.7", "10.1.1.8"});
  CHECK(plan.key_vaults[0].public_access == Access::enabled);
  REQUIRE(plan.managed_instances.size() == 1);
  CHECK(plan.managed_instances[0].mi_link);
}

TEST_CASE("a later file may repeat a value, not change it") {
  struct Row {
    std::string story;
    std::string first, second, error;  // without "version: 1"; "" when they agree
  };
  const Row rows[] = {
      {"the same cloud", "cloud: china\n", "cloud: china\n", ""},
      {"another cloud", "cloud: china\n", "cloud: public\n",
       "b.yaml:2:8: `cloud` of the plan is `public` here and `china` at a.yaml:2:8; make them the same, or "
       "keep one"},
      {"another name", "name: a\n", "name: b\n",
       "b.yaml:2:7: `name` of the plan is `b` here and `a` at a.yaml:2:7; make them the same, or keep one"},
      {"one address of the public resolver in two spellings", "public_resolver: 203.0.113.53\n",
       "public_resolver: 203.0.113.53:53\n", ""},
      {"another public resolver", "public_resolver: 203.0.113.53\n", "public_resolver: 203.0.113.54\n",
       "b.yaml:2:18: `public_resolver` of the plan is `203.0.113.54:53` here and `203.0.113.53:53` at "
       "a.yaml:2:18; make "
       "them the same, or keep one"},
      {"sign-in off and a tenant", "entra: false\n", "entra: {tenant: t}\n",
       "b.yaml:2:8: `entra` of the plan is `true` here and `false` at a.yaml:2:8; make them the same, or "
       "keep one"},
      {"one region in two spellings", "vaults: [{name: v, region: westeurope}]\n",
       "vaults: [{name: v, region: West Europe}]\n", ""},
      {"another stage of a vault", "vaults: [{name: v, stage: created}]\n",
       "vaults: [{name: v, stage: protected}]\n",
       "b.yaml:2:27: `stage` of vault v is `protected` here and `created` at a.yaml:2:27; make them the "
       "same, or keep "
       "one"},
      {"another token", "storage_accounts: [{name: s, sas: {env: A}}]\n",
       "storage_accounts: [{name: s, sas: {env: B}}]\n",
       "b.yaml:2:35: `sas` of storage account s is `env B` here and `env A` at a.yaml:2:35; make them the "
       "same, or keep "
       "one"},
      {"a role for an endpoint that had none", "endpoints: [{fqdn: a.example.com}]\n",
       "endpoints: [{fqdn: a.example.com, role: ecs}]\n", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const ParsedPlan parsed =
        parse_texts({{"a.yaml", "version: 1\n" + row.first}, {"b.yaml", "version: 1\n" + row.second}});
    CHECK(printed(parsed) == (row.error.empty() ? Lines{} : Lines{{row.error}}));
  }
}

TEST_CASE("what a file needs may stand in a later one") {
  const ParsedPlan parsed = parse_texts({
      {"a.yaml",
       "version: 1\nendpoints: [{fqdn: a.example.com, ip: 20.60.1.1}]\nvaults: [{name: v, region: "
       "chinaeast2}]\n"},
      {"b.yaml", "version: 1\nvnet: [20.60.0.0/16]\ncloud: china\n"},
  });
  CHECK(printed(parsed) == Lines{});
}

}  // namespace vnetprobe
