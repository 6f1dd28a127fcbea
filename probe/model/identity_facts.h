// The credentials of this machine as a report may show them: what came of asking for a token, and
// what a SAS allows. Never the token, never the signature.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "probe/model/fields.h"
#include "probe/model/names.h"
#include "probe/model/time.h"

namespace vnetprobe {

// Where this machine's identity is asked, in the order in which they are looked for (contract 2.4).
enum class TokenSource {
  endpoint,   // IDENTITY_ENDPOINT with its header: Container Apps, App Service (azure-facts 14)
  federated,  // AZURE_FEDERATED_TOKEN_FILE, changed for a token at Entra ID: workload identity
  metadata,   // instance metadata (azure-facts 9.2)
};
template <>
inline constexpr NameTable<TokenSource, 3> kNames<TokenSource> = {{{TokenSource::endpoint, "endpoint"},
                                                                   {TokenSource::federated, "federated"},
                                                                   {TokenSource::metadata, "metadata"}}};

enum class TokenOutcome {
  got,
  refused,      // an answer that says why there is none: status, error, description
  unexpected,   // an answer that is none of a token service
  unreachable,  // no address, no connection, or no answer in time
  withheld,     // the far end did not prove who it is, so the credential was not sent
  not_set_up,   // what the environment says cannot be used: `error` says why
  interrupted,
};
template <>
inline constexpr NameTable<TokenOutcome, 7> kNames<TokenOutcome> = {
    {{TokenOutcome::got, "got"},
     {TokenOutcome::refused, "refused"},
     {TokenOutcome::unexpected, "unexpected"},
     {TokenOutcome::unreachable, "unreachable"},
     {TokenOutcome::withheld, "withheld"},
     {TokenOutcome::not_set_up, "not_set_up"},
     {TokenOutcome::interrupted, "interrupted"}}};

struct TokenFacts {
  TokenSource source = TokenSource::metadata;
  std::string host{};      // that was asked: "169.254.169.254", "login.microsoftonline.com"
  std::string resource{};  // that the token is for: "https://storage.azure.com/"
  std::string client_id{};
  TokenOutcome outcome = TokenOutcome::unreachable;
  int status = 0;             // HTTP, 0 when there was none
  std::string error{};        // the answer's own word, "invalid_request", or why there is no answer
  std::string description{};  // the answer's own text, at most 300 characters
  std::int64_t lifetime_s = 0;
  int tries = 0;
  Millis started{};
  Millis duration{};
};

// A shared access signature, without its signature. Texts are as they are written there, percent
// signs decoded; what does not look like its kind is left out, and `problem` says so.
struct SasFacts {
  std::string account{};  // whose plan entry names it
  std::string from{};     // "file sas.txt", "environment variable NAME"
  std::string problem{};  // why it cannot be used at all; "" where it reads as a SAS
  std::string host{};     // where it was written as a URL: whose it is
  std::string container{};
  std::string version{};         // sv
  std::string services{};        // ss, of an account SAS: letters of b q t f
  std::string resource_types{};  // srt, of an account SAS: letters of s c o
  std::string resource{};        // sr, of a service SAS: b, c, s, f, d …
  std::string permissions{};     // sp
  std::string starts{};          // st
  std::string expires{};         // se
  std::string protocol{};        // spr
  std::string addresses{};       // sip
  bool by_policy = false;        // si: a stored access policy says what is missing here
  bool outside = false;          // the address that this machine comes as is not among `addresses`
};

struct IdentityFacts {
  std::vector<TokenFacts> tokens{};
  std::vector<SasFacts> sas{};

  bool empty() const { return tokens.empty() && sas.empty(); }
};

template <Is<SasFacts> T, class F>
void visit_fields(T& s, F&& f) {
  f("account", s.account), f("from", s.from), f("problem", s.problem), f("host", s.host);
  f("container", s.container), f("version", s.version), f("services", s.services);
  f("resource_types", s.resource_types), f("resource", s.resource), f("permissions", s.permissions);
  f("starts", s.starts), f("expires", s.expires), f("protocol", s.protocol);
  f("addresses", s.addresses), f("by_policy", s.by_policy), f("outside", s.outside);
}
template <Is<IdentityFacts> T, class F>
void visit_fields(T& s, F&& f) {
  f("tokens", s.tokens), f("sas", s.sas);
}
template <Is<TokenFacts> T, class F>
void visit_fields(T& s, F&& f) {
  f("source", s.source), f("host", s.host), f("resource", s.resource), f("client_id", s.client_id);
  f("outcome", s.outcome), f("status", s.status), f("error", s.error);
  f("description", s.description), f("lifetime_s", s.lifetime_s), f("tries", s.tries);
  f("started_ms", s.started), f("duration_ms", s.duration);
}

}  // namespace vnetprobe
