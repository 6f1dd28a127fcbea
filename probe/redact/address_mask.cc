// The scheme of Xu, Fan, Ammar and Moon ("Prefix-preserving IP address anonymization", 2002): whether
// a bit is turned depends on the bits before it alone. Added to it: a bit stays as it is where turning
// it would move a network with a meaning, so the map goes each class onto itself and stays one to one.
#include "probe/redact/address_mask.h"

#include <algorithm>
#include <array>
#include <vector>

namespace vnetprobe {
namespace {

// Networks that something may live in, whose bits behind the prefix say who. Those of documents and
// benchmarks (RFC 5737, 2544, 3849) are among them: labs live there.
constexpr std::array<std::string_view, 14> kMoved = {
    "10.0.0.0/8",    "172.16.0.0/12",   "192.168.0.0/16", "100.64.0.0/10", "192.0.2.0/24",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "fc00::/8",      "fd00::/8",
    "fe80::/10",     "fec0::/10",       "2000::/3",       "2001:db8::/32"};
// Networks and addresses that are the same everywhere. 168.63.129.16: azure-facts 4.4.
constexpr std::array<std::string_view, 10> kFixed = {
    "0.0.0.0/8",        "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "224.0.0.0/3",
    "168.63.129.16/32", "::/127",      "100::/64",       "ff00::/8",     "64:ff9b::/96"};

struct Meaning {
  Cidr network{};
  bool fixed = false;
};

const std::vector<Meaning>& meanings() {
  static const std::vector<Meaning> all = [] {
    std::vector<Meaning> made;
    made.reserve(kMoved.size() + kFixed.size());
    for (const std::string_view each : kMoved) made.push_back({*Cidr::parse(each), false});
    for (const std::string_view each : kFixed) made.push_back({*Cidr::parse(each), true});
    return made;
  }();
  return all;
}

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0,    0,
                                                  0, 0, 0, 0, 0xFF, 0xFF};  // RFC 4291 2.5.5.2

bool is_mapped(const IpAddress& address) {
  return !address.is_v4() && std::equal(kMapped.begin(), kMapped.end(), address.bytes().begin());
}

IpAddress cut(const IpAddress& address, int bits) {
  std::array<std::uint8_t, 16> bytes{};
  std::ranges::copy(address.bytes(), bytes.begin());
  for (int i = bits; i < (address.is_v4() ? 32 : 128); ++i)
    bytes[static_cast<std::size_t>(i / 8)] &= static_cast<std::uint8_t>(~(0x80U >> (i % 8)));
  if (address.is_v4()) return IpAddress::v4(std::span<const std::uint8_t, 4>(bytes.data(), 4));
  return IpAddress::v6(bytes);
}

// Whether bit number `bits` may be turned: nothing with a meaning begins below these first bits.
bool may_turn(const IpAddress& prefix, int bits) {
  const Cidr below{prefix, bits};
  return std::ranges::none_of(meanings(), [&](const Meaning& each) {
    return each.network.bits > bits && below.contains(each.network.base);
  });
}

bool is_fixed(const IpAddress& address) {
  return std::ranges::any_of(
      meanings(), [&](const Meaning& each) { return each.fixed && each.network.contains(address); });
}

}  // namespace

IpAddress AddressMask::operator()(const IpAddress& address) const {
  if (is_mapped(address)) {
    std::array<std::uint8_t, 4> inside{};
    std::copy_n(address.bytes().begin() + kMapped.size(), inside.size(), inside.begin());
    const IpAddress moved = (*this)(IpAddress::v4(inside));
    std::array<std::uint8_t, 16> bytes{};
    std::ranges::copy(kMapped, bytes.begin());
    std::ranges::copy(moved.bytes(), bytes.begin() + kMapped.size());
    return IpAddress::v6(bytes);
  }
  if (is_fixed(address)) return address;
  std::array<std::uint8_t, 16> bytes{};
  std::ranges::copy(address.bytes(), bytes.begin());
  const int size = address.is_v4() ? 32 : 128;
  for (int i = 0; i < size; ++i) {
    const IpAddress prefix = cut(address, i);
    if (may_turn(prefix, i) && names_.bit(Cidr{prefix, i}.to_string()))
      bytes[static_cast<std::size_t>(i / 8)] ^= static_cast<std::uint8_t>(0x80U >> (i % 8));
  }
  if (address.is_v4()) return IpAddress::v4(std::span<const std::uint8_t, 4>(bytes.data(), 4));
  return IpAddress::v6(bytes);
}

Cidr AddressMask::operator()(const Cidr& network) const {
  return {cut((*this)(network.base), network.bits), network.bits};
}

}  // namespace vnetprobe
