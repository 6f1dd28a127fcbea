// What would trip a newcomer: a suffix that is missing here costs readability only, one too many costs
// a secret. So below a suffix every label is somebody's, unless `own` says that nobody but the
// provider makes names there.
#include "probe/redact/known_suffixes.h"

#include <algorithm>
#include <array>

#include "probe/azure/destinations.h"
#include "probe/azure/regions.h"
#include "probe/azure/services.h"
#include "probe/azure/suffixes.h"

namespace vnetprobe {
namespace {

constexpr std::array<std::string_view, 26> kShared = {"windows.net",
                                                      "core.windows.net",
                                                      "azure.net",
                                                      "azure.com",
                                                      "storage.azure.net",
                                                      "blob.storage.azure.net",
                                                      "windowsazure.com",
                                                      "windowsazure.us",
                                                      "windowsazure.cn",
                                                      "usgovcloudapi.net",
                                                      "core.usgovcloudapi.net",
                                                      "chinacloudapi.cn",
                                                      "core.chinacloudapi.cn",
                                                      "azure.cn",
                                                      "azure.us",
                                                      "trafficmanager.net",
                                                      "cloudapp.net",
                                                      "cloudapp.azure.com",
                                                      "onmicrosoft.com",
                                                      "windows.com",
                                                      "akadns.net",
                                                      "cloudfront.net",
                                                      "in-addr.arpa",
                                                      "ip6.arpa",
                                                      "azure-api.net",
                                                      "azurefd.net"};

constexpr std::array<std::string_view, 21> kOwn = {"aadg.trafficmanager.net",
                                                   "aadg.akadns.net",
                                                   "msidentity.com",
                                                   "microsoftonline.com",
                                                   "microsoftonline.us",
                                                   "microsoftonline-p.com",
                                                   "partner.microsoftonline.cn",
                                                   "microsoft.com",
                                                   "azure-dns.com",
                                                   "azure-dns.net",
                                                   "azure-dns.org",
                                                   "azure-dns.info",
                                                   "azuredns-cloud.net",
                                                   "azureprivatedns.net",
                                                   "azuredns.invalid",
                                                   "msft.net",
                                                   "root-servers.net",
                                                   "verisign-grs.com",
                                                   "digicert.com",
                                                   "msocsp.com",
                                                   "windowsupdate.com"};

constexpr std::array<std::string_view, 3> kStores = {"store.core.windows.net", "store.core.usgovcloudapi.net",
                                                     "store.core.chinacloudapi.cn"};

constexpr std::array<std::string_view, 5> kExamples = {"example.com", "example.org", "example.net",
                                                       "localhost", "localdomain"};

bool ends_in(std::string_view name, std::string_view suffix) {
  return name == suffix || (name.size() > suffix.size() && name.ends_with(suffix) &&
                            name[name.size() - suffix.size() - 1] == '.');
}

void offer(KnownSuffix& best, std::string_view name, KnownSuffix candidate) {
  if (ends_in(name, candidate.name) && candidate.name.size() > best.name.size()) best = candidate;
}

// What `also` names is everybody's, with each geo code that there is.
bool is_destination(std::string_view name) {
  constexpr std::string_view kGeo = "<geo>";
  const auto destinations_are = [&](const Destination& row) {
    const std::size_t at = row.name.find(kGeo);
    if (at == std::string_view::npos) return row.name == name;
    const std::string before = canonical_host(row.name.substr(0, at));
    const std::string_view after = row.name.substr(at + kGeo.size());
    if (!name.starts_with(before) || !name.ends_with(after) || name.size() <= before.size() + after.size())
      return false;
    const std::string_view geo = name.substr(before.size(), name.size() - before.size() - after.size());
    return std::ranges::any_of(all_regions(), [&](const Region& region) { return region.geo == geo; });
  };
  return std::ranges::any_of(destinations(), destinations_are);
}

}  // namespace

KnownSuffix known_suffix(std::string_view name) {
  KnownSuffix best;
  for (const PlainSuffix& each : kPlainSuffixes) offer(best, name, {.name = each.suffix});
  for (const CloudSuffixes& each : kCloudSuffixes) {
    offer(best, name, {.name = each.backup, .backup = true});
    for (const std::string_view suffix : {each.key_vault, each.vault_core, each.sql})
      offer(best, name, {.name = suffix});
  }
  for (const std::string_view each : reserved_zone_names()) offer(best, name, {.name = each});
  for (const std::string_view each : kShared) offer(best, name, {.name = each});
  for (const std::string_view each : kOwn) offer(best, name, {.name = each, .own = true});
  for (const std::string_view each : kStores) offer(best, name, {.name = each, .store = true});
  for (const std::string_view each : kExamples) offer(best, name, {.name = each});
  return best;
}

bool is_kept_name(std::string_view name) {
  if (is_destination(name)) return true;
  for (const Cloud cloud : {Cloud::public_cloud, Cloud::usgov, Cloud::china})
    for (const auto hosts : {entra_hosts(cloud), entra_issuer_hosts(cloud)})
      if (std::ranges::find(hosts, name) != hosts.end()) return true;
  return known_suffix(name).name == name;
}

}  // namespace vnetprobe
