// What would trip a newcomer: the order. A rule sees only what the rules above it have not
// explained, so a general rule may be simple because the special ones went first; and `system` is
// folded into what its servers show before the general rules get to it.
#include "checks/rules.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "checks/codes.h"
#include "checks/judging.h"
#include "checks/remedies.h"

namespace vnetprobe {
namespace {

// In groups: a rule takes what those below its group would explain less well. Within one the order has no
// meaning.
constexpr auto kRules = std::to_array<Rule>({
    // Not the record: the resolver, the hosts file, an answer that is another a moment later.
    {"dns.resolver-unreachable dns.resolver-refused dns.resolver-tcp-blocked", find_unusable_resolvers},
    {"dns.hosts-override", find_hosts_overrides},
    {"dns.unstable", find_unstable_names},
    // What an answer shows by itself, and what az says of the endpoint.
    {"dns.blocked-by-policy", find_blocked_names},
    {"dns.record-stale dns.mixed-addresses dns.ipv6-public dns.address-outside-vnet", find_wrong_addresses},
    {"dns.forwarder-wrong-zone", find_wrong_forwarders},
    {"pe.not-approved", find_unapproved_endpoints},
    // A record, or the endpoint that it would be of.
    {"dns.no-private-endpoint", find_resources_without_endpoint},
    {"dns.record-missing dns.record-hidden-by-fallback backup.ecs-missing backup.prot-missing",
     find_missing_records},
    {"dns.forwarder-broken", find_broken_forwarders},
    // The zone at Azure DNS.
    {"dns.zone-not-linked dns.wrong-zone-name", find_unlinked_zones},
    // The way to it.
    {"dns.reserved-zone-linked", find_reserved_zones},
    {"dns.forwarder-missing", find_missing_forwarders},
    // Programs on this host are told what its servers are told.
    {"", fold_system_view},
    // The zone, wherever it should be.
    {"dns.zone-not-served", find_unserved_zones},
    // What is left of names.
    {"dns.no-private-endpoint", find_contradicting_chains},
    {"dns.name-not-found", find_missing_names},
    {"dns.forwarder-broken", find_errors_of_host},
    // Names without any finding that differ, and what is no matter of names.
    {"dns.record-stale", find_disagreement},
    {"net.timeout net.refused net.unreachable", find_dead_connections},
    {"dns.name-not-found net.unreachable", find_unresolved_destinations},
    {"tls.intercepted tls.expired tls.wrong-name tls.too-old tls.not-tls tls.cut tls.silent", find_wrong_tls},
    {"sqlmi.not-tds sqlmi.encryption-missing tls.intercepted tls.expired tls.wrong-name tls.too-old "
     "tls.not-tls "
     "tls.cut tls.silent",
     find_wrong_instances},
    {"sqlmi.redirect-ports-blocked", find_blocked_redirects},
    {"storage.network-denied keyvault.network-denied net.firewall-denied service.silent service.unexpected",
     find_wrong_services},
    {"public.open egress.open", find_open_endpoints},
    {"public.undecided backup.public-fallback-open", find_unproved_endpoints},
    {"entra.unreachable entra.unexpected-answer entra.tenant-unknown entra.address-overridden",
     find_sign_in_faults},
    {"backup.ecs-missing backup.prot-missing", find_vault_gaps},
    {"proxy.captures-private", find_captured_names},
    {"env.not-in-azure", find_machine_outside_azure},
    {"identity.unavailable", find_useless_credentials},
    {"clock.skew", find_wrong_clock},
    // Beside what the wire shows of connections.
    {"pe.no-zone-group pe.static-addresses pe.network-policies pe.subnet-full zone.link-missing "
     "vault.identity-missing egress.alias-missing dns.wrong-zone-name",
     find_az_states},
});

// Checks that fail because a name does: the zone's, the comparison of views, the vault's records.
void explain_followers(Diagnosis& desk) {
  const Case& run = desk.run();
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    const std::string& view = run.scope().views[v].name;
    for (const Zone& zone : run.scope().zones)
      for (const std::size_t t : zone.targets)
        for (const std::size_t f : desk.covering(t, v))
          desk.explain(desk.findings()[f], check_id("dns.zone", zone.name, view));
    for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
      const Target& target = run.scope().targets[t];
      const Sight sight = run.name_view(t, v).sight;
      const bool is_absent = sight == Sight::nxdomain || sight == Sight::nodata;
      for (const std::size_t f : desk.covering(t, v)) {
        desk.explain(desk.findings()[f], check_id("dns.agree", target.name));
        if (is_absent && !target.vault.empty())
          desk.explain(desk.findings()[f], check_id("backup.records", target.vault));
      }
    }
  }
}

// Targets and views in the order of the scope, whatever the order in which rules met them.
void sort_by_scope(const Case& run, Finding& finding) {
  const auto sort = [](std::vector<std::string>& names, const auto& scope) {
    if (names.size() < 2) return;
    std::unordered_map<std::string_view, std::size_t> places;
    for (const auto& each : scope) places.emplace(each.name, places.size());
    const auto place = [&](const std::string& name) {
      const auto found = places.find(name);
      return found == places.end() ? places.size() : found->second;
    };
    std::ranges::stable_sort(names, {}, place);
  };
  sort(finding.targets, run.scope().targets);
  sort(finding.views, run.scope().views);
}

std::ptrdiff_t rank(std::string_view code) {
  const auto all = codes();
  return std::find_if(all.begin(), all.end(), [&](const Code& row) { return row.code == code; }) -
         all.begin();
}

}  // namespace

std::span<const Rule> rules() { return kRules; }

std::vector<Finding> diagnose(const Case& run, const std::vector<Result>& results) {
  Diagnosis desk(run, results);
  for (const Rule& rule : kRules) rule.apply(desk);
  explain_followers(desk);
  std::vector<Finding> findings = std::move(desk.findings());
  for (Finding& finding : findings) {
    sort_by_scope(run, finding);
    finding.remedies = remedies_for(run, finding);
  }
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::pair(b.severity, rank(a.code)) < std::pair(a.severity, rank(b.code));
  });
  return findings;
}

}  // namespace vnetprobe
