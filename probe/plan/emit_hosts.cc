// The name that programs ask for is the one that is connected: for Backup the privatelink form, for
// all others the public one (azure-facts 2.3, 4.1).
#include "probe/plan/emit_hosts.h"

#include <fmt/core.h>

namespace vnetprobe {

std::string emit_hosts(const Scope& scope) {
  std::string text =
      "# A stopgap: these lines stay as they are when an address changes. Remove them when DNS is right.\n";
  std::string unknown;
  for (const Target& target : scope.targets) {
    if (target.duty != Duty::private_endpoint) continue;
    for (const IpAddress& each : target.expected)
      text += fmt::format("{} {}\n", each.to_string(), target.name);
    if (target.expected.empty()) unknown += fmt::format("# <address> {}\n", target.name);
  }
  if (!unknown.empty())
    text +=
        "# Addresses that the plan does not say; az prints them:\n"
        "#   az network nic list --query \"[?privateEndpoint].ipConfigurations[].{names:"
        "privateLinkConnectionProperties.fqdns,address:privateIPAddress}\" -o json\n" +
        unknown;
  return text;
}

}  // namespace vnetprobe
