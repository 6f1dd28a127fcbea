// The words of identity.token and clock.skew, and the parsers behind them.
#include <doctest/doctest.h>

#include "checks/clock.h"
#include "checks/contact_sight.h"
#include "checks/vault_path.h"
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
