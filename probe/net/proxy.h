// "http://user:secret@proxy.example:3128" taken apart. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vnetprobe {

struct ProxyUrl {
  std::string host{};  // a name or an address, without brackets
  std::uint16_t port = 0;
  std::string credentials{};  // "user:secret", still percent-encoded, or ""
};

// The scheme may be missing, or http; 1080 is the port of a proxy without one, as with curl. nullopt for
// other schemes and what is no host and port.
std::optional<ProxyUrl> parse_proxy(std::string_view url);

std::string without_credentials(std::string_view url);

}  // namespace vnetprobe
