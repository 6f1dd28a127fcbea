// An example run whose only use is to have names: one resource of each kind, one resolver that
// forwards nothing, one wrong line in the hosts file. It is never judged.
#include <fmt/format.h>

#include "checks/codes.h"
#include "checks/explain.h"
#include "checks/remedies.h"
#include "probe/plan/expand.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kBlobHost = "mystorage01.blob.core.windows.net";

IpAddress address(std::string_view text) { return IpAddress::parse(text).value_or(IpAddress{}); }

Plan example_plan() {
  Plan plan{.name = "example"};
  plan.resolvers = {{"dc1", SocketAddress{address("10.1.0.53"), 53}, true},
                    {"azure", SocketAddress{address("168.63.129.16"), 53}, false}};
  VaultPlan vault{.name = "contoso-rsv", .region = "westeurope", .private_endpoint = "pe-rsv"};
  vault.endpoints = {{"1132794570626989392-ab-pod01-rec2.we.backup.windowsazure.com",
                      {address("10.1.2.4")},
                      Role::none,
                      443},
                     {"ab1pod01ecs101.blob.core.windows.net", {address("10.1.2.15")}, Role::ecs, 443},
                     {"ab1pod01ecs101.queue.core.windows.net", {address("10.1.2.16")}, Role::ecs, 443},
                     {"ab1pod01prot101.blob.core.windows.net", {address("10.1.2.17")}, Role::prot, 443}};
  plan.vaults = {vault};
  plan.storage_accounts = {
      {.name = "mystorage01", .services = {"blob"}, .ip = {{"", {address("10.1.3.5")}}}}};
  plan.denied_storage_accounts = {"exfilcanary01"};
  plan.managed_instances = {
      {.host = "mysqlmi01.a1b2c3d4e5f6.database.windows.net", .ip = {address("10.1.1.10")}}};
  plan.key_vaults = {{.name = "contosokeys", .ip = {address("10.1.4.4")}}};
  return plan;
}

// What dc1 says: an address that is no longer the endpoint's.
Evidence example_evidence() {
  Evidence evidence;
  DnsQuestion question{.view = "dc1",
                       .subject = std::string{kBlobHost},
                       .server = {address("10.1.0.53"), 53},
                       .name = std::string{kBlobHost},
                       .type = rr::kA,
                       .outcome = DnsOutcome::answered,
                       .rcode = rcode::kNoError};
  question.answers = {{std::string{kBlobHost}, rr::kA, 10, "10.1.3.9"}};
  evidence.questions = {question};
  evidence.host.hostname = "app1";
  evidence.host.addresses = {"eth0 10.1.0.7"};
  evidence.host.hosts_lines = {{3,
                                "/etc/hosts",
                                address("10.1.3.9"),
                                {std::string{kBlobHost}},
                                fmt::format("10.1.3.9 {}", kBlobHost)}};
  return evidence;
}

bool begins(std::string_view text, std::string_view prefix) { return text.starts_with(prefix); }

// The thing that findings of this code are about, in the example's names.
Finding example_finding(const Code& row) {
  Finding finding{.code = std::string{row.code}, .severity = row.severity, .owner = row.owner};
  finding.title = row.title;
  finding.views = {"dc1"};
  finding.targets = {std::string{kBlobHost}};
  const std::string_view kind = row.subject;
  if (kind == "zone") finding.subject = "privatelink.blob.core.windows.net";
  if (kind == "resolver") finding.subject = "dc1";
  if (kind == "name") finding.subject = kBlobHost;
  if (kind == "hosts line") finding.subject = "/etc/hosts:3";
  if (kind == "resource") finding.subject = "mystorage01";
  if (kind == "host:port") finding.subject = fmt::format("{}:443", kBlobHost);
  if (kind == "host") finding.subject = "app1";
  if (kind == "tenant") finding.subject = "contoso.onmicrosoft.com";
  if (kind == "vault") {
    finding.subject = "contoso-rsv";
    finding.targets = {row.code == "backup.prot-missing" ? "ab1pod01prot101.blob.core.windows.net"
                                                         : "ab1pod01ecs101.blob.core.windows.net"};
  }
  // The codes whose subject is another thing of its kind.
  if (row.code == "dns.wrong-zone-name") finding.subject = "privatelink.westeurope.backup.windowsazure.com";
  if (row.code == "dns.reserved-zone-linked") finding.subject = "blob.core.windows.net";
  if (row.code == "keyvault.network-denied")
    finding.subject = "contosokeys", finding.targets = {"contosokeys.vault.azure.net"};
  if (row.code == "egress.open")
    finding.subject = "exfilcanary01", finding.targets = {"exfilcanary01.blob.core.windows.net"};
  if (row.code == "egress.alias-missing") finding.subject = "wanted-storage";
  if (row.code == "pe.static-addresses" || row.code == "vault.identity-missing")
    finding.subject = "contoso-rsv";
  if (row.code == "pe.no-zone-group") finding.subject = "pe-mystorage01";
  if (row.code == "pe.subnet-full") finding.subject = "snet-endpoints";
  if (row.code == "zone.link-missing") finding.subject = "privatelink.blob.core.windows.net";
  if (begins(row.code, "entra.") && row.code != "entra.tenant-unknown")
    finding.subject = "login.microsoftonline.com", finding.targets = {"login.microsoftonline.com"};
  if (begins(row.code, "sqlmi.")) {
    finding.targets = {"mysqlmi01.a1b2c3d4e5f6.database.windows.net"};
    finding.subject = finding.targets.front() + (kind == "host:port" ? ":1433" : "");
  }
  return finding;
}

}  // namespace

std::vector<Remedy> example_remedies(std::string_view code) {
  const Plan plan = example_plan();
  const Scope scope = expand(plan);
  const Evidence evidence = example_evidence();
  const Case run(plan, scope, evidence);
  return remedies_for(run, example_finding(code_row(code)));
}

}  // namespace vnetprobe
