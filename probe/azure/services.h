// The service catalogue: which suffix belongs to which service and cloud, and into which private
// zone its names go (azure-facts 2, 3, 6, 7). Names go in and out in lower case, without a final dot.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/scope.h"

namespace vnetprobe {

// What a host name says by itself.
struct HostKind {
  Service service = Service::other;
  Cloud cloud = Cloud::public_cloud;
  bool known = false;            // the suffix is in the catalogue; all below is filled only then
  std::string resource{};        // storage account, Backup's vault number, key vault, managed instance
  std::string public_name{};     // the form without privatelink
  std::string private_name{};    // the record in the private zone; the public name where none is known
  std::string zone{};            // the private zone; "" where the service has none
  std::string geo{};             // Backup: the label before "backup", known or not
  bool written_private = false;  // the name was given with privatelink
  bool public_endpoint = false;  // a managed instance's ".public." name
  std::uint16_t port = 443;
};

// Lower case, final dot off.
std::string canonical_host(std::string_view name);

// Two or more labels of letters, digits, "-" and "_", none longer than 63, at most 253 in all
// (RFC 1035 2.3.4), and not an IP address.
bool is_full_host_name(std::string_view canonical);

HostKind classify_host(std::string_view name);

// "mystorage01.blob.core.windows.net"; only for the storage services.
std::string storage_host(std::string_view account, Service service, Cloud cloud);
std::string storage_zone(Service service, Cloud cloud);
std::string key_vault_host(std::string_view vault, Cloud cloud);

// The public endpoint of a managed instance: "NAME.public.DNSZONE…" for "NAME.DNSZONE…", and its port.
std::string instance_public_host(std::string_view instance);
inline constexpr std::uint16_t kInstancePublicPort = 3342;

// "we.backup.windowsazure.com", and the zone with privatelink before it.
std::string backup_suffix(std::string_view geo, Cloud cloud);
std::string backup_zone(std::string_view geo, Cloud cloud);

// What comes after the vault's number, "-ab-pod01-fc1": the eight of a classic vault and the two
// that a simplified vault begins with (azure-facts 2.2).
std::span<const std::string_view> classic_backup_records();
std::span<const std::string_view> simplified_backup_records();

// The zones to forward for a private zone: the public ones, as the Private Link documents say
// (azure-facts 4.6); for Backup, which has no public alias, the private one (2.3).
std::vector<std::string> forwarder_zones(std::string_view private_zone);

// Hosts that sign-in goes through, as contract 3 lists them for entra.signin.
std::span<const std::string_view> entra_hosts(Cloud cloud);
// Hosts that the issuer of an OpenID document may name (azure-facts 8.1, 8.2).
std::span<const std::string_view> entra_issuer_hosts(Cloud cloud);

// What a token for a service's data is asked for (azure-facts 3, 9.2). That of
// Key Vault and Managed HSM is https:// before their suffix, which the 401 of a vault confirms (5.2).
std::string token_resource(Service service, Cloud cloud);  // "" for services that take no token here

// Zones that must never be private in the VNet of a managed instance (azure-facts 6). Only the
// public cloud's are documented.
std::span<const std::string_view> reserved_zone_names();

}  // namespace vnetprobe
