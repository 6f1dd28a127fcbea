// inet_pton is stricter than it looks and that is what is wanted: glibc's refuses leading zeros,
// zone ids and everything that inet_aton would read as octal. Only a NUL inside has to be caught
// here, because it would end the text early.
#include "probe/model/address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <fmt/core.h>

namespace vnetprobe {
namespace {

std::optional<unsigned> parse_number(std::string_view text, unsigned highest) {
  unsigned value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc{} || stopped != end || value > highest) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return value;
}

// The bits of `address` past the first `bits` are zero.
bool has_no_host_bits(const IpAddress& address, int bits) {
  const auto bytes = address.bytes();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const int kept = std::clamp(bits - static_cast<int>(i) * 8, 0, 8);
    if ((bytes[i] & (0xFF >> kept)) != 0) return false;
  }
  return true;
}

constexpr std::uint8_t kNoBytes[16] = {};

Cidr v4_network(std::uint8_t a, std::uint8_t b, std::uint8_t c, int bits) {
  const std::uint8_t bytes[4] = {a, b, c, 0};
  return {IpAddress::v4(bytes), bits};
}

Cidr v6_network(std::uint8_t a, std::uint8_t b, int bits) {
  std::uint8_t bytes[16] = {};
  bytes[0] = a;
  bytes[1] = b;
  return {IpAddress::v6(bytes), bits};
}

// RFC 6890 and its registries: what no client on a VNet can reach as a service of Azure. The
// documentation networks of RFC 5737 are left out on purpose: a name that leads there is as public
// as any other wrong answer.
std::span<const Cidr> special_networks() {
  static const std::array<Cidr, 13> networks = [] {
    std::uint8_t mapped[16] = {};
    mapped[10] = mapped[11] = 0xFF;
    return std::array<Cidr, 13>{
        v4_network(0, 0, 0, 8),              // this network
        v4_network(127, 0, 0, 8),            // loopback
        v4_network(169, 254, 0, 16),         // link-local
        v4_network(192, 0, 0, 24),           // IETF protocol assignments
        v4_network(198, 18, 0, 15),          // benchmarking; what some proxies hand out as a stand-in
        v4_network(224, 0, 0, 4),            // multicast
        v4_network(240, 0, 0, 4),            // reserved, and broadcast
        Cidr{IpAddress::v6(kNoBytes), 127},  // unspecified and loopback
        Cidr{IpAddress::v6(mapped), 96},     // IPv4-mapped
        v6_network(0x01, 0x00, 64),          // discard only
        v6_network(0xFE, 0x80, 10),          // link-local
        v6_network(0xFE, 0xC0, 10),          // site-local, RFC 3879 took it back
        v6_network(0xFF, 0x00, 8),           // multicast
    };
  }();
  return networks;
}

bool any_contains(std::span<const Cidr> networks, const IpAddress& address) {
  return std::ranges::any_of(networks, [&](const Cidr& each) { return each.contains(address); });
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  char buffer[INET6_ADDRSTRLEN] = {};
  if (text.size() >= sizeof buffer || text.find('\0') != std::string_view::npos) return std::nullopt;
  std::ranges::copy(text, buffer);
  IpAddress address;
  if (inet_pton(AF_INET, buffer, address.bytes_.data()) == 1) return address;
  address.v4_ = false;
  if (inet_pton(AF_INET6, buffer, address.bytes_.data()) == 1) return address;
  return std::nullopt;
}

IpAddress IpAddress::v4(std::span<const std::uint8_t, 4> bytes) {
  IpAddress address;
  std::ranges::copy(bytes, address.bytes_.begin());
  return address;
}

IpAddress IpAddress::v6(std::span<const std::uint8_t, 16> bytes) {
  IpAddress address;
  address.v4_ = false;
  std::ranges::copy(bytes, address.bytes_.begin());
  return address;
}

std::string IpAddress::to_string() const {
  char buffer[INET6_ADDRSTRLEN] = {};
  if (!v4_) {
    inet_ntop(AF_INET6, bytes_.data(), buffer, sizeof buffer);
    return buffer;
  }
  // glibc's goes by sprintf, and a sweep writes every address several times.
  char* end = buffer;
  for (std::size_t i = 0; i < 4; ++i) {
    if (i > 0) *end++ = '.';
    end = std::to_chars(end, buffer + sizeof buffer, bytes_[i]).ptr;
  }
  return {buffer, end};
}

std::optional<Cidr> Cidr::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto base = IpAddress::parse(text.substr(0, slash));
  if (!base) return std::nullopt;
  const auto bits = parse_number(text.substr(slash + 1), base->is_v4() ? 32 : 128);
  if (!bits || !has_no_host_bits(*base, static_cast<int>(*bits))) return std::nullopt;
  return Cidr{*base, static_cast<int>(*bits)};
}

bool Cidr::contains(const IpAddress& address) const {
  if (address.is_v4() != base.is_v4()) return false;
  const auto mine = base.bytes();
  const auto theirs = address.bytes();
  for (std::size_t i = 0; i < mine.size(); ++i) {
    const int compared = std::clamp(bits - static_cast<int>(i) * 8, 0, 8);
    const int mask = 0xFF & ~(0xFF >> compared);
    if (((mine[i] ^ theirs[i]) & mask) != 0) return false;
  }
  return true;
}

std::string Cidr::to_string() const { return fmt::format("{}/{}", base.to_string(), bits); }

std::optional<SocketAddress> SocketAddress::parse(std::string_view text, std::uint16_t default_port) {
  std::string_view host = text;
  std::string_view port;
  bool has_port = false;
  const std::size_t colon = text.rfind(':');
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    host = text.substr(1, close - 1);
    if (host.find(':') == std::string_view::npos) return std::nullopt;  // brackets are for IPv6
    const std::string_view rest = text.substr(close + 1);
    has_port = !rest.empty();
    if (has_port && rest.front() != ':') return std::nullopt;
    if (has_port) port = rest.substr(1);
  } else if (colon != std::string_view::npos && text.find(':') == colon) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    has_port = true;
  }
  const auto address = IpAddress::parse(host);
  if (!address) return std::nullopt;
  if (!has_port) return SocketAddress{*address, default_port};
  const auto number = parse_number(port, 65535);
  if (!number || *number == 0) return std::nullopt;
  return SocketAddress{*address, static_cast<std::uint16_t>(*number)};
}

std::string SocketAddress::to_string() const {
  return address.is_v4() ? fmt::format("{}:{}", address.to_string(), port)
                         : fmt::format("[{}]:{}", address.to_string(), port);
}

std::span<const Cidr> default_private_networks() {
  static const std::array<Cidr, 5> networks = {v4_network(10, 0, 0, 8), v4_network(172, 16, 0, 12),
                                               v4_network(192, 168, 0, 16), v4_network(100, 64, 0, 10),
                                               v6_network(0xFC, 0x00, 7)};
  return networks;
}

AddressClass classify(const IpAddress& address, std::span<const Cidr> vnet) {
  const std::span<const Cidr> usual = default_private_networks();
  if (any_contains(vnet.empty() ? usual : vnet, address)) return AddressClass::in_vnet;
  if (any_contains(usual, address)) return AddressClass::other_private;
  if (any_contains(special_networks(), address)) return AddressClass::special;
  return AddressClass::public_internet;
}

bool is_loopback(const IpAddress& address) {
  static constexpr std::array<std::uint8_t, 16> kSix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  return address.is_v4() ? address.bytes()[0] == 127
                         : std::equal(kSix.begin(), kSix.end(), address.bytes().begin());
}

}  // namespace vnetprobe
