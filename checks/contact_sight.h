// What a connection is worth, step by step: shared by the judges, which say pass or fail of one
// check, and the rules, which name the cause. Pure; the tables are azure-facts 5 and 8.4.
#pragma once

#include <string>
#include <string_view>

#include "probe/model/evidence.h"
#include "probe/model/scope.h"

namespace vnetprobe {

enum class TlsSight {
  fine,
  intercepted,  // the chain does not verify, or only to an anchor that is no public root
  expired,      // expired, or not yet valid
  wrong_name,
  too_old,  // nothing above TLS 1.1
  not_tls,
  cut,  // reset, closed or refused with an alert during the handshake
  silent,
  unknown,
};
TlsSight sight_of(const Tls& tls);

// Whose dates make it `expired`, at the time of the run: the far end's own certificate, or one that it rests
// on. Null where no certificate that was sent is to blame: a root is in this machine's store, and is not
// sent.
struct Outdated {
  const Certificate* certificate = nullptr;
  bool is_own = false;
};
Outdated outdated_of(const Tls& tls, UtcTime now);

// A firewall or proxy speaks in the service's place (contract, net.firewall-denied).
bool speaks_a_firewall(const Http& http);

// The value of a header, or "". Names are lower case in evidence.
std::string_view header(const Http& http, std::string_view name);

// Storage's answer to a well-formed request without a credential (azure-facts 5.1).
enum class StorageSight {
  open,            // the network path is open: 401, 404, 409, or a 403 of another code
  network_denied,  // 403 AuthorizationFailure, not "using this …"
  undecided,       // 400, 429, 5xx, or an answer without x-ms-request-id
};
StorageSight storage_sight(const Http& http);
// x-ms-error-code, or the body's <Code> where the header is left out (azure-facts 5.1), or "".
std::string storage_error_code(const Http& http);

// Key Vault's 403 by its network rules, in whatever words (azure-facts 5.2). Only a caller with a token
// sees it: without one the vault says 401 first.
bool vault_refuses_by_network(const Http& http);

// Its 403 to a caller with a token whom the network rule has let through.
bool vault_refuses_by_permission(const Http& http);

enum class AnswerSight {
  service,         // the service asked for, authorised or not
  network_denied,  // it is, and its own network rules refuse
  firewall,        // somebody else's deny page
  unexpected,      // an answer, but not this service's
  silent,
  unknown,
};
AnswerSight answer_sight(Service service, const Http& http);

}  // namespace vnetprobe
