// What stands behind an address, by service and by path, every door, as tests/golden/stories/doors.txt has
// it.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <map>

#include "tests/checks/matrices.h"
#include "tests/checks/told.h"
#include "tests/support/golden.h"

namespace vnetprobe {
namespace {

constexpr const char* kInstance = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
constexpr const char* kNotAuthorized = "This request is not authorized to perform this operation.";
constexpr const char* kUsingThis =
    "This request is not authorized to perform this operation using this permission.";
constexpr int kExpired = 10, kSelfSigned = 19, kHostMismatch = 62;

Tls old_tls() {
  Tls tls = right_tls();
  tls.version = "TLSv1.1";
  return tls;
}

Tls other_name_by_code() {
  Tls tls = other_name_tls();
  tls.verify_code = kHostMismatch;
  return tls;
}

Tls cut_late() {
  Tls tls = right_tls();
  tls.outcome = TlsOutcome::interrupted;
  tls.anchor_sha256.clear();
  return tls;
}

// In the order in which a connection comes about.
const std::vector<std::pair<std::string, Door>>& doors() {
  static const std::vector<std::pair<std::string, Door>> all = {
      {"no answer to SYN", shut(ConnectOutcome::timed_out)},
      {"RST", shut(ConnectOutcome::refused)},
      {"no route", shut(ConnectOutcome::unreachable, "No route to host")},
      {"reset", shut(ConnectOutcome::reset, "Connection reset by peer")},
      {"the stack would not send", shut(ConnectOutcome::failed, "Permission denied")},
      {"TCP interrupted", shut(ConnectOutcome::interrupted)},
      {"a connection, and no more", shut(ConnectOutcome::connected)},
      {"TLS cut", shakes(broken_tls(TlsOutcome::cut, "reset"))},
      {"a TLS alert", shakes(broken_tls(TlsOutcome::alert, "unrecognized name"))},
      {"no TLS", shakes(broken_tls(TlsOutcome::not_tls))},
      {"TLS silent", shakes(broken_tls(TlsOutcome::silent))},
      {"TLS failed", shakes(broken_tls(TlsOutcome::failed, "internal error"))},
      {"TLS interrupted", shakes(broken_tls(TlsOutcome::interrupted))},
      {"TLS interrupted behind its certificate", shakes(cut_late())},
      {"an expired certificate", shakes(unverified_tls(kExpired, "certificate has expired"))},
      {"a chain to nobody", shakes(unverified_tls(kSelfSigned, "self-signed certificate"))},
      {"another name", shakes(other_name_tls())},
      {"another name, by verify code", shakes(other_name_by_code())},
      {"not verified, and nobody says why", shakes(unverified_tls(0, ""))},
      {"a private root", shakes(private_root_tls())},
      {"TLS 1.1", shakes(old_tls())},
      {"TLS, and no more", shakes(right_tls())},
      {"HTTP silent", answers(broken_http(HttpOutcome::silent))},
      {"HTTP cut", answers(broken_http(HttpOutcome::cut))},
      {"no HTTP", answers(broken_http(HttpOutcome::not_http))},
      {"HTTP failed", answers(broken_http(HttpOutcome::failed))},
      {"HTTP interrupted", answers(broken_http(HttpOutcome::interrupted))},
      {"storage's 400", answers(storage_error(400, "InvalidQueryParameterValue"))},
      {"storage's 401", answers(storage_error(401, "NoAuthenticationInformation"))},
      {"storage's 403 AuthorizationFailure",
       answers(storage_error(403, "AuthorizationFailure", kNotAuthorized))},
      {"storage's 403 using this", answers(storage_error(403, "AuthorizationFailure", kUsingThis))},
      {"storage's 403 AuthenticationFailed", answers(storage_error(403, "AuthenticationFailed"))},
      {"storage's 403 without a code", answers(http_answer(403, {{"x-ms-request-id", "1"}}))},
      {"storage's 404", answers(storage_error(404, "ResourceNotFound"))},
      {"storage's 409", answers(storage_error(409, "PublicAccessNotPermitted"))},
      {"storage's 500", answers(storage_error(500, "InternalError"))},
      {"storage's 299", answers(http_answer(299, {{"x-ms-request-id", "1"}}))},
      {"storage's 300", answers(http_answer(300, {{"x-ms-request-id", "1"}}))},
      {"storage's list", answers(http_answer(200, {{"x-ms-request-id", "1"}}))},
      {"a vault's 200", answers(vault_health(200))},
      {"a vault's 401", answers(vault_health(401))},
      {"a vault's 429", answers(vault_health(429))},
      {"a vault's ForbiddenByConnection", answers(vault_refusal("ForbiddenByConnection", "disabled"))},
      {"a vault's ForbiddenByFirewall", answers(vault_refusal("ForbiddenByFirewall", "not authorized"))},
      {"a vault's ForbiddenByRbac", answers(vault_refusal("ForbiddenByRbac", "no role"))},
      {"a vault's AccessDenied", answers(vault_refusal("AccessDenied", "no policy"))},
      {"a vault that saw a public address",
       answers(http_answer(200, {{"x-ms-request-id", "1"},
                                 {"x-ms-keyvault-network-info", "conn_type=Ipv4;addr=20.50.1.9;"}}))},
      {"200 of nobody", answers(http_answer(200))},
      {"204 of nobody", answers(http_answer(204))},
      {"301 of nobody", answers(http_answer(301))},
      {"400 of nobody", answers(http_answer(400))},
      {"401 of nobody", answers(http_answer(401))},
      {"403 of nobody", answers(http_answer(403))},
      {"404 of nobody", answers(http_answer(404))},
      {"407 of a proxy", answers(http_answer(407, {{"proxy-authenticate", "Basic"}}))},
      {"470 of a firewall", answers(http_answer(470, {}, "Action: Deny. Reason: no rule matched."))},
      {"500 of nobody", answers(http_answer(500))},
      {"sign-in's document", answers(openid("login.microsoftonline.com"))},
      {"another cloud's document", answers(openid("login.microsoftonline.us"))},
      {"a tenant that nobody has", answers(unknown_tenant())},
      {"TDS interrupted", logs_in(broken_tds(TdsOutcome::interrupted))},
      {"TDS silent", logs_in(broken_tds(TdsOutcome::silent))},
      {"TDS cut", logs_in(broken_tds(TdsOutcome::cut))},
      {"no TDS", logs_in(broken_tds(TdsOutcome::not_tds))},
      {"TDS without encryption", logs_in(prelogin("not_supported"))},
      {"TDS, and no more", logs_in(prelogin("required"))},
      {"TDS, TLS cut", logs_in(prelogin("required"), broken_tls(TlsOutcome::cut, "reset"))},
      {"TDS, TLS interrupted", logs_in(prelogin("required"), broken_tls(TlsOutcome::interrupted))},
      {"TDS, a private root", logs_in(prelogin("required"), private_root_tls())},
      {"TDS, another name", logs_in(prelogin("required"), other_name_tls())},
      {"TDS and TLS", logs_in(prelogin("required"), right_tls())},
  };
  return all;
}

Story storage() { return blob_at_azure(); }
Story key_vault() { return Story().view("azure", kAzureDns).key_vault("contosokeys", "10.1.4.4"); }
Story managed_hsm() {
  return Story().view("azure", kAzureDns).endpoint("contosohsm.managedhsm.azure.net", "10.1.4.5");
}
Story instance() { return Story().view("azure", kAzureDns).instance(kInstance, "10.1.1.10"); }
Story also(const char* word) {
  Story story = Story().view("azure", kAzureDns);
  story.plan.also = {word};
  return story;
}
Story stranger() { return Story().view("azure", kAzureDns).endpoint("files.contoso.com", "10.1.5.5"); }
Story open_vault() {
  Story story = backup_at_azure();
  story.plan.vaults.back().public_access = Access::disabled;
  return story;
}

Story asked_with(Story story, const char* target, const char* address, Path path, const Door& door) {
  if (path == Path::with_sas) {
    story.plan.storage_accounts.back().sas = SasPlan{"sas.txt", ""};
    SasFacts sas;
    sas.account = "mystorage01";
    sas.from = "file sas.txt";
    sas.version = "2022-11-02";
    sas.resource = "c";
    sas.permissions = "rwl";
    sas.expires = "2026-12-24T00:00:00Z";
    story.besides.identity.sas = {sas};
    story.besides.host.clock = {1795367355};  // 2026-11-22T17:09:15Z
  } else {
    story.plan.identity.managed_identity = true;
    TokenFacts token;
    token.host = "169.254.169.254";
    token.resource =
        target == std::string_view(kBlob) ? "https://storage.azure.com/" : "https://vault.azure.net";
    token.outcome = TokenOutcome::got;
    token.status = 200;
    story.besides.identity.tokens = {token};
  }
  Contact contact;
  contact.target = target;
  contact.path = path;
  contact.address = *IpAddress::parse(address);
  contact.port = 443;
  contact.connect = door.connect;
  contact.tls = door.tls;
  contact.http = door.http;
  story.besides.contacts = {contact};
  return story;
}

}  // namespace

TEST_CASE("what each door comes to, by service and by path") {
  std::vector<std::string> names;
  std::map<std::string, Door> by_name;
  for (const auto& [name, door] : doors()) {
    names.push_back(name);
    by_name[name] = door;
  }
  const struct {
    const char *title, *address;
    Story story;
  } rows[] = {
      {"a storage account, private", "10.1.3.5", storage()},
      {"a storage account, public", "20.60.1.1", storage()},
      {"the same, which nobody but the plan vouches for", "20.60.1.1",
       storage().public_address(kBlob, "20.60.1.1", AddressSource::plan)},
      {"an account that must be refused", "20.60.2.2",
       Story().view("azure", kAzureDns).denied("exfilcanary01")},
      {"a key vault, private", "10.1.4.4", key_vault()},
      {"a key vault, public", "20.60.1.1", key_vault()},
      {"a managed HSM, private", "10.1.4.5", managed_hsm()},
      {"a vault's service name, private", "10.1.2.4", backup_at_azure()},
      {"a vault's service name, public", "20.61.1.1", open_vault()},
      {"another service, private", "10.1.5.5", stranger()},
      {"a managed instance, private", "10.1.1.10", instance()},
      {"the same, TDS 8 where nothing else is TDS", "10.1.1.10 strict",
       instance().door("10.1.1.10", logs_in(broken_tds(TdsOutcome::not_tds)))},
      {"a redirecting instance, its sampled ports", "10.1.1.10 redirect", instance().redirecting()},
      {"an instance with a link, its port", "10.1.1.10 mi_link", instance().mi_link()},
      {"an instance, public", "20.60.1.1", instance().public_address(kInstance, "20.60.1.1")},
      {"sign-in", "20.190.160.1", blob_at_azure().sign_in()},
      {"a storage account, private, whose public address nobody knows", "10.1.3.5",
       storage().public_address(kBlob, "")},
      {"a destination", "20.60.1.1", also("arm")},
      {"a destination over plain HTTP", "20.60.1.2",
       also("crl").public_address("ocsp.digicert.com", "20.60.1.2")},
      {"a destination by TCP alone", "20.60.1.2",
       also("mars").public_address("www.msftncsi.com", "20.60.1.2")},
  };
  std::string text;
  for (const auto& row : rows)
    text += table_of(row.title, {row.address}, names, [&](const std::string&, const std::string& name) {
      return Story(row.story).door(row.address, by_name.at(name));
    });
  // What stands behind the address once it is asked with a credential.
  for (const Path path : {Path::with_token, Path::with_sas})
    text += table_of(fmt::format("a storage account, {}", to_string(path)), {"10.1.3.5"}, names,
                     [&](const std::string&, const std::string& name) {
                       return asked_with(storage(), kBlob, "10.1.3.5", path, by_name.at(name));
                     });
  text += table_of("a key vault, with_token", {"10.1.4.4"}, names,
                   [&](const std::string&, const std::string& name) {
                     return asked_with(key_vault(), "contosokeys.vault.azure.net", "10.1.4.4",
                                       Path::with_token, by_name.at(name));
                   });
  std::string difference;
  CHECK_MESSAGE(matches_golden("stories/doors.txt", text, difference), difference);
}

}  // namespace vnetprobe
