// What cannot be said while a file is read: `vnet`, `cloud` and a vault's geo code may stand after
// what depends on them, or in another file.
#include <algorithm>
#include <fmt/core.h>

#include "probe/azure/regions.h"
#include "probe/azure/services.h"
#include "probe/plan/sections.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

void check_addresses(Reading& reading, const PlanDraft& draft) {
  std::string networks;
  for (const Cidr& each : draft.plan.vnet) networks += (networks.empty() ? "" : ", ") + each.to_string();
  for (const At<IpAddress>& each : draft.expected) {
    if (classify(each.value, draft.plan.vnet) == AddressClass::in_vnet) continue;
    reading.fail(each.place,
                 draft.plan.vnet.empty()
                     ? fmt::format("{} is not a private address; name the VNet's networks in `vnet`",
                                   each.value.to_string())
                     : fmt::format("{} is outside `vnet` ({})", each.value.to_string(), networks));
  }
}

void check_region(Reading& reading, Cloud cloud, const At<std::string>& region) {
  if (geo_of_region(cloud, region.value)) return;
  const auto other = cloud_of_region(region.value);
  reading.fail(region.place,
               other ? fmt::format("{} is a region of `cloud: {}`, and the plan is for {}",
                                   shown(region.value), to_string(*other), to_string(cloud))
                     : fmt::format("{} is not a region of cloud {}; did you mean `{}`?", shown(region.value),
                                   to_string(cloud), nearest_region(cloud, region.value)));
}

void check_geo(Reading& reading, Cloud cloud, const VaultFacts& vault) {
  const At<std::string>& geo = *vault.geo;
  const auto region = region_of_geo(cloud, geo.value);
  if (!region) {
    const auto meant = geo_of_region(cloud, geo.value);  // the region's name in place of its code
    return reading.fail(geo.place,
                        fmt::format("{} is not a geo code of cloud {}; did you mean `{}`?", shown(geo.value),
                                    to_string(cloud), meant ? *meant : nearest_geo(cloud, geo.value)));
  }
  if (!vault.region) return;
  const auto expected = geo_of_region(cloud, vault.region->value);
  if (!expected || vault.region->value == *region) return;
  reading.fail(geo.place, fmt::format("geo code {} is {}, but `region` is {} at {}, whose code is `{}`",
                                      shown(geo.value), *region, shown(vault.region->value),
                                      reading.describe(vault.region->place), *expected));
}

// The geo code that a vault's own keys give, "" where they do not.
std::string geo_of(const VaultFacts& vault, Cloud cloud) {
  if (vault.geo && region_of_geo(cloud, vault.geo->value)) return vault.geo->value;
  if (!vault.geo && vault.region) return std::string{geo_of_region(cloud, vault.region->value).value_or("")};
  return "";
}

void check_names(Reading& reading, Cloud cloud, const VaultFacts& vault, Claims& claims) {
  const std::string geo = geo_of(vault, cloud);
  const auto codes = geo_codes_like(cloud, geo);
  for (const At<std::string>& name : vault.names) {
    const HostKind kind = classify_host(name.value);
    if (kind.service == Service::backup && !codes.empty() &&
        std::ranges::find(codes, std::string_view{kind.geo}) == codes.end())
      reading.fail(name.place, fmt::format("{} has the geo code {}, and its vault's is `{}`",
                                           shown(name.value), shown(kind.geo), geo));
    if (!is_storage(kind.service) || kind.resource.empty() || !vault.public_access) continue;
    const std::string account = "storage account " + kind.resource;
    claims.claim(reading, account, account, "public_access", to_string(vault.public_access->value),
                 vault.public_access->place);
  }
}

// An account cannot be served and refused.
void check_denied(Reading& reading, const PlanDraft& draft) {
  const auto names_it = [](const std::string& account) {
    return [&account](const EndpointPlan& each) {
      const HostKind kind = classify_host(each.fqdn);
      return is_storage(kind.service) && kind.resource == account;
    };
  };
  for (const At<std::string>& denied : draft.denied) {
    const auto names = names_it(denied.value);
    const bool wanted = std::ranges::find(draft.plan.storage_accounts, denied.value,
                                          &StorageAccountPlan::name) != draft.plan.storage_accounts.end() ||
                        std::ranges::any_of(draft.plan.endpoints, names) ||
                        std::ranges::any_of(draft.plan.vaults, [&](const VaultPlan& vault) {
                          return std::ranges::any_of(vault.endpoints, names);
                        });
    if (wanted)
      reading.fail(denied.place,
                   fmt::format("{} must be refused here, and is one of the plan's own endpoints "
                               "elsewhere; it cannot be both",
                               shown(denied.value)));
  }
}

}  // namespace

void check_whole(Reading& reading, PlanDraft& draft) {
  check_addresses(reading, draft);
  check_denied(reading, draft);
  const Cloud cloud = draft.plan.cloud;
  for (const auto& [name, vault] : draft.vaults) {
    if (vault.region) check_region(reading, cloud, *vault.region);
    if (vault.geo) check_geo(reading, cloud, vault);
    check_names(reading, cloud, vault, draft.claims);
  }
}

}  // namespace vnetprobe
