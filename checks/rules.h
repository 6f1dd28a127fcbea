// The rule table: from all results and all the evidence to causes. Pure.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "checks/diagnosis.h"

namespace vnetprobe {

struct Rule {
  std::string_view codes;  // that it may give
  void (*apply)(Diagnosis&);
};

// Most specific first: the order of its groups is part of the meaning.
std::span<const Rule> rules();

// One cause, one finding; sorted by severity, then in the order of the catalogue.
std::vector<Finding> diagnose(const Case& run, const std::vector<Result>& results);

// Of names and resolvers.
void find_unusable_resolvers(Diagnosis& desk);
void find_hosts_overrides(Diagnosis& desk);
void find_blocked_names(Diagnosis& desk);
void find_wrong_addresses(Diagnosis& desk);
void find_resources_without_endpoint(Diagnosis& desk);
void find_missing_records(Diagnosis& desk);
void find_wrong_forwarders(Diagnosis& desk);
void find_unlinked_zones(Diagnosis& desk);
void find_reserved_zones(Diagnosis& desk);
void find_broken_forwarders(Diagnosis& desk);
void find_missing_forwarders(Diagnosis& desk);
void find_unserved_zones(Diagnosis& desk);
void find_contradicting_chains(Diagnosis& desk);
void find_missing_names(Diagnosis& desk);
void fold_system_view(Diagnosis& desk);
// What programs on this host see and no server shows: after the fold.
void find_errors_of_host(Diagnosis& desk);
void find_unstable_names(Diagnosis& desk);
void find_disagreement(Diagnosis& desk);
// Of what az or ARM said.
void find_unapproved_endpoints(Diagnosis& desk);
void find_az_states(Diagnosis& desk);
// Of connections.
void find_dead_connections(Diagnosis& desk);
void find_unresolved_destinations(Diagnosis& desk);
void find_wrong_tls(Diagnosis& desk);
void find_wrong_services(Diagnosis& desk);
void find_open_endpoints(Diagnosis& desk);
void find_unproved_endpoints(Diagnosis& desk);
// Of managed instances.
void find_wrong_instances(Diagnosis& desk);
void find_blocked_redirects(Diagnosis& desk);
// Of this machine.
void find_useless_credentials(Diagnosis& desk);
void find_wrong_clock(Diagnosis& desk);
// Of sign-in and vaults.
void find_sign_in_faults(Diagnosis& desk);
void find_vault_gaps(Diagnosis& desk);
// Of the machine that this runs on.
void find_captured_names(Diagnosis& desk);
void find_machine_outside_azure(Diagnosis& desk);

}  // namespace vnetprobe
