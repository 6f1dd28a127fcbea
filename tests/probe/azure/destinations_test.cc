#include "probe/azure/destinations.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>

#include "probe/azure/services.h"

namespace vnetprobe {
namespace {

std::vector<std::string> named(const std::vector<std::string>& words, Cloud cloud,
                               const std::vector<std::string>& geos = {}) {
  std::vector<std::string> names;
  for (const NamedDestination& each : destinations_of(words, cloud, geos))
    names.push_back(each.name + ":" + std::to_string(each.port));
  return names;
}

using Names = std::vector<std::string>;

TEST_CASE("each is off unless the plan names it") {
  CHECK(named({}, Cloud::public_cloud, {"we"}).empty());
  CHECK(named({"arm"}, Cloud::public_cloud) == Names{"management.azure.com:443"});
  CHECK(named({"arm"}, Cloud::usgov) == Names{"management.usgovcloudapi.net:443"});
  CHECK(named({"graph"}, Cloud::china) == Names{"microsoftgraph.chinacloudapi.cn:443"});
}

TEST_CASE("a geo code of each vault, and none where none is known") {
  CHECK(named({"backup-tenant"}, Cloud::public_cloud, {"we", "ne"}) ==
        Names{"IDMServiceAADTenantwepod01.onmicrosoft.com:443",
              "IDMServiceAADTenantnepod01.onmicrosoft.com:443"});
  CHECK(named({"backup-tenant"}, Cloud::public_cloud, {""}).empty());
  CHECK(named({"file-recovery"}, Cloud::public_cloud, {"we"}) ==
        Names{"pod01-rec2.we.backup.windowsazure.com:3260", "download.microsoft.com:443"});
}

TEST_CASE("what two words name is asked once") {
  const Names both = named({"mars", "file-recovery"}, Cloud::public_cloud, {"we"});
  CHECK(std::count(both.begin(), both.end(), "download.microsoft.com:443") == 1);
}

TEST_CASE("the table: every word has a row, revocation goes over plain HTTP, every name is one") {
  for (const std::string_view word : also_words())
    CHECK(std::any_of(destinations().begin(), destinations().end(),
                      [&](const Destination& row) { return row.word == word; }));
  for (const Destination& row : destinations()) {
    CAPTURE(row.name);
    CHECK(std::find(also_words().begin(), also_words().end(), row.word) != also_words().end());
    CHECK((row.reach == Reach::http) == (row.port == 80));
    CHECK((row.word == "crl") == (row.reach == Reach::http));
    std::string name(row.name);
    if (const std::size_t at = name.find("<geo>"); at != std::string::npos) name.replace(at, 5, "we");
    CHECK(is_full_host_name(canonical_host(name)));
  }
}

}  // namespace
}  // namespace vnetprobe
