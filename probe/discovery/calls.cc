// What would trip a newcomer: a list of the subscription is asked for and the rest is thrown away here,
// since ARM has no list by virtual network. Only zone groups and links have no list of their own, and
// are asked for one by one. API versions are those of the documented shapes (azure-facts 9.3, 10).
#include "probe/discovery/calls.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "probe/azure/regions.h"

namespace vnetprobe {
namespace {

// clang-format off
constexpr CallRow kCalls[] = {
    {Call::instance, "instance metadata",
     "http://169.254.169.254/metadata/instance?api-version=2021-02-01", "",
     "cloud, region, subscription, addresses, subnet and tags of this machine; with the header Metadata: true, never through a proxy"},
    {Call::token, "a token",
     "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=<arm>", "",
     "the identity of this machine: IDENTITY_ENDPOINT where it is set, else AZURE_FEDERATED_TOKEN_FILE at Entra ID, else instance metadata"},
    {Call::subscriptions, "subscriptions",
     "/subscriptions?api-version=2022-12-01", "Microsoft.Resources/subscriptions/read",
     "the subscription, only where instance metadata is silent"},
    {Call::interfaces, "network interfaces",
     "/subscriptions/<subscription>/providers/Microsoft.Network/networkInterfaces?api-version=2024-01-01",
     "Microsoft.Network/networkInterfaces/read",
     "names and addresses of private endpoints, and which virtual network this machine is in"},
    {Call::networks, "virtual networks",
     "/subscriptions/<subscription>/providers/Microsoft.Network/virtualNetworks?api-version=2024-01-01",
     "Microsoft.Network/virtualNetworks/read", "address space, DNS servers and subnets"},
    {Call::endpoints, "private endpoints",
     "/subscriptions/<subscription>/providers/Microsoft.Network/privateEndpoints?api-version=2024-01-01",
     "Microsoft.Network/privateEndpoints/read", "what is private in this virtual network, and whether it was approved"},
    {Call::zone_groups, "zone groups",
     "<private-endpoint>/privateDnsZoneGroups?api-version=2024-01-01",
     "Microsoft.Network/privateEndpoints/privateDnsZoneGroups/read",
     "which private zones keep an endpoint's records; once for each private endpoint"},
    {Call::links, "links of private zones",
     "<private-zone>/virtualNetworkLinks?api-version=2024-06-01",
     "Microsoft.Network/privateDnsZones/virtualNetworkLinks/read",
     "which virtual networks see a zone; once for each zone of a zone group"},
    {Call::vaults, "Recovery Services vaults",
     "/subscriptions/<subscription>/providers/Microsoft.RecoveryServices/vaults?api-version=2024-04-01",
     "Microsoft.RecoveryServices/vaults/read", "the vault's number, identity and public access"},
    {Call::accounts, "storage accounts",
     "/subscriptions/<subscription>/providers/Microsoft.Storage/storageAccounts?api-version=2023-01-01",
     "Microsoft.Storage/storageAccounts/read", "the accounts' public access"},
    {Call::key_vaults, "key vaults",
     "/subscriptions/<subscription>/providers/Microsoft.KeyVault/vaults?api-version=2023-07-01",
     "Microsoft.KeyVault/vaults/read", "the key vaults' public access"},
    {Call::instances, "managed instances",
     "/subscriptions/<subscription>/providers/Microsoft.Sql/managedInstances?api-version=2021-11-01",
     "Microsoft.Sql/managedInstances/read", "managed instances in this virtual network"},
};
// clang-format on

// An id or a prefix as it may stand between quotes of a shell and of JMESPath.
bool is_plain(std::string_view text) {
  constexpr std::string_view kOthers = "-_./:()";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
  });
}

constexpr std::string_view kOwnEndpoints = "\"[?starts_with(subnet.id, '$vnet/')]";

std::string vnet_line(const AzPlace& place) {
  if (is_plain(place.vnet)) return fmt::format("vnet='{}'", place.vnet);
  if (is_plain(place.subnet))
    return fmt::format(
        "vnet=$(az network vnet list --query \"[?subnets[?addressPrefix=='{}']].id | [0]\" -o tsv)",
        place.subnet);
  return "vnet='<virtual-network-id>'  # az network vnet list --query [].id -o tsv";
}

std::string file_of(Call call) {
  switch (call) {
    case Call::interfaces:
      return "interfaces.json";
    case Call::networks:
      return "network.json";
    case Call::endpoints:
      return "endpoints.json";
    case Call::zone_groups:
      return "zone-groups.json";
    case Call::links:
      return "links.json";
    case Call::vaults:
      return "resources.json";
    case Call::instances:
      return "instances.json";
    default:
      return "";
  }
}

constexpr Call kPrinted[] = {Call::networks,    Call::endpoints, Call::interfaces, Call::vaults,
                             Call::zone_groups, Call::links,     Call::instances};

std::string printing(Call call) {
  switch (call) {
    case Call::subscriptions:
      return "az account list --query \"[].[id,name]\" -o tsv";
    case Call::networks:
      return "az network vnet show --ids \"$vnet\"";
    case Call::endpoints:
      return fmt::format("az network private-endpoint list --query {}\"", kOwnEndpoints);
    case Call::interfaces:
      return fmt::format(
          "az network private-endpoint list --query {}.networkInterfaces[].id\" -o tsv | xargs -rn1 az "
          "network nic show --ids",
          kOwnEndpoints);
    case Call::zone_groups:
      return fmt::format(
          "az network private-endpoint list --query {}.[resourceGroup,name]\" -o tsv | while read -r g n; do "
          "az network private-endpoint dns-zone-group list -g \"$g\" --endpoint-name \"$n\"; done",
          kOwnEndpoints);
    case Call::links:
      return "az network private-dns zone list --query \"[?starts_with(name, 'privatelink.')]"
             ".[resourceGroup,name]\" -o tsv | while read -r g n; do az network private-dns link vnet list "
             "-g \"$g\" -z \"$n\"; done";
    case Call::vaults:
    case Call::accounts:
    case Call::key_vaults:
      return fmt::format(
          "az network private-endpoint list --query {}.privateLinkServiceConnections[]."
          "privateLinkServiceId\" -o tsv | xargs -rn1 az resource show --ids",
          kOwnEndpoints);
    case Call::instances:
      return "az sql mi list --query \"[?starts_with(subnetId, '$vnet/')]\"";
    default:
      return "";
  }
}

}  // namespace

std::span<const CallRow> discovery_calls() { return kCalls; }

const CallRow& call_row(Call call) { return *std::ranges::find(kCalls, call, &CallRow::call); }

std::string arm_path(Call call, std::string_view value) {
  const std::string_view path = call_row(call).url;
  const std::size_t from = path.find('<');
  if (from == std::string_view::npos) return std::string{path};
  const std::size_t to = path.find('>', from) + 1;
  std::string safe;
  for (const char c : value)
    safe += is_plain({&c, 1}) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return fmt::format("{}{}{}", path.substr(0, from), safe, path.substr(to));
}

std::string_view arm_host(Cloud cloud) {
  switch (cloud) {
    case Cloud::usgov:
      return "management.usgovcloudapi.net";
    case Cloud::china:
      return "management.chinacloudapi.cn";
    default:
      return "management.azure.com";
  }
}

std::string_view arm_audience(Cloud cloud) {
  switch (cloud) {
    case Cloud::usgov:
      return "https://management.usgovcloudapi.net";
    case Cloud::china:
      return "https://management.chinacloudapi.cn";
    default:
      return "https://management.azure.com/";
  }
}

Cloud cloud_of_instance(std::string_view environment, std::string_view location) {
  if (environment == "AzureUSGovernmentCloud") return Cloud::usgov;
  if (environment == "AzureChinaCloud") return Cloud::china;
  return cloud_of_region(canonical_region(location)).value_or(Cloud::public_cloud);
}

std::string az_line(Call call, const AzPlace& place) {
  std::string command = printing(call);
  if (command.find("$vnet") == std::string::npos) return command;
  return fmt::format("{}; {}", vnet_line(place), command);
}

std::vector<std::string> az_lines(const AzPlace& place) {
  const std::string subscription = is_plain(place.subscription) ? place.subscription : "<subscription-id>";
  std::vector<std::string> lines = {fmt::format("az account set --subscription {}", subscription),
                                    vnet_line(place)};
  std::string run = "vnetprobe run";
  for (const Call call : kPrinted) {
    const std::string command = printing(call);
    // A loop over nothing prints nothing, which would be no JSON.
    const bool loops = command.find(" | ") != std::string::npos;
    lines.push_back(loops ? fmt::format("{{ {}; echo '[]'; }} > {}", command, file_of(call))
                          : fmt::format("{} > {}", command, file_of(call)));
    run += fmt::format(" --from-az {}", file_of(call));
  }
  lines.push_back(run);
  return lines;
}

}  // namespace vnetprobe
