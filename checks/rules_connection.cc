// Faults past DNS: the right address, and no connection, no TLS, or not the service.
#include <algorithm>
#include <fmt/format.h>

#include "checks/contact_finding.h"
#include "checks/contact_sight.h"
#include "checks/credential.h"
#include "checks/judging.h"
#include "checks/private_path.h"
#include "checks/public_path.h"
#include "checks/rule_help.h"
#include "checks/rules.h"
#include "checks/vault_path.h"

namespace vnetprobe {
namespace {

template <class Wants>
void for_contacts(const Diagnosis& desk, Path path, const Wants& wants) {
  for (std::size_t t = 0; t < desk.run().scope().targets.size(); ++t) {
    const Target& target = desk.run().scope().targets[t];
    if (!is_connected(target)) continue;
    for (const std::size_t i : desk.run().contacts(t, path)) wants(t, desk.run().evidence().contacts[i]);
  }
}

template <class Wants>
void for_private_contacts(const Diagnosis& desk, const Wants& wants) {
  for_contacts(desk, Path::private_path, wants);
  for_contacts(desk, Path::destination, wants);
}

std::string_view code_of(ConnectOutcome outcome) {
  switch (outcome) {
    case ConnectOutcome::timed_out:
      return "net.timeout";
    case ConnectOutcome::refused:
    case ConnectOutcome::reset:
      return "net.refused";
    default:
      return "net.unreachable";
  }
}

std::string http_words(const Http& http) {
  const std::string code = storage_error_code(http);
  return code.empty() ? fmt::format("HTTP {}", http.status) : fmt::format("HTTP {} {}", http.status, code);
}

}  // namespace

void find_dead_connections(Diagnosis& desk) {
  const auto look = [&](std::size_t t, const Contact& contact) {
    if (!contact.connect || contact.connect->outcome == ConnectOutcome::connected ||
        contact.connect->outcome == ConnectOutcome::interrupted)
      return;
    const Target& target = desk.run().scope().targets[t];
    Finding& finding = contact_finding(
        desk, code_of(contact.connect->outcome), "net.connect", t, contact, host_port(target, contact),
        address_suffix(contact).empty()
            ? fmt::format("{} by {}: {}.", target.name, contact.source_detail, in_words(*contact.connect))
            : fmt::format("{} resolves rightly to {}, which {}.", target.name, contact.address.to_string(),
                          in_words(*contact.connect)));
    if (target.duty == Duty::destination) {
      if (finding.could_be.empty())
        finding.could_be = {
            "no rule that lets this destination out: a network security group, a firewall, a route"};
      return;
    }
    if (!finding.could_be.empty()) return;
    // Azure-facts 5.8 and 11 (rows 11, 12): the wire looks the same for all of these.
    const bool endpoint = target.service != Service::sqlmi || !target.zone.empty();
    if (endpoint)
      finding.could_be = {
          "the private endpoint is not approved (pe.not-approved)",
          "a network security group with network policies on the endpoint's subnet (pe.network-policies)",
          "a route, firewall or missing peering on the way"};
    else
      finding.could_be = {"a network security group on the subnet of the managed instance",
                          "a route, firewall or missing peering on the way"};
  };
  for_private_contacts(desk, look);
  for_contacts(desk, Path::mi_link, look);
}

// What `also` names and no required view gives an address for.
void find_unresolved_destinations(Diagnosis& desk) {
  const Case& run = desk.run();
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    const std::string id = check_id("net.connect", host_port(target));
    if (target.duty != Duty::destination || !desk.has_failed(id)) continue;
    std::vector<std::size_t> views;
    bool is_absent = true;
    std::string said;
    for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
      if (!run.scope().views[v].required) continue;
      const NameView& name = run.name_view(t, v);
      views.push_back(v);
      is_absent &= name.sight == Sight::nxdomain || name.sight == Sight::nodata;
      if (said.empty()) said = fmt::format("Through {}, {}.", name.view->name, in_words(name));
    }
    if (explained_by_resolvers(desk, views, id)) continue;
    Finding& finding = is_absent ? desk.finding("dns.name-not-found", target.name)
                                 : desk.finding("net.unreachable", host_port(target));
    if (finding.because.empty()) finding.because = said;
    desk.add_target(finding, target.name);
    for (const std::size_t v : views) desk.add_view(finding, run.scope().views[v].name);
    desk.explain(finding, id);
    for (const char* kind : {"tls.handshake", "service.answer"})
      desk.explain(finding, check_id(kind, host_port(target)));
  }
}

void find_wrong_tls(Diagnosis& desk) {
  for_private_contacts(desk, [&](std::size_t t, const Contact& contact) {
    const Target& target = desk.run().scope().targets[t];
    if (!contact.tls || !speaks_https(target)) return;
    const TlsSight sight = sight_of(*contact.tls);
    const std::string_view code = code_of(sight);
    if (!code.empty())
      contact_finding(
          desk, code, "tls.handshake", t, contact, host_port(target),
          tls_words(where_of(target, contact), *contact.tls, sight, desk.run().evidence().host.clock));
  });
  // Sign-in is judged by its own codes, but its certificate by these.
  for (std::size_t t = 0; t < desk.run().scope().targets.size(); ++t) {
    const Target& target = desk.run().scope().targets[t];
    if (target.duty != Duty::sign_in) continue;
    for (const std::size_t i : desk.run().contacts(t, Path::sign_in)) {
      const Contact& contact = desk.run().evidence().contacts[i];
      if (!contact.tls) continue;
      const TlsSight sight = sight_of(*contact.tls);
      const std::string_view code = code_of(sight);
      const std::string id = check_id("entra.signin", target.name, contact.address.to_string());
      if (code.empty() || sight == TlsSight::cut || sight == TlsSight::silent || !desk.has_failed(id))
        continue;
      contact_finding(
          desk, code, "entra.signin", t, contact, host_port(target),
          tls_words(where_of(target, contact), *contact.tls, sight, desk.run().evidence().host.clock));
      desk.explain(desk.finding(code, host_port(target)), id);
    }
  }
}

void find_wrong_services(Diagnosis& desk) {
  for_private_contacts(desk, [&](std::size_t t, const Contact& contact) {
    const Target& target = desk.run().scope().targets[t];
    const bool right = speaks_plain_http(target) || (contact.tls && sight_of(*contact.tls) == TlsSight::fine);
    if (!contact.http || !right) return;
    const std::string where = where_of(target, contact);
    const Http& http = *contact.http;
    switch (answer_sight(target.service, http)) {
      case AnswerSight::network_denied: {
        const bool vault = target.service == Service::key_vault || target.service == Service::managed_hsm;
        contact_finding(desk, vault ? "keyvault.network-denied" : "storage.network-denied", "service.answer",
                        t, contact, target.resource,
                        fmt::format("{}, over the private path, answers {}: the address may belong to an "
                                    "endpoint of another resource, or the "
                                    "resource refuses this client by its own network rules.",
                                    where, http_words(http)));
        return;
      }
      case AnswerSight::firewall:
        contact_finding(desk, "net.firewall-denied", "service.answer", t, contact, host_port(target),
                        fmt::format("{} gives HTTP {} {}, which no service of Azure sends: a firewall or "
                                    "proxy speaks in its place.",
                                    where, http.status, http.reason));
        return;
      case AnswerSight::silent:
        contact_finding(
            desk, "service.silent", "service.answer", t, contact, host_port(target),
            fmt::format("{} completes the TLS handshake and sends no status line and headers.", where));
        return;
      case AnswerSight::unexpected:
        contact_finding(desk, "service.unexpected", "service.answer", t, contact, host_port(target),
                        http.outcome == HttpOutcome::answered
                            ? fmt::format("{} answers HTTP {} without the headers of the {} service.", where,
                                          http.status, to_string(target.service))
                            : fmt::format("{} answers with what is no HTTP: {}.", where, http.error));
        return;
      default:
        break;
    }
    // Nobody else says by which way a request came.
    if (target.service != Service::key_vault && target.service != Service::managed_hsm) return;
    if (const std::string why = came_in_public(desk.run(), contact); !why.empty()) {
      contact_finding(
          desk, "service.unexpected", "service.answer", t, contact, host_port(target),
          fmt::format("{} answers, and {}: something on the way sends the request out again.", where, why));
      return;
    }
    const Http* with_token = answer_to_token(desk.run(), t, contact.address);
    if (with_token != nullptr && vault_refuses_by_network(*with_token))
      contact_finding(desk, "keyvault.network-denied", "service.answer", t, contact, target.resource,
                      fmt::format("{}, over the private path, answers a caller with a token HTTP {}: {}.",
                                  where, with_token->status, vault_denial(*with_token)));
  });
}

void find_open_endpoints(Diagnosis& desk) {
  const Case& run = desk.run();
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    const bool denied = target.duty == Duty::denied_account;
    if (!denied && !has_public_check(target)) continue;
    for (const std::size_t i : run.contacts(t, denied ? Path::denied : Path::public_path)) {
      const Contact& contact = run.evidence().contacts[i];
      const PublicOpinion opinion = public_opinion(run, target, contact);
      if (opinion.sight != PublicSight::open) continue;
      Finding& finding = desk.finding(denied ? "egress.open" : "public.open", target.resource);
      if (finding.because.empty())
        finding.because = fmt::format("{} at its public address {} answers this host: {}.",
                                      public_host(target), contact.address.to_string(), opinion.why);
      desk.add_target(finding, target.name);
      desk.explain(finding, check_id(denied ? "egress.denied" : "public.refused",
                                     fmt::format("{}:{}", public_host(target), contact.port),
                                     contact.address.to_string()));
    }
  }
}

void find_unproved_endpoints(Diagnosis& desk) {
  const Case& run = desk.run();
  for (const Result& result : desk.results()) {
    const bool denied = result.kind == "egress.denied";
    if ((!denied && result.kind != "public.refused") || result.status != Status::warn) continue;
    const std::optional<std::size_t> t = run.target_index(result.subject);
    if (!t) continue;
    const Target& target = run.scope().targets[*t];
    const std::vector<std::size_t> contacts = run.contacts(*t, Path::public_path);
    const bool reachable = std::any_of(contacts.begin(), contacts.end(), [&](std::size_t i) {
      const Contact& contact = run.evidence().contacts[i];
      return contact.tls && sight_of(*contact.tls) == TlsSight::fine && contact.http &&
             contact.http->outcome == HttpOutcome::answered && !speaks_a_firewall(*contact.http);
    });
    const bool fallback = target.service == Service::backup && reachable;
    Finding& finding = fallback ? desk.finding("backup.public-fallback-open", target.vault)
                                : desk.finding("public.undecided", target.resource);
    if (finding.because.empty())
      finding.because =
          fallback ? fmt::format("{} answers this host in public: {}", public_host(target), result.message)
                   : result.message;
    desk.add_target(finding, target.name);
    finding.explains.push_back(result.id);
  }
}

}  // namespace vnetprobe
