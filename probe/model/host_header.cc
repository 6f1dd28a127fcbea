// A newcomer would cut at the first colon. An IPv6 address has some of its own, and stands in brackets.
#include "probe/model/host_header.h"

#include <algorithm>

#include "probe/model/address.h"

namespace vnetprobe {
namespace {

bool same_name(std::string_view one, std::string_view other) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

bool names_this_machine(std::string_view host_header, std::string_view own_name) {
  std::string_view host = host_header;
  if (host.empty()) return true;
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == std::string_view::npos) return false;
    const auto address = IpAddress::parse(host.substr(1, end - 1));
    return address && !address->is_v4();
  }
  host = host.substr(0, host.find(':'));
  if (IpAddress::parse(host)) return true;
  if (host.ends_with('.')) host.remove_suffix(1);
  return same_name(host, "localhost") || (!own_name.empty() && same_name(host, own_name));
}

}  // namespace vnetprobe
