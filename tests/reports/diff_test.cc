// Each row is something that happened between two runs of the same story, and what a diff must say
// of it. The weather of a network (rotation, caches, times) must stay unsaid.
#include "reports/diff.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <functional>

#include "reports/read_report.h"
#include "tests/support/sample_reports.h"

namespace vnetprobe {
namespace {

DnsQuestion question(std::vector<DnsRecord> answers, bool authoritative = false) {
  DnsQuestion made;
  made.view = "dc1";
  made.subject = made.name = "a.blob.core.windows.net";
  made.type = rr::kA;
  made.outcome = DnsOutcome::answered;
  made.rcode = rcode::kNoError;
  made.flags.aa = authoritative;
  made.answers = std::move(answers);
  return made;
}

DnsRecord address(const std::string& text, std::uint32_t ttl = 10) {
  return {"a.privatelink.blob.core.windows.net", rr::kA, ttl, text};
}

DnsRecord alias(const std::string& to) { return {"a.blob.core.windows.net", rr::kCNAME, 60, to}; }

const std::string kInside = "a.privatelink.blob.core.windows.net";

Result check(const std::string& id, Status status, const std::string& at = "") {
  Result made;
  made.kind = id.substr(0, id.find('/'));
  made.target = "a.blob.core.windows.net";
  made.address = at;
  made.id = at.empty() ? id : id + "@" + at;
  made.status = status;
  made.message = "As told.";
  return made;
}

Finding finding(Severity severity = Severity::error) {
  Finding made;
  made.code = "dns.zone-not-linked";
  made.subject = "privatelink.blob.core.windows.net";
  made.severity = severity;
  made.targets = {"a.blob.core.windows.net"};
  made.views = {"azure"};
  made.because = "The proof.";
  return made;
}

Report run(const std::function<void(Report&)>& make) {
  Report report;
  report.plan.name = "story";
  report.plan.vnet = {*Cidr::parse("10.1.0.0/16")};
  report.verdict = Verdict::pass;
  make(report);
  return report;
}

Report with_question(DnsQuestion asked) {
  return run([&](Report& report) { report.evidence.questions.push_back(std::move(asked)); });
}
Report with_check(Result made) {
  return run([&](Report& report) { report.checks.push_back(std::move(made)); });
}
Report with_finding(Finding made) {
  return run([&](Report& report) { report.findings.push_back(std::move(made)); });
}

bool moved(const Diff& diff, const std::string& what) {
  return diff.names.size() == 1 && std::ranges::find(diff.names[0].moved, what) != diff.names[0].moved.end();
}

}  // namespace

TEST_CASE("weather is no change") {
  struct Row {
    const char* what;
    Report before, after;
  };
  const std::vector<Row> rows = {
      {"a cache counts down", with_question(question({alias(kInside), address("10.1.3.5", 300)})),
       with_question(question({alias(kInside), address("10.1.3.5", 7)}))},
      {"a cache was filled anew", with_question(question({address("10.1.3.5", 3)})),
       with_question(question({address("10.1.3.5", 3600)}))},
      {"authoritative, and the same class", with_question(question({address("10.1.3.5", 300)}, true)),
       with_question(question({address("10.1.3.5", 600)}, true))},
      {"public addresses rotate", with_question(question({address("20.60.1.1"), address("20.60.1.2")})),
       with_question(question({address("20.60.9.9")}))},
      {"the Internet's aliases move",
       with_question(question({alias("one.trafficmanager.net"), address("20.1.1.1")})),
       with_question(question({alias("two.trafficmanager.net"), address("20.1.1.2")}))},
      {"private addresses in another order",
       with_question(question({address("10.1.3.5"), address("10.1.3.6")})),
       with_question(question({address("10.1.3.6"), address("10.1.3.5")}))},
      {"a check at a public address that rotates",
       with_check(check("public.refused/a.blob.core.windows.net:443", Status::pass, "20.60.1.1")),
       with_check(check("public.refused/a.blob.core.windows.net:443", Status::pass, "20.60.1.2"))},
      {"other ids and times",
       run([](Report& r) { r.run = {.id = "1", .started = {1}, .duration = Millis(5)}; }),
       run([](Report& r) { r.run = {.id = "2", .started = {9}, .duration = Millis(900)}; })},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Diff diff = compare(row.before, row.after);
    CHECK(is_empty(diff));
    CHECK_FALSE(diff.worse);
    CHECK(render_diff_human(diff, {}).starts_with("SAME  still PASS"));
  }
}

TEST_CASE("what a name leads to") {
  struct Row {
    const char* what;
    DnsQuestion before, after;
    const char* moved;
    const char* said;
  };
  DnsQuestion missing = question({alias(kInside)});
  missing.rcode = rcode::kNxDomain;
  DnsQuestion silent = question({});
  silent.outcome = DnsOutcome::silent;
  const std::vector<Row> rows = {
      {"another private address", question({address("10.1.3.5")}), question({address("10.1.3.77")}),
       "addresses", "10.1.3.5 -> 10.1.3.77"},
      {"private to public", question({alias(kInside), address("10.1.3.5")}),
       question({alias(kInside), address("20.60.1.1")}), "addresses", "10.1.3.5 -> public"},
      {"gone", question({address("10.1.3.5")}), missing, "answer", "10.1.3.5 -> NXDOMAIN"},
      {"silent", question({address("10.1.3.5")}), silent, "answer", "10.1.3.5 -> silent"},
      {"the alias went", question({alias(kInside), address("20.60.1.1")}), question({address("20.60.1.1")}),
       "chain", "the way was a.privatelink.blob.core.windows.net, is no alias"},
      {"a record that is kept longer", question({address("10.1.3.5", 10)}, true),
       question({address("10.1.3.5", 7200)}, true), "ttl", "TTL at most 10 s -> over an hour"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Diff diff = compare(with_question(row.before), with_question(row.after));
    REQUIRE(diff.names.size() == 1);
    CHECK(moved(diff, row.moved));
    RenderOptions wide;
    wide.width = 100;
    CHECK_MESSAGE(render_diff_human(diff, wide).find(row.said) != std::string::npos,
                  render_diff_human(diff, wide));
  }
}

TEST_CASE("TTL classes") {
  CHECK(ttl_class(0) == TtlClass::seconds);
  CHECK(ttl_class(10) == TtlClass::seconds);
  CHECK(ttl_class(11) == TtlClass::minutes);
  CHECK(ttl_class(3600) == TtlClass::minutes);
  CHECK(ttl_class(3601) == TtlClass::hours);
}

TEST_CASE("worse is what proves less") {
  const std::vector<Status> all = {Status::pass, Status::warn, Status::fail, Status::skip, Status::unknown};
  for (const Status before : all)
    for (const Status after : all) {
      CAPTURE(to_string(before));
      CAPTURE(to_string(after));
      const bool worse = (after == Status::fail && before != Status::fail) ||
                         (after == Status::unknown && before != Status::fail && before != Status::unknown) ||
                         (before == Status::pass && after != Status::pass);
      const Diff diff = compare(with_check(check("dns.private/a@dc1", before)),
                                with_check(check("dns.private/a@dc1", after)));
      CHECK(diff.worse == worse);
      CHECK(diff.checks.size() == (before == after ? 0U : 1U));
    }
  const Report none = run([](Report&) {});
  CHECK(compare(none, with_check(check("dns.private/a@dc1", Status::fail))).worse);
  CHECK(compare(none, with_check(check("dns.private/a@dc1", Status::unknown))).worse);
  CHECK_FALSE(compare(none, with_check(check("dns.private/a@dc1", Status::pass))).worse);
  CHECK_FALSE(compare(with_check(check("dns.private/a@dc1", Status::pass)), none).worse);
  for (const Verdict before : {Verdict::pass, Verdict::undecided, Verdict::fail})
    for (const Verdict after : {Verdict::pass, Verdict::undecided, Verdict::fail}) {
      const auto order = [](Verdict v) { return v == Verdict::pass ? 0 : v == Verdict::undecided ? 1 : 2; };
      const Diff diff =
          compare(run([&](Report& r) { r.verdict = before; }), run([&](Report& r) { r.verdict = after; }));
      CHECK(diff.worse == (order(after) > order(before)));
    }
}

TEST_CASE("findings") {
  const auto changed = [](const std::function<void(Finding&)>& how) {
    Finding made = finding();
    how(made);
    return with_finding(made);
  };
  const Report none = run([](Report&) {});
  struct Row {
    const char* what;
    Report before, after;
    bool worse;
    const char* said;
  };
  const std::vector<Row> rows = {
      {"new", none, with_finding(finding()), true, "  new     error dns.zone-not-linked"},
      {"a new warning", none, with_finding(finding(Severity::warning)), false, "  new     warning dns."},
      {"new and accepted", none, changed([](Finding& f) { f.suppressed = true; }), false,
       "error, suppressed"},
      {"gone", with_finding(finding()), none, false, "  gone    error dns.zone-not-linked"},
      {"no longer accepted", changed([](Finding& f) { f.suppressed = true; }), with_finding(finding()), true,
       "error, suppressed -> error"},
      {"accepted now", with_finding(finding()), changed([](Finding& f) { f.suppressed = true; }), false,
       "error -> error, suppressed"},
      {"a warning grew up", with_finding(finding(Severity::warning)), with_finding(finding()), true,
       "warning -> error"},
      {"one more target", with_finding(finding()), changed([](Finding& f) { f.targets.push_back("b"); }),
       true, "also 1 target: b"},
      {"one view less", changed([](Finding& f) { f.views.push_back("dc1"); }), with_finding(finding()), false,
       "no more 1 view: dc1"},
      {"the targets in another order", changed([](Finding& f) {
         f.targets = {"a", "b"};
       }),
       changed([](Finding& f) {
         f.targets = {"b", "a"};
       }),
       false, "unchanged: 1 finding"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Diff diff = compare(row.before, row.after);
    CHECK(diff.worse == row.worse);
    CHECK_MESSAGE(render_diff_human(diff, {}).find(row.said) != std::string::npos,
                  render_diff_human(diff, {}));
  }
  // What counts is what the newer run was told to fail on.
  Report strict = with_finding(finding(Severity::warning));
  strict.judgement.fail_on = Severity::warning;
  CHECK(compare(none, strict).worse);
}

TEST_CASE("real stories against each other") {
  const Report& healthy = sample_report("healthy");
  const Report& broken = sample_report("zone-not-linked");
  CHECK(is_empty(compare(healthy, healthy)));
  const Diff fell = compare(healthy, broken);
  CHECK(fell.worse);
  CHECK(fell.findings.front().code == "dns.zone-not-linked");
  CHECK_FALSE(compare(broken, healthy).worse);
  // What is saved and read again is the same run.
  const auto read = read_report(render_json(broken, {}));
  REQUIRE(std::holds_alternative<Report>(read));
  CHECK(is_empty(compare(broken, std::get<Report>(read))));

  RenderOptions options;
  const std::string text = render_diff_human(fell, options);
  CHECK(text.starts_with("WORSE  PASS -> FAIL"));
  CHECK(text.find('\033') == std::string::npos);
  options.quiet = true;
  const std::string quiet = render_diff_human(fell, options);
  CHECK(quiet.find("dns.zone-not-linked") != std::string::npos);
  CHECK(quiet.find("Checks") == std::string::npos);
  options = {.verbose = true};
  CHECK(render_diff_human(fell, options).find("and 1") == std::string::npos);
  CHECK(render_diff_human(fell, options).size() > text.size());
}

TEST_CASE("a check whose id does not begin with its kind is called by its id") {
  for (const std::string id : {"", "net", "net.connect", "another/name", "net.connectx/y"}) {
    CAPTURE(id);
    Report after;
    after.checks = {{.id = id, .kind = "net.connect", .status = Status::fail}};
    const std::string text = render_diff_human(compare(Report{}, after), {});
    CHECK(text.find("\n  net.connect ") != std::string::npos);
    if (!id.empty()) CHECK(text.find("\n    " + id + "\n") != std::string::npos);
  }
}

TEST_CASE("a page of a watch says it in sentences") {
  const Report& healthy = sample_report("healthy");
  const Report& broken = sample_report("zone-not-linked");
  CHECK(changes_in_words(compare(healthy, healthy)).empty());
  const auto fell = changes_in_words(compare(healthy, broken));
  const auto says = [](const std::vector<std::string>& lines, const std::string& begin) {
    return std::ranges::any_of(lines, [&](const std::string& line) { return line.starts_with(begin); });
  };
  CHECK(fell.front() == "verdict: fail, was pass");
  CHECK(says(fell, "new: dns.zone-not-linked privatelink.blob.core.windows.net: "));
  const auto mended = changes_in_words(compare(broken, healthy));
  CHECK(mended.front() == "verdict: pass, was fail");
  CHECK(says(mended, "gone: dns.zone-not-linked privatelink.blob.core.windows.net"));
  // One check is named, several are counted; a cache that counts down is nothing.
  const Report one = run([](Report& r) { r.checks = {check("dns.private/a", Status::pass)}; });
  const Report other = run([](Report& r) { r.checks = {check("dns.private/a", Status::fail)}; });
  CHECK(says(changes_in_words(compare(one, other)), "dns.private/a: fail, was pass"));
  const Report young = run([](Report& r) { r.evidence.questions = {question({address("10.1.0.4", 10)})}; });
  const Report old =
      run([](Report& r) { r.evidence.questions = {question({address("10.1.0.4", 3600)}, true)}; });
  CHECK(changes_in_words(compare(young, old)).empty());
  const Report moved = run([](Report& r) { r.evidence.questions = {question({address("10.1.0.5")})}; });
  CHECK(says(changes_in_words(compare(young, moved)),
             "a.blob.core.windows.net A through dc1: 10.1.0.5, was 10.1.0.4"));
}

TEST_CASE("JSON says the same") {
  const Diff diff = compare(run([](Report&) {}), with_finding(finding()));
  const std::string json = render_diff_json(diff);
  for (const char* part : {"\"schema\": \"vnetprobe/diff/v1\"", "\"worse\": true", "\"before\": null",
                           "\"code\": \"dns.zone-not-linked\""})
    CHECK_MESSAGE(json.find(part) != std::string::npos, json);
}

}  // namespace vnetprobe
