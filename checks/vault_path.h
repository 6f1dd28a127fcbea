// By which way a key vault says that a request came in: its x-ms-keyvault-network-info header is the
// proof of the path (azure-facts 5.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "checks/case.h"

namespace vnetprobe {

struct VaultPath {
  bool private_link = false;           // conn_type=PrivateLink
  std::optional<IpAddress> address{};  // addr=: where the vault saw the request come from
};
// "conn_type=PrivateLink;private_endpoint=…;addr=10.10.1.5;act_addr_fam=InterNetworkV6;"
VaultPath read_vault_path(std::string_view header);

// "" where the answer over the private address came in by the private path, or does not say; else a
// clause with the public address that the vault saw. An address of this host's own is no public path.
std::string came_in_public(const Case& run, const Contact& contact);

// What a refusal by the vault's network rules means, by its wording (azure-facts 5.2): a clause.
std::string vault_denial(const Http& http);

}  // namespace vnetprobe
