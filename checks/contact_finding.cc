#include "checks/contact_finding.h"

#include <fmt/format.h>

#include "checks/judging.h"
#include "checks/private_path.h"
#include "checks/rule_help.h"

namespace vnetprobe {

Finding& contact_finding(Diagnosis& desk, std::string_view code, std::string_view kind, std::size_t t,
                         const Contact& contact, const std::string& subject, std::string because) {
  const Target& target = desk.run().scope().targets[t];
  Finding& finding = desk.finding(code, subject);
  if (finding.because.empty()) finding.because = std::move(because);
  desk.add_target(finding, target.name);
  add_views_of(desk, finding, t, contact.address);
  desk.explain(finding, check_id(kind, host_port(target, contact), address_suffix(contact)));
  return finding;
}

std::string_view code_of(TlsSight sight) {
  switch (sight) {
    case TlsSight::intercepted:
      return "tls.intercepted";
    case TlsSight::expired:
      return "tls.expired";
    case TlsSight::wrong_name:
      return "tls.wrong-name";
    case TlsSight::too_old:
      return "tls.too-old";
    case TlsSight::not_tls:
      return "tls.not-tls";
    case TlsSight::cut:
      return "tls.cut";
    case TlsSight::silent:
      return "tls.silent";
    default:
      return "";
  }
}

namespace {

std::string outdated_words(const std::string& where, const Tls& tls, UtcTime now) {
  const auto [certificate, is_own] = outdated_of(tls, now);
  if (certificate == nullptr)
    return fmt::format("{} shows a chain that rests on a certificate which it does not send: {}.", where,
                       tls.verify_text);
  const std::string what = is_own
                               ? "certificate that is"
                               : fmt::format("chain in which the certificate of {} is", certificate->subject);
  return fmt::format("{} shows a {} valid from {} to {} ({}).", where, what,
                     to_string(certificate->not_before), to_string(certificate->not_after), tls.verify_text);
}

}  // namespace

std::string tls_words(const std::string& where, const Tls& tls, TlsSight sight, UtcTime now) {
  const std::string issuer = tls.chain.empty() ? "nobody" : tls.chain.front().issuer;
  switch (sight) {
    case TlsSight::intercepted:
      return tls.verify_code != 0
                 ? fmt::format("{} shows a certificate issued by {}, which does not verify: {}.", where,
                               issuer, tls.verify_text)
                 : fmt::format("{} shows a certificate issued by {}, whose chain ends at {}: no public root.",
                               where, issuer, tls.anchor_subject);
    case TlsSight::expired:
      return outdated_words(where, tls, now);
    case TlsSight::wrong_name:
      return fmt::format("{} shows a certificate of {}, not of {}.", where,
                         tls.chain.empty() || tls.chain.front().names.empty()
                             ? std::string("no name")
                             : tls.chain.front().names.front(),
                         tls.sni);
    case TlsSight::too_old:
      return fmt::format("{} offers nothing above TLS 1.1 ({}).", where,
                         tls.version.empty() ? tls.error : tls.version);
    case TlsSight::not_tls:
      return fmt::format("{} answers the handshake with bytes that are not TLS.", where);
    case TlsSight::cut:
      return fmt::format("{} ends the handshake: {}.", where, tls.error);
    default:
      return fmt::format("{} accepts the connection and does not answer the handshake within {:.1f} s.",
                         where, tls.duration.count() / 1000);
  }
}

std::string where_of(const Target& target, const Contact& contact) {
  return fmt::format("{} at {} port {}", target.name, contact.address.to_string(), contact.port);
}

}  // namespace vnetprobe
