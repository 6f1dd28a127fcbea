// Each state of Azure's own fires on its story and stays silent on the nearest one; and where the wire
// speaks too, one cause gives one finding (contract section 5).
#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <stdexcept>

#include "checks/assess.h"
#include "tests/checks/checked.h"
#include "tests/support/story.h"

namespace vnetprobe {
namespace {

constexpr const char* kVnet = "/s/providers/microsoft.network/virtualnetworks/vnet-weu";
constexpr const char* kSubnet = "/s/providers/microsoft.network/virtualnetworks/vnet-weu/subnets/snet-pe";
constexpr const char* kZone = "privatelink.blob.core.windows.net";

// One account behind one endpoint, asked through a required Azure DNS.
Story story() {
  Story told;
  told.view("azure", "168.63.129.16").account("mystorage01", "10.1.3.5");
  return told;
}

AzFacts facts() {
  AzFacts told;
  AzEndpoint endpoint;
  endpoint.id = "/e";
  endpoint.name = "pe-st";
  endpoint.provisioning = "Succeeded";
  endpoint.status = "Approved";
  endpoint.resource = "/s/providers/microsoft.storage/storageaccounts/mystorage01";
  endpoint.groups = {"blob"};
  endpoint.subnet = kSubnet;
  told.endpoints = {endpoint};
  return told;
}

Report judged(const Story& told, const AzFacts& az) {
  Evidence evidence = told.evidence();
  evidence.az = az;
  return assess(told.plan, std::move(evidence), told.run, told.judgement, "test").report;
}

// "code subject", in the report's order.
std::string findings_of(const Report& report) {
  std::string all;
  for (const Finding& each : report.findings) {
    if (!all.empty()) all += ", ";
    all += each.code + " " + each.subject;
  }
  return all;
}

Door dead() { return shut(ConnectOutcome::timed_out); }

AzFacts with_status(const char* status) {
  AzFacts told = facts();
  told.endpoints[0].status = status;
  return told;
}

TEST_CASE("without az nothing is said of states") {
  const Report report = judged(story(), {});
  CHECK_THROWS(check_of(report, "pe.state/"));
  CHECK(findings_of(report) == "");
}

TEST_CASE("an endpoint in order passes") {
  const Report report = judged(story(), facts());
  CHECK(status_of(report, "pe.state/pe-st") == "pass");
  CHECK(findings_of(report) == "");
}

TEST_CASE("an endpoint that is not approved is the cause of what the wire shows") {
  for (const char* status : {"Pending", "Rejected", "Disconnected"}) {
    CAPTURE(status);
    // hand-made DNS: a private address and a dead connection (azure-facts 5.8)
    Report report = judged(story().door("10.1.3.5", dead()), with_status(status));
    CHECK(findings_of(report) == "pe.not-approved pe-st");
    CHECK(status_of(report, "pe.state/pe-st") == "fail");
    // a zone group: the record is gone
    report = judged(story().says("azure", "*", "missing"), with_status(status));
    CHECK(findings_of(report) == "pe.not-approved pe-st");
    CHECK(report.findings[0].because.find(status) != std::string::npos);
    // no alias was ever made
    report = judged(story().says("azure", "*", "no alias"), with_status(status));
    CHECK(findings_of(report) == "pe.not-approved pe-st");
  }
  // the same without az, and with az that says Approved: the wire's own finding
  CHECK(findings_of(judged(story().door("10.1.3.5", dead()), {})).starts_with("net.timeout"));
  CHECK(findings_of(judged(story().door("10.1.3.5", dead()), facts())).starts_with("net.timeout"));
  CHECK(
      findings_of(judged(story().says("azure", "*", "missing"), facts())).starts_with("dns.record-missing"));
}

TEST_CASE("a connection that works says that the endpoint was approved since") {
  const Report report = judged(story(), with_status("Pending"));
  CHECK(findings_of(report) == "");
  CHECK(status_of(report, "pe.state/pe-st") == "warn");
}

AzFacts facts_with_policies() {
  AzFacts az = facts();
  AzSubnet subnet;
  subnet.id = kSubnet;
  subnet.name = "snet-pe";
  subnet.policies = "Enabled";
  subnet.security_group = "/s/providers/microsoft.network/networksecuritygroups/nsg-pe";
  az.subnets = {subnet};
  return az;
}

TEST_CASE("network policies are named beside the time-out, and alone are no fault") {
  AzFacts az = facts_with_policies();
  Report report = judged(story().door("10.1.3.5", dead()), az);
  REQUIRE(findings_of(report) == "net.timeout mystorage01.blob.core.windows.net:443");
  CHECK(report.findings[0].because.find("nsg-pe") != std::string::npos);
  CHECK(report.verdict == Verdict::fail);
  CHECK(findings_of(judged(story(), az)) == "");
  for (const auto& [policies, group] : {std::pair{"Disabled", "/n"}, std::pair{"Enabled", ""},
                                        std::pair{"RouteTableEnabled", "/n"}, std::pair{"", "/n"}}) {
    CAPTURE(policies);
    az.subnets[0].policies = policies;
    az.subnets[0].security_group = group;
    report = judged(story().door("10.1.3.5", dead()), az);
    CHECK(status_of(report, "pe.state/pe-st") == "pass");
  }
}

AzFacts with_link(const char* vnet) {
  AzFacts az = facts();
  az.links = {{kZone, "l1", vnet, "Completed"}};
  return az;
}

TEST_CASE("a zone without a link: the wire's finding stands where both speak") {
  Story unlinked = story();
  unlinked.zone("azure", kZone, "unserved").says("azure", "*", "public");
  const Report both = judged(unlinked, with_link("/other"));
  CHECK(findings_of(both) == std::string{"dns.zone-not-linked "} + kZone);
  CHECK(status_of(both, std::string{"pe.state/"} + kZone) == "fail");
  CHECK(both.verdict == Verdict::fail);
  // the wire is silent: az speaks alone
  Story silent = story();
  silent.says("azure", "*", "unasked");
  CHECK(findings_of(judged(silent, with_link("/other"))).find("zone.link-missing") != std::string::npos);
  // the names are right: the link was made since
  CHECK(findings_of(judged(story(), with_link("/other"))) == "");
  // linked; and with DNS servers of one's own nobody can say which network counts
  CHECK(status_of(judged(story(), with_link(kVnet)), std::string{"pe.state/"} + kZone) == "pass");
  AzFacts own = with_link("/other");
  own.vnets = {{kVnet, "vnet-weu", "f", {}, {*IpAddress::parse("10.1.0.53")}}};
  CHECK_THROWS(check_of(judged(silent, own), std::string{"pe.state/"} + kZone));
}

TEST_CASE("a zone group on a zone of a wrong name, or on none") {
  Story silent = story();
  silent.says("azure", "*", "unasked");
  AzFacts az = facts();
  az.zone_groups = {{"/e", "default", "Succeeded", {{"www.contoso.example", {}}}}};
  CHECK(findings_of(judged(silent, az)).find("dns.wrong-zone-name www.contoso.example") != std::string::npos);
  az.zone_groups[0].zones[0].zone = kZone;  // empty, and of the right name: an update is running
  CHECK(findings_of(judged(silent, az)).find("dns.wrong-zone-name") == std::string::npos);
  az.zone_groups[0].zones.clear();
  CHECK(findings_of(judged(silent, az)).find("pe.no-zone-group pe-st") != std::string::npos);
  CHECK(findings_of(judged(story(), az)) == "");  // records kept by hand are complete
  az.zone_groups.clear();                         // that nothing was listed proves nothing
  CHECK(findings_of(judged(silent, az)).find("pe.no-zone-group") == std::string::npos);
}

AzFacts vault_facts() {
  AzFacts az;
  AzEndpoint endpoint;
  endpoint.id = "/v";
  endpoint.name = "pe-rsv";
  endpoint.status = "Approved";
  endpoint.resource = "/s/providers/microsoft.recoveryservices/vaults/contoso-rsv";
  endpoint.groups = {"AzureBackup"};
  az.endpoints = {endpoint};
  AzResource vault;
  vault.id = endpoint.resource;
  vault.type = "microsoft.recoveryservices/vaults";
  vault.name = "contoso-rsv";
  vault.identity = "SystemAssigned";
  az.resources = {vault};
  return az;
}

Story vault_story(Experience experience) {
  Story told;
  told.view("azure", "168.63.129.16").vault(experience, Stage::created);
  return told;
}

TEST_CASE("a vault's endpoint with static addresses, and a classic vault without an identity") {
  AzFacts az = vault_facts();
  CHECK(findings_of(judged(vault_story(Experience::classic), az)) == "");
  az.endpoints[0].static_ip = {*IpAddress::parse("10.1.2.4")};
  CHECK(findings_of(judged(vault_story(Experience::classic), az)) == "pe.static-addresses contoso-rsv");
  az.endpoints[0].static_ip.clear();
  az.resources[0].identity = "None";
  CHECK(findings_of(judged(vault_story(Experience::classic), az)) == "vault.identity-missing contoso-rsv");
  CHECK(findings_of(judged(vault_story(Experience::simplified), az)) == "");
}

TEST_CASE("static addresses of any other endpoint are nobody's fault") {
  AzFacts az = facts();
  az.endpoints[0].static_ip = {*IpAddress::parse("10.1.3.5")};
  CHECK(findings_of(judged(story(), az)) == "");
}

TEST_CASE("a subnet that is nearly full is told") {
  AzFacts az = vault_facts();
  az.endpoints[0].subnet = kSubnet;
  AzSubnet subnet;
  subnet.id = kSubnet;
  subnet.name = "snet-pe";
  subnet.networks = {*Cidr::parse("10.1.2.0/27")};
  subnet.used = 18;  // 32 - 5 - 18 = 9
  az.subnets = {subnet};
  const Report full = judged(vault_story(Experience::classic), az);
  CHECK(status_of(full, "pe.state/pe-rsv") == "warn");
  CHECK(findings_of(full) == "pe.subnet-full snet-pe");
  CHECK(full.findings.at(0).severity == Severity::warning);
  CHECK(full.verdict == Verdict::pass);
  az.endpoints[0].static_ip = {*IpAddress::parse("10.1.2.4")};  // a fault beside it is not hidden
  CHECK(status_of(judged(vault_story(Experience::classic), az), "pe.state/pe-rsv") == "fail");
  az.endpoints[0].static_ip.clear();
  az.subnets[0].used = 17;
  const Report free = judged(vault_story(Experience::classic), az);
  CHECK(status_of(free, "pe.state/pe-rsv") == "pass");
  CHECK(findings_of(free) == "");
  az.subnets[0].used.reset();
  CHECK(status_of(judged(vault_story(Experience::classic), az), "pe.state/pe-rsv") == "pass");
}

TEST_CASE("a discovery that learnt nothing is undecided, and says why") {
  Story told;
  told.view("azure", "168.63.129.16");
  told.plan.entra.enabled = false;
  const auto report = [&](const Discovery& discovery) {
    Evidence evidence = told.evidence();
    evidence.discovery = discovery;
    return assess(told.plan, std::move(evidence), told.run, told.judgement, "test").report;
  };
  const auto said = [&](const Discovery& discovery) {
    for (const Result& each : report(discovery).checks)
      if (each.kind == "pe.state") return each.message;
    return std::string{};
  };
  Discovery discovery{.asked = true};
  discovery.instance.answered = true;
  discovery.gaps = {{"network interfaces", "HTTP 403", ""},
                    {"the virtual network of this machine", "two fit", ""}};
  CHECK(status_of(report(discovery), "pe.state/virtual-network") == "unknown");
  CHECK(said(discovery).ends_with("could not be read: two fit."));
  CHECK(report(discovery).verdict == Verdict::undecided);
  discovery.vnet = "/s/providers/microsoft.network/virtualnetworks/vnet-weu";
  discovery.endpoints_known = true;
  CHECK(said(discovery) == "No private endpoint is in vnet-weu: there is nothing to check.");
  CHECK(report(discovery).verdict == Verdict::undecided);
  SUBCASE("with endpoints there is nothing to add") {
    told = story();
    CHECK(report(discovery).verdict == Verdict::pass);
    discovery.endpoints_known = false;  // a list that broke off
    CHECK(report(discovery).verdict == Verdict::undecided);
  }
}

TEST_CASE("a service endpoint policy of a managed instance's subnet needs the alias") {
  Story told = story();
  AzFacts az = facts();
  AzResource instance;
  instance.id = "/mi";
  instance.type = "microsoft.sql/managedinstances";
  instance.name = "mi01";
  instance.subnet = "/snet-mi";
  az.resources = {instance};
  az.policies = {{"/p", "sep-mi", {"/s/storageaccounts/a"}, {"/snet-mi"}}};
  CHECK(findings_of(judged(told, az)) == "egress.alias-missing sep-mi");
  az.policies[0].subnets = {"/snet-other"};
  CHECK(findings_of(judged(told, az)) == "");
  az.policies[0] = {"/p", "sep-mi", {"/services/azure/managedinstance"}, {"/snet-mi"}};
  CHECK(findings_of(judged(told, az)) == "");
}

TEST_CASE("az's word closes the public endpoint where the wire proves nothing") {
  Story told = story();
  told.public_address("mystorage01.blob.core.windows.net", "");
  AzFacts az = facts();
  CHECK(status_of(judged(told, az), "public.refused/") == "warn");
  AzResource account;
  account.id = "/a";
  account.type = "microsoft.storage/storageaccounts";
  account.name = "mystorage01";
  for (const auto& [word, status] : {std::pair{"Disabled", "pass"}, std::pair{"SecuredByPerimeter", "pass"},
                                     std::pair{"Enabled", "warn"}, std::pair{"", "warn"}}) {
    account.public_access = word;
    az.resources = {account};
    CAPTURE(word);
    const Report report = judged(told, az);
    CHECK(status_of(report, "public.refused/") == status);
    CHECK((check_of(report, "public.refused/").message.find("az says publicNetworkAccess ") == 0) ==
          (std::string_view{status} == "pass"));
    CHECK(report.not_proved.empty() == (std::string_view{status} == "pass"));
  }
}

TEST_CASE("az's word on an instance's public endpoint counts where the wire proves nothing") {
  const std::string host = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
  Story told;
  told.view("azure", "168.63.129.16").instance(host, "10.1.1.10").public_address(host, "silent");
  AzFacts az;
  AzResource instance;
  instance.id = "/s/providers/microsoft.sql/managedinstances/mysqlmi01";
  instance.type = "microsoft.sql/managedinstances";
  instance.name = "mysqlmi01";
  instance.public_access = "Enabled";
  az.resources = {instance};
  CHECK(findings_of(judged(told, az)) == "public.undecided mysqlmi01");
  az.resources[0].public_access = "Disabled";
  CHECK(findings_of(judged(told, az)).empty());
  CHECK(check_of(judged(told, az), "public.refused/")
            .message.starts_with("az says that the public endpoint is Disabled. On the wire: "));
  // What the wire shows wins.
  told.public_address(host, "20.70.1.1").door("20.70.1.1", logs_in(prelogin("required"), right_tls()));
  CHECK(findings_of(judged(told, az)) == "public.open mysqlmi01");
}

Story two_stores() { return story().account("another01", "10.1.3.9"); }

const Finding& finding_of(const Report& report, std::string_view code) {
  for (const Finding& each : report.findings)
    if (each.code == code) return each;
  throw std::out_of_range("no finding " + std::string(code));
}

TEST_CASE("what az wrote to a connection is told where it is more than a word for nothing") {
  const auto because = [](const char* description) {
    AzFacts az = with_status("Pending");
    az.endpoints[0].description = description;
    return judged(story().door("10.1.3.5", dead()), az).findings.at(0).because;
  };
  CHECK(because("please approve").ends_with("is Pending (\"please approve\")."));
  CHECK(because("None").ends_with("is Pending."));
  CHECK(because("").ends_with("is Pending."));
}

TEST_CASE("an endpoint is a vault's by the vault's name, or by the name that the plan gives the endpoint") {
  AzFacts az = vault_facts();
  az.resources.clear();
  az.endpoints[0].status = "Pending";
  az.endpoints[0].name = "pe-of-it";
  Story told = vault_story(Experience::classic);
  told.says("azure", "*", "missing");
  CHECK(status_of(judged(told, az), "pe.state/pe-of-it") == "fail");
  az.endpoints[0].resource = "/s/providers/microsoft.recoveryservices/vaults/renamed-rsv";
  CHECK_THROWS(check_of(judged(told, az), "pe.state/"));
  told.plan.vaults[0].private_endpoint = "PE-of-it";
  CHECK(status_of(judged(told, az), "pe.state/pe-of-it") == "fail");
}

TEST_CASE("a vault's endpoint answers for the vault's names alone, and another's for none of them") {
  Story told = vault_story(Experience::classic);
  told.account("mystorage01", "10.1.3.5").says("azure", "*", "missing");
  AzFacts az = vault_facts();
  az.endpoints[0].status = "Pending";
  const Finding of_vault = finding_of(judged(told, az), "pe.not-approved");
  CHECK(of_vault.targets.size() == 8);
  CHECK(std::ranges::find(of_vault.targets, "mystorage01.blob.core.windows.net") == of_vault.targets.end());
  const Finding of_account = finding_of(judged(told, with_status("Pending")), "pe.not-approved");
  CHECK(of_account.targets == std::vector<std::string>{"mystorage01.blob.core.windows.net"});
}

TEST_CASE("one group of an endpoint's that is the name's is enough") {
  AzFacts az = with_status("Pending");
  az.endpoints[0].groups = {"queue", "blob"};
  CHECK(findings_of(judged(story().door("10.1.3.5", dead()), az)) == "pe.not-approved pe-st");
  az.endpoints[0].groups = {"queue"};
  CHECK(findings_of(judged(story().door("10.1.3.5", dead()), az)).starts_with("net.timeout"));
}

TEST_CASE("an instance's name in its own network does not go by a private endpoint of the instance") {
  const std::string host = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
  AzFacts az = with_status("Pending");
  az.endpoints[0].resource = "/s/providers/microsoft.sql/managedinstances/mysqlmi01";
  az.endpoints[0].groups = {"managedInstance"};
  az.endpoints[0].names = {{host, {*IpAddress::parse("10.1.6.4")}}};
  Story local;
  local.view("azure", "168.63.129.16").instance(host, "10.1.1.10").door("10.1.1.10", dead());
  CHECK(findings_of(judged(local, az)) == "net.timeout " + host + ":1433");
  Story by_endpoint;
  by_endpoint.view("azure", "168.63.129.16").instance(host, "10.1.6.4").by_private_endpoint();
  CHECK(findings_of(judged(by_endpoint.door("10.1.6.4", dead()), az)) == "pe.not-approved pe-st");
}

TEST_CASE("a zone group may be on a zone in which other names of the plan live") {
  Story told = story().key_vault("contosokeys", "10.1.4.4");
  told.says("azure", "*", "unasked");
  AzFacts az = facts();
  az.zone_groups = {{"/e", "default", "Succeeded", {{"privatelink.vaultcore.azure.net", {}}}}};
  CHECK(findings_of(judged(told, az)).find("dns.wrong-zone-name") == std::string::npos);
}

TEST_CASE("a subnet whose addresses az does not list is not called full") {
  AzFacts az = vault_facts();
  az.endpoints[0].subnet = kSubnet;
  AzSubnet subnet;
  subnet.id = kSubnet;
  subnet.name = "snet-pe";
  subnet.used = 300;
  az.subnets = {subnet};
  CHECK(findings_of(judged(vault_story(Experience::classic), az)) == "");
}

TEST_CASE("of the endpoints' networks one that the zone is linked to will do") {
  Story told = two_stores();
  told.says("azure", "*", "unasked");
  AzFacts az = with_link(kVnet);
  az.endpoints.push_back(az.endpoints[0]);
  az.endpoints[1].id = "/e2";
  az.endpoints[1].name = "pe-another";
  az.endpoints[1].resource = "/s/providers/microsoft.storage/storageaccounts/another01";
  az.endpoints[1].subnet = "/s/providers/microsoft.network/virtualnetworks/vnet-other/subnets/snet-pe";
  CHECK(status_of(judged(told, az), std::string{"pe.state/"} + kZone) == "pass");
}

TEST_CASE("a vault in order says what identity it has, or that it needs none") {
  AzFacts az = vault_facts();
  az.endpoints.clear();
  const auto said = [&](Experience experience) {
    return check_of(judged(vault_story(experience), az), "pe.state/contoso-rsv").message;
  };
  CHECK(said(Experience::classic) == "The vault's identity is SystemAssigned.");
  az.resources[0].identity = "None";
  CHECK(said(Experience::simplified) == "The vault has no identity, and needs none.");
}

TEST_CASE("one instance on a policy's subnet is enough, whatever else az lists") {
  AzFacts az = facts();
  AzResource instance;
  instance.type = "microsoft.sql/managedinstances";
  instance.name = "mi01";
  instance.subnet = "/snet-mi";
  AzResource elsewhere = instance;
  elsewhere.name = "mi02";
  elsewhere.subnet = "/snet-mi-2";
  az.resources = {elsewhere, instance};
  az.policies = {{"/p", "sep-mi", {"/s/storageaccounts/a"}, {"/snet-mi"}}};
  CHECK(findings_of(judged(story(), az)) == "egress.alias-missing sep-mi");
}

TEST_CASE("network policies are not excused by one address that connects while another times out") {
  Story told;
  told.view("azure", "168.63.129.16").account("mystorage01").says("azure", "*", "10.1.3.5 10.1.3.6");
  const AzFacts az = facts_with_policies();
  const Report half = judged(told.door("10.1.3.6", dead()), az);
  CHECK(findings_of(half) == "net.timeout mystorage01.blob.core.windows.net:443");
  CHECK(half.findings[0].because.find("nsg-pe") != std::string::npos);
  CHECK(status_of(half, "pe.state/pe-st") == "fail");
}

TEST_CASE("of two states that do no harm the first is told") {
  AzFacts az = vault_facts();
  az.endpoints[0].status = "Pending";
  az.endpoints[0].subnet = kSubnet;
  AzSubnet subnet;
  subnet.id = kSubnet;
  subnet.name = "snet-pe";
  subnet.networks = {*Cidr::parse("10.1.2.0/27")};
  subnet.used = 18;
  az.subnets = {subnet};
  const Report report = judged(vault_story(Experience::classic), az);
  CHECK(status_of(report, "pe.state/pe-rsv") == "warn");
  CHECK(check_of(report, "pe.state/pe-rsv").message.ends_with("is Pending. The wire shows otherwise."));
}

TEST_CASE("a discovery that has one gap tells it, whatever it is of") {
  Story told;
  told.view("azure", "168.63.129.16");
  Evidence evidence = told.evidence();
  evidence.discovery.asked = true;
  evidence.discovery.gaps = {{"network interfaces", "HTTP 403", ""}, {"vaults", "HTTP 500", ""}};
  const Report report = assess(told.plan, evidence, told.run, told.judgement, "test").report;
  CHECK(check_of(report, "pe.state/").message.ends_with("could not be read: HTTP 403."));
}

TEST_CASE("what an endpoint that is not approved does not look like has a cause of its own") {
  // The record of a dead endpoint is gone, or no alias was ever made: here the alias leads to public DNS.
  CHECK(findings_of(judged(story().says("azure", "*", "public"), with_status("Pending")))
            .find("dns.record-hidden-by-fallback") != std::string::npos);
  // And without a zone nobody can say that a record is gone from it.
  Story nowhere = story();
  nowhere.zone("azure", kZone, "unserved").says("azure", "*", "not found");
  CHECK(findings_of(judged(nowhere, with_status("Pending"))).find("dns.name-not-found") != std::string::npos);
  Story zoneless;
  zoneless.view("azure", "168.63.129.16").endpoint("db.contoso.com", "10.1.5.4");
  AzFacts az = with_status("Pending");
  az.endpoints[0].names = {{"db.contoso.com", {}}};
  CHECK(findings_of(judged(zoneless.says("azure", "*", "not found"), az)).find("dns.name-not-found") !=
        std::string::npos);
}

TEST_CASE("what the wire finds of names explains no state but those of names") {
  AzFacts az = vault_facts();
  az.endpoints[0].static_ip = {*IpAddress::parse("10.1.2.4")};
  Story told = vault_story(Experience::classic);
  const std::string findings = findings_of(judged(told.says("azure", "*", "missing"), az));
  CHECK(findings.find("dns.record-missing") != std::string::npos);
  CHECK(findings.find("pe.static-addresses contoso-rsv") != std::string::npos);
}

}  // namespace
}  // namespace vnetprobe
