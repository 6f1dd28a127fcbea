// What a handshake and an answer are worth: azure-facts 5.1, 5.2, 5.6 and 8.4, row by row.
#include "checks/contact_sight.h"

#include <doctest/doctest.h>

#include "checks/assess.h"
#include "tests/checks/checked.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

// OpenSSL's X509_V_ERR_* (x509_vfy.h).
constexpr int kNotYetValid = 9, kExpired = 10, kSelfSignedLeaf = 18, kSelfSigned = 19, kNoIssuer = 20,
              kHostMismatch = 62, kIpMismatch = 64;

Tls tls(TlsOutcome outcome, int verify_code, bool name_matches, const std::string& version = "TLSv1.3") {
  Tls made = right_tls();
  made.outcome = outcome;
  made.verify_code = verify_code;
  made.name_matches = name_matches;
  made.version = version;
  return made;
}

Tls without_anchor(Tls made) {
  made.anchor_sha256.clear();
  made.anchor_subject.clear();
  return made;
}

Tls own(Tls made) {
  made.own_anchors = true;
  return made;
}

Http with(Http http, const Header& header) {
  http.headers.push_back(header);
  return http;
}

}  // namespace

TEST_CASE("a handshake") {
  const auto right = TlsOutcome::verified, wrong = TlsOutcome::unverified;
  const struct {
    const char* story;
    Tls seen;
    TlsSight sight;
  } rows[] = {
      {"as it should be", right_tls(), TlsSight::fine},
      {"TLS 1.2", tls(right, 0, true, "TLSv1.2"), TlsSight::fine},
      {"TLS 1.1", tls(right, 0, true, "TLSv1.1"), TlsSight::too_old},
      {"TLS 1.0, as OpenSSL writes it", tls(right, 0, true, "TLSv1"), TlsSight::too_old},
      {"SSL 3", tls(right, 0, true, "SSLv3"), TlsSight::too_old},
      {"expired", tls(wrong, kExpired, true), TlsSight::expired},
      {"not yet valid", tls(wrong, kNotYetValid, true), TlsSight::expired},
      {"self-signed leaf", tls(wrong, kSelfSignedLeaf, true), TlsSight::intercepted},
      {"self-signed in the chain", tls(wrong, kSelfSigned, true), TlsSight::intercepted},
      {"issuer not known", tls(wrong, kNoIssuer, true), TlsSight::intercepted},
      {"issuer not known, and another name", tls(wrong, kNoIssuer, false), TlsSight::intercepted},
      {"another name, by verify code", tls(wrong, kHostMismatch, false), TlsSight::wrong_name},
      {"another address, by verify code", tls(wrong, kIpMismatch, false), TlsSight::wrong_name},
      {"another name, chain right", tls(wrong, 0, false), TlsSight::wrong_name},
      {"another name wins over an old version", tls(wrong, 0, false, "TLSv1.1"), TlsSight::wrong_name},
      {"it verifies to a private root", private_root_tls(), TlsSight::intercepted},
      {"the private root was given with --ca-file", own(private_root_tls()), TlsSight::fine},
      {"given with --ca-file, no root written down", own(without_anchor(right_tls())), TlsSight::fine},
      {"verified, and nobody knows to which root", without_anchor(right_tls()), TlsSight::unknown},
      {"not verified, and nobody says why", tls(wrong, 0, true), TlsSight::unknown},
      {"bytes that are not TLS", broken_tls(TlsOutcome::not_tls), TlsSight::not_tls},
      {"an alert", broken_tls(TlsOutcome::alert, "handshake failure"), TlsSight::cut},
      {"an alert about the version", broken_tls(TlsOutcome::alert, "tlsv1 alert protocol version"),
       TlsSight::too_old},
      {"cut", broken_tls(TlsOutcome::cut), TlsSight::cut},
      {"failed otherwise", broken_tls(TlsOutcome::failed), TlsSight::cut},
      {"silent", broken_tls(TlsOutcome::silent), TlsSight::silent},
      {"interrupted", broken_tls(TlsOutcome::interrupted), TlsSight::unknown},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    CHECK(static_cast<int>(sight_of(row.seen)) == static_cast<int>(row.sight));
    // And so the check of it: pass for the one good sight alone.
    Door door = shakes(row.seen);
    if (row.sight == TlsSight::fine) door.http = storage_error(404, "ResourceNotFound");
    const std::string status = status_of(blob_at_azure().door("10.1.3.5", door).assess(), "tls.handshake");
    CHECK(status == (row.sight == TlsSight::fine      ? "pass"
                     : row.sight == TlsSight::unknown ? "unknown"
                                                      : "fail"));
  }
}

TEST_CASE("a certificate is valid in its first second and in its last") {
  Tls seen = right_tls();
  seen.chain.front().not_before = {1000};
  seen.chain.front().not_after = {2000};
  const auto outdated = [&](int code, std::int64_t now) {
    seen.verify_code = code;
    return outdated_of(seen, {now}).certificate != nullptr;
  };
  CHECK(outdated(kNotYetValid, 999));
  CHECK_FALSE(outdated(kNotYetValid, 1000));
  CHECK_FALSE(outdated(kExpired, 2000));
  CHECK(outdated(kExpired, 2001));
}

TEST_CASE("storage's answer") {
  const std::string denied = "This request is not authorized to perform this operation.";
  const struct {
    const char* story;
    Http http;
    StorageSight sight;
  } rows[] = {
      {"network rule", storage_error(403, "AuthorizationFailure", denied), StorageSight::network_denied},
      {"409, anonymous access off", storage_error(409, "PublicAccessNotPermitted"), StorageSight::open},
      {"404, private container", storage_error(404, "ResourceNotFound"), StorageSight::open},
      {"404, no container", storage_error(404, "ContainerNotFound"), StorageSight::open},
      {"401, no credential", storage_error(401, "NoAuthenticationInformation"), StorageSight::open},
      {"401, bad credential", storage_error(401, "InvalidAuthenticationInfo"), StorageSight::open},
      {"400, bad credential in the old way", storage_error(400, "InvalidAuthenticationInfo"),
       StorageSight::undecided},
      {"403, bad signature", storage_error(403, "AuthenticationFailed"), StorageSight::open},
      {"403, no right", storage_error(403, "AuthorizationPermissionMismatch"), StorageSight::open},
      {"403, shared keys off", storage_error(403, "KeyBasedAuthenticationNotPermitted"), StorageSight::open},
      {"403, SAS of another source", storage_error(403, "AuthorizationSourceIPMismatch"), StorageSight::open},
      {"403, SAS of another service", storage_error(403, "AuthorizationServiceMismatch"), StorageSight::open},
      {"400 of a bare GET /", storage_error(400, "InvalidQueryParameterValue"), StorageSight::undecided},
      {"400 of a stamp's name", storage_error(400, "InvalidUri"), StorageSight::undecided},
      {"400 without TLS", storage_error(400, "AccountRequiresHttps"), StorageSight::undecided},
      {"503", storage_error(503, "ServerBusy"), StorageSight::undecided},
      {"500", storage_error(500, "OperationTimedOut"), StorageSight::undecided},
      {"302", storage_error(302, ""), StorageSight::undecided},
      {"nothing that is storage's", http_answer(404), StorageSight::undecided},
      {"no answer", broken_http(HttpOutcome::silent), StorageSight::undecided},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    CHECK(static_cast<int>(storage_sight(row.http)) == static_cast<int>(row.sight));
  }
  Http by_reason = storage_error(403, "AuthorizationFailure", "");
  by_reason.reason = "This request is not authorized to perform this operation using this permission.";
  by_reason.body.clear();  // a HEAD repeats the message in the reason phrase
  CHECK(static_cast<int>(storage_sight(by_reason)) == static_cast<int>(StorageSight::open));
  CHECK(
      storage_error_code(http_answer(409, {}, "\xef\xbb\xbf<Error><Code>PublicAccessNotPermitted</Code>")) ==
      "PublicAccessNotPermitted");
  CHECK(storage_error_code(http_answer(409, {}, "<Error><Code>cut off in the mid")).empty());
  CHECK(storage_error_code(http_answer(409, {}, "<Code>Two\nlines</Code>")).empty());
  CHECK(storage_error_code(http_answer(409, {}, "<Code>" + std::string(101, 'a') + "</Code>")).empty());
  CHECK(storage_error_code(http_answer(409, {{"x-ms-error-code", "a, b"}})).empty());
}

TEST_CASE("over the private path") {
  const Http busy = storage_error(503, "ServerBusy");
  const struct {
    const char* story;
    Service service;
    Http http;
    AnswerSight sight;
  } rows[] = {
      {"storage, 400", Service::blob, storage_error(400, "InvalidQueryParameterValue"), AnswerSight::service},
      {"storage, 401", Service::queue, storage_error(401, "NoAuthenticationInformation"),
       AnswerSight::service},
      {"storage, 404", Service::file, storage_error(404, "ResourceNotFound"), AnswerSight::service},
      {"storage, 409", Service::dfs, storage_error(409, "PublicAccessNotPermitted"), AnswerSight::service},
      {"storage, busy", Service::blob, busy, AnswerSight::service},
      {"storage's network rule", Service::blob,
       storage_error(403, "AuthorizationFailure",
                     "This request is not authorized to perform this operation."),
       AnswerSight::network_denied},
      {"storage without its id", Service::blob, http_answer(404), AnswerSight::unexpected},
      {"Key Vault, 200", Service::key_vault, vault_health(), AnswerSight::service},
      {"Key Vault, 401", Service::key_vault, vault_health(401), AnswerSight::service},
      {"Key Vault, by firewall", Service::key_vault, vault_refusal("ForbiddenByFirewall", "no"),
       AnswerSight::network_denied},
      {"Key Vault, by connection", Service::managed_hsm, vault_refusal("ForbiddenByConnection", "no"),
       AnswerSight::network_denied},
      {"Key Vault, no role", Service::key_vault, vault_refusal("ForbiddenByRbac", "no"),
       AnswerSight::service},
      {"Key Vault without its headers", Service::key_vault, http_answer(200), AnswerSight::unexpected},
      {"Backup, 200", Service::backup, http_answer(200), AnswerSight::service},
      {"Backup, 400", Service::backup, http_answer(400), AnswerSight::service},
      {"Backup, 403", Service::backup, http_answer(403), AnswerSight::service},
      {"Backup, 404", Service::backup, http_answer(404), AnswerSight::service},
      {"Backup, 502", Service::backup, http_answer(502), AnswerSight::unexpected},
      {"another service, any answer", Service::other, http_answer(302), AnswerSight::service},
      {"Azure Firewall, 470", Service::blob, http_answer(470), AnswerSight::firewall},
      {"its page", Service::backup, http_answer(200, {}, "Action: Deny. Reason: No rule matched."),
       AnswerSight::firewall},
      {"a proxy, 407", Service::other, http_answer(407), AnswerSight::firewall},
      {"Squid", Service::backup, http_answer(403, {{"x-squid-error", "ERR_ACCESS_DENIED 0"}}),
       AnswerSight::firewall},
      {"Via, no id", Service::blob, http_answer(403, {{"via", "1.1 proxy"}}), AnswerSight::firewall},
      {"Via beside storage's id", Service::blob, with(busy, {"via", "1.1 gateway"}), AnswerSight::service},
      {"Proxy-Status", Service::backup, http_answer(404, {{"proxy-status", "p"}}), AnswerSight::firewall},
      {"an unknown service's own gateway", Service::other, http_answer(200, {{"via", "1.1 g"}}),
       AnswerSight::service},
      {"an unknown service, refused by one", Service::other, http_answer(403, {{"via", "1.1 g"}}),
       AnswerSight::firewall},
      {"an unknown service, a wrong request by one's word", Service::other,
       http_answer(400, {{"via", "1.1 g"}}), AnswerSight::firewall},
      {"an unknown service, moved by its own", Service::other, http_answer(399, {{"via", "1.1 g"}}),
       AnswerSight::service},
      {"silent", Service::blob, broken_http(HttpOutcome::silent), AnswerSight::silent},
      {"cut", Service::blob, broken_http(HttpOutcome::cut), AnswerSight::silent},
      {"no HTTP", Service::blob, broken_http(HttpOutcome::not_http), AnswerSight::unexpected},
      {"failed", Service::blob, broken_http(HttpOutcome::failed), AnswerSight::unexpected},
      {"interrupted", Service::blob, broken_http(HttpOutcome::interrupted), AnswerSight::unknown},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    CHECK(static_cast<int>(answer_sight(row.service, row.http)) == static_cast<int>(row.sight));
  }
}

TEST_CASE("an answer proves nothing where the steps before it did not pass") {
  Door old = answers(http_answer(470, {}, "Action: Deny. Reason: No rule matched."));
  old.tls->version = "TLSv1.1";
  Door open = answers(storage_error(404, "ResourceNotFound"));
  open.tls->version = "TLSv1.1";
  Door no_tls = answers(storage_error(404, "ResourceNotFound"));
  no_tls.tls.reset();
  const struct {
    const char* story;
    Door door;
    const char *connect, *tls, *http;
  } rows[] = {
      {"all right", answers(storage_error(404, "ResourceNotFound")), "pass", "pass", "pass"},
      {"no connection", shut(ConnectOutcome::timed_out), "fail", "skip", "skip"},
      {"no connection yet", shut(ConnectOutcome::interrupted), "unknown", "unknown", "unknown"},
      {"wrong TLS", shakes(other_name_tls()), "pass", "fail", "skip"},
      {"TLS not ended", shakes(broken_tls(TlsOutcome::interrupted)), "pass", "unknown", "unknown"},
      {"no request yet", shakes(right_tls()), "pass", "pass", "unknown"},
      {"old TLS, then a good answer", open, "pass", "fail", "skip"},
      {"old TLS, then a deny page", old, "pass", "fail", "skip"},
      {"an answer without a handshake", no_tls, "pass", "unknown", "unknown"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    const Report report = blob_at_azure().door("10.1.3.5", row.door).assess();
    CHECK(status_of(report, "net.connect") == row.connect);
    CHECK(status_of(report, "tls.handshake") == row.tls);
    CHECK(status_of(report, "service.answer") == row.http);
  }
}

TEST_CASE("a skip names the check that it hangs on") {
  const Report dead = blob_at_azure().door("10.1.3.5", shut(ConnectOutcome::refused)).assess();
  CHECK(check_of(dead, "tls.handshake").because == check_of(dead, "net.connect").id);
  CHECK(check_of(dead, "service.answer").because == check_of(dead, "tls.handshake").id);
  const Report lost = blob_at_azure().says("azure", kBlob, "missing").assess();
  for (const char* kind : {"net.connect", "tls.handshake", "service.answer", "dns.agree"}) {
    CAPTURE(kind);
    CHECK(status_of(lost, kind) == "skip");
    CHECK(check_of(lost, kind).because == check_of(lost, "dns.private").id);
  }
}

TEST_CASE("of a certificate's many names three are told") {
  Tls other = other_name_tls();
  other.chain.front().names = {"a.example", "b.example", "c.example", "d.example"};
  CHECK(check_of(blob_at_azure().door("10.1.3.5", shakes(other)).assess(), "tls.handshake")
            .message.starts_with("The certificate is for a.example, b.example, c.example, not for "));
}

TEST_CASE("a chain that nobody here can verify is no handshake that broke off") {
  Tls unverifiable = right_tls();
  unverifiable.outcome = TlsOutcome::interrupted;
  unverifiable.error = "no trust anchors";
  const auto message = [](const Tls& tls) {
    return check_of(blob_at_azure().door("10.1.3.5", shakes(tls)).assess(), "tls.handshake").message;
  };
  CHECK(message(unverifiable) == "This machine cannot verify the chain: no trust anchors.");
  CHECK(message(broken_tls(TlsOutcome::interrupted)) == "Not tried to the end.");
  CHECK(message(without_anchor(right_tls())) == "Not tried to the end.");
}

TEST_CASE("of a name's very many addresses thirty-two are tried, and the rest is said not to be") {
  Story story = Story().view("azure", kAzureDns).account("mystorage01");
  std::string all;
  for (int i = 1; i <= 33; ++i) all += "10.1.3." + std::to_string(i) + " ";
  story.says("azure", kBlob, all);
  const auto message = [&](std::size_t tried) {
    Evidence evidence = story.evidence();
    std::size_t kept = 0;
    std::erase_if(evidence.contacts,
                  [&](const Contact& each) { return each.path == Path::private_path && ++kept > tried; });
    const Report report = assess(story.plan, evidence, story.run, story.judgement, "0.0.0").report;
    return check_of(report, std::string("net.connect/") + kBlob + ":443@10.1.3.33").message;
  };
  CHECK(message(32) == "Not tried: of a name's addresses 32 are.");
  CHECK(message(31) == "Not tried: the run ended first.");
}

TEST_CASE("other ports are a matter of TCP alone") {
  const Report report =
      Story().view("azure", kAzureDns).endpoint("ns1.servicebus.windows.net", "10.1.5.4", 5671).assess();
  CHECK(status_of(report, "net.connect") == "pass");
  CHECK_THROWS(check_of(report, "tls.handshake"));
  CHECK_THROWS(check_of(report, "service.answer"));
}

TEST_CASE("a code of storage is one word of letters and digits, of at most a hundred") {
  const auto code = [](const std::string& text) { return storage_error_code(storage_error(403, text)); };
  for (const std::string& right : {std::string("AZaz09"), std::string(100, 'A')}) CHECK(code(right) == right);
  for (const std::string& wrong :
       {std::string("Author-ization"), std::string("A b"), std::string("A@"), std::string("A["),
        std::string("A`"), std::string("A{"), std::string("A/"), std::string("A:"), std::string(101, 'A')})
    CHECK(code(wrong).empty());
}

}  // namespace vnetprobe
