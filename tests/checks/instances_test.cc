// Managed instances: what each check of one says and rests on, address by address.
#include <algorithm>
#include <doctest/doctest.h>

#include "checks/assess.h"
#include "checks/sqlmi_redirect.h"
#include "probe/plan/expand.h"
#include "tests/checks/checked.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

const std::string kInstance = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
constexpr const char *kFirst = "10.1.1.10", *kSecond = "10.1.1.11";

Story at_one() { return Story().view("azure", kAzureDns).instance(kInstance, kFirst); }
Story at_two() {
  Story story = at_one();
  story.plan.managed_instances.back().ip.push_back(*IpAddress::parse(kSecond));
  return story.says("azure", kInstance, std::string(kFirst) + " " + kSecond);
}

Tds strictly() {
  Tds tds = prelogin("strict");
  tds.offered = "strict";
  tds.alpn = "tds/8.0";
  return tds;
}

Story takes_tds8_alone(Story story, const std::string& address) {
  return story.door(address, logs_in(broken_tds(TdsOutcome::cut)))
      .door(address + " strict", logs_in(strictly(), right_tls()));
}

Report judged(const Story& story, const Evidence& evidence) {
  return assess(story.plan, evidence, story.run, story.judgement, "0.0.0").report;
}

// The sample of one address, each port as told, beside the instance's own port.
RedirectSight redirect(const std::vector<ConnectOutcome>& ports, std::optional<Connect> own) {
  const Story story = at_one().redirecting();
  Evidence evidence = story.evidence();
  std::erase_if(evidence.contacts, [](const Contact& each) { return each.path == Path::redirect; });
  Contact& first = evidence.contacts.front();
  Contact sampled = first;
  sampled.path = Path::redirect;
  for (const ConnectOutcome outcome : ports) {
    sampled.connect.emplace().outcome = outcome;
    evidence.contacts.push_back(sampled);
  }
  evidence.contacts.front().connect = own;
  const Scope scope = expand(story.plan);
  return redirect_sight(Case(story.plan, scope, evidence), 0, *IpAddress::parse(kFirst));
}

Connect with(ConnectOutcome outcome) {
  Connect made;
  made.outcome = outcome;
  return made;
}

std::vector<std::string> ids_of(const Report& report, const std::string& kind) {
  std::vector<std::string> ids;
  for (const Result& each : report.checks)
    if (each.kind == kind) ids.push_back(each.id);
  return ids;
}

}  // namespace

TEST_CASE("a server that takes TDS 8 alone is said to, one that takes both is not") {
  CHECK(check_of(takes_tds8_alone(at_one(), kFirst).assess(), "sqlmi.prelogin")
            .message.find("demands encryption and takes TDS 8 alone;") != std::string::npos);
  CHECK(check_of(at_one().assess(), "sqlmi.prelogin").message.find("TDS 8") == std::string::npos);
}

TEST_CASE("a pre-login rests on the second try at its own address") {
  const Report report = takes_tds8_alone(takes_tds8_alone(at_two(), kFirst), kSecond).assess();
  for (const char* address : {kFirst, kSecond}) {
    CAPTURE(address);
    const Result& check = check_of(report, "sqlmi.prelogin/" + kInstance + ":1433@" + address);
    REQUIRE(check.evidence.contacts.size() == 3);
    for (const auto& [contact, part] : check.evidence.contacts)
      CHECK(report.evidence.contacts[contact].address.to_string() == address);
  }
}

TEST_CASE("a line of text is told up to its last sign, and bytes that are none as they are") {
  const auto told = [](const char* hex) {
    Tds tds = broken_tds(TdsOutcome::not_tds);
    tds.first_bytes = hex;
    return check_of(at_one().door(kFirst, logs_in(tds)).assess(), "sqlmi.prelogin").message;
  };
  CHECK(told("207e0d").ends_with("(\" ~\")."));
  CHECK(told("207f").ends_with("(207f)."));
  CHECK(told("1f20").ends_with("(1f20)."));
  CHECK(told("410a42").ends_with("(\"A\")."));
}

TEST_CASE("one sampled port that lets a packet through is enough, and each must be known to be shut") {
  const auto out = ConnectOutcome::timed_out, in = ConnectOutcome::refused,
             open = ConnectOutcome::interrupted;
  const Connect connected = with(ConnectOutcome::connected);
  CHECK(redirect({out, out, in}, connected) == RedirectSight::let_through);
  CHECK(redirect({in, in}, connected) == RedirectSight::let_through);
  CHECK(redirect({out, out}, connected) == RedirectSight::blocked);
  CHECK(redirect({out, open}, connected) == RedirectSight::unknown);
  CHECK(redirect({}, connected) == RedirectSight::unknown);
  CHECK(redirect({out}, with(out)) == RedirectSight::no_connection);
  CHECK(redirect({out}, with(open)) == RedirectSight::unknown);
  CHECK(redirect({out}, std::nullopt) == RedirectSight::unknown);
}

TEST_CASE("a run that ended before any connection owes a check of each port of each address") {
  const Story story = at_two().redirecting().mi_link();
  Evidence evidence = story.evidence();
  evidence.contacts.clear();
  const Report report = judged(story, evidence);
  for (const char* address : {kFirst, kSecond})
    for (const std::string& id :
         {"net.connect/" + kInstance + ":1433@" + address, "net.connect/" + kInstance + ":5022@" + address,
          "sqlmi.prelogin/" + kInstance + ":1433@" + address,
          "sqlmi.redirect/" + kInstance + "@" + address}) {
      CAPTURE(id);
      CHECK(status_of(report, id) == "unknown");
    }
  CHECK(ids_of(report, "net.connect").size() == 4);
  CHECK(ids_of(report, "sqlmi.redirect").size() == 2);
}

TEST_CASE("of a redirecting instance an address that was not tried is owed beside one that was") {
  const Story story = at_two().redirecting();
  Evidence evidence = story.evidence();
  std::erase_if(evidence.contacts, [](const Contact& each) { return each.address.to_string() == kSecond; });
  const Report report = judged(story, evidence);
  CHECK(status_of(report, "sqlmi.redirect/" + kInstance + "@" + kFirst) == "pass");
  CHECK(status_of(report, "sqlmi.redirect/" + kInstance + "@" + kSecond) == "unknown");
  // Its own port alone was not tried: one check of it all the same.
  Evidence sampled = story.evidence();
  std::erase_if(sampled.contacts, [](const Contact& each) {
    return each.address.to_string() == kSecond && each.path == Path::private_path;
  });
  CHECK(ids_of(judged(story, sampled), "sqlmi.redirect").size() == 2);
}

TEST_CASE("without a right address neither port of an instance can be tried") {
  const Report report = at_one().mi_link().says("azure", kInstance, "missing").assess();
  CHECK(status_of(report, "net.connect/" + kInstance + ":1433") == "skip");
  CHECK(status_of(report, "net.connect/" + kInstance + ":5022") == "skip");
}

}  // namespace vnetprobe
