#include "probe/plan/print_plan.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "generated_plans.h"
#include "plans.h"
#include "probe/plan/emit_firewall.h"
#include "probe/plan/emit_hosts.h"
#include "probe/plan/emit_zone.h"
#include "probe/plan/expand.h"
#include "probe/plan/hosts_block.h"

namespace vnetprobe {
namespace {

void check_same(const Plan& plan, const std::string& text) {
  const ParsedPlan back = parse_text(text);
  if (!back.errors.empty()) CAPTURE(text);
  CHECK(printed(back) == Lines{});
  const std::string before = dump(plan), after = dump(back.plan);
  if (before != after) CAPTURE(text);
  CHECK(before == after);
}

TEST_CASE("a printed plan reads back as the same plan") {
  constexpr std::uint32_t kPlans = 500;
  std::size_t lines = 0;
  for (std::uint32_t seed = 1; seed <= kPlans; ++seed) {
    CAPTURE(seed);
    const Plan plan = generated_plan(seed);
    check_same(plan, print_plan_yaml(plan, {}));
    check_same(plan, print_plan_json(plan));
    const std::string all = dump(plan);
    lines += static_cast<std::size_t>(std::count(all.begin(), all.end(), '\n'));
  }
  CHECK(lines > 30 * kPlans);  // the plans are not empty ones
}

TEST_CASE("comments of any origin leave the plan as it is") {
  Origins origins;
  for (const char* path : {"cloud", "name", "vnet", "vaults", "endpoints", "entra/tenant", "resolvers"})
    origins.note(path, "a file: [with] {odd} # \"name\".yaml:3");
  origins.note("vaults/vault1", "x\ny: z");
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    const Plan plan = generated_plan(seed);
    check_same(plan, print_plan_yaml(plan, origins));
  }
}

constexpr std::string_view kFile = R"(version: 1
vnet: [10.1.0.0/16]
resolvers:
  - {name: dc1, address: 10.1.0.53}
  - {name: azure, address: 168.63.129.16, required: false}
storage_accounts:
  - name: mystorage01
    services: [blob, queue]
    ip: {blob: [10.1.3.5, 10.1.3.6]}
denied_storage_accounts: [exfil1]
managed_instances:
  - {host: mi.a1b2c3d4e5f6.database.windows.net, ip: 10.1.1.10, connection_type: redirect, mi_link: true}
  - {host: m2.privatelink.a1b2c3d4e5f6.database.windows.net, ip: 10.1.1.11, connection_type: redirect}
endpoints:
  - {fqdn: 7-ab-pod01-id1.we.backup.windowsazure.com, ip: 10.1.2.4}
  - {fqdn: md-x.z33.blob.storage.azure.net, ip: 10.1.2.9}
entra: {tenant: contoso.onmicrosoft.com}
)";

TEST_CASE("each value of a printed plan says where it comes from") {
  const ParsedPlan parsed = parse_text(kFile);
  REQUIRE(printed(parsed) == Lines{});
  CHECK(print_plan_yaml(parsed.plan, origins_of({{"plan.yaml", std::string{kFile}}})) ==
        R"(version: 1  # plan.yaml:1
cloud: public  # default
vnet: [10.1.0.0/16]  # plan.yaml:2
resolvers:  # plan.yaml:4
  - name: dc1  # plan.yaml:4
    address: "10.1.0.53:53"  # plan.yaml:4
  - name: azure  # plan.yaml:5
    address: "168.63.129.16:53"  # plan.yaml:5
    required: false  # plan.yaml:5
storage_accounts:  # plan.yaml:7
  - name: mystorage01  # plan.yaml:7
    services: [blob, queue]  # plan.yaml:8
    ip:  # plan.yaml:9
      blob: [10.1.3.5, 10.1.3.6]
    public_access: disabled  # default
denied_storage_accounts: [exfil1]  # plan.yaml:10
managed_instances:  # plan.yaml:12
  - host: mi.a1b2c3d4e5f6.database.windows.net  # plan.yaml:12
    ip: [10.1.1.10]  # plan.yaml:12
    connection_type: redirect  # plan.yaml:12
    public_endpoint: disabled  # default
    mi_link: true  # plan.yaml:12
  - host: m2.privatelink.a1b2c3d4e5f6.database.windows.net  # plan.yaml:13
    ip: [10.1.1.11]  # plan.yaml:13
    private_endpoint: true
    connection_type: redirect  # plan.yaml:13
    public_endpoint: disabled  # default
endpoints:  # plan.yaml:15
  - fqdn: 7-ab-pod01-id1.we.backup.windowsazure.com  # plan.yaml:15
    ip: [10.1.2.4]  # plan.yaml:15
  - fqdn: md-x.z33.blob.storage.azure.net  # plan.yaml:16
    ip: [10.1.2.9]  # plan.yaml:16
entra:  # plan.yaml:17
  tenant: contoso.onmicrosoft.com  # plan.yaml:17
)");
}

TEST_CASE("what a firewall must let through") {
  const Plan plan = parse_text(kFile).plan;
  CHECK(emit_firewall(plan, expand(plan)) ==
        R"(# Application rules take the name, which is what TLS asks for; network rules take the addresses.
# PROTOCOL PORTS NAME ADDRESSES
udp 53 dc1 10.1.0.53
tcp 53 dc1 10.1.0.53
tcp 443 mystorage01.blob.core.windows.net 10.1.3.5,10.1.3.6
tcp 443 mystorage01.queue.core.windows.net -
tcp 1433 mi.a1b2c3d4e5f6.database.windows.net 10.1.1.10
tcp 11000-11999 mi.a1b2c3d4e5f6.database.windows.net 10.1.1.10
tcp 5022 mi.a1b2c3d4e5f6.database.windows.net 10.1.1.10
tcp 1433 m2.a1b2c3d4e5f6.database.windows.net 10.1.1.11
tcp 443 7-ab-pod01-id1.privatelink.we.backup.windowsazure.com 10.1.2.4
tcp 443 md-x.z33.blob.storage.azure.net 10.1.2.9
tcp 443 login.microsoftonline.com -
tcp 443 login.microsoft.com -
tcp 443 login.windows.net -
)");
}

TEST_CASE("hosts lines hold the names that programs ask for, and are taken back as a plan") {
  const Plan plan = parse_text(kFile).plan;
  const std::string text = emit_hosts(expand(plan));
  CHECK(text ==
        R"(# A stopgap: these lines stay as they are when an address changes. Remove them when DNS is right.
10.1.3.5 mystorage01.blob.core.windows.net
10.1.3.6 mystorage01.blob.core.windows.net
10.1.1.10 mi.a1b2c3d4e5f6.database.windows.net
10.1.1.11 m2.a1b2c3d4e5f6.database.windows.net
10.1.2.4 7-ab-pod01-id1.privatelink.we.backup.windowsazure.com
10.1.2.9 md-x.z33.blob.storage.azure.net
# Addresses that the plan does not say; az prints them:
#   az network nic list --query "[?privateEndpoint].ipConfigurations[].{names:privateLinkConnectionProperties.fqdns,address:privateIPAddress}" -o json
# <address> mystorage01.queue.core.windows.net
)");
  REQUIRE(looks_like_hosts(text));
  CHECK(read_hosts_block({"-", text}).errors.empty());
  CHECK(read_hosts_block({"-", text}).lines.size() == 6);
}

TEST_CASE("records stand in their private zones") {
  CHECK(emit_zone(expand(parse_text(kFile).plan)) == R"($ORIGIN privatelink.blob.core.windows.net.
$TTL 300
mystorage01 IN A 10.1.3.5
mystorage01 IN A 10.1.3.6
; md-x.z33.blob.storage.azure.net: the name of its record in this zone is not known

$ORIGIN privatelink.queue.core.windows.net.
$TTL 300
; mystorage01 IN A <address>

$ORIGIN privatelink.a1b2c3d4e5f6.database.windows.net.
$TTL 300
m2 IN A 10.1.1.11

$ORIGIN privatelink.we.backup.windowsazure.com.
$TTL 300
7-ab-pod01-id1 IN A 10.1.2.4
)");
  CHECK(emit_zone(expand(Plan{})) == "; no name of this plan lives in a private zone\n");
}

}  // namespace
}  // namespace vnetprobe
