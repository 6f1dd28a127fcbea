// What would trip a newcomer: a 403 to a token is three things. The network rule (it stands before
// permission, azure-facts 5.1 and 5.2) belongs to service.answer; a missing role is what is said here;
// and a 404 is somebody who was let in and found nothing.
#include "checks/credential.h"

#include <algorithm>
#include <fmt/format.h>

#include "checks/contact_sight.h"
#include "checks/judging.h"
#include "checks/private_path.h"
#include "probe/azure/sas.h"
#include "probe/azure/services.h"

namespace vnetprobe {
namespace {

constexpr int kOk = 200, kUnauthorized = 401, kForbidden = 403, kNotFound = 404, kBadRequest = 400;

std::string said(const TokenFacts& token) {
  std::string words = token.status == 0 ? std::string{} : fmt::format("HTTP {}", token.status);
  for (const std::string* more : {&token.error, &token.description})
    if (!more->empty())
      words += fmt::format("{}{}", words.empty() ? "" : words.ends_with(':') ? " " : ": ", *more);
  return words.empty() ? std::string(to_string(token.outcome)) : words;
}

std::string place_of(const TokenFacts& token) {
  switch (token.source) {
    case TokenSource::endpoint:
      return "the identity endpoint of this host (IDENTITY_ENDPOINT)";
    case TokenSource::federated:
      return "Entra ID, for the federated token of this workload";
    case TokenSource::metadata:
      return "instance metadata";
  }
  return "?";
}

std::string why_none(const TokenFacts& token) {
  switch (token.outcome) {
    case TokenOutcome::unreachable:
      return fmt::format("{} does not answer ({})", place_of(token), said(token));
    case TokenOutcome::withheld:
      return fmt::format("{} did not prove who it is, so nothing was sent ({})", token.host, token.error);
    case TokenOutcome::not_set_up:
      return token.error;
    case TokenOutcome::unexpected:
      return fmt::format("{} gives no answer of a token service (HTTP {})", place_of(token), token.status);
    default:
      return fmt::format("{} refuses ({})", place_of(token), said(token));
  }
}

// The place: one check a host, whatever the number of tokens.
std::vector<Credential> places(const Case& run) {
  std::vector<Credential> made;
  for (const TokenFacts& token : run.evidence().identity.tokens) {
    auto found =
        std::find_if(made.begin(), made.end(), [&](const Credential& c) { return c.host == token.host; });
    if (found == made.end()) {
      Credential fresh;
      fresh.name = fresh.host = token.host;
      fresh.status = Status::pass;
      found = made.insert(made.end(), std::move(fresh));
      found->facts.emplace_back("source", to_string(token.source));
    }
    found->facts.emplace_back(token.resource, to_string(token.outcome));
    if (token.outcome == TokenOutcome::got) {
      if (found->status == Status::pass && found->message.empty())
        found->message = fmt::format("A token for {}, for {} minutes, by {}.", token.resource,
                                     token.lifetime_s / 60, place_of(token));
    } else if (found->status != Status::fail) {
      const bool cut = token.outcome == TokenOutcome::interrupted;
      found->status = cut ? Status::unknown : Status::fail;
      found->message = cut ? "Not asked to the end."
                           : fmt::format("No token for {}: {}.", token.resource, why_none(token));
    }
  }
  if (!made.empty() || !run.plan().identity.managed_identity) return made;
  Credential none;
  none.name = none.host = "169.254.169.254";
  none.message = "Not asked: the run ended first.";
  made.push_back(std::move(none));
  return made;
}

// Roles with the rights that backups need (azure-facts 6).
std::string role_for(const Target& target) {
  switch (target.service) {
    case Service::queue:
      return "Storage Queue Data Contributor";
    case Service::key_vault:
      return "Key Vault Crypto Service Encryption User, or an access policy with get, wrapKey and unwrapKey";
    case Service::managed_hsm:
      return "Managed HSM Crypto Service Encryption User";
    default:
      return "Storage Blob Data Contributor";
  }
}

std::string code_in(const Target& target, const Http& http) {
  if (is_storage(target.service)) return storage_error_code(http);
  for (const char* code : {"ForbiddenByRbac", "ForbiddenByPolicy", "AccessDenied", "ForbiddenByConnection",
                           "ForbiddenByFirewall", "Unauthorized"})
    if (http.body.find(code) != std::string::npos) return code;
  return "";
}

std::string status_words(const Target& target, const Http& http) {
  const std::string code = code_in(target, http);
  return code.empty() ? fmt::format("HTTP {}", http.status) : fmt::format("HTTP {} {}", http.status, code);
}

bool is_network(const Target& target, const Http& http) {
  return answer_sight(target.service, http) == AnswerSight::network_denied;
}

// A way that was right a moment ago and is cut now: nobody's fault that could be named.
bool is_answered(const Contact& contact, Credential& made) {
  if (contact.http && contact.http->outcome == HttpOutcome::answered) return true;
  const bool cut = (contact.connect && contact.connect->outcome == ConnectOutcome::interrupted) ||
                   (contact.tls && contact.tls->outcome == TlsOutcome::interrupted) ||
                   (contact.http && contact.http->outcome == HttpOutcome::interrupted);
  made.status = cut ? Status::unknown : Status::warn;
  made.message =
      cut ? "Not tried to the end." : "The service answered without the credential, and not with it.";
  return false;
}

void judge_token(const Target& target, const Contact& contact, Credential& made) {
  if (!is_answered(contact, made)) return;
  const Http& http = *contact.http;
  const std::string words = status_words(target, http);
  made.facts.emplace_back("status", fmt::format("{}", http.status));
  if (http.status == kOk || http.status == kNotFound) {
    made.status = Status::pass;
    made.message =
        http.status == kOk
            ? fmt::format("This machine's identity is let in ({}).", words)
            : fmt::format("This machine's identity is let in, and what it asked for is not there ({}).",
                          words);
  } else if (is_network(target, http)) {
    made.status = Status::skip;
    made.because = check_id("service.answer", host_port(target), contact.address.to_string());
    made.message = fmt::format("The network rules refuse before any role is looked at ({}).", words);
  } else if (http.status == kForbidden) {
    made.status = Status::fail;
    made.message =
        fmt::format("This machine has a token, and its identity lacks the role that opens {} ({}): {}.",
                    target.resource, words, role_for(target));
  } else if (http.status == kUnauthorized || http.status == kBadRequest) {
    made.status = Status::fail;
    made.message = fmt::format("{} does not accept this machine's token ({}): it may be of another tenant.",
                               target.resource, words);
  } else {
    made.status = Status::warn;
    made.message = fmt::format("Not proved either way: {}.", words);
  }
}

std::optional<std::size_t> contact_of(const Case& run, std::size_t t, Path path) {
  const std::vector<std::size_t> found = run.contacts(t, path);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

// Why a credential was not tried: the place, or the private path.
void skip(const Case& run, std::size_t t, const std::vector<Credential>& places, Credential& made) {
  made.status = Status::skip;
  for (const Credential& place : places) {
    if (place.status == Status::pass) continue;
    made.status = place.status == Status::fail ? Status::skip : Status::unknown;
    made.because = made.status == Status::skip ? check_id("identity.token", place.name) : "";
    made.message =
        made.status == Status::skip ? "There is no token to try." : "Not tried: the run ended first.";
    return;
  }
  const Target& target = run.scope().targets[t];
  const std::vector<std::size_t> contacts = run.contacts(t, Path::private_path);
  made.message = "Not sent: the private path was not right without it.";
  if (contacts.empty()) {
    Result none = no_contact(run, t, "service.answer");
    if (none.status != Status::unknown) {
      made.because = none.id;
      return;
    }
    made.status = Status::unknown;
    made.message = "Not tried: the run ended first.";
    return;
  }
  const Contact& contact = run.evidence().contacts[contacts.front()];
  made.because = check_id("service.answer", host_port(target), contact.address.to_string());
  const bool was_right = contact.http && contact.tls && sight_of(*contact.tls) == TlsSight::fine &&
                         answer_sight(target.service, *contact.http) == AnswerSight::service;
  if (!was_right) return;
  made.status = Status::unknown;
  made.because.clear();
  made.message = "Not tried: the run ended first.";
}

void judge_sas_answer(const Target& target, const Contact& contact, Credential& made) {
  if (!is_answered(contact, made)) return;
  const Http& http = *contact.http;
  const std::string words = status_words(target, http);
  made.facts.emplace_back("status", fmt::format("{}", http.status));
  if (http.status == kOk) {
    made.status = Status::pass;
    made.message = fmt::format("The SAS lists the container ({}).", words);
  } else if (http.status == kNotFound) {
    made.status = Status::warn;
    made.message = fmt::format("The SAS is accepted, and the container is not there ({}).", words);
  } else if (http.status == kForbidden || http.status == kUnauthorized) {
    made.status = Status::fail;
    made.message = fmt::format("{} does not accept the SAS ({}){}.", target.resource, words,
                               storage_error_code(http) == "AuthenticationFailed"
                                   ? ": its signature is not right, or the key that made it was changed"
                                   : "");
  } else {
    made.status = Status::warn;
    made.message = fmt::format("Not proved either way: {}.", words);
  }
}

Credential of_sas(const Case& run, std::size_t t, const SasFacts& sas) {
  const Target& target = run.scope().targets[t];
  Credential made;
  made.name =
      target.container.empty() ? target.name + "/sas" : fmt::format("{}/{}", target.name, target.container);
  made.host = made.subject = target.name;
  if (!sas.from.empty()) made.facts.emplace_back("sas", sas.from);
  if (!sas.permissions.empty()) made.facts.emplace_back("permissions", sas.permissions);
  if (!sas.expires.empty()) made.facts.emplace_back("expires", sas.expires);
  if (sas.account.empty()) {
    made.message = "Not tried: the run ended first.";
    return made;
  }
  const std::string fault = sas_fault(sas, run.evidence().host.clock, target.name, target.container);
  const std::optional<std::size_t> contact = contact_of(run, t, Path::with_sas);
  if (contact) made.contacts.push_back(*contact);
  if (!fault.empty()) {
    made.status = Status::fail;
    made.message = fmt::format("The SAS in {} cannot be used: {}.", sas.from, fault);
  } else if (contact) {
    judge_sas_answer(target, run.evidence().contacts[*contact], made);
  } else {
    skip(run, t, {}, made);
  }
  return made;
}

}  // namespace

const Http* answer_to_token(const Case& run, std::size_t t, const IpAddress& address) {
  for (const std::size_t i : run.contacts(t, Path::with_token)) {
    const Contact& contact = run.evidence().contacts[i];
    if (contact.address == address && contact.http) return &*contact.http;
  }
  return nullptr;
}

std::vector<Credential> credentials(const Case& run) {
  std::vector<Credential> all = places(run);
  const std::vector<Credential> given = all;
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    if (!has_private_path(target) || !speaks_https(target)) continue;
    if (run.plan().identity.managed_identity && !token_resource(target.service, run.plan().cloud).empty()) {
      Credential made;
      made.name = made.host = made.subject = target.name;
      const std::optional<std::size_t> contact = contact_of(run, t, Path::with_token);
      if (contact) {
        made.contacts.push_back(*contact);
        judge_token(target, run.evidence().contacts[*contact], made);
      } else {
        skip(run, t, given, made);
      }
      all.push_back(std::move(made));
    }
    if (target.service != Service::blob) continue;
    for (const StorageAccountPlan& account : run.plan().storage_accounts) {
      if (!account.sas || account.name != target.resource) continue;
      const auto& known = run.evidence().identity.sas;
      const auto facts = std::find_if(known.begin(), known.end(),
                                      [&](const SasFacts& each) { return each.account == account.name; });
      // Nobody has read it: the run ended first.
      all.push_back(of_sas(run, t, facts == known.end() ? SasFacts{} : *facts));
    }
  }
  return all;
}

}  // namespace vnetprobe
