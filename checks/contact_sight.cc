// What would trip a newcomer: a 403 of storage is two opposite things. AuthorizationFailure without
// "using this" is the network rule; every other 403 proves that the network let the call through.
// And a 400 or an answer without x-ms-request-id proves nothing at all (azure-facts 5.1).
#include "checks/contact_sight.h"

#include <algorithm>
#include <array>

#include "probe/azure/public_roots.h"

namespace vnetprobe {
namespace {

// OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED (x509_vfy.h).
constexpr int kNotYetValid = 9, kHasExpired = 10;
// X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: the name alone is wrong.
constexpr int kHostMismatch = 62, kIpMismatch = 64;

bool is_old(std::string_view version) {
  return version == "SSLv3" || version == "TLSv1" || version == "TLSv1.0" || version == "TLSv1.1";
}

bool says(std::string_view text, std::string_view what) { return text.find(what) != std::string_view::npos; }

std::string_view between(std::string_view text, std::string_view open, std::string_view close) {
  const std::size_t from = text.find(open);
  if (from == std::string_view::npos) return {};
  const std::size_t start = from + open.size();
  const std::size_t end = text.find(close, start);
  return end == std::string_view::npos ? std::string_view{} : text.substr(start, end - start);
}

}  // namespace

TlsSight sight_of(const Tls& tls) {
  switch (tls.outcome) {
    case TlsOutcome::not_tls:
      return TlsSight::not_tls;
    case TlsOutcome::alert:
      return says(tls.error, "protocol version") ? TlsSight::too_old : TlsSight::cut;
    case TlsOutcome::cut:
      return TlsSight::cut;
    case TlsOutcome::silent:
      return TlsSight::silent;
    case TlsOutcome::failed:
      return TlsSight::cut;
    case TlsOutcome::interrupted:
      return TlsSight::unknown;
    case TlsOutcome::verified:
    case TlsOutcome::unverified:
      break;
  }
  if (tls.verify_code == kNotYetValid || tls.verify_code == kHasExpired) return TlsSight::expired;
  const bool only_the_name = tls.verify_code == kHostMismatch || tls.verify_code == kIpMismatch;
  if (tls.verify_code != 0 && !only_the_name) return TlsSight::intercepted;
  // A company's own root in the machine's store verifies, and is interception all the same (8.4).
  if (!tls.own_anchors && !tls.anchor_sha256.empty() && !is_public_root(tls.anchor_sha256))
    return TlsSight::intercepted;
  if (!tls.name_matches) return TlsSight::wrong_name;
  // Nobody has written down which root it verified to: no proof that it is a public one.
  if (!tls.own_anchors && tls.anchor_sha256.empty() && !only_the_name) return TlsSight::unknown;
  if (is_old(tls.version)) return TlsSight::too_old;
  return tls.outcome == TlsOutcome::verified ? TlsSight::fine : TlsSight::unknown;
}

Outdated outdated_of(const Tls& tls, UtcTime now) {
  for (const Certificate& each : tls.chain) {
    const bool is_own = &each == &tls.chain.front();
    const bool is_outdated = tls.verify_code == kNotYetValid ? each.not_before > now : each.not_after < now;
    // A report from elsewhere may not say when it was.
    if (is_outdated || now == UtcTime{}) return {.certificate = &each, .is_own = is_own};
  }
  return {};
}

std::string_view header(const Http& http, std::string_view name) {
  for (const Header& each : http.headers)
    if (each.name == name) return each.value;
  return {};
}

namespace {

bool has_vault_header(const Http& http) {
  return !header(http, "x-ms-keyvault-network-info").empty() || !header(http, "x-ms-keyvault-region").empty();
}

}  // namespace

bool speaks_a_firewall(const Http& http) {
  constexpr int kAzureFirewallDeny = 470, kProxyAuthentication = 407;  // azure-facts 5.6
  if (http.status == kAzureFirewallDeny || http.status == kProxyAuthentication) return true;
  if (says(http.body, "Action: Deny. Reason:")) return true;
  if (!header(http, "x-squid-error").empty()) return true;
  // A gateway in front of the real service may add Via to its answer; it speaks in the service's
  // place only where the service's own request id is missing.
  const bool by_service = !header(http, "x-ms-request-id").empty() || has_vault_header(http);
  return !by_service && (!header(http, "via").empty() || !header(http, "proxy-status").empty());
}

std::string storage_error_code(const Http& http) {
  constexpr std::size_t kLongestCode = 100;
  const std::string_view code = header(http, "x-ms-error-code");
  const std::string_view word = code.empty() ? between(http.body, "<Code>", "</Code>") : code;
  // A code is one word, "AuthorizationFailure". What else stands there is a stranger's text.
  const bool is_word = word.size() <= kLongestCode && std::all_of(word.begin(), word.end(), [](char c) {
                         return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
                       });
  return is_word ? std::string(word) : std::string{};
}

StorageSight storage_sight(const Http& http) {
  if (http.outcome != HttpOutcome::answered || header(http, "x-ms-request-id").empty())
    return StorageSight::undecided;
  constexpr int kUnauthorized = 401, kForbidden = 403, kNotFound = 404, kConflict = 409;
  switch (http.status) {
    case kUnauthorized:
    case kNotFound:
    case kConflict:
      return StorageSight::open;
    case kForbidden: {
      const std::string code = storage_error_code(http);
      if (code.empty()) return StorageSight::undecided;
      if (code != "AuthorizationFailure") return StorageSight::open;
      const bool using_this = says(http.body, "using this") || says(http.reason, "using this");
      return using_this ? StorageSight::open : StorageSight::network_denied;
    }
    default:
      // A 2xx is the list itself: an account open to anybody.
      return http.status >= 200 && http.status < 300 ? StorageSight::open : StorageSight::undecided;
  }
}

namespace {

template <std::size_t N>
bool is_forbidden_by(const Http& http, const std::array<std::string_view, N>& words) {
  constexpr int kForbidden = 403;
  return http.status == kForbidden && std::any_of(words.begin(), words.end(), [&](std::string_view word) {
           return says(http.body, word);
         });
}

}  // namespace

bool vault_refuses_by_network(const Http& http) {
  // The last one: the connection came in by the endpoint of another vault.
  constexpr std::array<std::string_view, 3> kWords = {"ForbiddenByConnection", "ForbiddenByFirewall",
                                                      "This TCP connection does not allow access"};
  return is_forbidden_by(http, kWords);
}

bool vault_refuses_by_permission(const Http& http) {
  constexpr std::array<std::string_view, 3> kWords = {"ForbiddenByRbac", "ForbiddenByPolicy", "AccessDenied"};
  return has_vault_header(http) && is_forbidden_by(http, kWords);
}

AnswerSight answer_sight(Service service, const Http& http) {
  switch (http.outcome) {
    case HttpOutcome::interrupted:
      return AnswerSight::unknown;
    case HttpOutcome::silent:
    case HttpOutcome::cut:
      return AnswerSight::silent;
    case HttpOutcome::not_http:
    case HttpOutcome::failed:
      return AnswerSight::unexpected;
    case HttpOutcome::answered:
      break;
  }
  // An unknown service may stand behind a gateway of its own: there only a refusal is a deny page.
  const bool may_have_gateway = service == Service::other && http.status < 400;
  if (!may_have_gateway && speaks_a_firewall(http)) return AnswerSight::firewall;
  if (is_storage(service)) {
    if (header(http, "x-ms-request-id").empty()) return AnswerSight::unexpected;
    return storage_sight(http) == StorageSight::network_denied ? AnswerSight::network_denied
                                                               : AnswerSight::service;
  }
  if (service == Service::key_vault || service == Service::managed_hsm) {
    if (vault_refuses_by_network(http)) return AnswerSight::network_denied;
    return has_vault_header(http) ? AnswerSight::service : AnswerSight::unexpected;
  }
  // Backup's own headers are not known (azure-facts 12, row 1): what Microsoft's check scripts take
  // as reachable is 200, 400, 403 or 404 (azure-facts 2.4).
  if (service == Service::backup) {
    constexpr std::array<int, 5> kReachable = {200, 400, 401, 403, 404};
    return std::find(kReachable.begin(), kReachable.end(), http.status) != kReachable.end()
               ? AnswerSight::service
               : AnswerSight::unexpected;
  }
  return AnswerSight::service;
}

}  // namespace vnetprobe
