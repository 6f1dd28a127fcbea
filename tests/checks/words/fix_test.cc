// `fix`: what it mends, what it leaves to a person, and that it says which is which.
#include "checks/fix.h"

#include <doctest/doctest.h>
#include <sstream>
#include <stdexcept>

#include "checks/codes.h"
#include "checks/fix_parts.h"
#include "tests/checks/words/company.h"
#include "tests/support/golden.h"

using namespace vnetprobe;

namespace {

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

std::string fixed(const Company& company, std::string_view dialect) {
  std::vector<std::string> undecided;
  return fix(company.report(), dialect, undecided);
}

// dc1 forwards nothing, one record is stale at Azure, and the hosts file pins a third address.
Company in_trouble() {
  Company company;
  company.answer("dc1", kBlobHost, {"20.60.1.1"}, kBlobPrivateHost);
  company.answer("dc1", kBackupHost, {});
  company.answer("azure", kBlobHost, {"10.1.3.5"}, kBlobPrivateHost);
  company.evidence.host.hosts_lines = {{7,
                                        "/etc/hosts",
                                        ip("10.1.3.9"),
                                        {std::string{kBlobHost}},
                                        "10.1.3.9 contosodata.blob.core.windows.net"}};
  company.find("dns.forwarder-missing", "dc1", {std::string{kBlobHost}, std::string{kBackupHost}}, {"dc1"});
  company.find("dns.hosts-override", "/etc/hosts:7", {std::string{kBlobHost}}, {"system"});
  company.find("dns.zone-not-linked", "privatelink.vaultcore.azure.net", {"contosokeys.vault.azure.net"},
               {"azure"});
  company.find("public.open", "contosodata", {std::string{kBlobHost}}, {});
  return company;
}

}  // namespace

TEST_CASE("what fix prints in each dialect") {
  const Company company = in_trouble();
  for (const std::string_view dialect : fix_dialects()) {
    std::string difference;
    CHECK_MESSAGE(
        matches_golden("words/fix-" + std::string{dialect} + ".txt", fixed(company, dialect), difference),
        difference);
  }
}

TEST_CASE("another dialect is a bug of the caller") {
  std::vector<std::string> undecided;
  CHECK_THROWS_AS(fix(Report{}, "djbdns", undecided), std::invalid_argument);
}

TEST_CASE("a report without findings, or with accepted ones alone, changes nothing") {
  Company company;
  for (const std::string_view dialect : fix_dialects()) {
    CAPTURE(dialect);
    std::istringstream in(fixed(company, dialect));
    for (std::string line; std::getline(in, line);) CHECK(line.starts_with(dialect == "bind" ? "//" : "#"));
  }
  company.find("dns.forwarder-missing", "dc1", {std::string{kBlobHost}}, {"dc1"}).suppressed = true;
  CHECK(holds(fixed(company, "bind"), "Nothing to mend"));
}

TEST_CASE("a finding is mended, or named as left over: in every dialect") {
  for (const Code& row : codes()) {
    Company company;
    company.find(row.code, row.code == "dns.zone-not-linked" ? std::string_view{kBlobZone} : "nobody.example",
                 {std::string{kBlobHost}}, {"dc1"});
    for (const std::string_view dialect : fix_dialects()) {
      CAPTURE(row.code);
      CAPTURE(dialect);
      std::vector<std::string> undecided;
      const std::string text = fix(company.report(), dialect, undecided);
      CHECK((holds(text, "Mended here: 1.") || !undecided.empty()));
      CHECK(holds(text, row.code));
      for (const std::string& line : undecided) CHECK_FALSE(line.empty());
    }
  }
}

TEST_CASE("two findings of one zone make one statement for it") {
  Company company;
  company.find("dns.forwarder-missing", "dc1", {std::string{kBlobHost}}, {"dc1"});
  company.find("dns.zone-not-served", kBlobZone, {"contosologs.blob.core.windows.net"}, {"dc1"});
  CHECK(count(fixed(company, "bind"), "zone \"blob.core.windows.net\" {") == 1);
  CHECK(count(fixed(company, "unbound"), "name: \"blob.core.windows.net.\"") == 1);
  CHECK(count(fixed(company, "dnsmasq"), "server=/blob.core.windows.net/") == 1);
}

TEST_CASE("az: what exists is not made again, and what takes away is a comment") {
  const std::string az = fixed(in_trouble(), "az");
  const std::size_t guard = az.find(
      "az network private-dns link vnet show -g <zone-group> -z "
      "privatelink.vaultcore.azure.net -n vnetprobe -o none 2>/dev/null ||\n");
  const std::size_t create = az.find("az network private-dns link vnet create");
  REQUIRE(guard != std::string::npos);
  REQUIRE(create != std::string::npos);
  CHECK(guard < create);
  CHECK(holds(
      az,
      "\n# az storage account update -g <account-group> -n contosodata --public-network-access Disabled"));
  CHECK(holds(az, "\n# az network vnet update -g <vnet-group> -n <vnet> --dns-servers"));
  CHECK_FALSE(holds(az, "\naz network vnet update"));
}

TEST_CASE("az: another cloud is chosen first") {
  Company company = in_trouble();
  company.plan.cloud = Cloud::usgov;
  const std::string az = fixed(company, "az");
  CHECK(az.find("az cloud set --name AzureUSGovernment") < az.find("az network"));
}

TEST_CASE("hosts: every name with a known address, once, and the rest is named") {
  Company company = in_trouble();
  company.find("dns.zone-not-served", kBlobZone,
               {std::string{kBlobHost}, "contosologs.blob.core.windows.net"}, {"dc1"});
  std::vector<std::string> undecided;
  const std::string hosts = fix(company.report(), "hosts", undecided);
  CHECK(count(hosts,
              "\n10.1.3.5 contosodata.blob.core.windows.net "
              "contosodata.privatelink.blob.core.windows.net\n") == 1);
  CHECK(count(hosts, "\n10.1.2.4 " + std::string{kBackupHost} + "\n") == 1);
  CHECK(holds(hosts, "sed -i '7s/"));
  CHECK_FALSE(holds(hosts, "\n10.1.3.9"));
  bool named = false;
  for (const std::string& line : undecided) named |= line.starts_with("dns.zone-not-served");
  CHECK(named);  // contosologs has no address that anybody knows
}

TEST_CASE("records: servers that hold single names get them, the others say who keeps the zone") {
  Company company;
  company.serve("dc1", kBlobZone, "azureprivatedns.net");
  company.answer("dc1", kBlobHost, {}, kBlobPrivateHost);
  company.find("dns.record-missing", kBlobHost, {std::string{kBlobHost}}, {"dc1"});
  CHECK(holds(fixed(company, "unbound"),
              "local-data: \"contosodata.blob.core.windows.net. 60 IN A 10.1.3.5\""));
  CHECK(holds(fixed(company, "dnsmasq"),
              "host-record=contosodata.blob.core.windows.net,10.1.3.5\n"
              "local=/contosodata.blob.core.windows.net/"));
  for (const char* dialect : {"bind", "windows-dns"}) {
    CAPTURE(dialect);
    CHECK(holds(fixed(company, dialect), "Mended here: 0."));
    CHECK(holds(fixed(company, dialect), "--as az"));
  }
}

TEST_CASE("records: what has to be taken out is said by its name and address") {
  Company company;
  company.answer("dc1", kBlobHost, {"10.1.3.99"}, kBlobPrivateHost);
  company.find("dns.record-stale", kBlobHost, {std::string{kBlobHost}}, {"dc1"});
  CHECK(holds(
      fixed(company, "unbound"),
      "\n# take out, where it is: local-data of contosodata.blob.core.windows.net. with A 10.1.3.99\n"));
  CHECK(holds(fixed(company, "dnsmasq"),
              "\n# take out, where it is: host-record=contosodata.blob.core.windows.net,10.1.3.99\n"));
}

TEST_CASE("records: what 168.63.129.16 itself answers is not mended at another server") {
  Company company;
  company.serve("dc1", kBlobZone, "azureprivatedns.net");
  company.serve("azure", kBlobZone, "azureprivatedns.net");
  company.find("dns.record-missing", kBlobHost, {std::string{kBlobHost}}, {"azure", "dc1"});
  for (const char* dialect : {"unbound", "dnsmasq", "coredns"}) {
    CAPTURE(dialect);
    CHECK(holds(fixed(company, dialect), "Mended here: 0."));
    CHECK(holds(fixed(company, dialect), "--as az"));
  }
}

TEST_CASE("records: where two views disagree and nothing is expected, nobody knows the right address") {
  constexpr std::string_view kLogs = "contosologs.blob.core.windows.net";
  Company company;
  company.answer("dc1", kLogs, {"10.1.3.8"});
  company.answer("azure", kLogs, {"10.1.3.9"});
  Finding& finding = company.find("dns.record-stale", kLogs, {std::string{kLogs}}, {"dc1", "azure"});
  CHECK_FALSE(holds(fixed(company, "unbound"), "local-data: "));
  CHECK_FALSE(holds(fixed(company, "hosts"), "\n10.1.3."));
  finding.views = {"dc1"};  // the rule knows whom to blame
  CHECK(holds(fixed(company, "unbound"), "IN A 10.1.3.9"));
  CHECK(holds(fixed(company, "hosts"), "\n10.1.3.9 contosologs"));
}

TEST_CASE("hosts: no line for what has no private endpoint, or does not exist") {
  for (const char* code : {"dns.no-private-endpoint", "dns.name-not-found"}) {
    Company company;
    company.find(code, kBlobHost, {std::string{kBlobHost}}, {"azure"});
    CHECK_FALSE(holds(fixed(company, "hosts"), "\n10."));
    CHECK(holds(fixed(company, "hosts"), "Mended here: 0."));
  }
}

TEST_CASE("hosts: the whole text is one block, so that it can be taken out again") {
  const std::string hosts = fixed(in_trouble(), "hosts");
  CHECK(hosts.starts_with("# BEGIN vnetprobe\n"));
  CHECK(hosts.ends_with("# END vnetprobe\n"));
  CHECK(count(hosts, "\n# BEGIN vnetprobe\n") == 0);
  CHECK(count(hosts, "# END vnetprobe\n") == 1);
}

TEST_CASE("hosts: other names of a line that is taken out keep their address") {
  Company company = in_trouble();
  company.evidence.host.hosts_lines.front().names = {"intranet.example", std::string{kBlobHost}, "wiki"};
  CHECK(holds(fixed(company, "hosts"), "\n10.1.3.9 intranet.example wiki\n"));
  company.evidence.host.hosts_lines.front().names = {std::string{kBlobHost}, "a;reboot"};
  CHECK_FALSE(holds(fixed(company, "hosts"), "\n10.1.3.9"));
}

TEST_CASE("a text that mends nothing does not say where to put it") {
  Company company;
  company.find("clock.skew", "vm01", {}, {});
  CHECK_FALSE(holds(fixed(company, "bind"), "named.conf"));
  CHECK_FALSE(holds(fixed(company, "hosts"), "Append"));
}

TEST_CASE("a stranger's report puts nothing into the text that a shell or a server would obey") {
  Company company;
  company.plan.name = "x\nrm -rf ~";
  company.plan.storage_accounts.front().name = "a\";}; shell \"x";
  company.find("dns.forwarder-missing", "dc1\n$(reboot)", {"a\";}; shell \"x.blob.core.windows.net"},
               {"dc1\nreboot"});
  company.find("dns.zone-not-linked", "z; reboot", {}, {"azure"});
  for (const std::string_view dialect : fix_dialects()) {
    CAPTURE(dialect);
    std::istringstream in(fixed(company, dialect));
    for (std::string line; std::getline(in, line);) {
      CAPTURE(line);
      if (line.starts_with(dialect == "bind" ? "//" : "#")) continue;
      CHECK_FALSE(holds(line, "reboot"));
      CHECK_FALSE(holds(line, "rm -rf"));
      CHECK_FALSE(holds(line, "shell"));
    }
  }
}

TEST_CASE("a stranger's report puts nothing into a comment that a terminal or an editor obeys") {
  for (const std::string_view mark :
       {"\x1b", "\x7f", "\xc2\x9b", "\xd8\x9c", "\xe2\x80\x8f", "\xe2\x80\xae", "\xe2\x81\xa6"}) {
    Company company;
    company.plan.name = "x" + std::string(mark);
    company.find("dns.forwarder-missing", "dc1" + std::string(mark), {std::string{kBlobHost}}, {"dc1"});
    for (const std::string_view dialect : fix_dialects()) {
      CAPTURE(dialect);
      CHECK_FALSE(holds(fixed(company, dialect), mark));
    }
  }
  CHECK(harmless("Zürich \xe2\x80\xa6") == "Zürich \xe2\x80\xa6");
}

TEST_CASE("a code of a newer version is named and left alone") {
  Company company;
  Finding& finding = company.find("dns.forwarder-missing", "dc1", {std::string{kBlobHost}}, {"dc1"});
  finding.code = "dns.of-tomorrow";
  std::vector<std::string> undecided;
  fix(company.report(), "az", undecided);
  REQUIRE(undecided.size() == 1);
  CHECK(undecided.front() == "dns.of-tomorrow dc1: unknown to this version");
}
