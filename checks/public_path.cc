// What would trip a newcomer: to be refused is the good end here, and it has to be proved. An
// address that nobody but the plan vouches for proves nothing by its silence, and a 400 or a 401 of
// Key Vault comes from open and closed endpoints alike.
#include "checks/public_path.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

#include "checks/contact_sight.h"
#include "checks/judging.h"
#include "checks/sqlmi_sight.h"
#include "probe/azure/services.h"
#include "probe/dns/chain.h"
#include "probe/dns/name.h"

namespace vnetprobe {
namespace {

PublicOpinion of_connection(const Case& run, const Contact& contact) {
  const Connect& connect = *contact.connect;
  if (connect.outcome == ConnectOutcome::interrupted) return {PublicSight::unknown, "the run ended first"};
  if (connect.outcome == ConnectOutcome::failed) return {PublicSight::undecided, in_words(connect)};
  if (contact.source == AddressSource::plan && !run.seen_in_dns(contact.address))
    return {PublicSight::undecided,
            fmt::format("{} {}, and nothing but the plan's public_ip says that it is the public address",
                        contact.address.to_string(), in_words(connect))};
  return {PublicSight::refused, fmt::format("{} {}", contact.address.to_string(), in_words(connect))};
}

PublicOpinion of_handshake(const Tls& tls) {
  switch (sight_of(tls)) {
    case TlsSight::cut:
      // An error that is neither the wire's nor the far end's proves nothing about either.
      if (tls.outcome == TlsOutcome::failed)
        return {PublicSight::undecided, fmt::format("TLS failed ({})", tls.error)};
      return {PublicSight::refused, fmt::format("TLS is cut ({})", tls.error)};
    case TlsSight::unknown:
      return {PublicSight::unknown, "the run ended first"};
    case TlsSight::silent:
      return {PublicSight::undecided, "the handshake got no answer"};
    default:
      return {PublicSight::undecided, "something else than the service answers TLS"};
  }
}

std::string in_words(const Http& http) {
  const std::string code = storage_error_code(http);
  return code.empty() ? fmt::format("HTTP {}", http.status) : fmt::format("HTTP {} {}", http.status, code);
}

PublicOpinion of_key_vault(const Http& http) {
  constexpr int kUnauthorized = 401, kOk = 200;
  if (vault_refuses_by_network(http)) return {PublicSight::refused, "HTTP 403 by the vault's network rule"};
  if (http.status == kOk) return {PublicSight::open, "HTTP 200"};
  // Permission is looked at last: a caller who lacks a right has passed the network rule.
  if (vault_refuses_by_permission(http))
    return {PublicSight::open,
            "HTTP 403 for want of a permission, which is looked at after the network rule"};
  // Authentication comes before the network rule (azure-facts 5.2).
  if (http.status == kUnauthorized)
    return {PublicSight::undecided, "HTTP 401: the vault authenticates before it looks at the network rule"};
  return {PublicSight::undecided, in_words(http)};
}

// Whoever answers the pre-login may log in from here (contract section 3).
PublicOpinion of_prelogin(const Contact& contact) {
  if (!contact.tds || contact.tds->outcome == TdsOutcome::interrupted)
    return {PublicSight::unknown, "the run ended first"};
  InstanceSight seen;
  seen.tds = &*contact.tds;
  const std::string words = fmt::format("{} {}", contact.address.to_string(), in_words(seen));
  return {contact.tds->outcome == TdsOutcome::answered ? PublicSight::open : PublicSight::undecided, words};
}

PublicOpinion of_answer(Service service, const Http& http) {
  switch (http.outcome) {
    case HttpOutcome::interrupted:
      return {PublicSight::unknown, "the run ended first"};
    case HttpOutcome::answered:
      break;
    default:
      return {PublicSight::undecided, "TLS is up, and no HTTP answer came"};
  }
  if (speaks_a_firewall(http))
    return {PublicSight::undecided, fmt::format("{} by a firewall or proxy", in_words(http))};
  if (service == Service::key_vault || service == Service::managed_hsm) return of_key_vault(http);
  // Anybody gets a 404 of Backup's public hosts, whatever the vault's setting (azure-facts 5.4).
  if (service == Service::backup)
    return {PublicSight::undecided, fmt::format("{}, which anybody gets", in_words(http))};
  switch (storage_sight(http)) {
    case StorageSight::network_denied:
      return {PublicSight::refused, in_words(http)};
    case StorageSight::open:
      return {PublicSight::open, in_words(http)};
    case StorageSight::undecided:
      return {PublicSight::undecided, in_words(http)};
  }
  return {};
}

}  // namespace

bool has_public_check(const Target& target) {
  return target.duty == Duty::private_endpoint && target.public_access == Access::disabled &&
         (is_storage(target.service) || target.service == Service::backup ||
          target.service == Service::key_vault || target.service == Service::managed_hsm ||
          target.service == Service::sqlmi);
}

std::vector<std::size_t> longest_chain_first(const Scope& scope) {
  std::vector<std::size_t> order(scope.targets.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_partition(order.begin(), order.end(),
                        [&](std::size_t t) { return has_public_check(scope.targets[t]); });
  return order;
}

std::uint16_t public_port(const Target& target) {
  return target.service == Service::sqlmi ? kInstancePublicPort : target.port;
}

std::string public_host(const Target& target) {
  if (target.service == Service::sqlmi) return instance_public_host(target.public_name);
  if (target.service != Service::backup) return target.public_name;
  constexpr std::string_view kMark = "-ab-";
  const std::size_t mark = target.public_name.find(kMark);
  return mark == std::string::npos ? std::string{} : target.public_name.substr(mark + kMark.size());
}

PublicOpinion public_opinion(const Case& run, const Target& target, const Contact& contact) {
  if (!contact.connect) return {PublicSight::unknown, "the run ended first"};
  if (contact.connect->outcome != ConnectOutcome::connected) return of_connection(run, contact);
  if (target.service == Service::sqlmi) return of_prelogin(contact);
  if (!contact.tls) return {PublicSight::unknown, "the run ended first"};
  if (sight_of(*contact.tls) != TlsSight::fine) return of_handshake(*contact.tls);
  if (!contact.http) return {PublicSight::unknown, "the run ended first"};
  return of_answer(target.service, *contact.http);
}

namespace {

// The plan names a public resolver, and it was not asked for this target.
bool public_resolver_is_due(const Case& run, const Target& target) {
  if (!run.plan().public_resolver || !has_public_check(target) || public_host(target).empty()) return false;
  const auto& questions = run.evidence().questions;
  return std::none_of(questions.begin(), questions.end(), [&](const DnsQuestion& question) {
    return question.purpose == DnsPurpose::public_ && question.subject == target.name &&
           question.name == public_host(target);
  });
}

}  // namespace

std::string absent_public_name(const Case& run, const Target& target) {
  if (target.service != Service::sqlmi) return {};
  const std::string host = public_host(target);
  constexpr int kNoName = -2;  // EAI_NONAME
  std::string said;
  for (const DnsQuestion& question : run.evidence().questions) {
    if (question.purpose != DnsPurpose::public_ || question.subject != target.name || question.name != host ||
        question.outcome != DnsOutcome::answered)
      continue;
    if (!follow(question.answers, question.name, question.type).addresses.empty()) return {};
    // A private zone that shadows the name denies it whatever the Internet says.
    const bool shadowed =
        std::any_of(question.authorities.begin(), question.authorities.end(), [](const DnsRecord& record) {
          return record.type == rr::kSOA && is_under(soa_mname(record), kAzurePrivateMname);
        });
    if (question.rcode == rcode::kNxDomain && !shadowed && said.empty())
      said = fmt::format("{} does not exist (NXDOMAIN through {})", host, question.view);
  }
  for (const SystemLookup& lookup : run.evidence().lookups) {
    if (lookup.subject != target.name || lookup.name != host || !lookup.finished) continue;
    if (!lookup.addresses.empty()) return {};
    if (lookup.eai == kNoName && said.empty())
      said = fmt::format("{} does not exist ({} through {})", host, lookup.error, lookup.view);
  }
  return said;
}

bool has_public_address(const Case& run, std::size_t t) {
  const Target& target = run.scope().targets[t];
  if (!target.public_ip.empty()) return true;
  const auto is_public = [&](const IpAddress& address) {
    return classify(address, run.plan().vnet) == AddressClass::public_internet;
  };
  const auto any_public = [&](const std::vector<IpAddress>& list) {
    return std::any_of(list.begin(), list.end(), is_public);
  };
  for (const DnsQuestion& question : run.evidence().questions)
    if (question.purpose == DnsPurpose::public_ && question.subject == target.name &&
        question.rcode == rcode::kNoError &&
        any_public(follow(question.answers, question.name, question.type).addresses))
      return true;
  // What a view says of Backup's private name, or of an instance's, is no way to its public host.
  if (target.service == Service::backup || target.service == Service::sqlmi) return false;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    // A denied account is asked through required views alone.
    const bool counts = target.duty == Duty::private_endpoint || run.scope().views[v].required;
    if (counts && any_public(run.name_view(t, v).form.addresses())) return true;
  }
  return false;
}

bool is_unfinished(const Case& run, std::size_t t) {
  const std::string& name = run.scope().targets[t].name;
  for (const DnsQuestion& question : run.evidence().questions)
    if (question.subject == name && question.outcome == DnsOutcome::interrupted) return true;
  for (const SystemLookup& lookup : run.evidence().lookups)
    if (lookup.subject == name && !lookup.finished) return true;
  for (const Contact& contact : run.evidence().contacts) {
    if (contact.target != name) continue;
    if (contact.connect && contact.connect->outcome == ConnectOutcome::interrupted) return true;
    if (contact.tls && contact.tls->outcome == TlsOutcome::interrupted) return true;
    if (contact.http && contact.http->outcome == HttpOutcome::interrupted) return true;
  }
  for (std::size_t v = 0; v < run.scope().views.size(); ++v)
    if (run.name_view(t, v).form.ending == Ending::not_asked) return true;
  return public_resolver_is_due(run, run.scope().targets[t]);
}

}  // namespace vnetprobe
