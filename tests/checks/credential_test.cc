// The words of identity.token and clock.skew, and the parsers behind them.
#include "checks/credential.h"

#include <doctest/doctest.h>
#include <fmt/chrono.h>

#include "checks/clock.h"
#include "checks/contact_sight.h"
#include "checks/vault_path.h"
#include "probe/plan/expand.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

TEST_CASE("Date headers") {
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT")->seconds == 784111777);
  CHECK(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT")->seconds == 0);
  CHECK(parse_http_date("Thu, 01 Jan 1970 23:59:59 GMT")->seconds == 86399);
  CHECK(parse_http_date("Thu, 31 Dec 1970 00:00:00 GMT")->seconds == 364 * 86400);
  CHECK(parse_http_date("Wed, 09 Sep 2099 09:09:09 GMT")->seconds == 4092628149);
  // RFC 9110, 5.6.7: a leap second is written so.
  CHECK(parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT")->seconds == 1483228800);
  for (const char* wrong :
       {"", "Sun, 06 Nov 1994 08:49:37 CET", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun; 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 006 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 2026 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, -6 Nov 1994 08:49:37 GMT",
        "Sun, :6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 199x 08:49:37 GMT", "Sun, 06 Nov 1994 x8:49:37 GMT",
        "Sun, 06 Nov 1994 08:x9:37 GMT", "Sun, 06 Nov 1994 08:49:x7 GMT"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_http_date(wrong));
  }
}

std::string http_date(std::time_t time) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(time));
}

// Two servers, so far ahead of this machine's clock; it began when it says.
ClockSight clock_by(std::int64_t first, std::int64_t second, std::int64_t began = 1'000'000) {
  Story story = blob_at_azure().account("another01", "10.1.3.9");
  Evidence evidence = story.evidence();
  evidence.contacts.clear();
  evidence.host.clock = {began};
  for (const auto& [name, ahead] :
       {std::pair{kBlob, first}, std::pair{"another01.blob.core.windows.net", second}}) {
    Contact contact;
    contact.target = name;
    contact.tls = right_tls();
    contact.http = http_answer(404, {{"date", http_date(began + ahead)}});
    evidence.contacts.push_back(contact);
  }
  const Scope scope = expand(story.plan);
  return clock_sight(Case(story.plan, scope, evidence));
}

TEST_CASE("two servers that differ by more than five minutes to either side accuse nobody") {
  CHECK(clock_by(-301, 301).split);
  CHECK_FALSE(clock_by(-300, 301).split);
  CHECK_FALSE(clock_by(-301, 300).split);
  CHECK_FALSE(clock_by(-301, 301).is_wrong());
  CHECK(clock_by(301, 302).is_wrong());
  CHECK(clock_by(301, 302).ahead_s == 301);
  CHECK(clock_by(302, 301).example == "another01.blob.core.windows.net");
}

TEST_CASE("a clock that began with its machine in 1970 is wrong; one that nobody read is none") {
  CHECK(clock_by(1'800'000'000, 1'800'000'000, 1).is_wrong());
  CHECK(clock_by(1'800'000'000, 1'800'000'000, 0).servers == 0);
  CHECK_FALSE(clock_by(1'800'000'000, 1'800'000'000, 0).is_wrong());
}

TEST_CASE("an answer that broke off says no time, nor does a firewall's page") {
  const auto servers = [](Http http) {
    http.headers.push_back({"date", "Sun, 06 Nov 1994 08:49:37 GMT"});
    Story story = blob_at_azure().door("10.1.3.5", answers(http)).public_address(kBlob, "");
    story.besides.host.clock = {1'800'000'000};
    const Scope scope = expand(story.plan);
    const Evidence evidence = story.evidence();
    return clock_sight(Case(story.plan, scope, evidence)).servers;
  };
  CHECK(servers(storage_error(404, "ResourceNotFound")) == 1);
  CHECK(servers(broken_http(HttpOutcome::cut)) == 0);
  CHECK(servers(http_answer(470)) == 0);
}

TEST_CASE("x-ms-keyvault-network-info") {
  const VaultPath path = read_vault_path(
      "conn_type=PrivateLink;private_endpoint=/subscriptions/s/privateEndpoints/"
      "pe;addr=10.10.1.5;act_addr_fam=InterNetworkV6;");
  CHECK(path.private_link);
  CHECK(path.address->to_string() == "10.10.1.5");
  CHECK_FALSE(read_vault_path("conn_type=Ipv4;addr=167.220.255.83").private_link);
  CHECK(read_vault_path("conn_type=Ipv4; addr=167.220.255.83").address->to_string() == "167.220.255.83");
  for (const char* nothing : {"", ";", ";;;=", "addr=", "addr=x;"})
    CHECK_FALSE(read_vault_path(nothing).address);
}

TEST_CASE("a request came in by the public path when the vault saw another's public address") {
  const Story story = blob_at_azure();
  const auto came = [&](const std::string& info, const std::string& local, std::vector<std::string> own) {
    Evidence evidence = story.evidence();
    evidence.host.addresses = std::move(own);
    const Scope scope = expand(story.plan);
    Contact contact;
    contact.connect.emplace().local_address = local;
    contact.http = http_answer(200, {{"x-ms-keyvault-network-info", info}});
    const Case run(story.plan, scope, evidence);
    return !came_in_public(run, contact).empty();
  };
  const std::string by_ipv4 = "conn_type=Ipv4;addr=20.60.9.9";
  CHECK(came(by_ipv4, "10.1.0.7", {"eth0 10.1.0.7"}));
  CHECK_FALSE(came(by_ipv4, "20.60.9.9", {"eth0 10.1.0.7"}));  // this machine's own
  CHECK_FALSE(came(by_ipv4, "10.1.0.7", {"eth0 10.1.0.7", "eth1 20.60.9.9"}));
  CHECK_FALSE(came("conn_type=Ipv4;addr=10.1.0.9", "10.1.0.7", {}));
  CHECK_FALSE(came("conn_type=PrivateLink;addr=20.60.9.9", "10.1.0.7", {}));
  CHECK_FALSE(came("conn_type=Ipv4", "10.1.0.7", {}));
}

TEST_CASE("an answer without its connection, or a connection without an answer, is no way that it came") {
  const Story story = blob_at_azure();
  const Evidence evidence = story.evidence();
  const Scope scope = expand(story.plan);
  const Case run(story.plan, scope, evidence);
  Contact half;
  half.http = http_answer(200, {{"x-ms-keyvault-network-info", "conn_type=Ipv4;addr=20.60.9.9"}});
  CHECK(came_in_public(run, half).empty());
  half.http.reset();
  half.connect.emplace();
  CHECK(came_in_public(run, half).empty());
}

TEST_CASE("an answer to a token counts for the address that gave it") {
  const Story story = blob_at_azure();
  Evidence evidence = story.evidence();
  Contact contact;
  contact.target = kBlob;
  contact.path = Path::with_token;
  contact.address = *IpAddress::parse("10.1.3.6");
  contact.http = http_answer(403);
  evidence.contacts.push_back(contact);
  contact.address = *IpAddress::parse("10.1.3.5");
  contact.http.reset();
  evidence.contacts.push_back(contact);
  contact.http = http_answer(200);
  evidence.contacts.push_back(contact);
  const Scope scope = expand(story.plan);
  const Case run(story.plan, scope, evidence);
  REQUIRE(answer_to_token(run, 0, *IpAddress::parse("10.1.3.5")) != nullptr);
  CHECK(answer_to_token(run, 0, *IpAddress::parse("10.1.3.5"))->status == 200);
  CHECK(answer_to_token(run, 0, *IpAddress::parse("10.1.3.6"))->status == 403);
  CHECK(answer_to_token(run, 0, *IpAddress::parse("10.1.3.7")) == nullptr);
}

TEST_CASE("to a caller with a token the public path of a vault is open or closed") {
  CHECK(vault_refuses_by_permission(vault_refusal("ForbiddenByRbac", "x")));
  CHECK(vault_refuses_by_permission(vault_refusal("ForbiddenByPolicy", "x")));
  CHECK_FALSE(vault_refuses_by_permission(vault_refusal("ForbiddenByConnection", "x")));
  CHECK_FALSE(vault_refuses_by_permission(http_answer(403, {}, "ForbiddenByRbac")));
  CHECK_FALSE(vault_refuses_by_permission(vault_health(401, "ForbiddenByRbac")));
}

const Result* check_named(const Report& report, std::string_view id) {
  for (const Result& each : report.checks)
    if (each.id == id) return &each;
  return nullptr;
}

TEST_CASE("the role that is missing is named, and the path stays right") {
  for (const Told& told : stories_of_credentials()) {
    if (told.story != "the role is missing") continue;
    const Report report = told.told.assess();
    const Result* role = check_named(report, "identity.token/mystorage01.blob.core.windows.net");
    REQUIRE(role);
    CHECK(role->status == Status::fail);
    CHECK(role->message.find("Storage Blob Data Contributor") != std::string::npos);
    const Result* path = check_named(report, "service.answer/mystorage01.blob.core.windows.net:443@10.1.3.5");
    REQUIRE(path);
    CHECK(path->status == Status::pass);
    CHECK(report.findings.front().because == role->message);
  }
}

TEST_CASE("without a token what hangs on it is skipped, and says for what") {
  for (const Told& told : stories_of_credentials()) {
    if (told.story != "the machine has no identity") continue;
    const Report report = told.told.assess();
    const Result* role = check_named(report, "identity.token/mystorage01.blob.core.windows.net");
    REQUIRE(role);
    CHECK(role->status == Status::skip);
    CHECK(role->because == "identity.token/169.254.169.254");
  }
}

TEST_CASE("a run that ended before the token is not decided") {
  Story story = blob_at_azure();
  story.plan.identity.managed_identity = true;
  CHECK(story.assess().verdict == Verdict::undecided);
}

}  // namespace
}  // namespace vnetprobe
