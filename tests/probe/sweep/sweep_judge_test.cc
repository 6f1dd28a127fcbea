#include "probe/sweep/sweep_judge.h"

#include <doctest/doctest.h>
#include <string>
#include <vector>

namespace vnetprobe {
namespace {

const IpAddress kAzureDns = *IpAddress::parse("168.63.129.16");

SweepBase base() {
  Plan plan;
  plan.resolvers.push_back({"azure", SocketAddress{.address = kAzureDns, .port = 53}, true});
  return SweepBase(std::move(plan));
}

NameArgument endpoint(const std::string& name, const char* expected = nullptr) {
  NameArgument made;
  made.endpoint.fqdn = name;
  made.kind = classify_host(name);
  if (expected != nullptr) made.endpoint.ip.push_back(*IpAddress::parse(expected));
  return made;
}

SweptRows judged_whole(const SweptName& name) { return judge_swept({base(), name}, name.evidence); }

void answer(SweptName& name, const std::string& asked, std::uint16_t type, int code,
            std::vector<DnsRecord> answers, DnsPurpose purpose = DnsPurpose::target,
            std::vector<DnsRecord> authorities = {}) {
  DnsQuestion question;
  question.purpose = purpose;
  question.view = "azure";
  question.subject = purpose == DnsPurpose::zone ? name.target.zone : name.target.name;
  question.server = {.address = kAzureDns, .port = 53};
  question.name = asked;
  question.type = type;
  question.outcome = DnsOutcome::answered;
  question.rcode = code;
  question.answers = std::move(answers);
  question.authorities = std::move(authorities);
  name.evidence.questions.push_back(std::move(question));
}

constexpr const char* kPublic = "mystorage01.blob.core.windows.net";
constexpr const char* kPrivate = "mystorage01.privatelink.blob.core.windows.net";
constexpr const char* kZone = "privatelink.blob.core.windows.net";

TEST_CASE("a name that is right needs nothing more") {
  SweptName name = swept_name(base(), endpoint(kPublic, "10.1.3.5"));
  CHECK(first_form(name) == kPublic);
  CHECK(rows_if_right(base(), name).empty());  // nobody has answered
  answer(name, kPublic, rr::kA, rcode::kNoError,
         {{kPublic, rr::kCNAME, 60, kPrivate}, {kPrivate, rr::kA, 10, "10.1.3.5"}});
  CHECK(rows_if_right(base(), name).empty());  // AAAA may yet lead elsewhere
  answer(name, kPublic, rr::kAAAA, rcode::kNoError, {{kPublic, rr::kCNAME, 60, kPrivate}});
  const std::vector<SweepRow> rows = rows_if_right(base(), name);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].name == kPublic);
  CHECK(rows[0].view == "azure");
  CHECK(rows[0].status == Status::pass);
  CHECK(rows[0].rcode == "NOERROR");
  CHECK(rows[0].chain == std::vector<std::string>{kPrivate});
  REQUIRE(rows[0].addresses.size() == 1);
  CHECK(rows[0].addresses[0].to_string() == "10.1.3.5");
  CHECK(rows[0].finding.empty());
}

TEST_CASE("a name that is wrong has the finding that run would make") {
  SweptName name = swept_name(base(), endpoint(kPublic));
  const std::string stamp = "blob.db4prdstr22a.store.core.windows.net";
  for (const std::uint16_t type : {rr::kA, rr::kAAAA}) {
    std::vector<DnsRecord> answers = {{kPublic, rr::kCNAME, 60, kPrivate}, {kPrivate, rr::kCNAME, 60, stamp}};
    if (type == rr::kA) answers.push_back({stamp, rr::kA, 60, "20.60.1.1"});
    answer(name, kPublic, type, rcode::kNoError, answers);
  }
  CHECK(rows_if_right(base(), name).empty());
  answer(name, kZone, rr::kSOA, rcode::kNoError,
         {{kZone, rr::kSOA, 60, "ns1-205.azure-dns.com hostmaster 1 2 3 4 5"}}, DnsPurpose::zone);
  const SweptRows judged = judged_whole(name);
  REQUIRE(judged.rows.size() == 1);
  CHECK(judged.rows[0].status == Status::fail);
  CHECK(judged.rows[0].finding == "dns.zone-not-linked");
  REQUIRE(judged.findings.size() == 1);
  CHECK(judged.findings[0].subject == kZone);
}

TEST_CASE("a name without an answer is unknown, never right") {
  const SweptRows judged = judged_whole(swept_name(base(), endpoint(kPublic)));
  REQUIRE(judged.rows.size() == 1);
  CHECK(judged.rows[0].status == Status::unknown);
  CHECK(judged.rows[0].rcode.empty());
}

TEST_CASE("a sign-in host is right in public, and wrong with a private address") {
  constexpr const char* kHost = "login.microsoftonline.com";
  for (const bool overridden : {false, true}) {
    CAPTURE(overridden);
    SweptName name = swept_name(base(), endpoint(kHost));
    answer(name, kHost, rr::kA, rcode::kNoError,
           {{kHost, rr::kA, 60, overridden ? "10.9.9.9" : "20.190.151.6"}});
    answer(name, kHost, rr::kAAAA, rcode::kNoError, {});
    CHECK(rows_if_right(base(), name).size() == (overridden ? 0 : 1));
    const SweptRows judged = judged_whole(name);
    CHECK(judged.rows[0].status == (overridden ? Status::fail : Status::pass));
    CHECK(judged.rows[0].finding == (overridden ? "entra.address-overridden" : ""));
  }
}

DnsRecord a(const char* address) { return {kPrivate, rr::kA, 60, address}; }
DnsRecord aaaa(const char* address) { return {kPrivate, rr::kAAAA, 60, address}; }

TEST_CASE("the quick look says pass where the judges of run do, and nowhere else") {
  struct Row {
    const char* story;
    bool right;
    std::vector<DnsRecord> v4{}, v6{};
    int code = rcode::kNoError, code6 = rcode::kNoError;
    DnsOutcome outcome = DnsOutcome::answered, outcome6 = DnsOutcome::answered;
    std::vector<const char*> expected = {"10.1.3.5"};
  };
  const Row rows[] = {
      {"as expected", true, {a("10.1.3.5")}},
      {"two as expected", true, {a("10.1.3.5"), a("10.1.3.6")}, {}, 0, 0, {}, {}, {"10.1.3.5", "10.1.3.6"}},
      {"none expected, any of the VNet", true, {a("10.9.9.9")}, {}, 0, 0, {}, {}, {}},
      {"IPv6 alone, as expected", true, {}, {aaaa("fd00::5")}, 0, 0, {}, {}, {"fd00::5"}},
      {"one of two is not given", false, {a("10.1.3.5")}, {}, 0, 0, {}, {}, {"10.1.3.5", "10.1.3.6"}},
      {"another", false, {a("10.1.3.6")}},
      {"one more", false, {a("10.1.3.5"), a("10.1.3.6")}},
      {"public", false, {a("20.60.1.1")}},
      {"public beside", false, {a("10.1.3.5"), a("20.60.1.1")}},
      {"loopback", false, {a("127.0.0.1")}, {}, 0, 0, {}, {}, {}},
      {"IPv6 leads elsewhere", false, {a("10.1.3.5")}, {aaaa("2603:1030::1")}},
      {"nothing", false},
      {"no such name", false, {}, {}, rcode::kNxDomain, rcode::kNxDomain},
      {"no such name, and an address", false, {a("10.1.3.5")}, {}, rcode::kNxDomain},
      {"IPv6 is refused", false, {a("10.1.3.5")}, {}, 0, rcode::kServFail},
      {"IPv4 is refused", false, {}, {aaaa("fd00::5")}, rcode::kServFail, 0, {}, {}, {"fd00::5"}},
      {"IPv6 is silent", false, {a("10.1.3.5")}, {}, 0, 0, {}, DnsOutcome::silent},
      {"IPv6 was cut off", false, {a("10.1.3.5")}, {}, 0, 0, {}, DnsOutcome::interrupted},
      {"an alias that loops", false, {{kPrivate, rr::kCNAME, 60, kPublic}}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    SweptName name = swept_name(base(), endpoint(kPublic));
    for (const char* each : row.expected) name.endpoint.ip.push_back(*IpAddress::parse(each));
    name.target.expected = name.endpoint.ip;
    for (const bool v6 : {false, true}) {
      std::vector<DnsRecord> answers = v6 ? row.v6 : row.v4;
      answers.insert(answers.begin(), {kPublic, rr::kCNAME, 60, kPrivate});
      answer(name, kPublic, v6 ? rr::kAAAA : rr::kA, v6 ? row.code6 : row.code, answers);
      name.evidence.questions.back().outcome = v6 ? row.outcome6 : row.outcome;
    }
    const std::vector<SweepRow> quick = rows_if_right(base(), name);
    const SweptRows judged = judged_whole(name);
    REQUIRE(judged.rows.size() == 1);
    CHECK((judged.rows[0].status == Status::pass) == row.right);
    REQUIRE(quick.size() == (row.right ? 1 : 0));
    if (!row.right) continue;
    CHECK(quick[0].rcode == judged.rows[0].rcode);
    CHECK(quick[0].chain == judged.rows[0].chain);
    CHECK(quick[0].addresses == judged.rows[0].addresses);
    CHECK(judged.findings.empty());
  }
}

}  // namespace
}  // namespace vnetprobe
