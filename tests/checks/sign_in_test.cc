// Sign-in: which document is the right one, and which address decides (azure-facts 8.1, 8.3).
#include "checks/sign_in.h"

#include <doctest/doctest.h>

#include "probe/plan/expand.h"
#include "tests/checks/checked.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kHost = "login.microsoftonline.com";
constexpr const char *kFirst = "20.190.160.1", *kSecond = "20.190.160.2";

Story behind(const Door& door) { return Story().view("azure", kAzureDns).sign_in().door(kFirst, door); }
Story behind_two(const Door& first, const Door& second) {
  return Story()
      .view("azure", kAzureDns)
      .sign_in()
      .says("azure", "*", std::string(kFirst) + " " + kSecond)
      .door(kFirst, first)
      .door(kSecond, second);
}

SignInSight sight(const Story& story, std::size_t target = 0) {
  const Scope scope = expand(story.plan);
  const Evidence evidence = story.evidence();
  return sign_in(Case(story.plan, scope, evidence), target).sight;
}

Http document(const std::string& issuer, const std::string& token) {
  return http_answer(200, {}, R"({"issuer":")" + issuer + R"(","token_endpoint":")" + token + R"("})");
}

}  // namespace

TEST_CASE("what sign-in's answer is worth") {
  const std::string issuer = "https://login.microsoftonline.com/contoso/v2.0";
  const std::string token = "https://login.microsoftonline.com/contoso/oauth2/v2.0/token";
  const struct {
    const char* story;
    Story told;
    SignInSight sight;
    const char* status;
  } rows[] = {
      {"the right document", behind(answers(document(issuer, token))), SignInSight::right, "pass"},
      {"of the older issuer", behind(answers(document("https://sts.windows.net/6e92595a/", token))),
       SignInSight::right, "pass"},
      {"another issuer", behind(answers(document("https://sts.contoso.com/", token))),
       SignInSight::unexpected, "fail"},
      {"tokens elsewhere", behind(answers(document(issuer, "https://sts.contoso.com/token"))),
       SignInSight::unexpected, "fail"},
      {"no issuer", behind(answers(http_answer(200, {}, R"({"token_endpoint":"x"})"))),
       SignInSight::unexpected, "fail"},
      {"an issuer that is no text",
       behind(answers(http_answer(200, {}, R"({"issuer":5,"token_endpoint":[]})"))), SignInSight::unexpected,
       "fail"},
      {"a host that only begins like it",
       behind(answers(document("https://login.microsoftonline.com.evil.example/", token))),
       SignInSight::unexpected, "fail"},
      {"without TLS in the issuer", behind(answers(document("http://login.microsoftonline.com/", token))),
       SignInSight::unexpected, "fail"},
      {"the document of another cloud", behind(answers(openid("login.microsoftonline.us"))),
       SignInSight::unexpected, "fail"},
      {"no JSON", behind(answers(http_answer(200, {}, "<html>"))), SignInSight::unexpected, "fail"},
      {"JSON, but a list", behind(answers(http_answer(200, {}, "[]"))), SignInSight::unexpected, "fail"},
      {"the right document, 503", behind(answers(http_answer(503, {}, openid(kHost).body))),
       SignInSight::unexpected, "fail"},
      {"the right document, by a proxy's hand",
       behind(answers(http_answer(200, {{"x-squid-error", "x"}}, openid(kHost).body))),
       SignInSight::unexpected, "fail"},
      {"an unknown tenant", behind(answers(unknown_tenant())), SignInSight::tenant_unknown, "fail"},
      {"no connection", behind(shut(ConnectOutcome::refused)), SignInSight::unreachable, "fail"},
      {"TLS is not answered", behind(shakes(broken_tls(TlsOutcome::silent))), SignInSight::unreachable,
       "fail"},
      {"an interceptor", behind(shakes(private_root_tls())), SignInSight::tls_wrong, "fail"},
      {"no HTTP", behind(answers(broken_http(HttpOutcome::cut))), SignInSight::unreachable, "fail"},
      {"interrupted at TCP", behind(shut(ConnectOutcome::interrupted)), SignInSight::unknown, "unknown"},
      {"interrupted at TLS", behind(shakes(broken_tls(TlsOutcome::interrupted))), SignInSight::unknown,
       "unknown"},
      {"a chain that is not verified, and nobody says why", behind(shakes(unverified_tls(0, ""))),
       SignInSight::unknown, "unknown"},
      {"interrupted at HTTP", behind(answers(broken_http(HttpOutcome::interrupted))), SignInSight::unknown,
       "unknown"},
      {"interrupted between", behind(shakes(right_tls())), SignInSight::unknown, "unknown"},
      {"dead first, right second", behind_two(shut(ConnectOutcome::timed_out), answers(openid(kHost))),
       SignInSight::right, "pass"},
      {"right first, dead second", behind_two(answers(openid(kHost)), shut(ConnectOutcome::timed_out)),
       SignInSight::right, "pass"},
      {"dead first, intercepted second",
       behind_two(shut(ConnectOutcome::timed_out), shakes(private_root_tls())), SignInSight::tls_wrong,
       "fail"},
      {"dead first, second not ended",
       behind_two(shut(ConnectOutcome::timed_out), shut(ConnectOutcome::interrupted)), SignInSight::unknown,
       "unknown"},
      {"the name is not asked to the end", behind({}).says("azure", "*", "interrupted"), SignInSight::unknown,
       "unknown"},
      {"the name has no address", behind({}).says("azure", "*", "servfail"), SignInSight::unreachable,
       "fail"},
      {"the name is private", behind({}).says("azure", "*", "10.1.0.99"), SignInSight::overridden, "fail"},
      {"the name is pinned to nowhere", behind({}).says("azure", "*", "0.0.0.0"), SignInSight::overridden,
       "fail"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    CHECK(static_cast<int>(sight(row.told)) == static_cast<int>(row.sight));
    CHECK(status_of(row.told.assess(), std::string("entra.signin/") + kHost) == row.status);
  }
}

TEST_CASE("behind a proxy the proxy resolves: what the views say does not matter") {
  Story story = behind({}).says("azure", "*", "servfail");
  const Scope scope = expand(story.plan);
  Evidence evidence = story.evidence();
  Contact by_proxy;
  by_proxy.target = kHost;
  by_proxy.path = Path::sign_in;
  by_proxy.source_detail = "proxy http://proxy.contoso.com:3128";
  const Door door = answers(openid(kHost));
  by_proxy.connect = door.connect;
  by_proxy.tls = door.tls;
  by_proxy.http = door.http;
  evidence.contacts.push_back(by_proxy);
  CHECK(static_cast<int>(sign_in(Case(story.plan, scope, evidence), 0).sight) ==
        static_cast<int>(SignInSight::right));
  CHECK(static_cast<int>(sign_in(Case(story.plan, scope, evidence), 1).sight) ==
        static_cast<int>(SignInSight::unreachable));
}

TEST_CASE("a proxy that does not open the way") {
  const Story story = behind({});
  const Scope scope = expand(story.plan);
  const struct {
    const char* story;
    HttpOutcome outcome;
    int status;
    SignInSight sight;
    const char* why;
  } rows[] = {
      {"it wants a password", HttpOutcome::answered, 407, SignInSight::unexpected,
       "the proxy http://10.1.0.80:3128 answers CONNECT with HTTP 407"},
      {"it refuses", HttpOutcome::answered, 403, SignInSight::unexpected,
       "the proxy http://10.1.0.80:3128 answers CONNECT with HTTP 403"},
      {"it is silent", HttpOutcome::silent, 0, SignInSight::unreachable,
       "the proxy http://10.1.0.80:3128 gives no answer to CONNECT"},
      {"it is none", HttpOutcome::not_http, 0, SignInSight::unreachable,
       "the proxy http://10.1.0.80:3128 gives no answer to CONNECT"},
      {"the run ended", HttpOutcome::interrupted, 0, SignInSight::unknown, ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    Evidence evidence;
    Contact by_proxy;
    by_proxy.target = kHost;
    by_proxy.path = Path::sign_in;
    by_proxy.source_detail = "proxy http://10.1.0.80:3128";
    by_proxy.connect = answers({}).connect;
    by_proxy.http.emplace().method = "CONNECT";
    by_proxy.http->outcome = row.outcome;
    by_proxy.http->status = row.status;
    evidence.contacts.push_back(by_proxy);
    const SignIn said = sign_in(Case(story.plan, scope, evidence), 0);
    CHECK(static_cast<int>(said.sight) == static_cast<int>(row.sight));
    CHECK(said.why == row.why);
  }
}

TEST_CASE("each cloud has its own issuers") {
  Story gov = behind(answers(openid("login.microsoftonline.us")));
  gov.plan.cloud = Cloud::usgov;
  CHECK(static_cast<int>(sight(gov)) == static_cast<int>(SignInSight::right));
  CHECK(static_cast<int>(sight(gov.door(kFirst, answers(openid(kHost))))) ==
        static_cast<int>(SignInSight::unexpected));
}

}  // namespace vnetprobe
