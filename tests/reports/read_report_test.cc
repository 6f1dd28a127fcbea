#include "reports/read_report.h"

#include <algorithm>
#include <doctest/doctest.h>

#include "reports/formats.h"
#include "tests/support/sample_reports.h"

namespace vnetprobe {

namespace {

Report read_back(const std::string& text) {
  auto read = read_report(text);
  const auto* error = std::get_if<std::string>(&read);
  REQUIRE_MESSAGE(error == nullptr, *error);
  return std::get<Report>(std::move(read));
}

std::string error_of(const std::string& text) {
  auto read = read_report(text);
  const auto* error = std::get_if<std::string>(&read);
  return error == nullptr ? "" : *error;
}

// A report with `checks` put in.
std::string with_checks(const std::string& checks) {
  return R"({"schema": "vnetprobe/report/v1", "plan": {}, "checks": )" + checks + "}";
}

}  // namespace

TEST_CASE("what is written is read back, byte for byte") {
  for (const SampleReport& sample : sample_reports()) {
    CAPTURE(sample.name);
    const std::string first = render_json(sample.report, {});
    const Report read = read_back(first);
    CHECK(render_json(read, {}) == first);
    CHECK(read.evidence.questions.size() == sample.report.evidence.questions.size());
    CHECK(read.evidence.lookups.size() == sample.report.evidence.lookups.size());
    CHECK(read.evidence.contacts.size() == sample.report.evidence.contacts.size());
    CHECK(render_human(read, {}) == render_human(sample.report, {}));
  }
}

TEST_CASE("hostile text survives the way there and back") {
  for (const std::string& text : hostile_strings()) {
    CAPTURE(text.substr(0, 40));
    const std::string first = render_json(hostile_report(text), {});
    CHECK(render_json(read_back(first), {}) == first);
  }
}

TEST_CASE("parts of one connection are one contact again") {
  const Report read = read_back(render_json(sample_report("healthy"), {}));
  for (const Contact& contact : read.evidence.contacts) {
    CHECK(contact.connect.has_value());
    CHECK(contact.tls.has_value());
    CHECK(contact.http.has_value());
  }
  const auto tls = std::ranges::find(read.checks, "tls.handshake", &Result::kind);
  REQUIRE(tls != read.checks.end());
  REQUIRE(tls->evidence.contacts.size() == 1);
  const auto& [index, part] = tls->evidence.contacts[0];
  CHECK(part == ContactPart::tls);
  CHECK(read.evidence.contacts[index].target == tls->subject);
}

TEST_CASE("two connections of the same identity stay two") {
  Report report;
  for (const ConnectOutcome outcome : {ConnectOutcome::timed_out, ConnectOutcome::connected}) {
    report.evidence.contacts.push_back(
        {.target = "a", .port = 443, .connect = Connect{.outcome = outcome}, .tls = Tls{}});
    const std::size_t index = report.evidence.contacts.size() - 1;
    report.checks.push_back({.id = "connect", .evidence = {.contacts = {{index, ContactPart::connect}}}});
  }
  report.checks.push_back({.id = "whole", .evidence = {.contacts = {{1, ContactPart::all}}}});
  const std::string first = render_json(report, {});
  const Report read = read_back(first);
  CHECK(render_json(read, {}) == first);
  REQUIRE(read.evidence.contacts.size() == 2);
  CHECK(read.evidence.contacts[0].connect->outcome == ConnectOutcome::timed_out);
  CHECK(read.evidence.contacts[1].connect->outcome == ConnectOutcome::connected);
}

TEST_CASE("unknown members are not looked at, missing ones keep their defaults") {
  const Report read = read_back(
      R"({"schema": "vnetprobe/report/v1", "news": [1, {}], "plan": {"name": "n", "later": 1},
          "checks": [{"id": "a", "evidence": {"pings": [1], "contacts": [{"target": "t"}]}}]})");
  CHECK(read.plan.name == "n");
  CHECK(read.plan.entra.tenant == "organizations");
  CHECK(read.verdict == Verdict::undecided);
  REQUIRE(read.checks.size() == 1);
  CHECK(read.checks[0].status == Status::unknown);
  CHECK(read.checks[0].evidence.contacts.empty());
}

TEST_CASE("one sentence says what is wrong, and where") {
  struct {
    const char* story;
    std::string text;
    std::string error;
  } rows[] = {
      {"nothing", "", "not JSON at offset 0: incomplete JSON"},
      {"cut short", R"({"schema": "vnet)", "not JSON at offset 16: incomplete JSON"},
      {"something behind it", "{} x", "not JSON at offset 3: extra data"},
      {"no JSON", "hello", "not JSON at offset 0: syntax error"},
      {"not an object", "[]", "expected an object"},
      {"no schema", "{}", "schema is missing"},
      {"another schema", R"({"schema": "vnetprobe/report/v9"})", "schema: expected \"vnetprobe/report/v1\""},
      {"schema of a wrong type", R"({"schema": 1})", "schema: expected a string"},
      {"no plan", R"({"schema": "vnetprobe/report/v1", "checks": []})", "plan is missing"},
      {"no checks", R"({"schema": "vnetprobe/report/v1", "plan": {}})", "checks is missing"},
      {"checks of a wrong type", with_checks("{}"), "checks: expected an array"},
      {"a check of a wrong type", with_checks("[1]"), "checks[0]: expected an object"},
      {"null for a string", with_checks(R"([{"id": null}])"), "checks[0].id: expected a string"},
      {"a word that is none", with_checks(R"([{"status": "good"}])"),
       "checks[0].status: expected one of pass, warn, fail, skip, unknown"},
      {"text for a number", with_checks(R"([{}, {"evidence": {"questions": [{"type": "A"}]}}])"),
       "checks[1].evidence.questions[0].type: expected a whole number from 0 to 65535"},
      {"too big a number", with_checks(R"([{"evidence": {"questions": [{"type": 65536}]}}])"),
       "checks[0].evidence.questions[0].type: expected a whole number from 0 to 65535"},
      {"half a number", with_checks(R"([{"evidence": {"questions": [{"rcode": 1.5}]}}])"),
       "checks[0].evidence.questions[0].rcode: expected a whole number from -2147483648 to 2147483647"},
      {"text for time", with_checks(R"([{"started_ms": "1"}])"),
       "checks[0].started_ms: expected a number of milliseconds"},
      {"text for truth", with_checks(R"([{"evidence": {"lookups": [{"finished": 1}]}}])"),
       "checks[0].evidence.lookups[0].finished: expected true or false"},
      {"no address", with_checks(R"([{"evidence": {"contacts": [{"address": "10.1.2"}]}}])"),
       "checks[0].evidence.contacts[0].address: expected an IP address"},
      {"no server", with_checks(R"([{"evidence": {"questions": [{"server": "dc1"}]}}])"),
       "checks[0].evidence.questions[0].server: expected an address with a port"},
      {"no facts", with_checks(R"([{"facts": {"ms": 1}}])"), "checks[0].facts.ms: expected a string"},
      {"evidence of a wrong type", with_checks(R"([{"evidence": []}])"),
       "checks[0].evidence: expected an object"},
      {"no network", R"({"schema": "vnetprobe/report/v1", "plan": {"vnet": ["10.1.0.0"]}, "checks": []})",
       "plan.vnet[0]: expected a network such as 10.1.0.0/16"},
      {"no time", R"({"schema": "vnetprobe/report/v1", "run": {"started": "now"}, "plan": {}, "checks": []})",
       "run.started: expected a time such as 2026-11-22T17:09:15Z"},
      {"a run that is none", R"({"schema": "vnetprobe/report/v1", "run": 1, "plan": {}, "checks": []})",
       "run: expected an object"},
      {"map of the plan",
       R"({"schema": "vnetprobe/report/v1", "plan": {"storage_accounts": [{"ip": {"blob": ["x"]}}]}, "checks": []})",
       "plan.storage_accounts[0].ip.blob[0]: expected an IP address"},
      {"deep nesting",
       R"({"schema": "vnetprobe/report/v1", "plan": )" + std::string(100, '[') + std::string(100, ']') + "}",
       "not JSON at offset 105: too deep"},
      {"bytes that are not UTF-8", "{\"schema\": \"\xff\"}", "not JSON at offset 12: syntax error"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    CHECK(error_of(row.text) == row.error);
  }
}

TEST_CASE("more than 256 MiB is refused by size") {
  const std::string large((std::size_t{256} << 20U) + 1, ' ');
  CHECK(error_of(large) == "a report is at most 256 MiB");
}

TEST_CASE("a report cut short anywhere is an error, never a crash and never half a report") {
  const std::string whole = render_json(sample_report("several-findings"), {});
  std::size_t accepted = 0;
  for (std::size_t length = 0; length + 2 < whole.size(); length += 97)
    accepted += error_of(whole.substr(0, length)).empty() ? 1 : 0;
  CHECK(accepted == 0);
}

}  // namespace vnetprobe
