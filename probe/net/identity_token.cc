// What would trip a newcomer: a 200 is not a token. On a laptop Docker answers at 169.254.169.254
// (azure-facts 9.1), and a captive portal answers anywhere; a token is JSON with an access_token. And
// the answer is the secret here, so the contact itself is no evidence: only TokenFacts are.
#include "probe/net/identity_token.h"

#include <algorithm>
#include <fmt/format.h>

#include "probe/azure/services.h"
#include "probe/net/clean_text.h"
#include "probe/net/token_reply.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxReply = 64 * 1024;

// What is asked, or why it cannot be.
struct Prepared {
  ContactAsk ask{};
  std::string look_up{};  // the name to resolve first, or ""
  std::string problem{};
};

std::string query_of(const std::string& resource, const std::string& client_id) {
  std::string query = "&resource=" + percent_encoded(resource);
  if (!client_id.empty()) query += "&client_id=" + percent_encoded(client_id);
  return query;
}

ContactAsk contact_at(const std::string& host, std::uint16_t port, bool tls) {
  ContactAsk ask;
  ask.target = host;
  ask.host = host;
  ask.port = port;
  ask.tls = tls;
  ask.http.emplace().max_body = kMaxReply;
  return ask;
}

Prepared at_metadata(const IdentityPlace& place, const TokenAsk& wanted, const std::string& client_id) {
  Prepared made;
  made.ask = contact_at(place.metadata.address.to_string(), place.metadata.port, false);
  made.ask.address = place.metadata.address;
  made.ask.http->path =
      "/metadata/identity/oauth2/token?api-version=2018-02-01" + query_of(wanted.resource, client_id);
  made.ask.http->headers = {"Metadata: true"};
  return made;
}

Prepared at_endpoint(const IdentityPlace& place, const TokenAsk& wanted, const std::string& client_id) {
  Prepared made;
  const auto url = parse_identity_url(place.endpoint);
  if (!url) {
    made.problem = "IDENTITY_ENDPOINT is no http:// or https:// URL";
    return made;
  }
  made.ask = contact_at(url->host, url->port, url->tls);
  if (place.header.empty()) {
    made.problem = "IDENTITY_ENDPOINT is set and IDENTITY_HEADER is not";
    return made;
  }
  if (const auto address = IpAddress::parse(url->host))
    made.ask.address = *address;
  else
    made.look_up = url->host;
  const char mark = url->path.find('?') == std::string::npos ? '?' : '&';
  made.ask.http->path =
      fmt::format("{}{}api-version=2019-08-01{}", url->path, mark, query_of(wanted.resource, client_id));
  made.ask.http->secret_headers = {joined("X-IDENTITY-HEADER: ", place.header)};
  return made;
}

// "https://login.microsoftonline.com/" -> the host, when it is one of this cloud's.
std::string authority_host(std::string given, Cloud cloud) {
  if (given.empty()) return std::string(entra_hosts(cloud).front());
  constexpr std::string_view kScheme = "https://";
  if (given.starts_with(kScheme)) given.erase(0, kScheme.size());
  while (given.ends_with('/')) given.pop_back();
  const std::string host = canonical_host(given);
  const auto known = entra_issuer_hosts(cloud);
  return std::find(known.begin(), known.end(), host) == known.end() ? "" : host;
}

bool is_word(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

// RFC 7523 section 2.2, at the token endpoint of azure-facts 8.1.
Prepared at_entra(const IdentityPlace& place, const TokenAsk& wanted, const std::string& client_id) {
  Prepared made;
  const std::string host = authority_host(place.authority, wanted.cloud);
  const Secret assertion = read_secret_file(place.token_file);
  made.ask = contact_at(host, 443, true);
  if (host.empty())
    made.problem = "AZURE_AUTHORITY_HOST is no sign-in host of this cloud";
  else if (assertion.empty())
    made.problem = "the file that AZURE_FEDERATED_TOKEN_FILE names cannot be read, or is empty";
  else if (!is_word(place.tenant))
    made.problem = "AZURE_FEDERATED_TOKEN_FILE is set and AZURE_TENANT_ID is not";
  else if (client_id.empty())
    made.problem = "AZURE_FEDERATED_TOKEN_FILE is set, and neither identity.client_id nor AZURE_CLIENT_ID is";
  if (!made.problem.empty()) return made;
  std::string scope = wanted.resource;
  while (scope.ends_with('/')) scope.pop_back();
  made.ask.http->method = "POST";
  made.ask.http->path = fmt::format("/{}/oauth2/v2.0/token", place.tenant);
  made.ask.http->body =
      joined(fmt::format("grant_type=client_credentials&client_id={}&scope={}&client_assertion_type="
                         "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=",
                         percent_encoded(client_id), percent_encoded(scope + "/.default")),
             Secret(percent_encoded(assertion.reveal())));
  made.ask.http->also_scrubbed = {assertion};
  made.ask.proxy = wanted.proxy;
  if (place.authority_address) {
    made.ask.address = place.authority_address->address;
    made.ask.port = place.authority_address->port;
  } else if (made.ask.proxy.empty()) {
    made.look_up = host;
  }
  return made;
}

Prepared prepare(const IdentityPlace& place, const TokenAsk& wanted, const std::string& client_id) {
  switch (place.source) {
    case TokenSource::endpoint:
      return at_endpoint(place, wanted, client_id);
    case TokenSource::federated:
      return at_entra(place, wanted, client_id);
    case TokenSource::metadata:
      break;
  }
  return at_metadata(place, wanted, client_id);
}

std::string describe(const Connect& connect) {
  return connect.error.empty() ? std::string(to_string(connect.outcome)) : connect.error;
}

// What of the credential came back in words of the answer is taken out of them.
void take_words(TokenReply& reply, const HttpAsk& http, TokenFacts& facts) {
  std::vector<Secret> secrets = http.also_scrubbed;
  for (const Secret& header : http.secret_headers)
    secrets.emplace_back(std::string(header.reveal().substr(header.reveal().find(' ') + 1)));
  if (!reply.token.empty()) secrets.push_back(reply.token);
  scrub(reply.error, secrets);
  scrub(reply.description, secrets);
  facts.error = std::move(reply.error);
  facts.description = std::move(reply.description);
}

void judge(const Contact& contact, const Secret& body, const HttpAsk& http, TokenTold& told) {
  TokenFacts& facts = told.facts;
  facts.status = contact.http ? contact.http->status : 0;
  facts.error.clear();
  facts.description.clear();
  facts.outcome = TokenOutcome::unreachable;
  if (!contact.connect || contact.connect->outcome != ConnectOutcome::connected) {
    const bool cut = contact.connect && contact.connect->outcome == ConnectOutcome::interrupted;
    facts.outcome = cut ? TokenOutcome::interrupted : TokenOutcome::unreachable;
    facts.error = contact.connect ? describe(*contact.connect) : "not tried";
    return;
  }
  if (contact.tls && contact.tls->outcome != TlsOutcome::verified) {
    const Tls& tls = *contact.tls;
    if (tls.outcome == TlsOutcome::unverified) facts.outcome = TokenOutcome::withheld;
    if (tls.outcome == TlsOutcome::interrupted) facts.outcome = TokenOutcome::interrupted;
    facts.error = !tls.error.empty() ? tls.error : "TLS: " + std::string(to_string(tls.outcome));
    return;
  }
  if (!contact.http || contact.http->outcome != HttpOutcome::answered) {
    const bool cut = contact.http && contact.http->outcome == HttpOutcome::interrupted;
    facts.outcome = cut ? TokenOutcome::interrupted : TokenOutcome::unreachable;
    facts.error = "no HTTP answer";
    return;
  }
  TokenReply reply = read_token_reply(body.reveal());
  constexpr int kOk = 200;
  const bool got = facts.status == kOk && !reply.token.empty();
  const bool says_why = reply.is_json && !reply.error.empty();
  facts.outcome = got ? TokenOutcome::got : says_why ? TokenOutcome::refused : TokenOutcome::unexpected;
  facts.lifetime_s = got ? reply.lifetime_s : 0;
  if (got) told.token = reply.token;
  take_words(reply, http, facts);
}

// Busy, being updated or throttled: worth another try (azure-facts 9.2).
bool is_worth_another(const TokenFacts& facts) {
  constexpr int kNotFound = 404, kGone = 410, kTooMany = 429, kServer = 500;
  return facts.outcome != TokenOutcome::got && (facts.status == kNotFound || facts.status == kGone ||
                                                facts.status == kTooMany || facts.status >= kServer);
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

asio::awaitable<TokenTold> ask_token(Toolbox& tools, IdentityPlace place, TokenAsk ask) {
  TokenTold told;
  TokenFacts& facts = told.facts;
  facts.source = place.source;
  facts.resource = ask.resource;
  facts.client_id =
      ask.client_id.empty() && place.source == TokenSource::federated ? place.client_id : ask.client_id;
  facts.started = tools.now();
  Prepared prepared = prepare(place, ask, facts.client_id);
  facts.host = prepared.ask.host.empty() ? "login" : prepared.ask.host;
  if (!prepared.problem.empty()) {
    facts.outcome = TokenOutcome::not_set_up;
    facts.error = prepared.problem;
    co_return told;
  }
  if (!prepared.look_up.empty()) {
    const SystemLookup lookup = co_await tools.look_up("", "", prepared.look_up);
    if (lookup.addresses.empty()) {
      facts.outcome = lookup.finished ? TokenOutcome::unreachable : TokenOutcome::interrupted;
      facts.error = "the name does not resolve: " + lookup.error;
      facts.duration = tools.now() - facts.started;
      co_return told;
    }
    prepared.ask.address = *std::min_element(lookup.addresses.begin(), lookup.addresses.end());
  }
  constexpr int kTries = 2;
  while (facts.tries < kTries) {
    if (facts.tries > 0) co_await tools.pause(tools.timeout() / 2);
    if (facts.tries > 0 && tools.interrupted()) break;
    ++facts.tries;
    ContactAsk asked = prepared.ask;
    Confided answer = co_await tools.confide(std::move(asked));
    judge(answer.contact, answer.body, *prepared.ask.http, told);
    if (!is_worth_another(facts)) break;
  }
  facts.duration = tools.now() - facts.started;
  co_return told;
}

}  // namespace vnetprobe
