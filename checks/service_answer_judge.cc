// Over the private path anything that answers with the right certificate and the service's own
// headers, authorised or not, is the service (contract section 3).
#include <fmt/format.h>

#include "checks/contact_sight.h"
#include "checks/credential.h"
#include "checks/judges.h"
#include "checks/judging.h"
#include "checks/private_path.h"
#include "checks/vault_path.h"

namespace vnetprobe {
namespace {

void judge_answer(const Http& http, Service service, Result& made) {
  const AnswerSight sight = answer_sight(service, http);
  const std::string code = is_storage(service) ? storage_error_code(http) : std::string{};
  const std::string status =
      code.empty() ? fmt::format("HTTP {}", http.status) : fmt::format("HTTP {} {}", http.status, code);
  if (http.outcome == HttpOutcome::answered) {
    made.facts.emplace_back("status", fmt::format("{}", http.status));
    if (!code.empty()) made.facts.emplace_back("code", code);
  }
  switch (sight) {
    case AnswerSight::service:
      made.status = Status::pass;
      made.message = fmt::format("The {} service answers ({}).", to_string(service), status);
      return;
    case AnswerSight::network_denied:
      made.status = Status::fail;
      made.message = fmt::format("The service's own network rules refuse this path ({}).", status);
      return;
    case AnswerSight::firewall:
      made.status = Status::fail;
      made.message = fmt::format("A firewall or proxy answers in the service's place ({}).", status);
      return;
    case AnswerSight::unexpected:
      made.status = Status::fail;
      made.message =
          http.outcome == HttpOutcome::answered
              ? fmt::format("Something answers {}, without the headers of the {} service.", status,
                            to_string(service))
              : fmt::format("What came is no answer of the {} service: {}.", to_string(service), http.error);
      return;
    case AnswerSight::silent:
      made.status = Status::fail;
      made.message = "TLS is up, and no status line and headers came.";
      return;
    case AnswerSight::unknown:
      made.status = Status::unknown;
      made.message = "Not tried to the end.";
      return;
  }
}

// Key Vault says by which way the request came, and with a token whether its network rules refuse
// (authentication comes first there, azure-facts 5.2).
void judge_vault(const Case& run, std::size_t t, const Contact& contact, Result& made) {
  if (made.status != Status::pass) return;
  const std::string_view info = header(*contact.http, "x-ms-keyvault-network-info");
  if (!info.empty()) made.facts.emplace_back("network_info", info);
  if (const std::string why = came_in_public(run, contact); !why.empty()) {
    made.status = Status::fail;
    made.message = fmt::format("The service answers, but {}.", why);
    return;
  }
  const Http* with_token = answer_to_token(run, t, contact.address);
  if (with_token == nullptr || !vault_refuses_by_network(*with_token)) return;
  made.status = Status::fail;
  made.message = "The service's own network rules refuse this path, as it says to a caller with a token.";
}

}  // namespace

void judge_service_answer(const Case& run, std::vector<Result>& results) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    const bool plain = speaks_plain_http(target);
    if (!is_connected(target) || (!speaks_https(target) && !plain)) continue;
    const std::vector<std::size_t> contacts = run.contacts(t, path_of(target));
    const std::vector<IpAddress> left = untried_addresses(run, t);
    if (contacts.empty() && left.empty()) results.push_back(no_contact(run, t, "service.answer"));
    for (const IpAddress& address : left) results.push_back(untried(run, t, address, "service.answer"));
    for (const std::size_t i : contacts) {
      Result made = contact_result(run, t, i, "service.answer", ContactPart::http);
      const Contact& contact = run.evidence().contacts[i];
      const bool connected = contact.connect && contact.connect->outcome == ConnectOutcome::connected;
      const bool shaken = plain ? connected : contact.tls && sight_of(*contact.tls) == TlsSight::fine;
      if (contact.http && shaken) {
        judge_answer(*contact.http, target.service, made);
        // The inventory of what must be reached says what for.
        if (!target.purpose.empty()) made.message += fmt::format(" For: {}.", target.purpose);
        if (target.service == Service::key_vault || target.service == Service::managed_hsm)
          judge_vault(run, t, contact, made);
      } else {
        const bool unfinished =
            shaken || (contact.tls && sight_of(*contact.tls) == TlsSight::unknown) ||
            (!contact.tls && (!contact.connect || contact.connect->outcome == ConnectOutcome::connected ||
                              contact.connect->outcome == ConnectOutcome::interrupted));
        made.status = unfinished ? Status::unknown : Status::skip;
        if (!unfinished)
          made.because = check_id(plain ? "net.connect" : "tls.handshake", made.target, made.address);
        // An answer over a connection that is not the service's own proves nothing, good or bad.
        made.message = unfinished     ? "Not tried: the run ended first."
                       : contact.http ? "Answered, over a TLS connection that is not right."
                       : plain        ? "No connection."
                                      : "No TLS connection.";
      }
      results.push_back(std::move(made));
    }
  }
}

}  // namespace vnetprobe
