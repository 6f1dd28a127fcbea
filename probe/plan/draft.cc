// Names are compared in their canonical form, so that "A.blob…" and "a.privatelink.blob…" are one
// target; what the user typed shows in messages only.
#include "probe/plan/draft.h"

#include <algorithm>
#include <fmt/core.h>

#include "probe/azure/regions.h"
#include "probe/azure/services.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {

void Claims::claim(Reading& reading, const std::string& subject, std::string_view label, std::string_view key,
                   std::string_view value, const Place& place) {
  const auto [found, is_new] =
      said_.emplace(std::pair{subject, std::string{key}}, At<std::string>{std::string{value}, place});
  const At<std::string>& first = found->second;
  if (is_new || first.value == value) return;
  reading.fail(place, fmt::format("`{}` of {} is {} here and {} at {}; make them the same, or keep one", key,
                                  label, shown(value), shown(first.value), reading.describe(first.place)));
}

void add_expected(PlanDraft& draft, const Addresses& addresses, std::vector<IpAddress>& into) {
  for (const At<IpAddress>& each : addresses) {
    draft.expected.push_back(each);
    if (std::ranges::find(into, each.value) == into.end()) into.push_back(each.value);
  }
}

bool check_host(Reading& reading, std::string_view key, At<std::string>& host) {
  const auto wrong = [&](std::string_view why) {
    reading.fail(host.place, fmt::format("`{}` must be a host name, {}", key, why));
    return false;
  };
  if (host.value.find("://") != std::string::npos) return wrong("not a URL: write the name in it alone");
  if (IpAddress::parse(host.value)) return wrong("not an address: addresses stand in `ip`");
  if (host.value.find(':') != std::string::npos) return wrong("without a port");
  const std::string canonical = canonical_host(host.value);
  if (!is_full_host_name(canonical))
    return wrong(
        fmt::format("not {}: labels of letters, digits and hyphens with dots between", shown(host.value)));
  const HostKind kind = classify_host(canonical);
  if (kind.service == Service::backup && !region_of_geo(kind.cloud, kind.geo)) {
    if (const auto geo = geo_of_region(kind.cloud, kind.geo))
      return wrong(
          fmt::format("but `{}` in it is a region: Backup writes its geo code, `{}`", kind.geo, *geo));
  }
  host.value = canonical;
  return true;
}

bool check_label(Reading& reading, std::string_view key, At<std::string>& label) {
  const std::string canonical = canonical_host(label.value);
  if (canonical.find('.') == std::string::npos && is_full_host_name(canonical + ".x")) {
    label.value = canonical;
    return true;
  }
  reading.fail(label.place, fmt::format("`{}` must be the name alone, letters, digits and hyphens, not {}",
                                        key, shown(label.value)));
  return false;
}

}  // namespace vnetprobe
