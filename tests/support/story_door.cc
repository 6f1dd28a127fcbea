#include "tests/support/story_door.h"

#include <fmt/format.h>

namespace vnetprobe {
namespace {

// DigiCert Global Root G2, which is in every store.
constexpr const char* kPublicRoot = "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f";

}  // namespace

Door shut(ConnectOutcome outcome, const std::string& error) {
  Door door;
  door.connect.outcome = outcome;
  door.connect.error = error;
  door.connect.duration = Millis(outcome == ConnectOutcome::timed_out ? 5000 : 1);
  return door;
}

Door shakes(const Tls& tls) {
  Door door;
  door.connect.outcome = ConnectOutcome::connected;
  door.tls = tls;
  return door;
}

Door answers(const Http& http) {
  Door door = shakes(right_tls());
  door.http = http;
  return door;
}

Door logs_in(const Tds& tds, const std::optional<Tls>& tls) {
  Door door;
  door.connect.outcome = ConnectOutcome::connected;
  door.tds = tds;
  door.tls = tls;
  return door;
}

Tds prelogin(const std::string& encryption) {
  Tds tds;
  tds.outcome = TdsOutcome::answered;
  tds.offered = "off";
  tds.version = "12.0.5751";
  tds.encryption = encryption;
  return tds;
}

Tds broken_tds(TdsOutcome outcome) {
  Tds tds;
  tds.outcome = outcome;
  tds.offered = "off";
  if (outcome == TdsOutcome::not_tds) tds.first_bytes = "485454502f312e31";
  if (outcome == TdsOutcome::cut) tds.error = "Connection reset by peer";
  tds.duration = Millis(outcome == TdsOutcome::silent ? 5000 : 1);
  return tds;
}

Tls right_tls() {
  Tls tls;
  tls.outcome = TlsOutcome::verified;
  tls.version = "TLSv1.3";
  tls.cipher = "TLS_AES_256_GCM_SHA384";
  Certificate leaf;
  leaf.subject = "CN=*.blob.core.windows.net";
  leaf.issuer = "CN=Microsoft TLS G2 RSA CA OCSP 02,O=Microsoft Corporation,C=US";
  leaf.names = {"*.blob.core.windows.net", "*.ams07prdstr01a.store.core.windows.net"};
  tls.chain = {leaf};
  tls.anchor_subject = "CN=DigiCert Global Root G2,OU=www.digicert.com,O=DigiCert Inc,C=US";
  tls.anchor_sha256 = kPublicRoot;
  tls.name_matches = true;
  return tls;
}

Tls broken_tls(TlsOutcome outcome, const std::string& error) {
  Tls tls;
  tls.outcome = outcome;
  tls.error = error;
  tls.duration = Millis(outcome == TlsOutcome::silent ? 5000 : 1);
  return tls;
}

Tls unverified_tls(int verify_code, const std::string& text) {
  Tls tls = right_tls();
  tls.outcome = TlsOutcome::unverified;
  tls.verify_code = verify_code;
  tls.verify_text = text;
  tls.anchor_subject.clear();
  tls.anchor_sha256.clear();
  tls.chain.front().issuer = "CN=Contoso Inspection CA,O=Contoso";
  return tls;
}

Tls private_root_tls() {
  Tls tls = right_tls();
  tls.anchor_subject = "CN=Contoso Root,O=Contoso";
  tls.anchor_sha256 = std::string(64, '0');
  return tls;
}

Tls other_name_tls() {
  Tls tls = right_tls();
  tls.outcome = TlsOutcome::unverified;
  tls.name_matches = false;
  tls.chain.front().names = {"gateway.contoso.com"};
  return tls;
}

Http http_answer(int status, std::vector<Header> headers, const std::string& body) {
  Http http;
  http.outcome = HttpOutcome::answered;
  http.method = "GET";
  http.status = status;
  http.headers = std::move(headers);
  http.body = body;
  return http;
}

Http broken_http(HttpOutcome outcome) {
  Http http;
  http.outcome = outcome;
  http.error = "as the story says";
  return http;
}

Http storage_error(int status, const std::string& code, const std::string& message) {
  const std::string body = fmt::format(
      "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{}</Code><Message>{}\n"
      "RequestId:5e1f7d3a-001e-0042-1c6b-5c0d9b000000\nTime:2026-11-22T02:47:13.1234567Z</Message></Error>",
      code, message);
  return http_answer(
      status, {{"x-ms-request-id", "5e1f7d3a-001e-0042-1c6b-5c0d9b000000"}, {"x-ms-error-code", code}}, body);
}

Http vault_health(int status, const std::string& body) {
  return http_answer(status,
                     {{"x-ms-keyvault-region", "westeurope"},
                      {"x-ms-keyvault-network-info", "conn_type=PrivateLink;addr=10.1.0.7;"}},
                     body);
}

Http vault_refusal(const std::string& inner_code, const std::string& message) {
  return vault_health(
      403, fmt::format(R"({{"error":{{"code":"Forbidden","message":"{}","innererror":{{"code":"{}"}}}}}})",
                       message, inner_code));
}

Http openid(const std::string& issuer_host) {
  return http_answer(
      200, {{"content-type", "application/json; charset=utf-8"}, {"x-ms-ests-server", "2.1.1 - WEULR1"}},
      fmt::format(R"({{"issuer":"https://{0}/contoso/v2.0","token_endpoint":"https://{0}/contoso/token"}})",
                  issuer_host));
}

Http unknown_tenant() {
  return http_answer(400, {{"x-ms-ests-server", "2.1.1 - WEULR1"}},
                     R"({"error":"invalid_tenant","error_description":"AADSTS90002: Tenant not found."})");
}

}  // namespace vnetprobe
