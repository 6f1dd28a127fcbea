#include "probe/model/address.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <ostream>
#include <string>
#include <vector>

namespace vnetprobe {
namespace {

IpAddress ip(std::string_view text) {
  const auto address = IpAddress::parse(text);
  REQUIRE(address);
  return *address;
}

TEST_CASE("is_loopback") {
  CHECK(is_loopback(IpAddress::parse("127.0.0.53").value()));
  CHECK(is_loopback(IpAddress::parse("::1").value()));
  CHECK_FALSE(is_loopback(IpAddress::parse("10.0.0.1").value()));
  CHECK_FALSE(is_loopback(IpAddress::parse("::").value()));
}

}  // namespace

TEST_CASE("an address is what inet_pton reads, and nothing around it") {
  struct Row {
    std::string story;
    std::string_view text;
    std::string_view printed;  // "" when it is no address
  };
  const Row rows[] = {
      {"dotted quad", "10.1.2.4", "10.1.2.4"},
      {"IPv6 is shortened", "FD00:0:0::1", "fd00::1"},
      {"IPv4-mapped stays IPv6", "::ffff:10.1.2.4", "::ffff:10.1.2.4"},
      {"leading zero", "10.01.2.4", ""},
      {"three parts", "10.1.2", ""},
      {"a port", "10.1.2.4:53", ""},
      {"a zone id", "fe80::1%eth0", ""},
      {"a blank", " 10.1.2.4", ""},
      {"a NUL", std::string_view{"10.1.2.4\0", 9}, ""},
      {"brackets", "[::1]", ""},
      {"nothing", "", ""},
      {"long", "1111:1111:1111:1111:1111:1111:1111:1111:1111:1111:1111", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const auto address = IpAddress::parse(row.text);
    CHECK((address ? address->to_string() : "") == row.printed);
  }
}

TEST_CASE("addresses sort IPv4 first, then by value") {
  std::vector<IpAddress> all = {ip("::1"), ip("10.1.2.16"), ip("10.1.2.4"), ip("9.255.0.0")};
  std::ranges::sort(all);
  const std::vector<IpAddress> expected = {ip("9.255.0.0"), ip("10.1.2.4"), ip("10.1.2.16"), ip("::1")};
  CHECK(all == expected);
}

TEST_CASE("a network has no host bits") {
  struct Row {
    std::string_view text;
    bool right;
  };
  const Row rows[] = {{"10.1.0.0/16", true},  {"10.1.0.0/15", false},  {"10.1.0.1/32", true},
                      {"0.0.0.0/0", true},    {"10.1.0.0/33", false},  {"10.1.0.0/", false},
                      {"10.1.0.0", false},    {"10.1.0.0/016", false}, {"fd00::/8", true},
                      {"fd00::1/8", false},   {"fd00::/129", false},   {"10.0.0.0/-1", false},
                      {"10.128.0.0/9", true}, {"10.64.0.0/9", false},  {"dc1/32", false},
                      {"10.0.0/8", false},    {"10.0.0.0/8x", false},  {"10.0.0.0/99999999999", false}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto network = Cidr::parse(row.text);
    CHECK(network.has_value() == row.right);
    if (network) CHECK(network->to_string() == row.text);
  }
}

TEST_CASE("a network holds its first and its last address, and not their neighbours") {
  struct Row {
    std::string_view network, address;
    bool inside;
  };
  const Row rows[] = {{"172.16.0.0/12", "172.16.0.0", true},
                      {"172.16.0.0/12", "172.31.255.255", true},
                      {"172.16.0.0/12", "172.32.0.0", false},
                      {"172.16.0.0/12", "172.15.255.255", false},
                      {"10.7.4.128/25", "10.7.4.128", true},
                      {"10.7.4.128/25", "10.7.4.127", false},
                      {"0.0.0.0/0", "255.255.255.255", true},
                      {"0.0.0.0/0", "::", false},
                      {"fc00::/7", "fdff::1", true},
                      {"fc00::/7", "fe00::", false},
                      {"10.1.2.4/32", "10.1.2.4", true},
                      {"10.1.2.4/32", "10.1.2.5", false},
                      {"::ffff:0:0/96", "::ffff:8.8.8.8", true}};
  for (const Row& row : rows) {
    CAPTURE(row.network);
    CAPTURE(row.address);
    CHECK(Cidr::parse(row.network)->contains(ip(row.address)) == row.inside);
  }
}

TEST_CASE("a socket address may leave its port out") {
  struct Row {
    std::string_view text, printed;  // "" when it is none
  };
  const Row rows[] = {{"10.1.0.53", "10.1.0.53:53"},
                      {"10.1.0.53:5353", "10.1.0.53:5353"},
                      {"fd00::53", "[fd00::53]:53"},
                      {"[fd00::53]", "[fd00::53]:53"},
                      {"[fd00::53]:5353", "[fd00::53]:5353"},
                      {"[10.1.0.53]:53", ""},
                      {"[fd00::53", ""},
                      {"[fd00::53]5353", ""},
                      {"10.1.0.53:", ""},
                      {"10.1.0.53:0", ""},
                      {"10.1.0.53:65536", ""},
                      {"10.1.0.53:053", ""},
                      {"dc1:53", ""},
                      {"", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto address = SocketAddress::parse(row.text, 53);
    CHECK((address ? address->to_string() : "") == row.printed);
  }
}

TEST_CASE("classify") {
  struct Row {
    std::string story;
    std::vector<Cidr> vnet;
    std::string_view address;
    AddressClass expected;
  };
  const std::vector<Cidr> ours = {*Cidr::parse("10.1.0.0/16"), *Cidr::parse("20.60.0.0/16")};
  const Row rows[] = {
      {"in the VNet", ours, "10.1.2.4", AddressClass::in_vnet},
      {"a VNet of public space (azure-facts 0)", ours, "20.60.1.1", AddressClass::in_vnet},
      {"private, of another network", ours, "10.2.0.1", AddressClass::other_private},
      {"private IPv6 of another network", ours, "fd00::1", AddressClass::other_private},
      {"shared address space of another network", ours, "100.64.0.1", AddressClass::other_private},
      {"public", ours, "20.61.0.1", AddressClass::public_internet},
      {"with no VNet told, RFC 1918 is it", {}, "192.168.7.1", AddressClass::in_vnet},
      {"with no VNet told, RFC 6598 is it", {}, "100.127.255.255", AddressClass::in_vnet},
      {"with no VNet told, RFC 4193 is it", {}, "fc00::1", AddressClass::in_vnet},
      {"one past RFC 1918", {}, "172.32.0.1", AddressClass::public_internet},
      {"loopback", {}, "127.0.0.53", AddressClass::special},
      {"IPv6 loopback", {}, "::1", AddressClass::special},
      {"unspecified", {}, "0.0.0.0", AddressClass::special},
      {"this network", {}, "0.1.2.3", AddressClass::special},
      {"IPv6 unspecified", {}, "::", AddressClass::special},
      {"link-local", {}, "169.254.169.254", AddressClass::special},
      {"IPv6 link-local", {}, "fe80::1", AddressClass::special},
      {"multicast", {}, "224.0.0.251", AddressClass::special},
      {"IPv6 multicast", {}, "ff02::1", AddressClass::special},
      {"reserved", {}, "240.0.0.1", AddressClass::special},
      {"broadcast", {}, "255.255.255.255", AddressClass::special},
      {"IPv4-mapped, even of a private address", {}, "::ffff:10.1.2.4", AddressClass::special},
      {"benchmarking", {}, "198.19.0.1", AddressClass::special},
      {"Azure's own DNS is public space", {}, "168.63.129.16", AddressClass::public_internet},
      {"public IPv6", {}, "2603:1030::1", AddressClass::public_internet},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    CHECK(classify(ip(row.address), row.vnet) == row.expected);
  }
}

}  // namespace vnetprobe
