// What would trip a newcomer: a vault's connection is approved in the portal, where that of any other
// resource is approved by az (azure-facts 11 row 11); and a classic vault keeps its storage endpoints
// beside its own, named after it, while a simplified one keeps all addresses on the one it has.
#include <fmt/format.h>

#include "checks/mending.h"
#include "checks/remedy_writers.h"

namespace vnetprobe {
namespace {

std::string endpoint_of(const VaultPlan* vault) { return vault == nullptr ? "" : vault->private_endpoint; }

}  // namespace

Steps az_vault_storage(const Case& run, const Finding& finding) {
  const VaultPlan* vault = vault_of(run, finding.subject);
  const std::string endpoint = endpoint_of(vault);
  const std::string_view role = finding.code == "backup.ecs-missing" ? "ecs" : "prot";
  Steps steps = {az::find_vault(finding.subject)};
  if (vault == nullptr || vault->experience != Experience::simplified)
    steps.push_back({fmt::format("the endpoints that the vault made for its storage (_{})", role),
                     fmt::format("az network private-endpoint list --query \"[?contains(name,'_{}')]"
                                 ".{{name:name,group:resourceGroup}}\" -o table",
                                 role)});
  steps.push_back(az::find_addresses_of(endpoint));
  std::vector<std::string> found;
  for (const NameEntry& entry : entries_of(run, finding)) {
    if (entry.zone.empty() || entry.label.empty()) continue;
    if (!is_served_by_azure(run, entry.zone, finding.views)) continue;
    const std::size_t before = found.size();
    add_once(found, entry.zone);
    if (found.size() != before) steps.push_back(az::find_zone(entry.zone));
    for (const IpAddress& address : entry.right)
      steps.push_back(az::add_record(entry.zone, entry.label, address));
    if (entry.right.empty()) steps.push_back(az::add_unknown_record(entry.zone, entry.label));
  }
  return steps;
}

Steps az_approve(const Case& run, const Finding& finding) {
  if (const VaultPlan* vault = vault_of(run, finding.subject); vault != nullptr) {
    Step show = az::find_vault(finding.subject);
    show.note += "; then approve the connection in the portal, on the vault's page Networking";
    return {show};
  }
  Steps steps = {az::find_endpoints()};
  append(steps, az::approve());
  return steps;
}

Steps az_zone_group(const Case& run, const Finding& finding) {
  std::vector<std::string> zones = zones_of(run, targets_of(run, finding));
  std::string endpoint = finding.subject;
  if (const VaultPlan* vault = vault_of(run, finding.subject)) endpoint = endpoint_of(vault);
  if (zones.empty())
    for (const Zone& zone : run.scope().zones) zones.push_back(zone.name);
  Steps steps = {az::find_endpoints()};
  for (const std::string& zone : zones) steps.push_back(az::find_zone(zone));
  append(steps, az::zone_group(endpoint, zones));
  return steps;
}

// azure-facts 2.1, 11 row 30
Steps az_endpoint_without_static(const Case& run, const Finding& finding) {
  std::string name = finding.subject;
  if (const VaultPlan* vault = vault_of(run, finding.subject)) name = endpoint_of(vault);
  name = plain_word(name, "<endpoint>");
  return {az::find_endpoints(),
          {"only before the first server registers: after that, its container must be registered again",
           fmt::format("az network private-endpoint delete -g <endpoint-group> -n {}", name), "", true},
          {"the vault's id", "az backup vault list --query \"[].{name:name,resource:id}\" -o table"},
          {"a subnet with free addresses; classic wants a /26",
           "az network vnet list --query \"[].subnets[].{id:id,prefix:addressPrefix}\" -o table"},
          az::make_endpoint(name, "AzureBackup")};
}

Steps az_network_policies(const Case& run, const Finding& finding) {
  Steps steps = {{"the subnet's id", "az network vnet list --query \"[].subnets[].id\" -o tsv"}};
  std::vector<std::string> prefixes;
  for (const std::size_t t : targets_of(run, finding))
    for (const IpAddress& address : right_addresses(run, t)) add_once(prefixes, address.to_string());
  if (!prefixes.empty()) {
    steps.push_back(az::find_security_groups());
    steps.push_back(az::allow("allow-private-endpoints", "Tcp", prefixes, "443"));
  }
  append(steps, az::drop_network_policies());
  return steps;
}

Steps az_subnet_space(const Case&, const Finding& finding) {
  const std::string subnet = plain_word(finding.subject);
  return {
      {"its ranges",
       fmt::format("az network vnet list --query \"[].subnets[?name=='{}'][].[id,addressPrefix]\" -o tsv",
                   subnet)},
      {"what takes its addresses",
       fmt::format("az network vnet list --query \"[].subnets[?name=='{}'][].ipConfigurations[].id\" -o tsv",
                   subnet)}};
}

Steps az_vault_identity(const Case&, const Finding& finding) {
  return {az::find_vault(finding.subject),
          {"then give it its rights with Microsoft's VaultMsiPrereqScript.ps1",
           fmt::format("az backup vault identity assign -g <vault-group> -n {} --system-assigned",
                       plain_word(finding.subject))}};
}

Steps az_close_vault(const Case&, const Finding& finding) {
  return {az::find_vault(finding.subject),
          {"when private DNS is right everywhere: agents then have no other way",
           "az resource update --ids <vault-id> --set properties.publicNetworkAccess=Disabled", "", true}};
}

namespace {

// The token was had, and the service wants a role for it (azure-facts 6).
Steps assign_role(const Target& target, const std::string& machine) {
  const bool vault = target.service == Service::key_vault;
  const std::string_view role = vault ? "Key Vault Crypto Service Encryption User"
                                : target.service == Service::queue ? "Storage Queue Data Contributor"
                                                                   : "Storage Blob Data Contributor";
  return {
      vault ? az::find_key_vault(target.resource) : az::find_account(target.resource),
      {"the identity's principal-id",
       fmt::format("az vm list --query \"[?name=='{}'].{{group:resourceGroup,identity:identity}}\" -o json",
                   machine)},
      {"",
       fmt::format("az role assignment create --assignee <principal-id> --role \"{}\" --scope <resource-id>",
                   role)}};
}

}  // namespace

Steps az_machine_identity(const Case& run, const Finding& finding) {
  const std::string host = run.evidence().host.hostname;
  const std::string name = plain_word(host.substr(0, host.find('.')), "<vm>");
  const auto t = run.target_index(finding.subject);
  if (t && run.plan().identity.managed_identity && run.scope().targets[*t].service != Service::managed_hsm)
    return assign_role(run.scope().targets[*t], name);
  return {
      {"the machine's resource group, and the identities that it has",
       fmt::format("az vm list --query \"[?name=='{}'].{{group:resourceGroup,identity:identity}}\" -o json",
                   name)},
      {"", fmt::format("az vm identity assign -g <vm-group> -n {}", name)}};
}

// azure-facts 2.6: the bypass list of the agents.
std::vector<Remedy> bypass_proxy(const Case& run, const Finding& finding) {
  std::vector<std::string> suffixes = {"168.63.129.16", "169.254.169.254"};
  std::vector<std::size_t> targets = targets_of(run, finding);
  if (const auto subject = run.target_index(finding.subject)) add_once(targets, *subject);
  for (const std::size_t t : targets) {
    const Target& target = run.scope().targets[t];
    const std::string_view name = target.name;
    add_once(suffixes,
             target.service == Service::other ? std::string{name} : std::string{name.substr(name.find('.'))});
  }
  return {{"sh", fmt::format("export no_proxy=\"${{no_proxy:+$no_proxy,}}{}\"", fmt::join(suffixes, ","))}};
}

std::vector<Remedy> set_clock(const Case&, const Finding&) {
  return {{"sh", "sudo timedatectl set-ntp true"}};
}

}  // namespace vnetprobe
