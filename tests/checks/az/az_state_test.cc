// Each state of Azure's own fires on its story and stays silent on the nearest one; and where the wire
// speaks too, one cause gives one finding (contract section 5).
#include <doctest/doctest.h>
#include <fmt/format.h>

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

TEST_CASE("network policies are named beside the time-out, and alone are no fault") {
  AzFacts az = facts();
  AzSubnet subnet;
  subnet.id = kSubnet;
  subnet.name = "snet-pe";
  subnet.policies = "Enabled";
  subnet.security_group = "/s/providers/microsoft.network/networksecuritygroups/nsg-pe";
  az.subnets = {subnet};
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
  // What the wire shows wins.
  told.public_address(host, "20.70.1.1").door("20.70.1.1", logs_in(prelogin("required"), right_tls()));
  CHECK(findings_of(judged(told, az)) == "public.open mysqlmi01");
}

}  // namespace
}  // namespace vnetprobe
