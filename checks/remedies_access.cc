// What would trip a newcomer: public access is closed at the resource and never by a network rule
// here, while an account of somebody else is kept out by a rule here and never at the resource.
#include <fmt/format.h>

#include "checks/mending.h"
#include "checks/remedy_writers.h"

namespace vnetprobe {
namespace {

Service service_of(const Case& run, const Finding& finding) {
  const std::vector<std::size_t> targets = targets_of(run, finding);
  if (!targets.empty()) return run.scope().targets[targets.front()].service;
  for (const Target& target : run.scope().targets)
    if (target.resource == finding.subject) return target.service;
  return Service::other;
}

// The resource's own name: a managed instance is called by its first label.
std::string resource_of(const Case& run, const Finding& finding) {
  if (service_of(run, finding) != Service::sqlmi) return plain_word(finding.subject);
  return plain_word(finding.subject.substr(0, finding.subject.find('.')));
}

Steps find_resource(const Case& run, const Finding& finding) {
  const Service service = service_of(run, finding);
  const std::string name = resource_of(run, finding);
  if (is_storage(service)) return {az::find_account(name)};
  if (service == Service::key_vault) return {az::find_key_vault(name)};
  if (service == Service::sqlmi) return {az::find_instance(name)};
  if (service == Service::backup) return {az::find_vault(name)};
  return {};
}

// azure-facts 11 row 15
Steps policy_for(std::string_view policy, bool with_alias) {
  Steps steps = {
      {"a policy that names the accounts that are wanted, and nothing else",
       fmt::format("az network service-endpoint policy create -g <vnet-group> -n {}", policy)},
      {"",
       fmt::format("az network service-endpoint policy-definition create -g <vnet-group> --policy-name {} "
                   "-n accounts --service Microsoft.Storage --service-resources <account-ids>",
                   policy)}};
  if (with_alias)
    steps.push_back(
        {"the subnet of a managed instance needs the alias beside it",
         fmt::format("az network service-endpoint policy-definition create -g <vnet-group> --policy-name {} "
                     "-n instance --service Global --service-resources /services/Azure/ManagedInstance",
                     policy)});
  return steps;
}

}  // namespace

Steps az_let_in(const Case& run, const Finding& finding) {
  Steps steps = find_resource(run, finding);
  for (const std::size_t t : targets_of(run, finding))
    for (const IpAddress& address : right_addresses(run, t)) steps.push_back(az::find_interface(address));
  steps.push_back({"service endpoints of the clients' subnet, and their policies",
                   "az network vnet subnet show --ids <subnet-id> --query "
                   "\"{endpoints:serviceEndpoints[].service,policies:serviceEndpointPolicies[].id}\""});
  const std::string name = resource_of(run, finding);
  if (finding.code == "keyvault.network-denied") {
    steps.push_back({"to let the subnet in",
                     fmt::format("az keyvault network-rule add -n {} --subnet <subnet-id>", name), "", true});
    steps.push_back({"for a managed instance that keeps its key here",
                     fmt::format("az keyvault update -n {} --bypass AzureServices", name), "", true});
  } else {
    steps.push_back(
        {"to let the subnet in",
         fmt::format("az storage account network-rule add -g <account-group> --account-name {} --subnet "
                     "<subnet-id>",
                     name),
         "", true});
  }
  return steps;
}

Steps az_close_public(const Case& run, const Finding& finding) {
  const Service service = service_of(run, finding);
  const std::string name = resource_of(run, finding);
  Steps steps = find_resource(run, finding);
  if (steps.empty()) return steps;
  constexpr std::string_view kFirst = "when every client has a private way";
  std::string command;
  if (is_storage(service))
    command = fmt::format(
        "az storage account update -g <account-group> -n {} --public-network-access Disabled", name);
  if (service == Service::key_vault)
    command = fmt::format("az keyvault update -n {} --public-network-access Disabled", name);
  if (service == Service::sqlmi)
    command =
        fmt::format("az sql mi update -g <instance-group> -n {} --public-data-endpoint-enabled false", name);
  if (service == Service::backup)
    command = "az resource update --ids <vault-id> --set properties.publicNetworkAccess=Disabled";
  steps.push_back({std::string{kFirst}, command, "", true});
  return steps;
}

Steps az_show_public(const Case& run, const Finding& finding) { return find_resource(run, finding); }

Steps az_restrict_egress(const Case& run, const Finding& finding) {
  Steps steps = {
      {"the accounts that are wanted, by id",
       fmt::format("az storage account list --query \"[?name!='{}'].{{name:name,id:id}}\" -o table",
                   plain_word(finding.subject))},
      az::find_networks()};
  append(steps, policy_for("wanted-storage", !run.plan().managed_instances.empty()));
  steps.push_back({"put it on the subnet of the clients",
                   "az network service-endpoint policy list --query \"[].{name:name,id:id}\" -o table"});
  steps.push_back({"",
                   "az network vnet subnet update --ids <subnet-id> --service-endpoints "
                   "Microsoft.Storage --service-endpoint-policy <policy-id>",
                   "", true});
  return steps;
}

// azure-facts 8.3
Steps az_allow_sign_in(const Case&, const Finding&) {
  return {az::find_security_groups(), az::allow("allow-entra", "Tcp", {"AzureActiveDirectory"}, "443")};
}

Steps az_find_overriding_zone(const Case&, const Finding& finding) {
  return {{"private zones that the host falls into",
           fmt::format("az network private-dns zone list --query \"[?ends_with('{}',name)]"
                       ".{{zone:name,group:resourceGroup}}\" -o table",
                       plain_word(finding.subject))},
          {"the links of the zone",
           "az network private-dns link vnet list -g <zone-group> -z <zone> --query "
           "\"[].{link:name,network:virtualNetwork.id}\" -o table"},
          {"take the link to this network away",
           "az network private-dns link vnet delete -g <zone-group> -z <zone> -n <link> --yes", "", true}};
}

Steps az_show_tenants(const Case&, const Finding&) {
  return {{"the tenants that you can see; put the right one into entra.tenant",
           "az account list --query \"[].{subscription:name,tenant:tenantId}\" -o table"}};
}

Steps az_allow_redirect(const Case& run, const Finding& finding) {
  std::vector<std::string> prefixes;
  const std::string instance = plain_word(finding.subject.substr(0, finding.subject.find('.')));
  for (const std::size_t t : targets_of(run, finding))
    for (const IpAddress& address : right_addresses(run, t)) add_once(prefixes, address.to_string());
  Steps steps = {az::find_security_groups()};
  if (!prefixes.empty()) steps.push_back(az::allow("allow-sql-redirect", "Tcp", prefixes, "11000-11999"));
  steps.push_back(az::find_instance(instance));
  steps.push_back({"or do without redirection",
                   fmt::format("az sql mi update -g <instance-group> -n {} --proxy-override Proxy", instance),
                   "", true});
  return steps;
}

Steps az_policy_alias(const Case&, const Finding& finding) {
  return {
      {"the policy's resource group", fmt::format("az network service-endpoint policy list --query "
                                                  "\"[?name=='{}'].{{group:resourceGroup,id:id}}\" -o table",
                                                  plain_word(finding.subject))},
      {"", fmt::format("az network service-endpoint policy-definition create -g <policy-group> --policy-name "
                       "{} -n instance --service Global --service-resources /services/Azure/ManagedInstance",
                       plain_word(finding.subject))}};
}

}  // namespace vnetprobe
