// What az said fills the gaps of a plan, and overrides nothing that a person wrote (contract 2.2).
#include <doctest/doctest.h>

#include "probe/plan/az_plan.h"
#include "probe/plan/print_plan.h"
#include "tests/probe/plan/plans.h"

namespace vnetprobe {
namespace {

Plan read(const std::string& text) {
  const ParsedPlan parsed = parse_text("version: 1\n" + text);
  REQUIRE(printed(parsed) == Lines{});
  return parsed.plan;
}

std::string merged(const std::string& person, const std::string& az) {
  Plan plan = read(person);
  Origins origins = origins_of({{"plan.yaml", "version: 1\n" + person}});
  add_az_plan({.plan = read(az)}, plan, origins);
  return print_plan_yaml(plan, {});
}

struct Row {
  const char* story;
  std::string person, az, both;
};

void check(const Row& row) {
  CAPTURE(row.story);
  CHECK(merged(row.person, row.az) == print_plan_yaml(read(row.both), {}));
}

}  // namespace

TEST_CASE("of the plan itself az fills what is not said") {
  const std::string az =
      "cloud: china\nvnet: [10.9.0.0/16]\nresolvers: [{name: azure, address: 168.63.129.16}]\n"
      "service_endpoint_policy: true\n";
  const Row rows[] = {
      {"nothing is said", "", az, az},
      {"the cloud is said, though it is the usual one", "cloud: public\n", "cloud: china\n",
       "cloud: public\n"},
      {"the networks are said", "vnet: [10.1.0.0/16]\n", "vnet: [10.9.0.0/16]\n", "vnet: [10.1.0.0/16]\n"},
      {"the resolvers are said", "resolvers: [{name: system}]\n",
       "resolvers: [{name: azure, address: 168.63.129.16}]\n", "resolvers: [{name: system}]\n"},
      {"a policy is said", "service_endpoint_policy: true\n", "", "service_endpoint_policy: true\n"},
  };
  for (const Row& row : rows) check(row);
}

TEST_CASE("of a vault az fills what is not said") {
  const std::string az =
      "vaults:\n  - {name: contoso-rsv, geo: we, id: '1', experience: classic, stage: created,\n"
      "     private_endpoint: pe-rsv, public_access: disabled}\n";
  const Row rows[] = {
      {"nothing but its name", "vaults: [{name: Contoso-RSV}]\n", az,
       "vaults:\n  - {name: Contoso-RSV, geo: we, id: '1', experience: classic, stage: created,\n"
       "     private_endpoint: pe-rsv, public_access: disabled}\n"},
      {"nothing but its number", "vaults: [{name: ours, id: '1'}]\n", az,
       "vaults:\n  - {name: ours, geo: we, id: '1', experience: classic, stage: created,\n"
       "     private_endpoint: pe-rsv, public_access: disabled}\n"},
      {"its region alone", "vaults: [{name: contoso-rsv, region: westeurope}]\n", az,
       "vaults:\n  - {name: contoso-rsv, region: westeurope, id: '1', experience: classic, stage: created,\n"
       "     private_endpoint: pe-rsv, public_access: disabled}\n"},
      {"all of it, otherwise",
       "vaults:\n  - {name: contoso-rsv, geo: ne, id: '2', experience: simplified, stage: protected,\n"
       "     private_endpoint: pe-other, public_access: enabled}\n",
       az,
       "vaults:\n  - {name: contoso-rsv, geo: ne, id: '2', experience: simplified, stage: protected,\n"
       "     private_endpoint: pe-other, public_access: enabled}\n"},
      {"another vault", "vaults: [{name: other, id: '2'}]\n", az,
       "vaults:\n  - {name: other, id: '2'}\n"
       "  - {name: contoso-rsv, geo: we, id: '1', experience: classic, stage: created,\n"
       "     private_endpoint: pe-rsv, public_access: disabled}\n"},
      {"two vaults without a number are not the same", "vaults: [{name: a}]\n", "vaults: [{name: b}]\n",
       "vaults: [{name: a}, {name: b}]\n"},
      {"its endpoints, in whatever form",
       "vaults:\n  - name: v\n    endpoints:\n"
       "      - {fqdn: a.privatelink.blob.core.windows.net, ip: 10.1.1.1}\n"
       "      - {fqdn: b.blob.core.windows.net, role: prot}\n",
       "vaults:\n  - name: v\n    endpoints:\n"
       "      - {fqdn: a.blob.core.windows.net, ip: 10.1.1.9, role: ecs}\n"
       "      - {fqdn: b.blob.core.windows.net, ip: 10.1.1.2, role: ecs}\n"
       "      - {fqdn: c.blob.core.windows.net, ip: 10.1.1.3}\n",
       "vaults:\n  - name: v\n    endpoints:\n"
       "      - {fqdn: a.privatelink.blob.core.windows.net, ip: 10.1.1.1, role: ecs}\n"
       "      - {fqdn: b.blob.core.windows.net, ip: 10.1.1.2, role: prot}\n"
       "      - {fqdn: c.blob.core.windows.net, ip: 10.1.1.3}\n"},
  };
  for (const Row& row : rows) check(row);
}

TEST_CASE("of accounts, instances, key vaults and endpoints az adds what is not there") {
  const Row rows[] = {
      {"an account's services and addresses", "storage_accounts: [{name: a, services: [blob]}]\n",
       "storage_accounts: [{name: a, services: [blob, queue], ip: {blob: 10.1.1.1, queue: 10.1.1.2}}]\n",
       "storage_accounts: [{name: a, services: [blob, queue], ip: {blob: 10.1.1.1, queue: 10.1.1.2}}]\n"},
      {"an account whose address is said", "storage_accounts: [{name: a, services: [blob], ip: 10.1.1.9}]\n",
       "storage_accounts: [{name: a, services: [blob], ip: {blob: 10.1.1.1}}]\n",
       "storage_accounts: [{name: a, services: [blob], ip: 10.1.1.9}]\n"},
      {"another account", "storage_accounts: [{name: a}]\n", "storage_accounts: [{name: b}]\n",
       "storage_accounts: [{name: a}, {name: b}]\n"},
      {"an instance's address", "managed_instances: [{host: m.a1.database.windows.net}]\n",
       "managed_instances: [{host: m.a1.database.windows.net, ip: 10.1.1.1, connection_type: redirect}]\n",
       "managed_instances: [{host: m.a1.database.windows.net, ip: 10.1.1.1}]\n"},
      {"an instance whose address is said",
       "managed_instances: [{host: m.a1.database.windows.net, ip: 10.1.1.9}]\n",
       "managed_instances: [{host: m.a1.database.windows.net, ip: 10.1.1.1}]\n",
       "managed_instances: [{host: m.a1.database.windows.net, ip: 10.1.1.9}]\n"},
      {"another instance", "managed_instances: [{host: m.a1.database.windows.net}]\n",
       "managed_instances: [{host: n.a1.database.windows.net}]\n",
       "managed_instances: [{host: m.a1.database.windows.net}, {host: n.a1.database.windows.net}]\n"},
      {"a key vault's address", "key_vaults: [{name: k}]\n", "key_vaults: [{name: k, ip: 10.1.1.1}]\n",
       "key_vaults: [{name: k, ip: 10.1.1.1}]\n"},
      {"a key vault whose address is said", "key_vaults: [{name: k, ip: 10.1.1.9}]\n",
       "key_vaults: [{name: k, ip: 10.1.1.1}]\n", "key_vaults: [{name: k, ip: 10.1.1.9}]\n"},
      {"another key vault", "key_vaults: [{name: k}]\n", "key_vaults: [{name: l}]\n",
       "key_vaults: [{name: k}, {name: l}]\n"},
      {"an endpoint", "endpoints: [{fqdn: a.example.com}]\n",
       "endpoints: [{fqdn: a.example.com, ip: 10.1.1.1}, {fqdn: b.example.com}]\n",
       "endpoints: [{fqdn: a.example.com, ip: 10.1.1.1}, {fqdn: b.example.com}]\n"},
  };
  for (const Row& row : rows) check(row);
}

}  // namespace vnetprobe
