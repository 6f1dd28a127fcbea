// Adding a record or making a link twice is an error or a double entry to az, so these steps carry a
// guard. The key of an address is privateIPAddress or privateIpAddress, whichever code of az printed
// it, so queries ask for both.
#include "checks/az_steps.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>

namespace vnetprobe {
namespace {

// azure-facts 4.8 and 11 row 6.
constexpr auto kNewerAz = std::to_array<NewerAz>({
    {"--resolution-policy", "October 2024 (Azure/azure-cli#30115)"},
});

constexpr std::string_view kLink = "vnetprobe";

std::string_view type_of(const IpAddress& address) { return address.is_v4() ? "a" : "aaaa"; }

std::string zone_group_name(std::string_view zone) {
  for (const std::string_view service : {"blob", "queue", "file", "table", "dfs", "web", "backup"})
    if (zone.find(fmt::format(".{}.", service)) != std::string_view::npos) return std::string{service};
  return "default";
}

}  // namespace

std::span<const NewerAz> newer_az() { return kNewerAz; }

std::string text_of(const Steps& steps) {
  std::string text;
  for (const Step& step : steps) {
    if (!step.note.empty()) text += fmt::format("# {}\n", step.note);
    text += step.command + "\n";
  }
  if (!text.empty()) text.pop_back();
  return text;
}

std::string script_of(const Steps& steps, std::vector<std::string>& said) {
  std::string text;
  for (const Step& step : steps) {
    if (std::find(said.begin(), said.end(), step.command) != said.end()) continue;
    said.push_back(step.command);
    if (step.decide) {
      text += fmt::format("# you decide: {}\n# {}\n", step.note, step.command);
      continue;
    }
    if (!step.note.empty()) text += fmt::format("# {}\n", step.note);
    if (!step.guard.empty()) text += fmt::format("{} ||\n  ", step.guard);
    text += step.command + "\n";
  }
  return text;
}

std::string plain_word(std::string_view name, std::string_view placeholder) {
  if (name == placeholder) return std::string{name};
  const bool plain =
      !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.';
      });
  return std::string{plain ? name : placeholder};
}

void append(Steps& steps, Steps more) {
  steps.insert(steps.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

namespace az {

Step find_zone(std::string_view zone) {
  return {"the zone's resource group and id; nothing is printed where the zone does not exist",
          fmt::format("az network private-dns zone list --query "
                      "\"[?name=='{}'].{{group:resourceGroup,id:id}}\" -o table",
                      plain_word(zone))};
}

Step find_networks() {
  return {"the id of the network, and the DNS servers that it uses",
          "az network vnet list --query "
          "\"[].{name:name,group:resourceGroup,dns:dhcpOptions.dnsServers,id:id}\" -o json"};
}

Step find_links(std::string_view zone) {
  return {"the links of the zone",
          fmt::format("az network private-dns link vnet list -g <zone-group> -z {} --query "
                      "\"[].{{link:name,network:virtualNetwork.id}}\" -o table",
                      plain_word(zone))};
}

Step find_endpoints() {
  return {"the private endpoints and their states; only Approved carries traffic",
          "az network private-endpoint list --query \"[].{name:name,group:resourceGroup,"
          "state:privateLinkServiceConnections[0].privateLinkServiceConnectionState.status,"
          "manual:manualPrivateLinkServiceConnections[0].privateLinkServiceConnectionState.status}\" "
          "-o table"};
}

Step find_interface(const IpAddress& address) {
  return {"whose address it is, and in which subnet",
          fmt::format("az network nic list --query \"[?ipConfigurations[?privateIPAddress=='{0}' || "
                      "privateIpAddress=='{0}']].{{interface:name,endpoint:privateEndpoint.id,"
                      "subnet:ipConfigurations[0].subnet.id}}\" -o json",
                      address.to_string())};
}

Step find_addresses(std::string_view host) {
  return {"the addresses that private endpoints hold for the name",
          fmt::format("az network nic list --query \"[].ipConfigurations[].{{"
                      "ip:privateIPAddress || privateIpAddress,"
                      "names:to_string(privateLinkConnectionProperties.fqdns)}} "
                      "| [?contains(names,'{}')]\" -o table",
                      plain_word(host))};
}

Step find_addresses_of(std::string_view endpoint) {
  return {"all names and addresses of the private endpoint",
          fmt::format("az network nic list --query \"[?contains(to_string(privateEndpoint.id),'/{}')]"
                      ".ipConfigurations[].{{ip:privateIPAddress || privateIpAddress,"
                      "names:to_string(privateLinkConnectionProperties.fqdns)}}\" -o table",
                      plain_word(endpoint, "<endpoint>"))};
}

Step find_security_groups() {
  return {"the network security groups, and what they deny",
          "az network nsg list --query \"[].{nsg:name,group:resourceGroup,"
          "denies:securityRules[?access=='Deny'].name}\" -o json"};
}

Step find_account(std::string_view account) {
  return {
      "the account's resource group, id and network rules",
      fmt::format("az storage account list --query \"[?name=='{}'].{{group:resourceGroup,id:id,"
                  "publicNetworkAccess:publicNetworkAccess,defaultAction:networkRuleSet.defaultAction}}\" "
                  "-o json",
                  plain_word(account))};
}

Step find_key_vault(std::string_view vault) {
  return {"the key vault's id and network rules",
          fmt::format("az keyvault show -n {} --query \"{{group:resourceGroup,id:id,"
                      "publicNetworkAccess:properties.publicNetworkAccess,"
                      "rules:properties.networkAcls}}\" -o json",
                      plain_word(vault))};
}

Step find_vault(std::string_view vault) {
  return {"the vault's resource group and id, its public access and its private endpoints",
          fmt::format("az backup vault list --query \"[?name=='{}'].{{group:resourceGroup,id:id,"
                      "publicNetworkAccess:properties.publicNetworkAccess,"
                      "endpoints:properties.privateEndpointConnections[].id}}\" -o json",
                      plain_word(vault))};
}

Step find_instance(std::string_view instance) {
  return {"the managed instance's resource group and id",
          fmt::format("az sql mi list --query \"[?name=='{}'].{{group:resourceGroup,id:id,subnet:subnetId,"
                      "connections:proxyOverride,publicEndpoint:publicDataEndpointEnabled}}\" -o json",
                      plain_word(instance))};
}

Step make_zone(std::string_view zone) {
  return {"only where the zone does not exist",
          fmt::format("az network private-dns zone create -g <zone-group> -n {}", plain_word(zone)),
          fmt::format("az network private-dns zone show -g <zone-group> -n {} -o none 2>/dev/null",
                      plain_word(zone))};
}

Step delete_zone(std::string_view zone) {
  return {.note = "when nothing needs it any more",
          .command = fmt::format("az network private-dns zone delete -g <wrong-zone-group> -n {} --yes",
                                 plain_word(zone)),
          .decide = true};
}

Step link_zone(std::string_view zone) {
  return {"",
          fmt::format("az network private-dns link vnet create -g <zone-group> -z {} -n {} "
                      "--virtual-network <vnet-id> --registration-enabled false",
                      plain_word(zone), kLink),
          fmt::format("az network private-dns link vnet show -g <zone-group> -z {} -n {} -o none 2>/dev/null",
                      plain_word(zone), kLink)};
}

Step unlink_zone(std::string_view zone) {
  return {"take the link to this network away; other networks keep theirs",
          fmt::format("az network private-dns link vnet delete -g <zone-group> -z {} -n <link> --yes",
                      plain_word(zone))};
}

Step add_record(std::string_view zone, std::string_view label, const IpAddress& address) {
  const std::string_view type = type_of(address);
  return {
      "",
      fmt::format("az network private-dns record-set {} add-record -g <zone-group> -z {} -n {} -a {}", type,
                  plain_word(zone), plain_word(label), address.to_string()),
      fmt::format("az network private-dns record-set {0} list -g <zone-group> -z {1} --query "
                  "\"[?name=='{2}'].{0}Records[].ipv{3}Address[]\" -o tsv | grep -qxF {4}",
                  type, plain_word(zone), plain_word(label), address.is_v4() ? 4 : 6, address.to_string())};
}

Step add_unknown_record(std::string_view zone, std::string_view label) {
  return {"", fmt::format(
                  "az network private-dns record-set a add-record -g <zone-group> -z {} -n {} -a <address>",
                  plain_word(zone), plain_word(label))};
}

Step delete_records(std::string_view zone, std::string_view label, const IpAddress& address) {
  return {"too many wrong addresses to take them out one by one",
          fmt::format("az network private-dns record-set {} delete -g <zone-group> -z {} -n {} --yes",
                      type_of(address), plain_word(zone), plain_word(label))};
}

Step remove_record(std::string_view zone, std::string_view label, const IpAddress& address) {
  return {"", fmt::format("az network private-dns record-set {} remove-record -g <zone-group> -z {} -n {} -a "
                          "{} --keep-empty-record-set",
                          type_of(address), plain_word(zone), plain_word(label), address.to_string())};
}

Steps zone_group(std::string_view endpoint, const std::vector<std::string>& zones) {
  const std::string name = plain_word(endpoint, "<endpoint>");
  Steps steps;
  for (const std::string& zone : zones) {
    Step step;
    if (steps.empty()) step.note = "a zone group keeps the records right by itself: better than by hand";
    const std::string zone_name = plain_word(zone);
    step.command = fmt::format(
        "az network private-endpoint dns-zone-group {0} -g <endpoint-group> --endpoint-name {1} -n default "
        "--zone-name {2} --private-dns-zone <{2}-zone-id>",
        steps.empty() ? "create" : "add", name, zone_group_name(plain_word(zone)));
    step.guard = fmt::format(
        "az network private-endpoint dns-zone-group list -g <endpoint-group> --endpoint-name {} "
        "--query \"[].privateDnsZoneConfigs[].privateDnsZoneId\" -o tsv | grep -qiE '/{}$'",
        name, plain_word(zone));
    steps.push_back(std::move(step));
  }
  return steps;
}

Step allow(std::string_view rule, std::string_view protocol, const std::vector<std::string>& prefixes,
           std::string_view ports) {
  return {"outbound from the subnet of the clients; choose a priority above the rule that denies",
          fmt::format("az network nsg rule create -g <nsg-group> --nsg-name <nsg> -n {} --priority 200 "
                      "--direction Outbound --access Allow --protocol '{}' --destination-address-prefixes {} "
                      "--destination-port-ranges {}",
                      rule, protocol, fmt::join(prefixes, " "), ports)};
}

Steps drop_network_policies() {
  return {
      {"network security groups and routes act on private endpoints only with policies on",
       "az network vnet subnet show --ids <subnet-id> --query "
       "\"{policies:privateEndpointNetworkPolicies,nsg:networkSecurityGroup.id,routes:routeTable.id}\""},
      {"to take them off (newer versions of az: --private-endpoint-network-policies Disabled)",
       "az network vnet subnet update --ids <subnet-id> --disable-private-endpoint-network-policies true"}};
}

Steps approve() {
  return {{"the connections of the resource",
           "az network private-endpoint-connection list --id <resource-id> --query "
           "\"[].{id:id,state:properties.privateLinkServiceConnectionState.status}\" -o table"},
          {"a pending one only; a rejected or disconnected one is deleted and made anew",
           "az network private-endpoint-connection approve --id <connection-id> --description approved", "",
           true}};
}

Step make_endpoint(std::string_view name, std::string_view group_id) {
  return {"",
          fmt::format("az network private-endpoint create -g <endpoint-group> -n {0} --subnet <subnet-id> "
                      "--private-connection-resource-id <resource-id> --group-id {1} --connection-name {0}",
                      plain_word(name), group_id)};
}

}  // namespace az
}  // namespace vnetprobe
