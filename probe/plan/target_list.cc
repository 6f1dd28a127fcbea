// Defaults and written values look alike here. Where two meet, the one that differs from the default
// was written by somebody, so it stays.
#include "probe/plan/target_list.h"

#include <algorithm>

namespace vnetprobe {
namespace {

constexpr std::uint16_t kDefaultPort = 443;

void add_missing(std::vector<IpAddress>& into, const std::vector<IpAddress>& from) {
  for (const IpAddress& each : from)
    if (std::ranges::find(into, each) == into.end()) into.push_back(each);
}

void fill(std::string& into, const std::string& from) {
  if (into.empty()) into = from;
}

// `unchecked` is what an endpoint has that says nothing, `disabled` what a storage account has.
Access merged(Access a, Access b) {
  if (a == Access::unchecked) return b;
  if (b == Access::unchecked) return a;
  return a == Access::enabled ? a : b;
}

}  // namespace

void TargetList::add(Target target) {
  const auto [found, is_new] = index_.emplace(std::pair{target.duty, target.name}, targets_.size());
  if (is_new) {
    targets_.push_back(std::move(target));
    return;
  }
  Target& known = targets_[found->second];
  add_missing(known.expected, target.expected);
  add_missing(known.public_ip, target.public_ip);
  fill(known.vault, target.vault);
  fill(known.container, target.container);
  fill(known.purpose, target.purpose);
  if (known.role == Role::none) known.role = target.role;
  if (known.port == kDefaultPort) known.port = target.port;
  known.public_access = merged(known.public_access, target.public_access);
  known.redirects = known.redirects || target.redirects;
  known.mi_link = known.mi_link || target.mi_link;
  known.derived = known.derived && target.derived;
}

}  // namespace vnetprobe
