// The judges of names: dns.private, dns.zone, dns.agree and dns.reserved.
#include <doctest/doctest.h>

#include "tests/checks/checked.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

Story blob_anywhere() { return Story().view("azure", kAzureDns).account("mystorage01"); }
Story two_servers() {
  return Story().view("dc1", "10.1.0.53").view("dc2", "10.1.0.54").account("mystorage01", "10.1.3.5");
}

}  // namespace

TEST_CASE("dns.private, by every ending of the question") {
  const struct {
    const char *word, *required, *reference;
  } rows[] = {
      {"right", "pass", "pass"},          {"unasked", "unknown", "warn"},
      {"interrupted", "unknown", "warn"}, {"missing", "fail", "warn"},
      {"not found", "fail", "warn"},      {"no data", "fail", "warn"},
      {"servfail", "fail", "warn"},       {"refused", "fail", "warn"},
      {"formerr", "fail", "warn"},        {"silent", "fail", "warn"},
      {"closed", "fail", "warn"},         {"garbage", "fail", "warn"},
      {"loop", "fail", "warn"},           {"blocked", "fail", "warn"},
      {"truncated", "fail", "warn"},      {"public", "fail", "warn"},
      {"no alias", "fail", "warn"},       {"10.1.3.77", "fail", "warn"},
      {"10.9.9.9", "fail", "warn"},       {"10.1.3.5 20.60.1.1", "fail", "warn"},
      {"127.0.0.1", "fail", "warn"},      {"10.1.3.5 2603:1030::1", "fail", "warn"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.word);
    CHECK(status_of(blob_at_azure().says("azure", kBlob, row.word).assess(), "dns.private") == row.required);
    CHECK(status_of(blob_at_dc1().says("azure", kBlob, row.word).assess(),
                    std::string("dns.private/") + kBlob + "@azure") == row.reference);
  }
}

TEST_CASE("dns.private, by what the system's library says") {
  const struct {
    const char *word, *status;
  } rows[] = {{"right", "pass"},  {"missing", "fail"},   {"no data", "fail"},        {"silent", "fail"},
              {"public", "fail"}, {"10.1.3.77", "fail"}, {"interrupted", "unknown"}, {"unasked", "unknown"}};
  for (const auto& row : rows) {
    CAPTURE(row.word);
    const Report report = blob_at_azure().system().says("system", kBlob, row.word).assess();
    CHECK(status_of(report, std::string("dns.private/") + kBlob + "@system") == row.status);
    CHECK(status_of(report, std::string("dns.private/") + kBlob + "@azure") == "pass");
  }
}

TEST_CASE("dns.private, by the AAAA question beside a right A") {
  const struct {
    const char *word, *status;
  } rows[] = {{"no data", "pass"},   {"missing", "pass"},        {"servfail", "warn"},
              {"silent", "warn"},    {"interrupted", "unknown"}, {"unasked", "unknown"},
              {"truncated", "warn"}, {"2603:1030::1", "fail"},   {"fd00::5", "fail"}};
  for (const auto& row : rows) {
    CAPTURE(row.word);
    CHECK(status_of(blob_at_azure().says_aaaa("azure", kBlob, row.word).assess(), "dns.private") ==
          row.status);
  }
}

TEST_CASE("dns.private, by what the plan expects") {
  const auto expecting = [](std::vector<IpAddress> list) {
    Story story = blob_anywhere().says("azure", kBlob, "10.1.3.5");
    story.plan.storage_accounts.front().ip[""] = std::move(list);
    return status_of(story.assess(), "dns.private");
  };
  const IpAddress given = *IpAddress::parse("10.1.3.5"), other = *IpAddress::parse("10.1.3.6");
  CHECK(expecting({}) == "pass");
  CHECK(expecting({given}) == "pass");
  CHECK(expecting({other}) == "fail");
  CHECK(expecting({given, other}) == "warn");  // one that is expected is not given
  Story anywhere = blob_anywhere().says("azure", kBlob, "192.168.7.7");
  CHECK(status_of(anywhere.assess(), "dns.private") == "fail");
  anywhere.plan.vnet.clear();  // then any private network is the VNet
  CHECK(status_of(anywhere.assess(), "dns.private") == "pass");
  // An A question that was lost is not made good by a right AAAA.
  Story half = blob_anywhere().says("azure", kBlob, "unasked").says_aaaa("azure", kBlob, "fd00::5");
  half.plan.vnet.clear();
  CHECK(status_of(half.assess(), "dns.private") == "unknown");
}

TEST_CASE("a name that the hosts file answers as expected is required of system alone") {
  Story story = blob_at_azure().system().hosts("10.1.3.5", kBlob).says("azure", kBlob, "public");
  Report report = story.assess();
  CHECK(status_of(report, std::string("dns.private/") + kBlob + "@azure") == "warn");
  CHECK(status_of(report, std::string("dns.private/") + kBlob + "@system") == "pass");
  CHECK(report.verdict == Verdict::pass);
  // Not so when the line is wrong,
  CHECK(status_of(blob_at_azure().system().hosts("10.1.3.77", kBlob).says("azure", kBlob, "public").assess(),
                  std::string("dns.private/") + kBlob + "@azure") == "fail");
  // nor when `system` is only a reference.
  story.plan.resolvers.back().required = false;
  CHECK(status_of(story.assess(), std::string("dns.private/") + kBlob + "@azure") == "fail");
}

TEST_CASE("dns.zone") {
  const struct {
    const char *soa, *name, *status;
  } rows[] = {
      {"served", "right", "pass"},
      {"served by dc1.contoso.com", "right", "pass"},
      {"served", "missing", "pass"},
      {"unserved", "10.1.3.5", "pass"},
      {"unserved", "public", "fail"},
      {"public soa", "public", "fail"},
      {"servfail", "public", "fail"},
      {"silent", "public", "fail"},
      {"servfail", "right", "pass"},
      {"interrupted", "right", "pass"},
      {"interrupted", "public", "unknown"},
      {"unasked", "public", "unknown"},
      {"unserved", "interrupted", "unknown"},
      {"silent", "interrupted", "unknown"},
      {"unserved", "10.1.3.77", "pass"},  // private, though stale: dns.private says so
      {"unserved", "10.1.3.5 20.60.1.1", "fail"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.soa);
    CAPTURE(row.name);
    const auto said = [&](Story story) {
      return story.zone("azure", kBlobZone, row.soa).says("azure", kBlob, row.name).assess();
    };
    CHECK(status_of(said(blob_at_azure()), "dns.zone") == row.status);
    const std::string of_reference =
        status_of(said(blob_at_dc1()), std::string("dns.zone/") + kBlobZone + "@azure");
    CHECK(of_reference == (std::string(row.status) == "pass" ? "pass" : "warn"));
  }
}

TEST_CASE("dns.zone of programs on this host: every name of it resolves privately") {
  const std::string id = std::string("dns.zone/") + kBlobZone + "@system";
  Story story = blob_at_azure().system().account("mystorage02", "10.1.3.7");
  CHECK(status_of(story.assess(), id) == "pass");
  CHECK(status_of(Story(story).says("system", kBlob, "public").assess(), id) == "fail");
  CHECK(status_of(Story(story).says("system", kBlob, "interrupted").assess(), id) == "unknown");
  CHECK(status_of(Story(story).says("system", "*", "interrupted").says("system", kBlob, "public").assess(),
                  id) == "fail");
}

TEST_CASE("dns.zone of a zone in which the plan has no name: it is not needed, and said to be unserved") {
  const std::string zone = "privatelink.monitor.azure.com", id = "dns.zone/" + zone;
  Story story = blob_at_azure();
  story.plan.also = {"monitor"};
  CHECK(status_of(story.assess(), id) == "pass");
  const Report report = story.zone("azure", zone, "unserved").assess();
  CHECK(status_of(report, id) == "warn");
  CHECK(check_of(report, id).message.starts_with(zone + " is not served"));
}

TEST_CASE("dns.agree") {
  const struct {
    const char *dc1, *dc2, *status;
  } rows[] = {
      {"right", "right", "pass"},          {"10.1.3.5 10.1.3.6", "10.1.3.6 10.1.3.5", "pass"},
      {"right", "10.1.3.77", "fail"},      {"right", "public", "fail"},
      {"public", "public", "pass"},  // they agree; dns.private says that it is wrong
      {"right", "missing", "skip"},        {"right", "silent", "skip"},
      {"right", "interrupted", "unknown"}, {"interrupted", "missing", "unknown"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.dc1);
    CAPTURE(row.dc2);
    CHECK(status_of(two_servers().says("dc1", kBlob, row.dc1).says("dc2", kBlob, row.dc2).assess(),
                    "dns.agree") == row.status);
  }
  CHECK(status_of(blob_at_dc1().says("azure", kBlob, "10.1.3.77").assess(), "dns.agree") == "pass");
  CHECK(status_of(Story().reference("azure", kAzureDns).account("mystorage01").assess(), "dns.agree") ==
        "skip");
}

TEST_CASE("dns.reserved") {
  const std::string id = "dns.reserved/core.windows.net@";
  const std::string instance = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
  CHECK(status_of(blob_at_azure().assess(), id) == "pass");
  CHECK(status_of(blob_at_azure().shadowed("azure", "core.windows.net").assess(), id) == "warn");
  CHECK(status_of(
            blob_at_azure().instance(instance, "10.1.1.10").shadowed("azure", "core.windows.net").assess(),
            id) == "fail");
  CHECK(
      status_of(blob_at_dc1().instance(instance, "10.1.1.10").shadowed("azure", "core.windows.net").assess(),
                id + "azure") == "warn");
  CHECK(status_of(blob_at_azure().resolver("azure", "silent").assess(), id) == "skip");
  CHECK(status_of(blob_at_azure().resolver("azure", "interrupted").assess(), id) == "unknown");
  // Documented for the public cloud alone (azure-facts 6).
  Story gov = blob_at_azure();
  gov.plan.cloud = Cloud::usgov;
  CHECK_THROWS(check_of(gov.assess(), "dns.reserved"));
}

}  // namespace vnetprobe
