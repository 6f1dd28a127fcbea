// One row a code. A code without a row, or a row that has nothing to say of this run, gets the
// catalogue's own words, so that no finding stands without a next step.
#include "checks/remedies.h"

#include <array>

#include "checks/codes.h"
#include "checks/remedy_writers.h"

namespace vnetprobe {
namespace {

constexpr auto kWriters = std::to_array<RemedyWriter>({
    {"dns.zone-not-linked", az_link_zone, nullptr},
    {"dns.zone-not-served", az_link_if_not_forwarding, forward_zone},
    {"dns.forwarder-missing", az_back_to_azure_dns, forward_at_resolver},
    {"dns.forwarder-wrong-zone", nullptr, forward_at_resolver},
    {"dns.forwarder-broken", nullptr, forward_at_resolver},
    {"dns.record-missing", az_write_records, write_records},
    {"dns.record-hidden-by-fallback", az_write_hidden_records, nullptr},
    {"dns.record-stale", az_correct_records, write_records},
    {"dns.resolver-unreachable", az_open_dns_port, nullptr},
    {"dns.resolver-refused", nullptr, let_clients_in},
    {"dns.resolver-tcp-blocked", az_open_dns_port, nullptr},
    {"dns.hosts-override", nullptr, correct_hosts_line},
    {"dns.no-private-endpoint", az_make_endpoint, nullptr},
    {"dns.address-outside-vnet", az_show_addresses, nullptr},
    {"dns.mixed-addresses", az_correct_records, write_records},
    {"dns.ipv6-public", az_correct_records, write_records},
    {"dns.wrong-zone-name", az_rename_zone, nullptr},
    {"dns.reserved-zone-linked", az_unlink_zone, nullptr},
    {"dns.unstable", az_show_addresses, nullptr},
    {"net.timeout", az_open_path, nullptr},
    {"net.refused", az_open_path, nullptr},
    {"net.unreachable", az_open_path, nullptr},
    {"net.firewall-denied", nullptr, exempt_names},
    {"tls.intercepted", nullptr, exempt_names},
    {"tls.wrong-name", az_whose_address, nullptr},
    {"tls.not-tls", az_whose_address, nullptr},
    {"tls.cut", nullptr, exempt_names},
    {"service.unexpected", az_whose_address, nullptr},
    {"storage.network-denied", az_let_in, nullptr},
    {"keyvault.network-denied", az_let_in, nullptr},
    {"public.open", az_close_public, nullptr},
    {"egress.open", az_restrict_egress, nullptr},
    {"entra.unreachable", az_allow_sign_in, exempt_names},
    {"entra.unexpected-answer", nullptr, exempt_names},
    {"entra.tenant-unknown", az_show_tenants, nullptr},
    {"entra.address-overridden", az_find_overriding_zone, correct_hosts_line},
    {"sqlmi.not-tds", az_whose_address, nullptr},
    {"sqlmi.encryption-missing", az_whose_address, nullptr},
    {"sqlmi.redirect-ports-blocked", az_allow_redirect, nullptr},
    {"backup.ecs-missing", az_vault_storage, write_records},
    {"backup.prot-missing", az_vault_storage, write_records},
    {"pe.not-approved", az_approve, nullptr},
    {"pe.no-zone-group", az_zone_group, nullptr},
    {"pe.static-addresses", az_endpoint_without_static, nullptr},
    {"pe.network-policies", az_network_policies, nullptr},
    {"pe.subnet-full", az_subnet_space, nullptr},
    {"zone.link-missing", az_link_zone, nullptr},
    {"vault.identity-missing", az_vault_identity, nullptr},
    {"egress.alias-missing", az_policy_alias, nullptr},
    {"proxy.captures-private", nullptr, bypass_proxy},
    {"identity.unavailable", az_machine_identity, nullptr},
    {"clock.skew", nullptr, set_clock},
    {"backup.public-fallback-open", az_close_vault, nullptr},
    {"public.undecided", az_show_public, nullptr},
});

}  // namespace

const RemedyWriter* remedy_writer(std::string_view code) {
  for (const RemedyWriter& writer : kWriters)
    if (writer.code == code) return &writer;
  return nullptr;
}

std::vector<Remedy> remedies_for(const Case& run, const Finding& finding) {
  std::vector<Remedy> remedies;
  if (const RemedyWriter* writer = remedy_writer(finding.code)) {
    if (writer->others != nullptr) remedies = writer->others(run, finding);
    if (writer->az != nullptr)
      if (const Steps steps = writer->az(run, finding); !steps.empty())
        remedies.push_back({"az", text_of(steps)});
  }
  if (remedies.empty()) remedies.push_back({"text", std::string{code_row(finding.code).mend}});
  return remedies;
}

}  // namespace vnetprobe
