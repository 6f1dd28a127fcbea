// A newcomer would look for the first '@'. A password may hold one; the last before the path ends it.
#include "probe/net/proxy.h"

#include <charconv>

namespace vnetprobe {
namespace {

struct Parts {
  std::string_view scheme{};  // with "://"
  std::string_view credentials{};
  std::string_view authority{};
  std::string_view rest{};
};

Parts split(std::string_view url) {
  Parts parts;
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) {
    parts.scheme = url.substr(0, scheme + 3);
    url.remove_prefix(scheme + 3);
  }
  const std::size_t at = url.rfind('@');
  if (at != std::string_view::npos) {
    parts.credentials = url.substr(0, at);
    url.remove_prefix(at + 1);
  }
  const std::size_t path = std::min(url.find_first_of("/?#"), url.size());
  parts.authority = url.substr(0, path);
  parts.rest = url.substr(path);
  return parts;
}

}  // namespace

std::optional<ProxyUrl> parse_proxy(std::string_view url) {
  const Parts parts = split(url);
  if (!parts.scheme.empty() && parts.scheme != "http://") return std::nullopt;
  ProxyUrl proxy;
  proxy.credentials = parts.credentials;
  std::string_view host = parts.authority;
  std::string_view port;
  if (host.starts_with('[')) {
    const std::size_t close = host.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    port = host.substr(close + 1);
    host = host.substr(1, close - 1);
  } else if (const std::size_t colon = host.find(':'); colon != std::string_view::npos) {
    port = host.substr(colon);
    host = host.substr(0, colon);
  }
  proxy.host = host;
  proxy.port = 1080;
  if (!port.empty()) {
    port.remove_prefix(1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), proxy.port);
    if (error != std::errc{} || end != port.data() + port.size()) return std::nullopt;
  }
  if (proxy.host.empty() || proxy.port == 0) return std::nullopt;
  return proxy;
}

std::string without_credentials(std::string_view url) {
  const Parts parts = split(url);
  std::string out(parts.scheme);
  out += parts.authority;
  out += parts.rest;
  return out;
}

}  // namespace vnetprobe
