// Rows are tried from the top: a code before the family it belongs to.
#include "reports/why.h"

#include <array>
#include <utility>

namespace vnetprobe {

namespace {

using Row = std::pair<std::string_view, std::string_view>;

constexpr std::array<Row, 26> kWhy = {{
    {"dns.record-stale", "Clients connect to an address that is not the private endpoint's."},
    {"dns.hosts-override", "This host goes where its hosts file says, whatever DNS holds."},
    {"dns.resolver-", "Clients that use this resolver get no names from it, or only after a wait."},
    {"dns.unstable", "Clients get one answer now and another one later: failures come and go."},
    {"dns.ipv6-public", "Clients that prefer IPv6 go past the private endpoint."},
    {"dns.reserved-zone-linked", "Azure itself needs that name, and clients here no longer get it."},
    {"dns.", "Clients miss the private endpoint: they get a public address, or no address at all."},
    {"net.", "The name is right, and the traffic does not arrive there."},
    {"tls.intercepted", "Whoever answers is not the service, or something on the way opens the traffic."},
    {"tls.", "The address answers, and no trusted connection comes about."},
    {"service.", "The address answers, and what answers there is not the service asked for."},
    {"storage.network-denied", "The private path works, and the account itself turns this client away."},
    {"keyvault.network-denied", "The private path works, and the key vault itself turns this client away."},
    {"public.open", "The resource is served past its private endpoint too: the closed door is open."},
    {"public.undecided",
     "Nothing here says that the public side is open, and nothing proves that it is closed."},
    {"egress.open", "Data can leave from here to an account that must be out of reach."},
    {"entra.", "Without sign-in no agent gets a token: registration and jobs fail."},
    // azure-facts 2.7
    {"backup.ecs-missing", "Discovery and registration fail (UserErrorVMInternetConnectivityIssue)."},
    {"backup.prot-missing", "Registration works, and the first backup fails."},
    // azure-facts 2.3
    {"backup.public-fallback-open",
     "Were private DNS broken, backups would run over the public path unnoticed."},
    {"sqlmi.", "Clients reach the address and no usable SQL connection comes about."},
    {"pe.not-approved", "An endpoint that is not approved carries no traffic."},
    {"pe.", "The private endpoint is there, and is not set up as its clients need it."},
    {"proxy.", "Clients that honour the proxy settings send private traffic to the proxy."},
    {"identity.", "Programs on this machine that rely on its identity, or on this SAS, are not let in."},
    {"clock.", "Tokens and signatures are refused when clocks differ this much."},
}};

}  // namespace

std::string_view why_it_matters(std::string_view code) {
  for (const auto& [prefix, why] : kWhy)
    if (code.starts_with(prefix)) return why;
  return "";
}

}  // namespace vnetprobe
