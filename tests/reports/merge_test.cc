// Small runs made by hand, put together: which result stands, whose it is, and what is said where they
// differ.
#include "reports/merge.h"

#include <algorithm>
#include <doctest/doctest.h>

#include "reports/formats.h"
#include "reports/read_report.h"
#include "reports/verdict_line.h"
#include "tests/support/sample_reports.h"

namespace vnetprobe {
namespace {

Result check(const std::string& id, Status status, const std::string& message) {
  Result made;
  made.id = id;
  made.kind = id.substr(0, id.find('/'));
  made.target = id.substr(id.find('/') + 1);
  made.status = status;
  made.message = message;
  return made;
}

// A run on this host with one check of a name, and one question that it rests on.
Report run(const std::string& host, Status status, Verdict verdict) {
  Report report;
  report.run.id = "id-of-" + host;
  report.run.started = {1'000'000};
  report.run.duration = Millis(500);
  report.plan.name = "plan";
  report.evidence.host.hostname = host;
  report.verdict = verdict;
  DnsQuestion control;
  control.name = "control." + host;
  DnsQuestion asked;
  asked.name = "seen-by." + host;
  asked.server = control.server = {*IpAddress::parse("10.1.0.53"), 53};
  report.evidence.questions = {control, asked};
  Result made = check("dns.private/a@dc1", status, "Seen by " + host + ".");
  made.evidence.questions = {1};
  report.checks.push_back(made);
  return report;
}

Finding finding(const std::string& because) {
  Finding made;
  made.code = "dns.zone-not-linked";
  made.subject = "privatelink.blob.core.windows.net";
  made.because = because;
  made.targets = {"a"};
  made.views = {"azure"};
  made.remedies = {{"az", "link it"}};
  return made;
}

}  // namespace

TEST_CASE("the worst result stands, with its own evidence and the name of its run") {
  const std::vector<Status> order = {Status::pass, Status::skip, Status::warn, Status::unknown, Status::fail};
  for (std::size_t a = 0; a < order.size(); ++a)
    for (std::size_t b = 0; b < order.size(); ++b) {
      const Report merged =
          merge({run("vm-a", order[a], Verdict::pass), run("vm-b", order[b], Verdict::pass)});
      CAPTURE(to_string(order[a]));
      CAPTURE(to_string(order[b]));
      REQUIRE(merged.checks.size() == 1);
      const Result& check = merged.checks.front();
      const std::string host = b > a ? "vm-b" : "vm-a";  // among equals the first
      CHECK(check.status == order[std::max(a, b)]);
      CHECK(fact(check, "run") == host);
      CHECK(check.message.starts_with("Seen by " + host + "."));
      REQUIRE(check.evidence.questions.size() == 1);
      CHECK(merged.evidence.questions.at(check.evidence.questions[0]).name == "seen-by." + host);
      CHECK(merged.evidence.questions.size() == 1);
      const bool said = check.message.find("The runs differ: ") != std::string::npos;
      CHECK(said == (a != b));
    }
}

TEST_CASE("where runs differ, it says who saw what") {
  const Report merged =
      merge({run("vm-a", Status::pass, Verdict::pass), run("vm-b", Status::fail, Verdict::fail),
             run("vm-c", Status::pass, Verdict::pass)});
  CHECK(merged.checks[0].message == "Seen by vm-b. The runs differ: fail in vm-b; pass in vm-a, vm-c.");
  CHECK(fact(merged.checks[0], "runs") == "fail in vm-b; pass in vm-a, vm-c");
}

TEST_CASE("how each run ended and where they differ is on the page, the worst run first") {
  const Report merged =
      merge({run("vm-a", Status::pass, Verdict::pass), run("vm-b", Status::fail, Verdict::fail)});
  const std::string difference = "fail in vm-b; pass in vm-a: 1 dns.private";
  const std::string text = render_human(merged, {});
  CHECK(text.find("\nruns\n  vm-b  fail  plan  1970-01-12T13:46:40Z\n  vm-a  pass  plan") !=
        std::string::npos);
  CHECK(text.find("\nwhere they differ\n  " + difference + "\n") != std::string::npos);
  // The hosts stand above in the order of the command line; a name in Markdown may be set as code.
  const std::string page = render_html(merged, {}), summary = render_markdown(merged, {});
  const std::size_t runs = page.find("<h2>Runs</h2>"), rows = summary.find("## Runs");
  REQUIRE(runs != std::string::npos);
  REQUIRE(rows != std::string::npos);
  CHECK(page.find("<strong>fail</strong> vm-b", runs) < page.find("<strong>pass</strong> vm-a", runs));
  CHECK(page.find("<li>" + difference + "</li>", runs) != std::string::npos);
  CHECK(summary.find("fail | `vm-b` |", rows) < summary.find("pass | `vm-a` |", rows));
  CHECK(summary.find("dns.private", summary.find("**Where they differ:**", rows)) != std::string::npos);
  // Where nothing differs, and where there is one run, nothing is said.
  const Report same =
      merge({run("vm-a", Status::pass, Verdict::pass), run("vm-b", Status::pass, Verdict::pass)});
  CHECK(render_human(same, {}).find("differ") == std::string::npos);
  CHECK(render_human(merge({run("vm-a", Status::pass, Verdict::pass)}), {}).find("\nruns\n") ==
        std::string::npos);
}

TEST_CASE("many runs are counted, and those that failed are shown") {
  std::vector<Report> reports;
  for (int i = 0; i < 30; ++i)
    reports.push_back(run("vm-" + std::to_string(i), i == 29 ? Status::fail : Status::pass,
                          i == 29 ? Verdict::fail : Verdict::pass));
  const std::string text = render_human(merge(std::move(reports)), {});
  CHECK(text.find("\n  vm-29  fail") < text.find("\n  vm-0   pass"));
  CHECK(text.find("\n  and 10 more runs\n") != std::string::npos);
  CHECK(text.find("vm-19  pass") == std::string::npos);
}

TEST_CASE("verdict, exit code and counts") {
  struct Row {
    Verdict a, b, both;
    int code;
  };
  for (const Row& row : {Row{Verdict::pass, Verdict::pass, Verdict::pass, 0},
                         Row{Verdict::pass, Verdict::undecided, Verdict::undecided, 3},
                         Row{Verdict::fail, Verdict::undecided, Verdict::fail, 1},
                         Row{Verdict::undecided, Verdict::fail, Verdict::fail, 1}}) {
    const Report merged = merge({run("a", Status::pass, row.a), run("b", Status::warn, row.b)});
    CHECK(merged.verdict == row.both);
    CHECK(exit_code(merged) == row.code);
    CHECK(merged.summary == Summary{.warn = 1});
  }
}

TEST_CASE("findings are merged by code and subject") {
  Report a = run("vm-a", Status::fail, Verdict::fail);
  Report b = run("vm-b", Status::fail, Verdict::fail);
  a.findings = {finding("Seen at noon.")};
  b.findings = {finding("Seen at dusk."), finding("Another.")};
  b.findings[0].targets = {"a", "b"};
  b.findings[0].views = {"dc1"};
  b.findings[1].subject = "privatelink.queue.core.windows.net";
  SUBCASE("proofs stand beside each other") {
    const Report merged = merge({a, b});
    REQUIRE(merged.findings.size() == 2);
    CHECK(merged.findings[0].because == "vm-a: Seen at noon. vm-b: Seen at dusk.");
    CHECK(merged.findings[0].targets == std::vector<std::string>{"a", "b"});
    CHECK(merged.findings[0].views == std::vector<std::string>{"azure", "dc1"});
    CHECK(merged.findings[0].remedies.size() == 1);
    CHECK(merged.findings[1].because == "vm-b: Another.");
  }
  SUBCASE("the same proof is told once") {
    b.findings[0].because = "Seen at noon.";
    CHECK(merge({a, b}).findings[0].because == "vm-a, vm-b: Seen at noon.");
  }
  SUBCASE("accepted only where every run accepts it") {
    a.findings[0].suppressed = true;
    CHECK_FALSE(merge({a, b}).findings[0].suppressed);
    b.findings[0].suppressed = true;
    CHECK(merge({a, b}).findings[0].suppressed);
  }
  SUBCASE("the graver severity") {
    a.findings[0].severity = Severity::warning;
    CHECK(merge({a, b}).findings[0].severity == Severity::error);
  }
}

TEST_CASE("runs are told apart") {
  const Report a = run("vm", Status::pass, Verdict::pass);
  Report b = a;
  b.run.id = "other";
  CHECK(run_labels({a, run("vm2", Status::pass, Verdict::pass)}) == std::vector<std::string>{"vm", "vm2"});
  CHECK(run_labels({a, b}) == std::vector<std::string>{"vm#id-of-vm", "vm#other"});
  CHECK(run_labels({a, a}) == std::vector<std::string>{"vm#id-of-vm", "vm#id-of-vm run 2"});
  CHECK(run_labels({Report{}, Report{}}) == std::vector<std::string>{"run 1", "run 2"});
}

TEST_CASE("what is unproved in one run and failed in another has failed") {
  Report a = run("a", Status::warn, Verdict::pass);
  a.not_proved = {"dns.private/a@dc1"};
  CHECK(merge({a, run("b", Status::pass, Verdict::pass)}).not_proved == a.not_proved);
  CHECK(merge({a, run("b", Status::fail, Verdict::fail)}).not_proved.empty());
}

TEST_CASE("plans are put together") {
  Report a = run("a", Status::pass, Verdict::pass), b = run("b", Status::pass, Verdict::pass);
  a.plan.vnet = {*Cidr::parse("10.1.0.0/16")};
  a.plan.resolvers = {{.name = "dc1", .address = SocketAddress::parse("10.1.0.53", 53)}};
  b.plan.resolvers = {{.name = "dc1", .address = SocketAddress::parse("10.2.0.53", 53)}, {.name = "system"}};
  b.plan.name = "other";
  const Plan plan = merge({a, b}).plan;
  CHECK(plan.name == "plan, other");
  CHECK(plan.resolvers.size() == 2);
  CHECK(plan.vnet.size() == 1 + default_private_networks().size());
  CHECK(merge({a, a}).plan.vnet.size() == 1);
}

TEST_CASE("an unfinished run is named") {
  Report a = run("a", Status::unknown, Verdict::undecided);
  a.run.complete = false;
  a.run.incomplete_because = "the deadline passed";
  const Report merged = merge({a, run("b", Status::pass, Verdict::pass)});
  CHECK_FALSE(merged.run.complete);
  CHECK(merged.run.incomplete_because == "not complete: a (the deadline passed)");
}

TEST_CASE("a merged report is written, read and merged again") {
  Report merged = merge({run("a", Status::pass, Verdict::pass), run("b", Status::fail, Verdict::fail)});
  const auto read = read_report(render_json(merged, {}));
  REQUIRE(std::holds_alternative<Report>(read));
  const Report& back = std::get<Report>(read);
  REQUIRE(back.run.merged.size() == 2);
  CHECK(back.run.merged[1].label == "b");
  CHECK(back.run.merged[1].verdict == Verdict::fail);
  CHECK(render_json(back, {}) == render_json(merged, {}));
  const Report again = merge({back, run("c", Status::pass, Verdict::pass)});
  CHECK(again.run.merged.size() == 3);
  CHECK(fact(again.checks[0], "run") == "b");
}

TEST_CASE("every format renders a merged report") {
  const Report merged =
      merge({sample_report("healthy"), sample_report("zone-not-linked"), sample_report("undecided")});
  CHECK(merged.verdict == Verdict::fail);
  CHECK(merged.run.merged.size() == 3);
  for (const Format& format : formats()) {
    CAPTURE(format.name);
    CHECK_FALSE(format.render(merged, {}).empty());
  }
  // One run merged alone stays what it is.
  const Report& one = sample_report("zone-not-linked");
  const Report alone = merge({one});
  CHECK(alone.verdict == one.verdict);
  CHECK(alone.summary == one.summary);
  CHECK(alone.findings.size() == one.findings.size());
  CHECK(alone.not_proved == one.not_proved);
}

}  // namespace vnetprobe
