// The writers behind remedies_for, by area. `az_steps_for` gives the same az lines in the form that
// `fix` needs, with guards.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/az_steps.h"
#include "checks/case.h"
#include "probe/model/report.h"

namespace vnetprobe {

struct RemedyWriter {
  std::string_view code{};
  // What az can do; empty where it can do nothing.
  Steps (*az)(const Case&, const Finding&) = nullptr;
  // Everything else: lines for DNS servers, files and people.
  std::vector<Remedy> (*others)(const Case&, const Finding&) = nullptr;
};

// nullptr for a code that needs words alone.
const RemedyWriter* remedy_writer(std::string_view code);

// Names and resolvers (remedies_dns.cc).
Steps az_link_zone(const Case& run, const Finding& finding);
Steps az_link_if_not_forwarding(const Case& run, const Finding& finding);
Steps az_back_to_azure_dns(const Case& run, const Finding& finding);
Steps az_write_records(const Case& run, const Finding& finding);
Steps az_write_hidden_records(const Case& run, const Finding& finding);
Steps az_correct_records(const Case& run, const Finding& finding);
Steps az_show_addresses(const Case& run, const Finding& finding);
Steps az_open_dns_port(const Case& run, const Finding& finding);
Steps az_make_endpoint(const Case& run, const Finding& finding);
Steps az_rename_zone(const Case& run, const Finding& finding);
Steps az_unlink_zone(const Case& run, const Finding& finding);
std::vector<Remedy> forward_zone(const Case& run, const Finding& finding);
std::vector<Remedy> forward_at_resolver(const Case& run, const Finding& finding);
std::vector<Remedy> write_records(const Case& run, const Finding& finding);
std::vector<Remedy> let_clients_in(const Case& run, const Finding& finding);
std::vector<Remedy> correct_hosts_line(const Case& run, const Finding& finding);

// Connections (remedies_path.cc).
Steps az_open_path(const Case& run, const Finding& finding);
Steps az_whose_address(const Case& run, const Finding& finding);
std::vector<Remedy> exempt_names(const Case& run, const Finding& finding);

// Who is let in (remedies_access.cc).
Steps az_let_in(const Case& run, const Finding& finding);
Steps az_close_public(const Case& run, const Finding& finding);
Steps az_show_public(const Case& run, const Finding& finding);
Steps az_restrict_egress(const Case& run, const Finding& finding);
Steps az_allow_sign_in(const Case& run, const Finding& finding);
Steps az_find_overriding_zone(const Case& run, const Finding& finding);
Steps az_show_tenants(const Case& run, const Finding& finding);
Steps az_allow_redirect(const Case& run, const Finding& finding);

// Vaults and endpoints (remedies_azure.cc).
Steps az_vault_storage(const Case& run, const Finding& finding);
Steps az_approve(const Case& run, const Finding& finding);
Steps az_zone_group(const Case& run, const Finding& finding);
Steps az_endpoint_without_static(const Case& run, const Finding& finding);
Steps az_network_policies(const Case& run, const Finding& finding);
Steps az_subnet_space(const Case& run, const Finding& finding);
Steps az_vault_identity(const Case& run, const Finding& finding);
Steps az_policy_alias(const Case& run, const Finding& finding);
Steps az_close_vault(const Case& run, const Finding& finding);
Steps az_machine_identity(const Case& run, const Finding& finding);
std::vector<Remedy> bypass_proxy(const Case& run, const Finding& finding);
std::vector<Remedy> set_clock(const Case& run, const Finding& finding);

}  // namespace vnetprobe
