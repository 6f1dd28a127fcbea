// Regions and the geo codes that Azure Backup writes into its zone names (azure-facts 1).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/plan.h"

namespace vnetprobe {

struct Region {
  Cloud cloud = Cloud::public_cloud;
  std::string_view name{};  // as ARM writes it, "westeurope"
  std::string_view geo{};   // "we"
};

// A second code for a region that lists disagree about (azure-facts 1.1).
struct GeoAlias {
  Cloud cloud = Cloud::public_cloud;
  std::string_view region{};
  std::string_view geo{};
};

// The whole tables, by cloud and name.
std::span<const Region> all_regions();
std::span<const GeoAlias> all_geo_aliases();

// "West Europe", "WestEurope" and "westeurope" are one region: lower case, without blanks.
std::string canonical_region(std::string_view region);

std::optional<std::string_view> geo_of_region(Cloud cloud, std::string_view region);

// Knows the aliases too: "ate" is austriaeast. Case does not matter.
std::optional<std::string_view> region_of_geo(Cloud cloud, std::string_view geo);

// Every code of the region that `geo` belongs to, the usual one first; empty for an unknown code.
std::vector<std::string_view> geo_codes_like(Cloud cloud, std::string_view geo);

// The cloud that knows this region, whichever the plan says.
std::optional<Cloud> cloud_of_region(std::string_view region);

// Closest of the cloud's own names: for "did you mean".
std::string_view nearest_region(Cloud cloud, std::string_view region);
std::string_view nearest_geo(Cloud cloud, std::string_view geo);

}  // namespace vnetprobe
