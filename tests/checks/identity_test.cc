// identity.token: what the place of tokens says, what comes of it for the targets, and the SAS.
#include <doctest/doctest.h>

#include "tests/checks/checked.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kPlace = "identity.token/169.254.169.254";
constexpr const char* kRole = "identity.token/mystorage01.blob.core.windows.net";
constexpr const char* kSas = "identity.token/mystorage01.blob.core.windows.net/sas";

TokenFacts token(TokenOutcome outcome, const char* resource = "https://storage.azure.com/",
                 const char* host = "169.254.169.254") {
  TokenFacts facts;
  facts.host = host;
  facts.resource = resource;
  facts.outcome = outcome;
  facts.lifetime_s = 86399;
  return facts;
}

Story with(std::vector<TokenFacts> tokens, Story story = blob_at_azure()) {
  story.plan.identity.managed_identity = true;
  story.besides.identity.tokens = std::move(tokens);
  return story;
}

Contact asked(const std::string& target, const char* address, Path path, const Http& answer) {
  Contact made;
  made.target = target;
  made.path = path;
  made.address = *IpAddress::parse(address);
  made.port = 443;
  const Door door = answers(answer);
  made.connect = door.connect;
  made.tls = door.tls;
  made.http = door.http;
  return made;
}

// The answer to a token at this target's address.
Report answered(Story story, const std::string& target, const char* address, const Http& answer) {
  story.besides.contacts = {asked(target, address, Path::with_token, answer)};
  return with({token(TokenOutcome::got)}, std::move(story)).assess();
}

SasFacts sas() {
  SasFacts facts;
  facts.account = "mystorage01";
  facts.from = "file sas.txt";
  facts.version = "2022-11-02";
  facts.resource = "c";
  facts.permissions = "rwl";
  facts.expires = "2026-12-24T00:00:00Z";
  return facts;
}

Story with_sas(std::vector<SasFacts> facts) {
  Story story = blob_at_azure();
  story.plan.storage_accounts.back().sas = SasPlan{"sas.txt", ""};
  story.besides.identity.sas = std::move(facts);
  story.besides.host.clock = {1795367355};  // 2026-11-22T17:09:15Z
  return story;
}

Report sas_answered(const Http& answer) {
  Story story = with_sas({sas()});
  story.besides.contacts = {asked(kBlob, "10.1.3.5", Path::with_sas, answer)};
  return story.assess();
}

Http listed() { return http_answer(200, {{"x-ms-request-id", "1"}}); }

std::string fact_of(const Result& check, std::string_view name) {
  for (const auto& [key, value] : check.facts)
    if (key == name) return value;
  return "";
}

}  // namespace

TEST_CASE("one check a place of tokens, and the worst of its tokens decides") {
  const auto got = TokenOutcome::got, refused = TokenOutcome::refused, cut = TokenOutcome::interrupted;
  const struct {
    std::vector<TokenOutcome> outcomes;
    const char* status;
  } rows[] = {
      {{got}, "pass"},          {{refused}, "fail"},          {{cut}, "unknown"},
      {{got, got}, "pass"},     {{got, refused}, "fail"},     {{refused, got}, "fail"},
      {{got, cut}, "unknown"},  {{cut, got}, "unknown"},      {{refused, cut}, "fail"},
      {{cut, refused}, "fail"}, {{got, got, cut}, "unknown"},
  };
  for (const auto& row : rows) {
    std::vector<TokenFacts> tokens;
    for (const TokenOutcome outcome : row.outcomes)
      tokens.push_back(
          token(outcome, tokens.empty() ? "https://storage.azure.com/" : "https://vault.azure.net"));
    CAPTURE(row.status);
    CHECK(status_of(with(tokens).assess(), kPlace) == row.status);
  }
}

TEST_CASE("a place of tokens is told by its first token, and each resource is a fact") {
  const Report report =
      with({token(TokenOutcome::got), token(TokenOutcome::got, "https://vault.azure.net")}).assess();
  const Result& place = check_of(report, kPlace);
  CHECK(place.message == "A token for https://storage.azure.com/, for 1439 minutes, by instance metadata.");
  CHECK(fact_of(place, "source") == "metadata");
  CHECK(fact_of(place, "https://storage.azure.com/") == "got");
  CHECK(fact_of(place, "https://vault.azure.net") == "got");
}

TEST_CASE("two places of tokens are two checks") {
  const Report report =
      with({token(TokenOutcome::got),
            token(TokenOutcome::refused, "https://vault.azure.net", "login.microsoftonline.com")})
          .assess();
  CHECK(status_of(report, kPlace) == "pass");
  CHECK(status_of(report, "identity.token/login.microsoftonline.com") == "fail");
  CHECK(check_of(report, kRole).because == "identity.token/login.microsoftonline.com");
}

TEST_CASE("why there is no token, in the words of who refused it") {
  TokenFacts refused = token(TokenOutcome::refused);
  refused.status = 400;
  refused.error = "invalid_request";
  refused.description = "Identity not found";
  CHECK(check_of(with({refused}).assess(), kPlace).message ==
        "No token for https://storage.azure.com/: instance metadata refuses (HTTP 400: invalid_request: "
        "Identity not found).");
  refused.error = "invalid_request:";
  CHECK(check_of(with({refused}).assess(), kPlace).message.find("invalid_request: Identity") !=
        std::string::npos);
  TokenFacts silent = token(TokenOutcome::unreachable);
  CHECK(check_of(with({silent}).assess(), kPlace).message ==
        "No token for https://storage.azure.com/: instance metadata does not answer (unreachable).");
  silent.error = "timed out";
  silent.source = TokenSource::federated;
  CHECK(check_of(with({silent}).assess(), kPlace).message.find("Entra ID, for the federated token") !=
        std::string::npos);
  CHECK(check_of(with({silent}).assess(), kPlace).message.find("(timed out)") != std::string::npos);
}

TEST_CASE("what hangs on a token that there is not") {
  const Report none = with({token(TokenOutcome::refused)}).assess();
  CHECK(status_of(none, kRole) == "skip");
  CHECK(check_of(none, kRole).because == kPlace);
  const Report cut = with({token(TokenOutcome::interrupted)}).assess();
  CHECK(status_of(cut, kRole) == "unknown");
  CHECK(check_of(cut, kRole).because.empty());
  const Report unasked = with({}).assess();
  CHECK(status_of(unasked, kPlace) == "unknown");
  CHECK(status_of(unasked, kRole) == "unknown");
}

TEST_CASE("no token is sent where the private path is not right, and the check says by which it waits") {
  const struct {
    const char* story;
    Story told;
    const char *status, *because;
  } rows[] = {
      {"the record is missing", blob_at_azure().says("azure", kBlob, "missing"), "skip",
       "service.answer/mystorage01.blob.core.windows.net:443@10.1.3.5"},
      {"the name was not asked to the end", blob_at_azure().says("azure", kBlob, "interrupted"), "unknown",
       ""},
      {"nobody connects", blob_at_azure().door("10.1.3.5", shut(ConnectOutcome::timed_out)), "skip",
       "service.answer/mystorage01.blob.core.windows.net:443@10.1.3.5"},
      {"a private root", blob_at_azure().door("10.1.3.5", shakes(private_root_tls())), "skip",
       "service.answer/mystorage01.blob.core.windows.net:443@10.1.3.5"},
      {"not the service", blob_at_azure().door("10.1.3.5", answers(http_answer(200))), "skip",
       "service.answer/mystorage01.blob.core.windows.net:443@10.1.3.5"},
      {"an answer over TLS that is not right",
       [] {
         Door door = answers(storage_error(409, "PublicAccessNotPermitted"));
         door.tls = private_root_tls();
         return blob_at_azure().door("10.1.3.5", door);
       }(),
       "skip", "service.answer/mystorage01.blob.core.windows.net:443@10.1.3.5"},
      {"the path was right, and the run ended", blob_at_azure(), "unknown", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    const Report report = with({token(TokenOutcome::got)}, row.told).assess();
    CHECK(status_of(report, kRole) == row.status);
    CHECK(check_of(report, kRole).because == row.because);
  }
}

TEST_CASE("the role that is missing is that of the service") {
  const Http denied = storage_error(403, "AuthorizationPermissionMismatch");
  const Http no_role = vault_refusal("ForbiddenByRbac", "no role");
  const Story queue = Story().view("azure", kAzureDns).account("mystorage01", "10.1.3.6", "queue");
  const Story vault = Story().view("azure", kAzureDns).key_vault("contosokeys", "10.1.4.4");
  const Story hsm = Story().view("azure", kAzureDns).endpoint("contosohsm.managedhsm.azure.net", "10.1.4.5");
  const auto says = [](const Report& report, const std::string& target, const char* words) {
    const Result& check = check_of(report, "identity.token/" + target);
    CHECK(check.status == Status::fail);
    CAPTURE(check.message);
    CHECK(check.message.find(words) != std::string::npos);
  };
  const std::string at_queue = "mystorage01.queue.core.windows.net", at_vault = "contosokeys.vault.azure.net",
                    at_hsm = "contosohsm.managedhsm.azure.net";
  says(answered(blob_at_azure(), kBlob, "10.1.3.5", denied), kBlob, "Storage Blob Data Contributor");
  says(answered(blob_at_azure(), kBlob, "10.1.3.5", denied), kBlob,
       "HTTP 403 AuthorizationPermissionMismatch");
  says(answered(queue, at_queue, "10.1.3.6", denied), at_queue, "Storage Queue Data Contributor");
  says(answered(vault, at_vault, "10.1.4.4", no_role), at_vault,
       "Key Vault Crypto Service Encryption User, or");
  says(answered(vault, at_vault, "10.1.4.4", no_role), at_vault, "HTTP 403 ForbiddenByRbac");
  says(answered(hsm, at_hsm, "10.1.4.5", no_role), at_hsm, "Managed HSM Crypto Service Encryption User");
}

TEST_CASE("what the answer to a token proves") {
  const struct {
    int status;
    const char *code, *check;
  } rows[] = {
      {404, "ContainerNotFound", "pass"},    {403, "AuthorizationFailure", "skip"},
      {403, "AuthenticationFailed", "fail"}, {401, "InvalidAuthenticationInfo", "fail"},
      {400, "InvalidHeaderValue", "fail"},   {409, "PublicAccessNotPermitted", "warn"},
      {500, "InternalError", "warn"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.status);
    const std::string denial = "This request is not authorized to perform this operation.";
    const Report report =
        answered(blob_at_azure(), kBlob, "10.1.3.5", storage_error(row.status, row.code, denial));
    CHECK(status_of(report, kRole) == row.check);
    CHECK(fact_of(check_of(report, kRole), "status") == std::to_string(row.status));
    CHECK(check_of(report, kRole).message.find(row.code) != std::string::npos);
  }
  CHECK(status_of(answered(blob_at_azure(), kBlob, "10.1.3.5", listed()), kRole) == "pass");
}

TEST_CASE("what the answer to a SAS proves") {
  CHECK(status_of(sas_answered(listed()), kSas) == "pass");
  CHECK(status_of(sas_answered(storage_error(404, "ContainerNotFound")), kSas) == "warn");
  CHECK(status_of(sas_answered(storage_error(403, "AuthorizationFailure")), kSas) == "fail");
  CHECK(status_of(sas_answered(storage_error(401, "NoAuthenticationInformation")), kSas) == "fail");
  CHECK(status_of(sas_answered(storage_error(503, "ServerBusy")), kSas) == "warn");
  CHECK(status_of(sas_answered(broken_http(HttpOutcome::silent)), kSas) == "warn");
  CHECK(status_of(sas_answered(broken_http(HttpOutcome::interrupted)), kSas) == "unknown");
  const auto says_signature = [](const Http& answer) {
    return check_of(sas_answered(answer), kSas).message.find("signature") != std::string::npos;
  };
  CHECK(says_signature(storage_error(403, "AuthenticationFailed")));
  CHECK_FALSE(says_signature(storage_error(403, "AuthorizationFailure")));
}

TEST_CASE("a SAS shows where it is from, what it may and until when") {
  const Result check = check_of(sas_answered(listed()), kSas);
  CHECK(fact_of(check, "sas") == "file sas.txt");
  CHECK(fact_of(check, "permissions") == "rwl");
  CHECK(fact_of(check, "expires") == "2026-12-24T00:00:00Z");
  SasFacts bare;
  bare.account = "mystorage01";
  bare.problem = "the file cannot be read, or is empty";
  const Report report = with_sas({bare}).assess();
  for (const auto& [key, value] : check_of(report, kSas).facts) CHECK(!value.empty());
}

TEST_CASE("a SAS that was not tried") {
  CHECK(status_of(with_sas({}).assess(), kSas) == "unknown");
  CHECK(status_of(with_sas({sas()}).assess(), kSas) == "unknown");
  const Report dead = with_sas({sas()}).door("10.1.3.5", shut(ConnectOutcome::refused)).assess();
  CHECK(status_of(dead, kSas) == "skip");
  SasFacts of_another = sas();
  of_another.account = "mystorage02";
  CHECK(check_of(with_sas({of_another}).assess(), kSas).message == "Not tried: the run ended first.");
}

TEST_CASE("of a container the SAS is named after it") {
  Story story = with_sas({sas()});
  story.plan.storage_accounts.back().container = "backups";
  CHECK(status_of(story.assess(), "identity.token/mystorage01.blob.core.windows.net/backups") == "unknown");
}

TEST_CASE("no credential is asked of what no token opens") {
  const Report report = with({token(TokenOutcome::got)}, Story()
                                                             .view("azure", kAzureDns)
                                                             .account("mystorage01", "10.1.3.5")
                                                             .denied("exfilcanary01")
                                                             .endpoint("db.contoso.com", "10.1.9.9", 1433)
                                                             .sign_in())
                            .assess();
  std::vector<std::string> asked_of;
  for (const Result& each : report.checks)
    if (each.kind == "identity.token") asked_of.push_back(each.target);
  CHECK(asked_of == std::vector<std::string>{"169.254.169.254", kBlob});
}

}  // namespace vnetprobe
