#include "probe/dns/host_files.h"

#include <doctest/doctest.h>

namespace vnetprobe {
namespace {

TEST_CASE("resolv.conf") {
  const ResolvConf conf = parse_resolv_conf(
      "# made by hand\n"
      "nameserver 127.0.0.53 # the stub\r\n"
      "domain old.example\n"
      "search corp.example\tb.example\n"
      "  nameserver   fe80::1%eth0\n"
      "nameserver not-an-address\n"
      "nameserver\n"
      ";nameserver 10.9.9.9\n"
      "options edns0 trust-ad\n"
      "options ndots:2");
  REQUIRE(conf.nameservers.size() == 2);
  CHECK(conf.nameservers[0].to_string() == "127.0.0.53");
  CHECK(conf.nameservers[1].to_string() == "fe80::1");
  CHECK(conf.search == std::vector<std::string>{"corp.example", "b.example"});
  CHECK(conf.options == std::vector<std::string>{"edns0", "trust-ad", "ndots:2"});
}

TEST_CASE("the last of search and domain counts") {
  CHECK(parse_resolv_conf("search a b\ndomain c\n").search == std::vector<std::string>{"c"});
}

TEST_CASE("hosts") {
  const std::string text =
      "127.0.0.1 localhost\n"
      "\n"
      "10.1.3.5\tMyStorage01.blob.core.windows.net  mystorage01 # pinned by hand  \n"
      "nonsense mystorage01.blob.core.windows.net\n"
      "10.1.3.6\n"
      "#10.1.3.7 mystorage01.blob.core.windows.net\n";
  const auto lines = parse_hosts(text, "/etc/hosts", {"mystorage01.blob.core.windows.net"});
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].line == 3);
  CHECK(lines[0].file == "/etc/hosts");
  CHECK(lines[0].address.to_string() == "10.1.3.5");
  CHECK(lines[0].names == std::vector<std::string>{"mystorage01.blob.core.windows.net", "mystorage01"});
  CHECK(lines[0].text == "10.1.3.5 MyStorage01.blob.core.windows.net  mystorage01 # pinned by hand");
  CHECK(parse_hosts(text, "/etc/hosts", {}).size() == 2);
}

TEST_CASE("nsswitch.conf") {
  CHECK(parse_nsswitch_hosts("passwd: files\nhosts:  files mdns4_minimal [NOTFOUND=return] dns # x\n") ==
        "files mdns4_minimal [NOTFOUND=return] dns");
  CHECK(parse_nsswitch_hosts("hosts:files dns") == "files dns");
  CHECK(parse_nsswitch_hosts("") == "");
}

TEST_CASE("files of any bytes are read to an end and leave nothing unprintable") {
  std::string bytes = "10.0.0.1 \x1b[31mred \xff\n";
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  bytes += std::string(5000, 'x');
  CHECK(parse_resolv_conf(bytes).nameservers.empty());
  CHECK(parse_nsswitch_hosts(bytes) == "");
  const auto lines = parse_hosts(bytes, "f", {});
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].text == R"(10.0.0.1 \x1b[31mred \xff)");
}

}  // namespace
}  // namespace vnetprobe
