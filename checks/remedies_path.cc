// What would trip a newcomer: a dead private endpoint looks like a blocked one. So its state is asked
// for first, and rules come second (azure-facts 5.6, 5.8).
#include <algorithm>
#include <fmt/format.h>

#include "checks/mending.h"
#include "checks/remedy_writers.h"
#include "probe/azure/services.h"

namespace vnetprobe {
namespace {

// Addresses that the finding's targets were connected at, else those that they should have.
std::vector<IpAddress> addresses_of(const Case& run, const std::vector<std::size_t>& targets) {
  std::vector<IpAddress> addresses;
  for (const std::size_t t : targets) {
    for (const std::size_t c : run.contacts(t, Path::private_path))
      add_once(addresses, run.evidence().contacts[c].address);
    if (addresses.empty())
      for (const IpAddress& address : right_addresses(run, t)) add_once(addresses, address);
  }
  return addresses;
}

// A managed instance by its VNet-local name: no private endpoint is on the way.
bool is_local_instance(const Target& target) {
  return target.service == Service::sqlmi && target.zone.empty();
}

// Of "host:port".
std::string port_of(const Finding& finding) { return finding.subject.substr(finding.subject.rfind(':') + 1); }

}  // namespace

Steps az_open_path(const Case& run, const Finding& finding) {
  const std::vector<std::size_t> targets = targets_of(run, finding);
  const std::vector<IpAddress> addresses = addresses_of(run, targets);
  const bool local = !targets.empty() && is_local_instance(run.scope().targets[targets.front()]);
  Steps steps = {local ? az::find_instance(run.scope().targets[targets.front()].resource)
                       : az::find_endpoints()};
  for (const IpAddress& address : addresses) steps.push_back(az::find_interface(address));
  if (finding.code == "net.unreachable") {
    steps.push_back({"routes and peerings of the networks in between",
                     "az network vnet list --query \"[].{name:name,group:resourceGroup,"
                     "peerings:virtualNetworkPeerings[].{with:remoteVirtualNetwork.id,state:peeringState}}\" "
                     "-o json"});
    steps.push_back({"",
                     "az network route-table list --query \"[].{name:name,group:resourceGroup,"
                     "routes:routes[].{to:addressPrefix,by:nextHopType,hop:nextHopIpAddress}}\" -o json"});
    return steps;
  }
  std::vector<std::string> prefixes;
  prefixes.reserve(addresses.size());
  for (const IpAddress& address : addresses) prefixes.push_back(address.to_string());
  if (!prefixes.empty() && !targets.empty()) {
    const std::string port = port_of(finding);
    steps.push_back(az::find_security_groups());
    steps.push_back(az::allow(fmt::format("allow-{}-{}", local ? "sql" : "private-endpoints", port), "Tcp",
                              prefixes, port));
  }
  if (!local) append(steps, az::drop_network_policies());
  return steps;
}

Steps az_whose_address(const Case& run, const Finding& finding) {
  const std::vector<std::size_t> targets = targets_of(run, finding);
  Steps steps;
  for (const IpAddress& address : addresses_of(run, targets)) steps.push_back(az::find_interface(address));
  for (const std::size_t t : targets) steps.push_back(az::find_addresses(run.scope().targets[t].public_name));
  return steps;
}

// azure-facts 2.5, 2.6 and 11 rows 13 and 20
std::vector<Remedy> exempt_names(const Case& run, const Finding& finding) {
  std::vector<std::string> names;
  std::uint16_t port = 443;
  for (const std::size_t t : targets_of(run, finding)) {
    if (run.scope().targets[t].service == Service::sqlmi) port = run.scope().targets[t].port;
    const Target& target = run.scope().targets[t];
    add_once(names, target.name);
    if (target.zone.empty()) continue;
    for (const std::string& zone : forwarder_zones(target.zone)) add_once(names, "*." + zone);
  }
  if (names.empty()) return {};
  std::string what =
      fmt::format("Allow these names, on port {}, in the application rules of the firewall or proxy", port);
  if (finding.code == "tls.intercepted")
    what = "Exempt these names from TLS inspection, on the proxy, the firewall and this machine's own guard";
  return {{"text", fmt::format("{}:\n{}", what, fmt::join(names, "\n"))}};
}

}  // namespace vnetprobe
