#include "probe/plan/emit_zone.h"

#include <fmt/core.h>
#include <string_view>

namespace vnetprobe {
namespace {

// Within the 10 to 600 s that Microsoft advises for records kept by hand (azure-facts 4.5).
constexpr int kTtl = 300;

// The name below the zone; "" for managed disks and static websites, whose records nobody has seen.
std::string_view label_of(const Target& target) {
  const std::string_view name = target.private_name;
  if (name.size() < target.zone.size() + 2 || !name.ends_with(target.zone)) return {};
  const std::string_view label = name.substr(0, name.size() - target.zone.size());
  return label.ends_with('.') ? label.substr(0, label.size() - 1) : std::string_view{};
}

void add_records(const Target& target, std::string& text) {
  const std::string_view label = label_of(target);
  if (label.empty()) {
    text += fmt::format("; {}: the name of its record in this zone is not known\n", target.name);
    return;
  }
  for (const IpAddress& each : target.expected)
    text += fmt::format("{} IN {} {}\n", label, each.is_v4() ? "A" : "AAAA", each.to_string());
  if (target.expected.empty()) text += fmt::format("; {} IN A <address>\n", label);
}

}  // namespace

std::string emit_zone(const Scope& scope) {
  std::string text;
  for (const Zone& zone : scope.zones) {
    if (!text.empty()) text += '\n';
    text += fmt::format("$ORIGIN {}.\n$TTL {}\n", zone.name, kTtl);
    for (const std::size_t t : zone.targets) add_records(scope.targets[t], text);
  }
  return text.empty() ? "; no name of this plan lives in a private zone\n" : text;
}

}  // namespace vnetprobe
