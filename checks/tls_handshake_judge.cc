#include <algorithm>
#include <fmt/format.h>

#include "checks/contact_sight.h"
#include "checks/judges.h"
#include "checks/judging.h"
#include "checks/private_path.h"

namespace vnetprobe {
namespace {

std::string issuer(const Tls& tls) {
  return tls.chain.empty() ? std::string("nobody") : tls.chain.front().issuer;
}

std::string outdated(const Tls& tls, UtcTime now) {
  const auto [certificate, is_own] = outdated_of(tls, now);
  if (certificate == nullptr)
    return fmt::format("The chain rests on a certificate that was not sent: {}.", tls.verify_text);
  const std::string whose = is_own ? "" : fmt::format(" of {}, in the chain,", certificate->subject);
  return fmt::format("The certificate{} is valid until {}: {}.", whose, to_string(certificate->not_after),
                     tls.verify_text);
}

std::string names(const Tls& tls) {
  if (tls.chain.empty()) return "no name";
  constexpr std::size_t kShown = 3;
  std::vector<std::string> shown(
      tls.chain.front().names.begin(),
      tls.chain.front().names.begin() +
          static_cast<std::ptrdiff_t>(std::min(kShown, tls.chain.front().names.size())));
  return shown.empty() ? tls.chain.front().subject : listed(shown);
}

std::string message(const Tls& tls, TlsSight sight, UtcTime now) {
  switch (sight) {
    case TlsSight::fine:
      return fmt::format("{}, issued by {}.", tls.version, issuer(tls));
    case TlsSight::intercepted:
      return tls.verify_code != 0
                 ? fmt::format("The certificate chain does not verify: {} (issued by {}).", tls.verify_text,
                               issuer(tls))
                 : fmt::format("The chain ends at {}, which is no public root.", tls.anchor_subject);
    case TlsSight::expired:
      return outdated(tls, now);
    case TlsSight::wrong_name:
      return fmt::format("The certificate is for {}, not for {}.", names(tls), tls.sni);
    case TlsSight::too_old:
      return fmt::format("Nothing above TLS 1.1 is offered ({}).",
                         tls.version.empty() ? tls.error : tls.version);
    case TlsSight::not_tls:
      return "The bytes that came are not TLS.";
    case TlsSight::cut:
      return fmt::format("The handshake was cut: {}.", tls.error);
    case TlsSight::silent:
      return fmt::format("The handshake got no answer within {:.1f} s.", tls.duration.count() / 1000);
    case TlsSight::unknown:
      // The chain came, and there is nothing here to verify it by.
      return tls.outcome == TlsOutcome::interrupted && !tls.chain.empty()
                 ? fmt::format("This machine cannot verify the chain: {}.", tls.error)
                 : "Not tried to the end.";
  }
  return "?";
}

void judge_contact(const Contact& contact, const std::string& needs, UtcTime now, Result& made) {
  const bool connected = contact.connect && contact.connect->outcome == ConnectOutcome::connected;
  if (!contact.tls) {
    const bool interrupted =
        connected || !contact.connect || contact.connect->outcome == ConnectOutcome::interrupted;
    made.status = interrupted ? Status::unknown : Status::skip;
    made.because = interrupted ? "" : needs;
    made.message = interrupted ? "Not tried: the run ended first." : "No connection.";
    return;
  }
  const TlsSight sight = sight_of(*contact.tls);
  made.status = sight == TlsSight::fine      ? Status::pass
                : sight == TlsSight::unknown ? Status::unknown
                                             : Status::fail;
  made.message = message(*contact.tls, sight, now);
  if (!contact.tls->version.empty()) made.facts.emplace_back("version", contact.tls->version);
  if (!contact.tls->chain.empty()) made.facts.emplace_back("issuer", issuer(*contact.tls));
}

}  // namespace

void judge_tls_handshake(const Case& run, std::vector<Result>& results) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    if (!is_connected(target) || !speaks_https(target)) continue;
    const std::vector<std::size_t> contacts = run.contacts(t, path_of(target));
    const std::vector<IpAddress> left = untried_addresses(run, t);
    if (contacts.empty() && left.empty()) results.push_back(no_contact(run, t, "tls.handshake"));
    for (const IpAddress& address : left) results.push_back(untried(run, t, address, "tls.handshake"));
    for (const std::size_t i : contacts) {
      Result made = contact_result(run, t, i, "tls.handshake", ContactPart::tls);
      judge_contact(run.evidence().contacts[i], check_id("net.connect", made.target, made.address),
                    run.evidence().host.clock, made);
      results.push_back(std::move(made));
    }
  }
}

}  // namespace vnetprobe
