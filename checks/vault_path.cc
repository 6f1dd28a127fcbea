#include "checks/vault_path.h"

#include <algorithm>
#include <fmt/format.h>

#include "checks/contact_sight.h"

namespace vnetprobe {

VaultPath read_vault_path(std::string_view header) {
  VaultPath path;
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    std::string_view pair = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    constexpr std::string_view kAddress = "addr=";
    if (pair == "conn_type=PrivateLink") path.private_link = true;
    if (pair.starts_with(kAddress)) path.address = IpAddress::parse(pair.substr(kAddress.size()));
  }
  return path;
}

std::string came_in_public(const Case& run, const Contact& contact) {
  if (!contact.http || !contact.connect) return "";
  const VaultPath path = read_vault_path(header(*contact.http, "x-ms-keyvault-network-info"));
  if (path.private_link || !path.address) return "";
  if (classify(*path.address, run.plan().vnet) != AddressClass::public_internet) return "";
  const std::string text = path.address->to_string();
  const std::vector<std::string>& own = run.evidence().host.addresses;
  const bool is_own = contact.connect->local_address == text ||
                      std::any_of(own.begin(), own.end(), [&](const std::string& each) {
                        return each.ends_with(" " + text);  // "eth0 10.1.0.7"
                      });
  return is_own ? "" : fmt::format("the vault saw the request come from {}, by the public path", text);
}

std::string vault_denial(const Http& http) {
  const auto says = [&](std::string_view words) { return http.body.find(words) != std::string::npos; };
  if (says("This TCP connection does not allow access"))
    return "the address belongs to an endpoint of another vault, or a proxy changed the name";
  if (says("NSP rules")) return "a network security perimeter does not let this client in";
  if (says("ForbiddenByConnection"))
    return "public network access is off, and the request did not come by an approved private endpoint";
  return "the vault's firewall does not know this address";
}

}  // namespace vnetprobe
