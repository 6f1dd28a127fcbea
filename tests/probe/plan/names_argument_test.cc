// What people type and paste in place of a plan.
#include <algorithm>
#include <doctest/doctest.h>

#include "probe/plan/expand.h"
#include "probe/plan/hosts_block.h"
#include "probe/plan/name_argument.h"

namespace vnetprobe {
namespace {

struct Taken {
  std::string_view text{};
  std::string_view fqdn{};
  std::string_view ip{};  // with commas
  std::uint16_t port = 443;
  bool is_noted = false;
};

constexpr Taken kTaken[] = {
    {"mystorage01.blob.core.windows.net", "mystorage01.blob.core.windows.net"},
    {"MyStorage01.Blob.Core.Windows.NET.", "mystorage01.blob.core.windows.net"},
    {"mystorage01.privatelink.blob.core.windows.net", "mystorage01.privatelink.blob.core.windows.net"},
    {"mystorage01.blob.core.windows.net=10.1.3.5", "mystorage01.blob.core.windows.net", "10.1.3.5"},
    {"a.blob.core.windows.net=10.1.3.5,fd00::5", "a.blob.core.windows.net", "10.1.3.5,fd00::5"},
    {"a.blob.core.windows.net=10.1.3.5,10.1.3.5", "a.blob.core.windows.net", "10.1.3.5"},
    // a URL, its query dropped
    {"https://a.blob.core.windows.net/c/b?sv=2022&sig=SECRET", "a.blob.core.windows.net"},
    {"https://a.blob.core.windows.net?sig=a=b", "a.blob.core.windows.net"},
    {"https://user:SECRET@kv1.vault.azure.net/secrets", "kv1.vault.azure.net"},
    {"https://ns1.servicebus.windows.net:5671/q", "ns1.servicebus.windows.net", "", 5671},
    // the same without its scheme, as address bars show it
    {"a.blob.core.windows.net/c?sv=2022&sig=SECRET", "a.blob.core.windows.net"},
    {"a.blob.core.windows.net?sig=SECRET", "a.blob.core.windows.net"},
    // Backup, both spellings; a managed instance; disks
    {"1132794570626989392-ab-pod01-fc1.we.backup.windowsazure.com",
     "1132794570626989392-ab-pod01-fc1.we.backup.windowsazure.com"},
    {"1132794570626989392-ab-pod01-fc1.privatelink.we.backup.windowsazure.com=10.1.2.4",
     "1132794570626989392-ab-pod01-fc1.privatelink.we.backup.windowsazure.com", "10.1.2.4"},
    {"mi.a1b2c3d4e5f6.database.windows.net", "mi.a1b2c3d4e5f6.database.windows.net"},
    {"md-hdd-x.z33.blob.storage.azure.net", "md-hdd-x.z33.blob.storage.azure.net"},
    {"vault.vault.azure.net", "vault.vault.azure.net"},
    // nobody's suffix, and an Azure SQL Database, which is no managed instance
    {"billing.corp.example", "billing.corp.example", "", 443, true},
    {"srv1.database.windows.net", "srv1.database.windows.net", "", 443, true},
    {"registry1.azurecr.io", "registry1.azurecr.io", "", 443, true},
    {"s1.search.windows.net", "s1.search.windows.net", "", 443, true},
    {"c1.documents.azure.com", "c1.documents.azure.com", "", 443, true},
    {"c1.table.cosmos.azure.com", "c1.table.cosmos.azure.com", "", 443, true},
    // a region that is newer than the table
    {"1-ab-pod01-fc1.zz9.backup.windowsazure.com", "1-ab-pod01-fc1.zz9.backup.windowsazure.com", "", 443,
     true},
};

std::string with_commas(const std::vector<IpAddress>& addresses) {
  std::string all;
  for (const IpAddress& each : addresses) {
    if (!all.empty()) all += ',';
    all += each.to_string();
  }
  return all;
}

TEST_CASE("a name is taken as it was meant") {
  for (const Taken& row : kTaken) {
    CAPTURE(row.text);
    const auto read = read_name_argument(row.text);
    const NameArgument* named = std::get_if<NameArgument>(&read);
    if (named == nullptr) FAIL(std::get<std::string>(read));
    CHECK(named->endpoint.fqdn == row.fqdn);
    CHECK(with_commas(named->endpoint.ip) == row.ip);
    CHECK(named->endpoint.port == row.port);
    CHECK(named->note.empty() != row.is_noted);
    CHECK(named->note.find("SECRET") == std::string::npos);
  }
}

struct Refused {
  std::string_view text{};
  std::string_view says{};  // part of the message
};

constexpr Refused kRefused[] = {
    // typing errors in a known suffix
    {"a.blob.core.windows.nte", "did you mean a.blob.core.windows.net?"},
    {"a.blob.core.window.net", "did you mean a.blob.core.windows.net?"},
    {"a.blob.core.windows.com", "did you mean a.blob.core.windows.net?"},
    {"a.blobcore.windows.net", "did you mean a.blob.core.windows.net?"},
    {"a.blob.core.windows..net", "not a host name"},
    {"a.qeue.core.windows.net", "did you mean a.queue.core.windows.net?"},
    {"a.privatlink.blob.core.windows.net", "did you mean a.privatelink.blob.core.windows.net?"},
    {"kv1.vualt.azure.net", "did you mean kv1.vault.azure.net?"},
    {"1-ab-pod01-fc1.we.backup.windowsazur.com", "did you mean 1-ab-pod01-fc1.we.backup.windowsazure.com?"},
    {"mi.a1b2c3d4e5f6.databse.windows.net", "did you mean mi.a1b2c3d4e5f6.database.windows.net?"},
    // the region's name for its geo code
    {"1-ab-pod01-fc1.westeurope.backup.windowsazure.com", "did you mean `we`?"},
    // no names
    {"", "not a host name"},
    {"mystorage01", "give the full name"},
    {"10.1.3.5", "an address"},
    {"10.1.3.5=a.blob.core.windows.net", "an address"},
    {"*.blob.core.windows.net", "not a host name"},
    {"privatelink.blob.core.windows.net", "a zone"},
    {"privatelink.we.backup.windowsazure.com", "a zone"},
    {"https://", "not a host name"},
    {"a.blob.core.windows.net=", "after = come IP addresses"},
    {"a.blob.core.windows.net=10.1.3", "after = come IP addresses"},
    {"a.blob.core.windows.net=10.1.3.5,", "after = come IP addresses"},
    {"https://ns1.servicebus.windows.net:0/", "a port"},
    {"a.blob.core.windows.nte?sig=SECRET", "did you mean"},
    {"mystorage01?sig=SECRET", "not a host name"},
    {"https://x:SECRET@mystorage01/c?sig=SECRET", "not a host name"},
    {"a.blob.core.windows.net=10.1.3.5?sig=SECRET", "after = come IP addresses"},
};

TEST_CASE("what is no name is refused, and told what would be right") {
  for (const Refused& row : kRefused) {
    CAPTURE(row.text);
    const auto read = read_name_argument(row.text);
    const std::string* wrong = std::get_if<std::string>(&read);
    REQUIRE(wrong != nullptr);
    CAPTURE(*wrong);
    CHECK(wrong->find(row.says) != std::string::npos);
    CHECK(wrong->find("SECRET") == std::string::npos);
  }
}

TEST_CASE("a line of a hosts file is told from a line of a plan") {
  CHECK(looks_like_hosts("10.1.3.5 a.blob.core.windows.net\n"));
  CHECK(looks_like_hosts("\xef\xbb\xbf# old pins\r\n\r\n  fd00::5\ta.blob.core.windows.net\r\n"));
  CHECK(looks_like_hosts("127.0.0.1 localhost\n10.1.3.5 a.blob.core.windows.net"));
  CHECK_FALSE(looks_like_hosts("version: 1\n"));
  CHECK_FALSE(looks_like_hosts("# 10.1.3.5 a.blob.core.windows.net\nversion: 1\n"));
  CHECK_FALSE(looks_like_hosts("{\"version\": 1}"));
  CHECK_FALSE(looks_like_hosts("10.1.3.5\n"));
  CHECK_FALSE(looks_like_hosts(""));
}

TEST_CASE("a pasted hosts file names what must resolve where") {
  const HostsBlock block = read_hosts_block({"-",
                                             "# made by hand\r\n"
                                             "127.0.0.1 localhost a.b.example\r\n"
                                             "::1 ip6-localhost\r\n"
                                             "fe80::1%lo0 localhost\r\n"
                                             "10.1.3.5\tA.blob.core.windows.net  a # the account\r\n"
                                             "10.1.3.6 a.queue.core.windows.net b.corp.example"});
  CHECK(block.errors.empty());
  REQUIRE(block.lines.size() == 3);
  CHECK(block.lines[0].endpoint.fqdn == "a.blob.core.windows.net");
  CHECK(with_commas(block.lines[0].endpoint.ip) == "10.1.3.5");
  CHECK(block.lines[0].line == 5);
  CHECK(block.lines[1].endpoint.fqdn == "a.queue.core.windows.net");
  CHECK(block.lines[2].endpoint.fqdn == "b.corp.example");
  CHECK(block.lines[2].line == 6);
  CHECK(block.notes.size() == 1);
}

TEST_CASE("every mistake of a hosts file is found at its place") {
  const HostsBlock block = read_hosts_block({"pins",
                                             "10.1.3.5 a.blob.core.windows.nte\n"
                                             "10.1.3 b.blob.core.windows.net\n"
                                             "10.1.3.7 c.blob.core.windows.net\n"});
  REQUIRE(block.errors.size() == 2);
  CHECK(to_string(block.errors[0]).starts_with("pins:1:10: a.blob.core.windows.nte: did you mean"));
  CHECK(to_string(block.errors[1]) == "pins:2:1: `10.1.3` is not an IP address; a line reads `IP NAME`");
  CHECK(block.lines.size() == 1);
  CHECK_FALSE(read_hosts_block({"pins", std::string{"10.1.3.5 a.b\0c", 14}}).errors.empty());
}

}  // namespace
}  // namespace vnetprobe
