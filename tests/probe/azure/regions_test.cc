#include "probe/azure/regions.h"

#include <doctest/doctest.h>
#include <set>

namespace vnetprobe {

TEST_CASE("geo_of_region") {
  struct Row {
    Cloud cloud;
    std::string_view region, geo;  // "" when unknown
  };
  const Row rows[] = {{Cloud::public_cloud, "westeurope", "we"},
                      {Cloud::public_cloud, "West Europe", "we"},
                      {Cloud::public_cloud, "UKSOUTH", "uks"},
                      {Cloud::public_cloud, "austriaeast", "aue"},
                      {Cloud::usgov, "usgovvirginia", "ugv"},
                      {Cloud::china, "chinaeast2", "sha2"},
                      {Cloud::china, "westeurope", ""},
                      {Cloud::public_cloud, "we", ""},
                      {Cloud::public_cloud, "", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.region);
    CHECK(geo_of_region(row.cloud, row.region).value_or("") == row.geo);
  }
}

TEST_CASE("region_of_geo knows aliases and either case") {
  CHECK(region_of_geo(Cloud::public_cloud, "WE") == "westeurope");
  CHECK(region_of_geo(Cloud::public_cloud, "ate") == "austriaeast");
  CHECK(region_of_geo(Cloud::public_cloud, "esc") == "spaincentral");
  CHECK(region_of_geo(Cloud::china, "bj2r") == "chinaeast2");
  CHECK_FALSE(region_of_geo(Cloud::public_cloud, "bj2r"));
  CHECK_FALSE(region_of_geo(Cloud::public_cloud, "westeurope"));
}

TEST_CASE("geo_codes_like gives every code of the region, the usual one first") {
  using Codes = std::vector<std::string_view>;
  CHECK(geo_codes_like(Cloud::public_cloud, "ate") == Codes{"aue", "ate"});
  CHECK(geo_codes_like(Cloud::public_cloud, "aue") == Codes{"aue", "ate"});
  CHECK(geo_codes_like(Cloud::public_cloud, "we") == Codes{"we"});
  CHECK(geo_codes_like(Cloud::public_cloud, "xx").empty());
}

TEST_CASE("the table is whole, and its words are unique in a cloud") {
  CHECK(all_regions().size() == 86);  // azure-facts 1.1 and 1.2 but for Germany, USSec and USNat
  CHECK(all_geo_aliases().size() == 3);
  std::set<std::pair<Cloud, std::string_view>> names, codes;
  for (const Region& each : all_regions()) {
    CAPTURE(each.name);
    CHECK(names.emplace(each.cloud, each.name).second);
    CHECK(codes.emplace(each.cloud, each.geo).second);
    CHECK(region_of_geo(each.cloud, each.geo) == each.name);
    CHECK(geo_of_region(each.cloud, each.name) == each.geo);
  }
  for (const GeoAlias& each : all_geo_aliases()) CHECK(geo_of_region(each.cloud, each.region));
}

TEST_CASE("did you mean") {
  CHECK(nearest_region(Cloud::public_cloud, "westeurop") == "westeurope");
  CHECK(nearest_region(Cloud::public_cloud, "North Europ") == "northeurope");
  CHECK(nearest_region(Cloud::china, "chinaest2") == "chinaeast2");
  CHECK(nearest_geo(Cloud::public_cloud, "ukx") == "uks");
  CHECK(cloud_of_region("China East 2") == Cloud::china);
  CHECK_FALSE(cloud_of_region("nowhere"));
}

}  // namespace vnetprobe
