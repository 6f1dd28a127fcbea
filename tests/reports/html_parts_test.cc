// The parts of the page by themselves: what each says of a report that is odd, empty or long.
#include "reports/html_parts.h"

#include <doctest/doctest.h>

#include "reports/html.h"

namespace vnetprobe {

namespace {

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
std::size_t count_in(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

Result check(const std::string& kind, const std::string& subject, Status status, const Facts& facts = {},
             const std::string& view = "") {
  return {.id = kind + "/" + subject + (view.empty() ? "" : "@" + view),
          .kind = kind,
          .target = subject,
          .view = view,
          .subject = subject,
          .status = status,
          .facts = facts};
}

Report with(const std::vector<Result>& checks) {
  Report report;
  report.checks = checks;
  return report;
}

std::string matrix(const Report& report) { return html_matrix(HtmlFacts(report)); }
std::string waterfall(const Report& report) { return html_waterfall(HtmlFacts(report)); }
std::string head(const Report& report) { return html_head(HtmlFacts(report)); }
std::string checks(const Report& report) { return html_checks(HtmlFacts(report)); }
std::string findings(const Report& report) { return html_findings(HtmlFacts(report)); }

}  // namespace

TEST_CASE("a cell of the matrix says what matters most of its check") {
  struct Row {
    const char* story;
    Result check;
    std::string cell;
  };
  const Row rows[] = {
      {"addresses", check("dns.private", "a", Status::pass, {{"addresses", "10.1.2.4"}}, "v"), "10.1.2.4"},
      {"an answer", check("dns.private", "a", Status::fail, {{"answer", "NXDOMAIN"}}, "v"), "NXDOMAIN"},
      {"nothing, and well", check("dns.private", "a", Status::pass, {}, "v"), "ok"},
      {"nothing, and not well", check("dns.private", "a", Status::unknown, {}, "v"), "unknown"},
      {"how a connection failed", check("net.connect", "a", Status::fail, {{"outcome", "timed_out"}}),
       "timed out"},
      {"not how it went well", check("net.connect", "a", Status::pass, {{"outcome", "connected"}}), "ok"},
      {"a closed public side", check("public.refused", "a", Status::pass), "closed"},
      {"an open one", check("public.refused", "a", Status::fail), "open"},
      {"one that is not proved", check("public.refused", "a", Status::warn), "unproved"},
      {"one that was not asked", check("public.refused", "a", Status::skip), "skip"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    CHECK(contains(matrix(with({row.check})), "<a href=\"#c0\">" + row.cell + "</a></td>"));
  }
  CHECK(matrix({}).empty());
}

TEST_CASE("a row of the matrix has a cell for every column, empty or not") {
  Report report =
      with({check("dns.private", "a", Status::pass, {}, "dc1"),
            check("dns.private", "b", Status::pass, {}, "dc2"), check("net.connect", "b", Status::pass)});
  report.plan.resolvers = {{.name = "dc2"}, {.name = "idle"}};
  std::string text = matrix(report);
  CHECK(
      contains(text, "<th scope=\"col\">dc2</th><th scope=\"col\">dc1</th><th scope=\"col\">tcp</th></tr>"));
  CHECK(count_in(text, "<td class=\"empty\">\xc2\xb7</td>") == 3);
  CHECK_FALSE(contains(text, "the zone"));
  report.checks.push_back(
      {.id = "z", .kind = "dns.zone", .target = "other endpoints", .view = "dc1", .status = Status::pass});
  text = matrix(report);
  CHECK(
      contains(text, "<tr class=\"zone\"><th scope=\"row\">the zone</th><td class=\"empty\">\xc2\xb7</td>"));
  CHECK(contains(text, ">served</a></td><td class=\"empty\"></td></tr>"));
}

TEST_CASE("of a long matrix the rows that are well are folded") {
  struct Row {
    std::size_t rows, bad;
    std::string fold;
  };
  for (const Row& row : {Row{60, 0, ""}, Row{61, 0, "<summary>all 61 targets, all well</summary>"},
                         Row{61, 60, "<summary>and 1 more target, all well</summary>"},
                         Row{61, 2, "<summary>and 59 more targets, all well</summary>"}, Row{61, 61, ""}}) {
    CAPTURE(row.rows);
    CAPTURE(row.bad);
    Report report;
    for (std::size_t i = 0; i < row.rows; ++i)
      report.checks.push_back(check("dns.private", "t" + std::to_string(i),
                                    i + row.bad < row.rows ? Status::pass : Status::fail, {}, "v"));
    const std::string text = matrix(report);
    CHECK(count_in(text, "<th scope=\"row\">") == row.rows);
    CHECK(contains(text, "<summary>") == !row.fold.empty());
    CHECK(contains(text, row.fold));
  }
}

TEST_CASE("the waterfall has a lane a target, the last to end first") {
  Report report =
      with({check("dns.private", "a", Status::pass), check("net.connect", "a", Status::pass),
            check("tls.handshake", "b", Status::fail), check("service.answer", "b", Status::pass),
            check("dns.agree", "never", Status::pass), check("net.connect", "no-time", Status::pass)});
  for (std::size_t i = 0; i < 5; ++i) {
    report.checks[i].started = Millis(10.0 * static_cast<double>(i));
    report.checks[i].duration = Millis(4);
  }
  report.checks[2].subject = "";
  report.checks[3].facts = {{"label", "b1"}, {"service", "blob"}};
  std::string text = waterfall(report);
  CHECK(count_in(text, "<g><title>") == 2 * 2);
  CHECK(text.find("<g><title>b</title>") < text.find("<g><title>a</title>"));
  CHECK(contains(text, ">b1 blob</text>"));
  for (const char* bar : {"ph-dns\" x", "ph-tcp\" x", "ph-tls bad\" x", "ph-svc\" x"})
    CHECK(count_in(text, bar) == 2);
  CHECK_FALSE(contains(text, "not drawn"));
  report.checks.resize(6);
  for (int i = 0; i < 50; ++i) {
    report.checks.push_back(check("net.connect", "t" + std::to_string(i), Status::pass));
    report.checks.back().duration = Millis(1);
  }
  text = waterfall(report);
  CHECK(contains(text, "aria-label=\"40 of 52 targets"));
  CHECK(contains(text, "12 that ended earlier are not drawn."));
  CHECK(waterfall({}).empty());
}

TEST_CASE("the axis counts in 1, 2 or 5") {
  struct Row {
    double end;
    std::string tick;  // the second of the desk's
  };
  for (const Row& row :
       {Row{8, "1.0 ms"}, Row{9, "2.0 ms"}, Row{30, "5.0 ms"}, Row{79, "10 ms"}, Row{70000, "10.0 s"}}) {
    CAPTURE(row.end);
    Report report = with({check("net.connect", "a", Status::pass)});
    report.checks[0].duration = Millis(row.end);
    const std::string text = waterfall(report);
    const std::size_t first = text.find("class=\"tick\"");
    const std::size_t second = text.find("class=\"tick\"", first + 1);
    const std::size_t begin = text.find('>', second) + 1;
    CHECK(text.substr(begin, text.find('<', begin) - begin) == row.tick);
  }
}

TEST_CASE("the head says what there is to say, and a bar where something was counted") {
  Report report;
  std::string text = head(report);
  CHECK(contains(text, "<span class=\"plan\">private endpoints</span>"));
  CHECK_FALSE(contains(text, "class=\"bar\""));
  CHECK_FALSE(contains(text, "attempt"));
  CHECK_FALSE(contains(text, "Not proved"));
  report.plan.name = "ours";
  report.run.attempts = 3;
  report.verdict = Verdict::pass;
  report.summary = {.pass = 3, .fail = 1};
  report.not_proved = {"x"};
  text = head(report);
  CHECK(contains(text, "<span class=\"plan\">ours</span>"));
  CHECK(contains(text, "<p class=\"what\">3 of 4 checks passed</p>"));
  CHECK(contains(text, "<strong>Not proved:</strong> x</p>"));
  CHECK(contains(text, "attempt 3</p>"));
  CHECK(contains(text, "<span class=\"count fail\">1 fail</span> <span class=\"count pass\">3 pass</span>"));
  CHECK(count_in(text, "<rect") == 2);
}

TEST_CASE("a kind of checks is open where something is wrong or not known") {
  struct Row {
    Status status;
    bool open;
  };
  for (const Row& row : {Row{Status::pass, false}, Row{Status::skip, false}, Row{Status::warn, false},
                         Row{Status::unknown, true}, Row{Status::fail, true}}) {
    CAPTURE(to_string(row.status));
    const std::string text = checks(with({check("k", "a", Status::pass), check("k", "b", row.status)}));
    CHECK(contains(text, "<details class=\"kind\" open>") == row.open);
    CHECK(contains(text, "<strong>k</strong> 2 checks"));
  }
  CHECK(checks({}).empty());
}

TEST_CASE("a check says what explains it, what it waits for, and what it found") {
  Report report = with({check("k", "a", Status::fail, {{"issuer", "CN=<x>"}}), check("k", "b", Status::skip),
                        check("k", "c", Status::skip), check("k", "d", Status::pass)});
  report.checks[0].duration = Millis(3);
  report.checks[0].started = Millis(20);
  report.checks[1].because = "k/a";
  report.checks[2].because = "elsewhere";
  report.findings = {{.code = "x", .subject = "y", .explains = {"k/a"}}};
  const std::string text = checks(report);
  CHECK(contains(text,
                 "<dt>Explained by</dt><dd><a href=\"#f1\">finding 1</a></dd>\n<dt>issuer</dt>"
                 "<dd>CN=&lt;x&gt;</dd>\n<dt>time</dt><dd>3.0 ms from 20 ms</dd>\n</dl>"));
  CHECK(contains(text, "<dt>Waits for</dt><dd><a href=\"#c0\">k/a</a></dd>"));
  CHECK(contains(text, "<dt>Waits for</dt><dd>elsewhere</dd>"));
  CHECK(contains(text,
                 "id=\"c3\"><summary><span class=\"status pass\">pass</span> <code>k/d</code> <span "
                 "class=\"message\"></span></summary><div class=\"inside\">\n</div>"));
}

TEST_CASE("past a size the evidence of what passed is left to the JSON report, and of nothing else") {
  Report report = with({check("k", "first", Status::pass), check("k", "bad", Status::fail)});
  report.evidence.questions.resize(1);
  for (int i = 0; i < 800; ++i) {
    report.checks.push_back(check("k", "t" + std::to_string(i), Status::pass));
    report.checks.back().message = std::string(2000, 'x');
  }
  for (Result& each : report.checks) each.evidence.questions = {0};
  report.checks.push_back(check("l", "late", Status::fail));
  report.checks.back().evidence.questions = {0};
  const std::string text = checks(report);
  const std::size_t left = count_in(text, "Its evidence is in the JSON report.");
  CHECK(left > 0);
  CHECK(count_in(text, "<pre class=\"dns\">") == report.checks.size() - left);
  CHECK(text.rfind("<pre class=\"dns\">") > text.find("l/late"));
}

TEST_CASE("a finding has what it has, and no word of what it has not") {
  Report report;
  CHECK(contains(findings(report), "No cause was found."));
  report.verdict = Verdict::pass;
  CHECK(contains(findings(report), "Nothing to mend."));
  report.findings = {{.code = "new.code", .subject = "it", .suppressed = true}};
  CHECK(findings(report) ==
        "<section id=\"findings\"><h2>Findings</h2>\n<article class=\"finding is-suppressed\" id=\"f1\">\n"
        "<p class=\"kicker\"><span class=\"number\">1</span> <span class=\"pill\">suppressed</span> "
        "<code>new.code</code> <span class=\"owner\">for dns</span></p>\n<h3>it</h3>\n<dl>\n</dl>\n"
        "</article>\n</section>\n");
  Finding& finding = report.findings.front();
  finding.code = "dns.unstable";
  finding.suppressed = false;
  finding.title = "T";
  finding.because = "B";
  finding.could_be = {"this", "that"};
  finding.views = {"dc1", "dc2"};
  finding.targets = std::vector<std::string>(42, "t");
  finding.explains = std::vector<std::string>(41, "k/a");
  finding.explains.emplace_back("not there");
  finding.remedies = {{.as = "az", .text = "az x\n"}, {.as = "text", .text = "y"}};
  report.checks = {check("k", "a", Status::fail)};
  const std::string text = findings(report);
  CHECK(contains(text, "<p class=\"lead\">T</p>"));
  CHECK(contains(text, "<dt>Seen</dt><dd>B</dd>\n<dt>Matters</dt><dd>Clients get"));
  CHECK(contains(text, "<dd><ul><li>this</li><li>that</li></ul></dd>"));
  CHECK(contains(text, "<dt>Through</dt><dd><code>dc1</code>, <code>dc2</code></dd>"));
  CHECK(contains(text, "<code>t</code> and 2 more</dd>"));
  CHECK(contains(text, "<summary>42 checks</summary><ul class=\"ids\"><li><a href=\"#c0\">k/a</a></li>"));
  CHECK(contains(text, "<li>and 1 more</li></ul>"));
  CHECK(contains(
      text, "<details class=\"remedy\" open><summary>Mend with the Azure CLI</summary><pre>az x\n</pre>"));
  CHECK(contains(text, "<details class=\"remedy\"><summary>Or by hand</summary><pre>y\n</pre>"));
  finding.explains = {"not there"};
  CHECK_FALSE(contains(findings(report), "Explains"));
}

}  // namespace vnetprobe
