// The geo code is not the region's name, and not an abbreviation that could be guessed: it is looked
// up. Writing the region name into the zone is the commonest mistake in the field (azure-facts 1.3).
// The clouds that were closed (Germany) or whose DNS suffixes nobody knows (USSec, USNat) are left
// out: the plan cannot name them.
#include "probe/azure/regions.h"

#include <algorithm>

#include "probe/azure/nearest.h"

namespace vnetprobe {
namespace {

// clang-format off
constexpr Region kRegions[] = {
    {Cloud::public_cloud, "australiacentral", "acl"},
    {Cloud::public_cloud, "australiacentral2", "acl2"},
    {Cloud::public_cloud, "australiaeast", "ae"},
    {Cloud::public_cloud, "australiasoutheast", "ase"},
    {Cloud::public_cloud, "austriaeast", "aue"},
    {Cloud::public_cloud, "belgiumcentral", "bec"},
    {Cloud::public_cloud, "brazilsouth", "brs"},
    {Cloud::public_cloud, "brazilsoutheast", "bse"},
    {Cloud::public_cloud, "brazilus", "bru"},
    {Cloud::public_cloud, "canadacentral", "cnc"},
    {Cloud::public_cloud, "canadaeast", "cne"},
    {Cloud::public_cloud, "centralindia", "inc"},
    {Cloud::public_cloud, "centralus", "cus"},
    {Cloud::public_cloud, "centraluseuap", "ccy"},
    {Cloud::public_cloud, "chilecentral", "clc"},
    {Cloud::public_cloud, "denmarkeast", "dke"},
    {Cloud::public_cloud, "eastasia", "ea"},
    {Cloud::public_cloud, "eastus", "eus"},
    {Cloud::public_cloud, "eastus2", "eus2"},
    {Cloud::public_cloud, "eastus2euap", "ecy"},
    {Cloud::public_cloud, "eastus3", "eus3"},
    {Cloud::public_cloud, "francecentral", "frc"},
    {Cloud::public_cloud, "francesouth", "frs"},
    {Cloud::public_cloud, "germanynorth", "gn"},
    {Cloud::public_cloud, "germanywestcentral", "gwc"},
    {Cloud::public_cloud, "indiasouthcentral", "insc"},
    {Cloud::public_cloud, "indonesiacentral", "idc"},
    {Cloud::public_cloud, "israelcentral", "ilc"},
    {Cloud::public_cloud, "israelnorthwest", "iln"},
    {Cloud::public_cloud, "italynorth", "itn"},
    {Cloud::public_cloud, "japaneast", "jpe"},
    {Cloud::public_cloud, "japanwest", "jpw"},
    {Cloud::public_cloud, "jioindiacentral", "jic"},
    {Cloud::public_cloud, "jioindiawest", "jiw"},
    {Cloud::public_cloud, "koreacentral", "krc"},
    {Cloud::public_cloud, "koreasouth", "krs"},
    {Cloud::public_cloud, "malaysiasouth", "mys"},
    {Cloud::public_cloud, "malaysiawest", "myw"},
    {Cloud::public_cloud, "mexicocentral", "mxc"},
    {Cloud::public_cloud, "newzealandnorth", "nzn"},
    {Cloud::public_cloud, "northcentralus", "ncus"},
    {Cloud::public_cloud, "northeastus5", "ne5s"},
    {Cloud::public_cloud, "northeurope", "ne"},
    {Cloud::public_cloud, "norwayeast", "nwe"},
    {Cloud::public_cloud, "norwaywest", "nww"},
    {Cloud::public_cloud, "polandcentral", "plc"},
    {Cloud::public_cloud, "qatarcentral", "qac"},
    {Cloud::public_cloud, "southafricanorth", "san"},
    {Cloud::public_cloud, "southafricawest", "saw"},
    {Cloud::public_cloud, "southcentralus", "scus"},
    {Cloud::public_cloud, "southcentralus2", "usc2"},
    {Cloud::public_cloud, "southeastasia", "sea"},
    {Cloud::public_cloud, "southeastus", "use"},
    {Cloud::public_cloud, "southeastus3", "use3"},
    {Cloud::public_cloud, "southeastus5", "use5"},
    {Cloud::public_cloud, "southindia", "ins"},
    {Cloud::public_cloud, "southwestus", "swus"},
    {Cloud::public_cloud, "spaincentral", "spc"},
    {Cloud::public_cloud, "swedencentral", "sdc"},
    {Cloud::public_cloud, "swedensouth", "sds"},
    {Cloud::public_cloud, "switzerlandnorth", "szn"},
    {Cloud::public_cloud, "switzerlandwest", "szw"},
    {Cloud::public_cloud, "taiwannorth", "twn"},
    {Cloud::public_cloud, "taiwannorthwest", "tnw"},
    {Cloud::public_cloud, "uaecentral", "uac"},
    {Cloud::public_cloud, "uaenorth", "uan"},
    {Cloud::public_cloud, "uksouth", "uks"},
    {Cloud::public_cloud, "ukwest", "ukw"},
    {Cloud::public_cloud, "westcentralus", "wcus"},
    {Cloud::public_cloud, "westeurope", "we"},
    {Cloud::public_cloud, "westindia", "inw"},
    {Cloud::public_cloud, "westus", "wus"},
    {Cloud::public_cloud, "westus2", "wus2"},
    {Cloud::public_cloud, "westus3", "wus3"},
    {Cloud::usgov, "usdodcentral", "udc"},
    {Cloud::usgov, "usdodeast", "ude"},
    {Cloud::usgov, "usgovarizona", "uga"},
    {Cloud::usgov, "usgoviowa", "ugi"},
    {Cloud::usgov, "usgovtexas", "ugt"},
    {Cloud::usgov, "usgovvirginia", "ugv"},
    {Cloud::china, "chinaeast", "sha"},
    {Cloud::china, "chinaeast2", "sha2"},
    {Cloud::china, "chinaeast3", "sha3"},
    {Cloud::china, "chinanorth", "bjb"},
    {Cloud::china, "chinanorth2", "bjb2"},
    {Cloud::china, "chinanorth3", "bjb3"},
};

constexpr GeoAlias kGeoAliases[] = {
    {Cloud::public_cloud, "austriaeast", "ate"},
    {Cloud::public_cloud, "spaincentral", "esc"},
    {Cloud::china, "chinaeast2", "bj2r"},
};
// clang-format on

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

template <class Projection>
std::string_view nearest_of(Cloud cloud, std::string_view word, Projection member) {
  std::vector<std::string_view> candidates;
  for (const Region& each : kRegions)
    if (each.cloud == cloud) candidates.push_back(each.*member);
  return nearest(word, candidates);
}

}  // namespace

std::span<const Region> all_regions() { return kRegions; }
std::span<const GeoAlias> all_geo_aliases() { return kGeoAliases; }

std::string canonical_region(std::string_view region) {
  std::string name = lower(region);
  std::erase(name, ' ');
  return name;
}

std::optional<std::string_view> geo_of_region(Cloud cloud, std::string_view region) {
  const std::string name = canonical_region(region);
  for (const Region& each : kRegions)
    if (each.cloud == cloud && each.name == name) return each.geo;
  return std::nullopt;
}

std::optional<std::string_view> region_of_geo(Cloud cloud, std::string_view geo) {
  const std::string code = lower(geo);
  for (const Region& each : kRegions)
    if (each.cloud == cloud && each.geo == code) return each.name;
  for (const GeoAlias& each : kGeoAliases)
    if (each.cloud == cloud && each.geo == code) return each.region;
  return std::nullopt;
}

std::vector<std::string_view> geo_codes_like(Cloud cloud, std::string_view geo) {
  std::vector<std::string_view> codes;
  const auto region = region_of_geo(cloud, geo);
  if (!region) return codes;
  codes.push_back(*geo_of_region(cloud, *region));
  for (const GeoAlias& each : kGeoAliases)
    if (each.cloud == cloud && each.region == *region) codes.push_back(each.geo);
  return codes;
}

std::optional<Cloud> cloud_of_region(std::string_view region) {
  const std::string name = canonical_region(region);
  for (const Region& each : kRegions)
    if (each.name == name) return each.cloud;
  return std::nullopt;
}

std::string_view nearest_region(Cloud cloud, std::string_view region) {
  return nearest_of(cloud, canonical_region(region), &Region::name);
}

std::string_view nearest_geo(Cloud cloud, std::string_view geo) {
  return nearest_of(cloud, geo, &Region::geo);
}

}  // namespace vnetprobe
