// What would trip a newcomer: lists that say *.microsoft.com name nothing that could be asked. Only
// hosts that the facts name in full are here, and of Azure Monitor only the zones: its hosts carry the
// names of one's own workspaces and belong under `endpoints:`.
#include "probe/azure/destinations.h"

#include <algorithm>

namespace vnetprobe {
namespace {

constexpr Cloud kPublic = Cloud::public_cloud;

// clang-format off
constexpr Destination kDestinations[] = {
    // azure-facts 3
    {"arm", kPublic,      "management.azure.com"},
    {"arm", Cloud::usgov, "management.usgovcloudapi.net"},
    {"arm", Cloud::china, "management.chinacloudapi.cn"},
    {"graph", kPublic,      "graph.microsoft.com"},
    {"graph", Cloud::usgov, "graph.microsoft.us"},
    {"graph", Cloud::china, "microsoftgraph.chinacloudapi.cn"},
    // azure-facts 3 and 7: private endpoints of Azure Monitor and of Event Hubs; China's Monitor zones are not known
    {"monitor", kPublic, "privatelink.monitor.azure.com",             Reach::zone},
    {"monitor", kPublic, "privatelink.oms.opinsights.azure.com",      Reach::zone},
    {"monitor", kPublic, "privatelink.ods.opinsights.azure.com",      Reach::zone},
    {"monitor", kPublic, "privatelink.agentsvc.azure-automation.net", Reach::zone},
    {"monitor", kPublic, "privatelink.servicebus.windows.net",        Reach::zone},
    {"monitor", Cloud::usgov, "privatelink.monitor.azure.us",             Reach::zone},
    {"monitor", Cloud::usgov, "privatelink.adx.monitor.azure.us",         Reach::zone},
    {"monitor", Cloud::usgov, "privatelink.oms.opinsights.azure.us",      Reach::zone},
    {"monitor", Cloud::usgov, "privatelink.ods.opinsights.azure.us",      Reach::zone},
    {"monitor", Cloud::usgov, "privatelink.agentsvc.azure-automation.us", Reach::zone},
    {"monitor", Cloud::usgov, "privatelink.servicebus.usgovcloudapi.net", Reach::zone},
    {"monitor", Cloud::china, "privatelink.servicebus.chinacloudapi.cn",  Reach::zone},
    // azure-facts 8.3: revocation goes over plain port 80
    {"crl", kPublic, "oneocsp.microsoft.com", Reach::http, 80},
    {"crl", kPublic, "crl3.digicert.com",     Reach::http, 80},
    {"crl", kPublic, "crl4.digicert.com",     Reach::http, 80},
    {"crl", kPublic, "ocsp.digicert.com",     Reach::http, 80},
    {"crl", Cloud::usgov, "oneocsp.microsoft.com", Reach::http, 80},
    {"crl", Cloud::usgov, "crl3.digicert.com",     Reach::http, 80},
    {"crl", Cloud::usgov, "crl4.digicert.com",     Reach::http, 80},
    {"crl", Cloud::usgov, "ocsp.digicert.com",     Reach::http, 80},
    {"crl", Cloud::china, "oneocsp.microsoft.com", Reach::http, 80},
    {"crl", Cloud::china, "crl3.digicert.com",     Reach::http, 80},
    {"crl", Cloud::china, "crl4.digicert.com",     Reach::http, 80},
    {"crl", Cloud::china, "ocsp.digicert.com",     Reach::http, 80},
    // azure-facts 2.7: the tenant that Backup's agents sign in to; not known outside the public cloud
    {"backup-tenant", kPublic, "IDMServiceAADTenant<geo>pod01.onmicrosoft.com", Reach::tenant},
    // azure-facts 2.5: recovery points are mounted over iSCSI
    {"file-recovery", kPublic,      "pod01-rec2.<geo>.backup.windowsazure.com", Reach::tcp, 3260},
    {"file-recovery", Cloud::usgov, "pod01-rec2.<geo>.backup.windowsazure.us",  Reach::tcp, 3260},
    {"file-recovery", Cloud::china, "pod01-rec2.<geo>.backup.windowsazure.cn",  Reach::tcp, 3260},
    {"file-recovery", kPublic,      "download.microsoft.com"},
    {"file-recovery", Cloud::usgov, "download.microsoft.com"},
    {"file-recovery", Cloud::china, "download.microsoft.com"},
    // azure-facts 2.5: those that are named in full. The first two are for telling whether there is an
    // Internet at all, and no document says what certificate they show
    {"mars", kPublic,      "www.msftncsi.com",        Reach::tcp},
    {"mars", kPublic,      "www.msftconnecttest.com", Reach::tcp},
    {"mars", kPublic,      "download.microsoft.com"},
    {"mars", Cloud::usgov, "www.msftncsi.com",        Reach::tcp},
    {"mars", Cloud::usgov, "www.msftconnecttest.com", Reach::tcp},
    {"mars", Cloud::usgov, "download.microsoft.com"},
    {"mars", Cloud::china, "www.msftncsi.com",        Reach::tcp},
    {"mars", Cloud::china, "www.msftconnecttest.com", Reach::tcp},
    {"mars", Cloud::china, "download.microsoft.com"},
};
// clang-format on

constexpr std::string_view kWords[] = {"arm",           "graph",         "monitor", "crl",
                                       "backup-tenant", "file-recovery", "mars"};

}  // namespace

std::span<const Destination> destinations() { return kDestinations; }
std::span<const std::string_view> also_words() { return kWords; }

std::vector<NamedDestination> destinations_of(std::span<const std::string> words, Cloud cloud,
                                              std::span<const std::string> geos) {
  constexpr std::string_view kGeo = "<geo>";
  std::vector<NamedDestination> named;
  const auto add = [&](const Destination& row, std::string name) {
    const bool known = std::any_of(named.begin(), named.end(), [&](const NamedDestination& each) {
      return each.name == name && each.port == row.port;
    });
    if (!known) named.push_back({std::move(name), std::string(row.word), row.reach, row.port});
  };
  for (const Destination& row : kDestinations) {
    if (row.cloud != cloud || std::find(words.begin(), words.end(), row.word) == words.end()) continue;
    const std::size_t at = row.name.find(kGeo);
    if (at == std::string_view::npos) {
      add(row, std::string(row.name));
      continue;
    }
    for (const std::string& geo : geos)
      if (!geo.empty()) add(row, std::string(row.name).replace(at, kGeo.size(), geo));
  }
  return named;
}

}  // namespace vnetprobe
