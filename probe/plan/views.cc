// A stub on loopback hides the servers that decide (azure-facts 14), so its upstreams are asked in
// its place; where the host does not tell them, the stub is all there is.
#include "probe/plan/views.h"

#include <algorithm>

#include "probe/plan/expand.h"

namespace vnetprobe {
namespace {

constexpr std::uint16_t kDnsPort = 53;

// Azure's own DNS, the same address in every region and cloud (azure-facts 4.4).
bool is_azure_dns(const IpAddress& address) {
  static const IpAddress azure = *IpAddress::parse("168.63.129.16");
  return address == azure;
}

}  // namespace

std::vector<View> views_of(const std::vector<ResolverPlan>& resolvers) {
  std::vector<View> views;
  for (const ResolverPlan& each : resolvers) {
    View view{.name = each.name, .required = each.required};
    view.system = !each.address;
    if (each.address) view.server = *each.address;
    view.azure = each.address && is_azure_dns(each.address->address);
    views.push_back(std::move(view));
  }
  return views;
}

std::vector<ResolverPlan> default_resolvers(const std::vector<IpAddress>& nameservers,
                                            const std::vector<IpAddress>& upstreams) {
  std::vector<IpAddress> servers;
  const auto add = [&](const IpAddress& address) {
    if (std::ranges::find(servers, address) == servers.end()) servers.push_back(address);
  };
  for (const IpAddress& each : nameservers) {
    if (is_loopback(each) && !upstreams.empty())
      for (const IpAddress& upstream : upstreams) add(upstream);
    else
      add(each);
  }
  std::vector<ResolverPlan> resolvers = {{.name = "system"}};
  for (const IpAddress& each : servers)
    resolvers.push_back(
        {.name = is_azure_dns(each) ? "azure" : each.to_string(), .address = SocketAddress{each, kDnsPort}});
  if (std::ranges::none_of(servers, is_azure_dns))
    resolvers.push_back({.name = "azure",
                         .address = SocketAddress{*IpAddress::parse("168.63.129.16"), kDnsPort},
                         .required = false});
  return resolvers;
}

}  // namespace vnetprobe
