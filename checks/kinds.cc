#include "checks/kinds.h"

#include <array>

#include "checks/judges.h"

namespace vnetprobe {
namespace {

constexpr auto kKinds = std::to_array<Kind>({
    {"dns.private", "does the name end in the expected private address(es), and in nothing else, A and AAAA?",
     "", judge_dns_private},
    {"dns.zone", "is the private zone served, or does every name of it resolve privately without?", "",
     judge_dns_zone},
    {"dns.agree", "do all required views give the same?", "dns.private", judge_dns_agree},
    {"dns.reserved", "does a private zone shadow a name that Azure needs?", "", judge_dns_reserved},
    {"net.connect", "does the address accept a connection?", "dns.private", judge_net_connect},
    {"tls.handshake", "right name, trusted chain, TLS 1.2 or later?", "net.connect", judge_tls_handshake},
    {"service.answer", "is it the service asked for, over the private path?", "tls.handshake",
     judge_service_answer},
    {"public.refused", "is the public endpoint closed to us?", "", judge_public_refused},
    {"egress.denied", "is the account that must be refused, refused?", "", judge_egress_denied},
    {"entra.signin", "do the sign-in hosts of Entra ID answer, with the right OpenID document?", "",
     judge_entra_signin},
    {"sqlmi.prelogin", "TDS pre-login, encryption, TLS inside it?", "net.connect", judge_sqlmi_prelogin},
    {"sqlmi.redirect", "are ports 11000 to 11999 let through?", "dns.private", judge_sqlmi_redirect},
    {"backup.records", "do the records that this stage must have exist?", "dns.private",
     judge_backup_records},
    {"pe.state", "what does az or ARM say of approval, zone groups, links, addresses, access?", "",
     judge_pe_state},
    {"identity.token", "does this machine get a token, and does its credential open what the plan names?", "",
     judge_identity_token},
    {"clock.skew", "does this machine's clock agree with the servers'?", "", judge_clock_skew},
});

consteval bool ids_are_unique() {
  for (std::size_t i = 0; i < kKinds.size(); ++i)
    for (std::size_t j = i + 1; j < kKinds.size(); ++j)
      if (kKinds[i].id == kKinds[j].id) return false;
  return true;
}
static_assert(ids_are_unique());

}  // namespace

std::span<const Kind> kinds() { return kKinds; }

}  // namespace vnetprobe
