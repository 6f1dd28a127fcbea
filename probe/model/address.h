// IP addresses and networks as values, with no socket in sight.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

namespace vnetprobe {

class IpAddress {
 public:
  IpAddress() = default;  // 0.0.0.0

  // Dotted quad or RFC 4291 text, nothing around it: no port, no zone id, no leading zeros trick.
  static std::optional<IpAddress> parse(std::string_view text);
  static IpAddress v4(std::span<const std::uint8_t, 4> bytes);
  static IpAddress v6(std::span<const std::uint8_t, 16> bytes);

  bool is_v4() const { return v4_; }
  std::span<const std::uint8_t> bytes() const { return {bytes_.data(), v4_ ? 4U : 16U}; }
  std::string to_string() const;

  // IPv4 before IPv6, then by value: the order in which reports list addresses.
  friend auto operator<=>(const IpAddress& a, const IpAddress& b) {
    return std::tie(b.v4_, a.bytes_) <=> std::tie(a.v4_, b.bytes_);
  }
  friend bool operator==(const IpAddress&, const IpAddress&) = default;

 private:
  bool v4_ = true;
  std::array<std::uint8_t, 16> bytes_{};
};

// A network, "10.1.0.0/16". Host bits must be zero.
struct Cidr {
  IpAddress base{};
  int bits = 0;

  static std::optional<Cidr> parse(std::string_view text);
  bool contains(const IpAddress& address) const;
  std::string to_string() const;
  friend bool operator==(const Cidr&, const Cidr&) = default;
};

// "10.1.0.53", "10.1.0.53:53", "[fd00::53]:53", "fd00::53".
struct SocketAddress {
  IpAddress address{};
  std::uint16_t port = 0;

  static std::optional<SocketAddress> parse(std::string_view text, std::uint16_t default_port);
  std::string to_string() const;  // brackets around IPv6
  friend auto operator<=>(const SocketAddress&, const SocketAddress&) = default;
};

// What an address in a DNS answer is worth.
enum class AddressClass {
  in_vnet,        // within the plan's `vnet`
  other_private,  // RFC 1918, RFC 6598 or RFC 4193, but outside the plan's `vnet`
  special,  // loopback, link-local, multicast, unspecified, IPv4-mapped, documentation of nothing reachable
  public_internet,
};

// RFC 1918, 100.64.0.0/10 and fc00::/7: the default of the plan's `vnet`.
std::span<const Cidr> default_private_networks();

// An empty `vnet` means the default list. A VNet may use public space (azure-facts 0, last row of
// the errors table), so `vnet` is asked first.
AddressClass classify(const IpAddress& address, std::span<const Cidr> vnet);

// 127.0.0.0/8 or ::1: this machine itself, and of name servers a stub that asks others.
bool is_loopback(const IpAddress& address);

inline bool is_private(AddressClass c) {
  return c == AddressClass::in_vnet || c == AddressClass::other_private;
}

}  // namespace vnetprobe
