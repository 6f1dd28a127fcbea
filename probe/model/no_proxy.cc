// A newcomer would compare the ends of the names: "storage01.blob.core.windows.net" ends as
// "mystorage01.blob.core.windows.net" does, and is another name.
#include "probe/model/no_proxy.h"

#include <algorithm>
#include <string>

namespace vnetprobe {
namespace {

bool covers(std::string_view entry, std::string_view name, std::uint16_t port) {
  if (entry == "*") return true;
  const std::size_t colon = entry.rfind(':');
  if (colon != std::string_view::npos) {
    if (entry.substr(colon + 1) != std::to_string(port)) return false;
    entry = entry.substr(0, colon);
  }
  if (entry.starts_with("*.")) entry.remove_prefix(1);
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty() || !name.ends_with(entry)) return false;
  name.remove_suffix(entry.size());
  return name.empty() || name.ends_with('.');
}

}  // namespace

bool goes_past_proxy(std::string_view no_proxy, std::string_view name, std::uint16_t port) {
  std::string list(no_proxy);
  for (char& c : list)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find_first_of(", \t", at), list.size());
    if (covers(std::string_view(list).substr(at, end - at), name, port)) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace vnetprobe
