// Remedies hold real names, and nothing that is half filled in.
#include <doctest/doctest.h>
#include <regex>
#include <set>
#include <sstream>

#include "checks/az_steps.h"
#include "checks/codes.h"
#include "checks/explain.h"
#include "tests/checks/words/company.h"

using namespace vnetprobe;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// The az groups that remedies may use; a new one is looked at by a person first.
const std::set<std::string> kGroups = {"network", "storage", "keyvault", "sql",
                                       "backup",  "vm",      "account",  "resource"};
const std::set<std::string> kDialects = {"az",      "windows-dns", "coredns", "bind", "unbound",
                                         "dnsmasq", "hosts",       "sh",      "text"};

}  // namespace

TEST_CASE("every code has a remedy for the example, in a known dialect") {
  for (const Code& row : codes()) {
    CAPTURE(row.code);
    const std::vector<Remedy> remedies = example_remedies(row.code);
    CHECK_FALSE(remedies.empty());
    for (const Remedy& remedy : remedies) {
      CHECK(kDialects.contains(remedy.as));
      CHECK(remedy.text.size() > 5);
      CHECK_FALSE(remedy.text.ends_with('\n'));
    }
  }
}

TEST_CASE("az lines begin with a known group and have no empty place") {
  std::size_t count = 0;
  for (const Code& row : codes())
    for (const std::string& line : lines_of(text_as(example_remedies(row.code), "az"))) {
      CAPTURE(row.code);
      CAPTURE(line);
      if (line.starts_with("# ")) continue;
      ++count;
      REQUIRE(line.starts_with("az "));
      CHECK(kGroups.contains(line.substr(3, line.find(' ', 3) - 3)));
      CHECK_FALSE(holds(line, "''"));
      CHECK_FALSE(holds(line, "  "));
      CHECK_FALSE(holds(line, "{}"));
      CHECK_FALSE(line.ends_with(' '));
      // An option is followed by a value, or is one of the two that take none.
      CHECK_FALSE(std::regex_search(line, std::regex(" -[a-z] -")));
      if (!line.ends_with("--yes") && !line.ends_with("--system-assigned") &&
          !line.ends_with("--keep-empty-record-set"))
        CHECK_FALSE(std::regex_search(line, std::regex(" --?[a-z-]+$")));
    }
  CHECK(count > 100);
}

TEST_CASE("what is not known stands in brackets, behind a command that shows it") {
  for (const Code& row : codes()) {
    bool looked = false;
    for (const std::string& line : lines_of(text_as(example_remedies(row.code), "az"))) {
      CAPTURE(row.code);
      CAPTURE(line);
      const bool shows = holds(line, " list ") || holds(line, " show ");
      if (holds(line, "<") && !line.starts_with("#")) CHECK((looked || shows));
      looked |= shows;
    }
  }
}

TEST_CASE("a zone that is not linked: the zone's own name, without auto-registration") {
  Company company;
  const Finding finding = company.find("dns.zone-not-linked", kBlobZone, {std::string{kBlobHost}}, {"azure"});
  const std::string az = text_as(company.remedies(finding), "az");
  CHECK(holds(az,
              "az network private-dns link vnet create -g <zone-group> -z privatelink.blob.core.windows.net "
              "-n vnetprobe --virtual-network <vnet-id> --registration-enabled false"));
}

TEST_CASE("a forwarder is for the public zone, and for Backup the private one") {
  Company company;
  const Finding finding = company.find(
      "dns.forwarder-missing", "dc1",
      {std::string{kBlobHost}, std::string{kBackupHost}, "contosokeys.vault.azure.net"}, {"dc1"});
  const std::vector<Remedy> remedies = company.remedies(finding);
  const std::string bind = text_as(remedies, "bind");
  CHECK(holds(bind, "zone \"blob.core.windows.net\" {"));
  CHECK(holds(bind, "zone \"privatelink.we.backup.windowsazure.com\" {"));
  CHECK(holds(bind, "zone \"vault.azure.net\" {"));
  CHECK(holds(bind, "zone \"vaultcore.azure.net\" {"));
  CHECK_FALSE(holds(bind, "zone \"privatelink.blob"));
  CHECK(holds(bind, "forward only;"));
  for (const char* dialect : {"windows-dns", "coredns", "unbound", "dnsmasq"}) {
    CAPTURE(dialect);
    CHECK(holds(text_as(remedies, dialect), "blob.core.windows.net"));
    CHECK(holds(text_as(remedies, dialect), "168.63.129.16"));
  }
  CHECK(holds(text_as(remedies, "unbound"), "private-domain: \"blob.core.windows.net.\""));
}

TEST_CASE("a missing record in a zone of Azure's: the label and the expected address") {
  Company company;
  company.serve("dc1", kBlobZone, "azureprivatedns.net");
  company.answer("dc1", kBlobHost, {});
  const Finding finding = company.find("dns.record-missing", kBlobHost, {std::string{kBlobHost}}, {"dc1"});
  const std::vector<Remedy> remedies = company.remedies(finding);
  CHECK(holds(text_as(remedies, "az"),
              "record-set a add-record -g <zone-group> -z privatelink.blob.core.windows.net "
              "-n contosodata -a 10.1.3.5"));
  CHECK(text_as(remedies, "windows-dns").empty());
}

TEST_CASE("a missing record in a zone of one's own: the server's lines, not az") {
  Company company;
  company.serve("dc1", kBlobZone, "dc1.contoso.example");
  company.answer("dc1", kBlobHost, {});
  const Finding finding = company.find("dns.record-missing", kBlobHost, {std::string{kBlobHost}}, {"dc1"});
  const std::vector<Remedy> remedies = company.remedies(finding);
  CHECK(text_as(remedies, "az").empty());
  CHECK(holds(text_as(remedies, "windows-dns"),
              "Add-DnsServerResourceRecordA -ZoneName "
              "\"privatelink.blob.core.windows.net\" -Name \"contosodata\" "
              "-IPv4Address 10.1.3.5"));
  CHECK(holds(text_as(remedies, "bind"), "contosodata.privatelink.blob.core.windows.net. 60 IN A 10.1.3.5"));
}

TEST_CASE("a missing record whose address nobody knows: a place for it, behind the command that prints it") {
  Company company;
  company.serve("dc1", kBlobZone, "azureprivatedns.net");
  const Finding finding = company.find("dns.record-missing", "contosologs.blob.core.windows.net",
                                       {"contosologs.blob.core.windows.net"}, {"dc1"});
  const std::string az = text_as(company.remedies(finding), "az");
  const std::size_t look = az.find("az network nic list");
  const std::size_t add = az.find("-n contosologs -a <address>");
  CHECK(look != std::string::npos);
  CHECK(add != std::string::npos);
  CHECK(look < add);
}

TEST_CASE("a stale record: the right address comes before the wrong one goes") {
  Company company;
  company.serve("dc1", kBlobZone, "azureprivatedns.net");
  company.answer("dc1", kBlobHost, {"10.1.3.9"});
  const Finding finding = company.find("dns.record-stale", kBlobHost, {std::string{kBlobHost}}, {"dc1"});
  const std::string az = text_as(company.remedies(finding), "az");
  const std::size_t add = az.find("add-record");
  const std::size_t remove = az.find(
      "remove-record -g <zone-group> -z privatelink.blob.core.windows.net -n "
      "contosodata -a 10.1.3.9");
  REQUIRE(add != std::string::npos);
  REQUIRE(remove != std::string::npos);
  CHECK(add < remove);
}

TEST_CASE("the Internet's own records are nobody's to remove") {
  Company company;
  company.serve("dc1", kBlobZone, "azureprivatedns.net");
  company.answer("dc1", kBlobHost, {"20.60.1.1"}, kBlobPrivateHost);
  const Finding finding =
      company.find("dns.record-hidden-by-fallback", kBlobHost, {std::string{kBlobHost}}, {"dc1"});
  const std::string az = text_as(company.remedies(finding), "az");
  CHECK_FALSE(holds(az, "20.60.1.1"));
  CHECK(holds(az, "-n contosodata -a 10.1.3.5"));
  CHECK(holds(az, "--resolution-policy Default"));
}

TEST_CASE("a wrong hosts line is commented out by its number and its address") {
  Company company;
  company.evidence.host.hosts_lines = {{7,
                                        "/etc/hosts",
                                        ip("10.1.3.9"),
                                        {std::string{kBlobHost}},
                                        "10.1.3.9 contosodata.blob.core.windows.net"}};
  const Finding finding =
      company.find("dns.hosts-override", "/etc/hosts:7", {std::string{kBlobHost}}, {"system"});
  const std::vector<Remedy> remedies = company.remedies(finding);
  CHECK(text_as(remedies, "sh") == "sudo sed -i '7s/^[[:space:]]*10\\.1\\.3\\.9[[:space:]]/# &/' /etc/hosts");
  CHECK(text_as(remedies, "hosts") ==
        "10.1.3.5 contosodata.blob.core.windows.net contosodata.privatelink.blob.core.windows.net");
}

TEST_CASE("public access is closed at the resource, by its kind") {
  Company company;
  struct Row {
    const char* subject;
    const char* target;
    const char* command;
  };
  const Row rows[] = {
      {"contosodata", "contosodata.blob.core.windows.net",
       "az storage account update -g <account-group> -n contosodata --public-network-access Disabled"},
      {"contosokeys", "contosokeys.vault.azure.net",
       "az keyvault update -n contosokeys --public-network-access Disabled"},
      {"sql1", "sql1.a1b2c3d4e5f6.database.windows.net",
       "az sql mi update -g <instance-group> -n sql1 --public-data-endpoint-enabled false"}};
  for (const Row& row : rows) {
    CAPTURE(row.subject);
    const Finding finding = company.find("public.open", row.subject, {row.target}, {});
    CHECK(holds(text_as(company.remedies(finding), "az"), row.command));
  }
}

TEST_CASE("a vault's gap names its endpoint and writes its records") {
  Company company;
  company.serve("dc1", kBlobZone, "azureprivatedns.net");
  const Finding finding =
      company.find("backup.ecs-missing", "contoso-rsv", {"ab1pod01ecs101.blob.core.windows.net"}, {"dc1"});
  const std::string az = text_as(company.remedies(finding), "az");
  CHECK(holds(az, "az backup vault list --query \"[?name=='contoso-rsv']"));
  CHECK(holds(az, "'/pe-rsv'"));
  CHECK(holds(az, "-n ab1pod01ecs101 -a 10.1.2.15"));
}

TEST_CASE("what is no name in Azure never becomes a part of a command") {
  Company company;
  company.plan.vaults.front().name = "x'; rm -rf ~; '";
  company.plan.vaults.front().private_endpoint = "pe$(reboot)";
  const Finding finding = company.find("backup.ecs-missing", "x'; rm -rf ~; '",
                                       {"ab1pod01ecs101.blob.core.windows.net"}, {"dc1"});
  const std::string az = text_as(company.remedies(finding), "az");
  CHECK(az.find("rm -rf") == std::string::npos);
  CHECK(az.find("reboot") == std::string::npos);
  CHECK(plain_word("--yes") == "<name>");
  CHECK(plain_word("a b") == "<name>");
  CHECK(plain_word("") == "<name>");
  CHECK(plain_word("pe-rsv") == "pe-rsv");
}

TEST_CASE("a finding about names that the plan does not know still has a next step") {
  Company company;
  for (const Code& row : codes()) {
    CAPTURE(row.code);
    const Finding finding = company.find(row.code, "nobody.example", {"nobody.example"}, {"nowhere"});
    const std::vector<Remedy> remedies = company.remedies(finding);
    REQUIRE_FALSE(remedies.empty());
    for (const Remedy& remedy : remedies) CHECK_FALSE(remedy.text.empty());
  }
}

TEST_CASE("a dead path: the endpoint's, and of an instance in its own network the instance's") {
  Company company;
  const auto az = [&](const char* code, const char* subject, const char* target) {
    return text_as(company.remedies(company.find(code, subject, {target}, {})), "az");
  };
  const std::string endpoint =
      az("net.timeout", "contosodata.blob.core.windows.net:443", "contosodata.blob.core.windows.net");
  CHECK(holds(endpoint, "az network private-endpoint list"));
  CHECK(holds(endpoint, "allow-private-endpoints-443"));
  CHECK(holds(endpoint, "10.1.3.5"));
  const std::string instance = az("net.timeout", "sql1.a1b2c3d4e5f6.database.windows.net:1433",
                                  "sql1.a1b2c3d4e5f6.database.windows.net");
  CHECK(holds(instance, "az sql mi list"));
  CHECK(holds(instance, "allow-sql-1433"));
  CHECK_FALSE(holds(instance, "private-endpoint"));
  // An account whose address nobody knows has no rule that could be written.
  CHECK_FALSE(
      holds(az("net.timeout", "contosologs.blob.core.windows.net:443", "contosologs.blob.core.windows.net"),
            "nsg rule create"));
  company.plan.endpoints = {{"db.contoso.com", {ip("10.1.5.4")}, Role::none, 443}};
  CHECK(holds(az("net.timeout", "db.contoso.com:443", "db.contoso.com"), "az network private-endpoint list"));
  company.plan.managed_instances[0].private_endpoint = true;
  CHECK(holds(az("net.timeout", "sql1.a1b2c3d4e5f6.database.windows.net:1433",
                 "sql1.a1b2c3d4e5f6.database.windows.net"),
              "az network private-endpoint list"));
}

TEST_CASE("a firewall lets names through by port, and inspection leaves them alone") {
  Company company;
  const auto text = [&](const char* code, std::vector<std::string> targets) {
    return text_as(company.remedies(company.find(code, "x", std::move(targets), {})), "text");
  };
  const std::string blob = text("net.firewall-denied", {std::string{kBlobHost}});
  CHECK(blob.starts_with("Allow these names, on port 443, in the application rules of the firewall"));
  CHECK(holds(blob, "\ncontosodata.blob.core.windows.net\n*.blob.core.windows.net"));
  const std::string instance = text("net.firewall-denied", {"sql1.a1b2c3d4e5f6.database.windows.net"});
  CHECK(instance.starts_with("Allow these names, on port 1433, "));
  CHECK(instance.ends_with("\nsql1.a1b2c3d4e5f6.database.windows.net"));
  CHECK(text("tls.intercepted", {std::string{kBlobHost}})
            .starts_with("Exempt these names from TLS inspection, on the proxy"));
  CHECK_FALSE(holds(text("net.firewall-denied", {"nobody.example"}), "Allow these names"));
}
