// What is compared to find out whether something changed: a member that did not count would hide it.
#include <compare>
#include <doctest/doctest.h>
#include <type_traits>

#include "probe/model/report.h"

namespace vnetprobe {
namespace {

void change(bool& value) { value = !value; }
void change(std::string& value) { value += "x"; }
template <class T>
requires std::is_integral_v<T>
void change(T& value) { ++value; }

// Every member in turn is another one, while all others are the same.
template <class T>
void check_every_member(const T& some) {
  CHECK(some == T(some));
  T counted = some;
  std::size_t members = 0;
  visit_fields(counted, [&](std::string_view, auto&) { ++members; });
  for (std::size_t i = 0; i < members; ++i) {
    T other = some;
    std::size_t at = 0;
    std::string_view changed;
    visit_fields(other, [&](std::string_view name, auto& member) {
      if (at++ != i) return;
      change(member);
      changed = name;
    });
    CAPTURE(changed);
    CHECK(some != other);
    CHECK(other != some);
  }
}

IpAddress ip(std::string_view text) { return *IpAddress::parse(text); }

}  // namespace

TEST_CASE("two values are the same where all their members are") {
  check_every_member(DnsRecord{.owner = "a.example", .type = rr::kA, .ttl = 60, .data = "10.1.2.4"});
  check_every_member(DnsFlags{.aa = true, .rd = true});
  check_every_member(Summary{.pass = 1, .fail = 2});
}

TEST_CASE("an address, a network and a socket are compared whole") {
  CHECK(ip("0.0.0.0") != ip("::"));  // the same bytes
  CHECK(ip("10.1.2.4") != ip("10.1.2.5"));
  CHECK(ip("10.1.2.4") == ip("10.1.2.4"));
  CHECK(Cidr{ip("10.0.0.0"), 8} == Cidr{ip("10.0.0.0"), 8});
  CHECK(Cidr{ip("10.0.0.0"), 8} != Cidr{ip("10.0.0.0"), 9});
  CHECK(Cidr{ip("10.0.0.0"), 8} != Cidr{ip("12.0.0.0"), 8});
  const SocketAddress dns{ip("10.1.0.53"), 53};
  CHECK(dns == SocketAddress{ip("10.1.0.53"), 53});
  CHECK(dns < SocketAddress{ip("10.1.0.53"), 54});
  CHECK(dns < SocketAddress{ip("10.1.0.54"), 1});
  CHECK(dns > SocketAddress{ip("10.1.0.52"), 54});
  CHECK(UtcTime{1} < UtcTime{2});
  CHECK(UtcTime{1} == UtcTime{1});
}

TEST_CASE("addresses are ordered IPv4 first, whatever their bytes") {
  CHECK(ip("255.255.255.255") < ip("::"));
  CHECK(ip("::") > ip("255.255.255.255"));
  CHECK(ip("::1") < ip("::2"));
  CHECK(std::is_eq(ip("::1") <=> ip("::1")));
}

}  // namespace vnetprobe
