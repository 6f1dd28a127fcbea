// What stands behind an address in a story: a port that is shut, a handshake that goes wrong, or a
// service with its answer. Statuses, headers and bodies are those of azure-facts 5 and 8.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "probe/model/evidence.h"

namespace vnetprobe {

// The parts of a contact that came about; `http` is kept only where the handshake let it come to that.
struct Door {
  Connect connect{};
  std::optional<Tds> tds{};
  std::optional<Tls> tls{};
  std::optional<Http> http{};
};

// No connection, or none within the time.
Door shut(ConnectOutcome outcome, const std::string& error = "");
// A connection, and this handshake; no request is sent after it.
Door shakes(const Tls& tls);
// A connection, a right handshake, and this answer.
Door answers(const Http& http);

// A SQL server: a connection, this pre-login, and this handshake inside of it.
Door logs_in(const Tds& tds, const std::optional<Tls>& tls = std::nullopt);
// A pre-login answer with this encryption, as SQL Azure gives it (azure-facts 6).
Tds prelogin(const std::string& encryption);
// A pre-login that ended like this.
Tds broken_tds(TdsOutcome outcome);

// A handshake as it should be: TLS 1.3, a chain to a public root, the right name.
Tls right_tls();
// A handshake that ended like this, without a certificate.
Tls broken_tls(TlsOutcome outcome, const std::string& error = "");
// A certificate came, and OpenSSL says this of it (X509_V_ERR_*).
Tls unverified_tls(int verify_code, const std::string& text);
// It verifies, to a root that is none of the public ones (azure-facts 8.4).
Tls private_root_tls();
// The chain is right, the name is another's.
Tls other_name_tls();

Http http_answer(int status, std::vector<Header> headers = {}, const std::string& body = "");
Http broken_http(HttpOutcome outcome);
// Storage's error, with request id, code header and the body behind a byte order mark (azure-facts 5.1).
Http storage_error(int status, const std::string& code, const std::string& message = "");
// Key Vault's /healthstatus, with the header that only the vault sends (azure-facts 5.2).
Http vault_health(int status = 200, const std::string& body = "");
// Key Vault's refusal by network, with innererror (azure-facts 5.2).
Http vault_refusal(const std::string& inner_code, const std::string& message);
// The OpenID document of this issuer (azure-facts 8.1).
Http openid(const std::string& issuer_host);
// A tenant that nobody has (azure-facts 8.1).
Http unknown_tenant();

}  // namespace vnetprobe
