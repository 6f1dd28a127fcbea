#include "probe/plan/emit_firewall.h"

#include <algorithm>
#include <fmt/format.h>

#include "probe/azure/services.h"

namespace vnetprobe {
namespace {

std::string in_words(const std::vector<IpAddress>& addresses) {
  std::vector<std::string> words;
  words.reserve(addresses.size());
  for (const IpAddress& each : addresses) words.push_back(each.to_string());
  return words.empty() ? "-" : fmt::format("{}", fmt::join(words, ","));
}

void add_line(std::string& text, std::string_view protocol, std::string_view ports, std::string_view name,
              std::string_view addresses) {
  text += fmt::format("{} {} {} {}\n", protocol, ports, name, addresses);
}

// Ports of a managed instance beyond the one that is connected (azure-facts 6): a private endpoint
// knows neither redirect nor the link.
void add_instance_ports(const Plan& plan, const Target& target, std::string& text) {
  for (const ManagedInstancePlan& each : plan.managed_instances) {
    if (classify_host(each.host).public_name != target.public_name || !target.zone.empty()) continue;
    const std::string addresses = in_words(target.expected);
    if (each.connection_type == ConnectionType::redirect)
      add_line(text, "tcp", "11000-11999", target.name, addresses);
    if (each.mi_link) add_line(text, "tcp", "5022", target.name, addresses);
  }
}

}  // namespace

std::string emit_firewall(const Plan& plan, const Scope& scope) {
  std::string text =
      "# Application rules take the name, which is what TLS asks for; network rules take the addresses.\n"
      "# PROTOCOL PORTS NAME ADDRESSES\n";
  for (const View& view : scope.views) {
    if (view.system || !view.required) continue;
    for (const std::string_view protocol : {"udp", "tcp"})
      add_line(text, protocol, std::to_string(view.server.port), view.name, view.server.address.to_string());
  }
  for (const Target& target : scope.targets) {
    if (target.duty == Duty::denied_account) continue;
    add_line(text, "tcp", std::to_string(target.port), target.name, in_words(target.expected));
    if (target.service == Service::sqlmi) add_instance_ports(plan, target, text);
  }
  return text;
}

}  // namespace vnetprobe
