#include "reports/formats.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

#include "reports/annotations.h"
#include "reports/cases.h"
#include "reports/html.h"
#include "reports/inert.h"
#include "reports/markdown_text.h"
#include "reports/ndjson.h"
#include "reports/watch_metrics.h"
#include "reports/xml.h"
#include "tests/reports/formats_hostile.h"
#include "tests/support/sample_reports.h"

namespace vnetprobe {

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Finding finding(const std::string& code, Severity severity, const std::vector<std::string>& explains) {
  return {.code = code, .subject = "it", .severity = severity, .title = "Title.", .explains = explains};
}

Report report_of(const std::vector<Result>& checks, const std::vector<Finding>& findings, Verdict verdict) {
  Report report;
  report.verdict = verdict;
  report.checks = checks;
  report.findings = findings;
  return report;
}

}  // namespace

TEST_CASE("the table of formats is the contract's, in its order") {
  std::vector<std::string_view> names;
  for (const Format& each : formats()) names.push_back(each.name);
  std::ranges::sort(names);
  CHECK(names == std::vector<std::string_view>{"html", "human", "json", "junit", "markdown", "nagios",
                                               "ndjson", "prometheus", "tap"});
}

TEST_CASE("inert text: no terminal codes, no commands of a CI runner, no noncharacters") {
  struct {
    std::string text, inert;
  } rows[] = {
      {"plain", "plain"},
      {"\x1b[31m", "\\x1b[31m"},
      {"##vso[task.complete]", "\\x23#vso[task.complete]"},
      {"a ##VsO[x] b", "a \\x23#VsO[x] b"},
      {"##[error]", "\\x23#[error]"},
      {"###[x", "#\\x23#[x"},
      {"##vs and # and ##", "##vs and # and ##"},
      {"::error::x", "\\x3a:error::x"},
      {"  ::x", "  \\x3a:x"},
      {"fd00::53", "fd00::53"},
      {"::1", "::1"},
      {"\xe2\x80\x83\xc2\xa0::error::x", "\xe2\x80\x83\xc2\xa0\\x3a:error::x"},
      {"\n::error::x", " \\x3a:error::x"},
      {"\xef\xbf\xbe", "\xef\xbf\xbd"},
      {"\xef\xbf\xbd", "\xef\xbf\xbd"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(inert(row.text) == row.inert);
  }
  CHECK(inert(std::string(65536, 'x'), 10) == "xxxxxxxxxx... (65536 bytes in all)");
  CHECK(without_commands("\x1b[1m ::error::x\x1b[0m\n\x1b[1m\n") ==
        "\x1b[1m \\x3a:error::x\x1b[0m\n\x1b[1m\n");
  CHECK(inert_lines("a\n::b\n") == std::vector<std::string>{"a", "\\x3a:b"});
}

TEST_CASE("Markdown text: plain words stay, all else is code") {
  struct {
    std::string text, prose;
  } rows[] = {
      {"It is so.", "It is so."},
      {"Through dc1, a.core.windows.net is 20.60.1.5.", "Through dc1, `a.core.windows.net` is `20.60.1.5`."},
      {"(azure)", "(azure)"},
      {"a -> b", "a `->` b"},
      {"*bold* _x_ [l](u)", "`*bold*` `_x_` `[l](u`)"},
      {"a@b.example", "`a@b.example`"},
      {"`", "`` ` ``"},
      {"a``b`", "``` a``b` ```"},
      {"0123456789abcdef0123456789abcdef01234567", "`0123456789abcdef0123456789abcdef01234567`"},
      {"...", "`...`"},
      {"", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(markdown_prose(row.text) == row.prose);
  }
  CHECK(markdown_code("") == "-");
  CHECK(markdown_code("   ") == "-");
  CHECK(markdown_fence("a\n````\nb") == "`````text\na\n````\nb\n`````");
}

TEST_CASE("markup is escaped for content and attributes alike") {
  CHECK(escape_markup("<a b=\"c\" d='e'>&amp;") == "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
}

TEST_CASE("cases: what a list of tests makes of checks and findings") {
  const Result good{.id = "a", .kind = "k", .status = Status::pass};
  const Result bad{.id = "b", .kind = "k", .status = Status::fail};
  const Result odd{.id = "c", .kind = "k", .status = Status::warn};
  const Result open{.id = "d", .kind = "k", .status = Status::unknown};
  Finding error = finding("x", Severity::error, {"b"});
  Finding accepted = error;
  accepted.suppressed = true;
  const Finding warning = finding("w", Severity::warning, {"b"});
  struct {
    const char* story;
    Report report;
    std::vector<Outcome> outcomes;
  } rows[] = {
      {"all pass", report_of({good}, {}, Verdict::pass), {Outcome::passed}},
      {"a failure and its cause are one case", report_of({bad}, {error}, Verdict::fail), {Outcome::failed}},
      {"a failure nobody explains", report_of({bad}, {}, Verdict::fail), {Outcome::failed}},
      {"a suppressed cause", report_of({bad}, {accepted}, Verdict::pass), {Outcome::accepted}},
      {"a cause below --fail-on", report_of({bad}, {warning}, Verdict::pass), {Outcome::accepted}},
      {"two causes, one of them counts",
       report_of({bad}, {accepted, error}, Verdict::fail),
       {Outcome::failed}},
      {"a failure that --only left out",
       report_of({good, bad}, {}, Verdict::pass),
       {Outcome::passed, Outcome::accepted}},
      {"a warning", report_of({odd}, {}, Verdict::pass), {Outcome::passed}},
      {"a finding that no check shows",
       report_of({good}, {finding("y", Severity::error, {})}, Verdict::fail),
       {Outcome::passed, Outcome::failed}},
      {"not decided", report_of({open}, {}, Verdict::undecided), {Outcome::undecided}},
      {"nothing to check", report_of({}, {}, Verdict::undecided), {Outcome::undecided}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    std::vector<Outcome> outcomes;
    for (const TestCase& each : cases_of(row.report)) outcomes.push_back(each.outcome);
    CHECK(outcomes == row.outcomes);
  }
}

TEST_CASE("a case is red exactly when the verdict is not pass") {
  for (const SampleReport& sample : sample_reports()) {
    CAPTURE(sample.name);
    const bool red = std::ranges::any_of(cases_of(sample.report), [](const TestCase& each) {
      return each.outcome == Outcome::failed || each.outcome == Outcome::undecided;
    });
    CHECK(red == (sample.report.verdict != Verdict::pass));
  }
}

TEST_CASE("every format names every check and finding by the same id") {
  const Report& report = sample_report("several-findings");
  for (const char* name : {"json", "ndjson", "junit", "prometheus", "html"}) {
    CAPTURE(name);
    const auto format = std::ranges::find(formats(), std::string_view(name), &Format::name);
    const std::string text = format->render(report, {});
    for (const Result& check : report.checks) CHECK_MESSAGE(contains(text, check.id), check.id);
  }
  const std::string tap = render_tap(report, {});
  for (const Result& check : report.checks) CHECK(contains(tap, " - " + check.id));
  for (const char* name : {"junit", "markdown", "html", "prometheus", "nagios", "tap", "ndjson"}) {
    const auto format = std::ranges::find(formats(), std::string_view(name), &Format::name);
    CHECK_MESSAGE(contains(format->render(report, {}), "dns.forwarder-missing"), name);
  }
}

TEST_CASE("Markdown that is cut says how much is missing") {
  const auto rows_of = [](const std::string& text) {
    std::size_t rows = 0;
    for (std::size_t at = text.find("\n| `row"); at != std::string::npos; at = text.find("\n| `row", at + 1))
      ++rows;
    return rows;
  };
  struct {
    std::size_t targets, rows;
    std::string more;
  } rows[] = {{200, 200, ""}, {201, 200, "And 1 more."}, {250, 200, "And 50 more."}};
  for (const auto& row : rows) {
    CAPTURE(row.targets);
    Report report;
    for (std::size_t i = 0; i < row.targets; ++i)
      report.checks.push_back({.id = "dns.private/row" + std::to_string(i),
                               .kind = "dns.private",
                               .view = "dc1",
                               .subject = "row" + std::to_string(i),
                               .status = Status::pass});
    const std::string text = render_markdown(report, {});
    CHECK(rows_of(text) == row.rows);
    CHECK(contains(text, "more.") == !row.more.empty());
    CHECK(contains(text, row.more));
  }
}

TEST_CASE("Markdown of more findings or zones than a step summary takes says how many are left out") {
  const std::string word(900, 'x');
  Report report;
  for (std::size_t i = 0; i < 1000; ++i) report.findings.push_back(finding(word, Severity::error, {}));
  std::string text = render_markdown(report, {});
  CHECK(text.size() < 1'000'000);
  const auto told = static_cast<std::size_t>(std::ranges::count(text, '#') - 3) / 3;
  CHECK(told > 100);
  CHECK(contains(text, "And " + std::to_string(1000 - told) + " more."));
  report.findings.clear();
  for (std::size_t i = 0; i < 1000; ++i)
    report.checks.push_back({.id = word,
                             .kind = "dns.zone",
                             .target = word + std::to_string(i),
                             .view = word,
                             .status = Status::pass});
  text = render_markdown(report, {});
  CHECK(text.size() < 1'000'000);
  std::size_t zones = 0;
  for (std::size_t at = text.find("**Zone**"); at != std::string::npos; at = text.find("**Zone**", at + 1))
    ++zones;
  CHECK(zones > 100);
  CHECK(contains(text, "And " + std::to_string(1000 - zones) + " more zones."));
}

TEST_CASE("nagios has codes of its own") {
  Report report = sample_report("healthy");
  CHECK(nagios_exit_code(report) == 0);
  report.findings = {finding("w", Severity::warning, {})};
  CHECK(nagios_exit_code(report) == 1);
  report.findings[0].suppressed = true;
  CHECK(nagios_exit_code(report) == 0);
  report.verdict = Verdict::fail;
  CHECK(nagios_exit_code(report) == 2);
  report.verdict = Verdict::undecided;
  CHECK(nagios_exit_code(report) == 3);
}

TEST_CASE("annotations: a line a finding, as each runner reads it") {
  Report report = sample_report("zone-not-linked");
  report.findings[0].title = "50% of it: all, or none]";
  const std::string github = annotations(report, Ci::github);
  CHECK(github.starts_with(
      "::error title=dns.zone-not-linked privatelink.blob.core.windows.net::50%25 of it: all, or none]"));
  CHECK(std::ranges::count(github, '\n') == 1);
  const std::string azure = annotations(report, Ci::azure);
  CHECK(azure.starts_with("##vso[task.logissue type=error]dns.zone-not-linked"));
  CHECK(contains(azure, "50%AZP25 of it"));
  CHECK(annotations(sample_report("healthy"), Ci::github).empty());
  CHECK(contains(annotations(sample_report("undecided"), Ci::github), "UNDECIDED"));
  report.findings[0].suppressed = true;
  CHECK(annotations(report, Ci::github).empty());
}

TEST_CASE("ndjson is a line an event, the verdict last") {
  const Report& report = sample_report("several-findings");
  const std::string text = render_ndjson(report, {});
  CHECK(std::ranges::count(text, '\n') ==
        static_cast<std::ptrdiff_t>(2 + report.checks.size() + report.findings.size()));
  CHECK(text.starts_with("{\"event\": \"run\","));
  CHECK(text.ends_with(ndjson_verdict(report)));
  CHECK(contains(text, ndjson_check(report.checks[3])));
}

TEST_CASE("ndjson: what is seen is a line each, whatever it holds") {
  const DnsQuestion question{
      .view = "azure\n", .name = "a.example", .type = rr::kA, .rcode = rcode::kNxDomain};
  CHECK(ndjson_question(question).starts_with(
      "{\"event\": \"question\",\"purpose\": \"target\",\"view\": \"azure\\n\","));
  Contact contact{.target = "a.example", .port = 443};
  CHECK_FALSE(contains(ndjson_contact(contact), "connect"));
  contact.connect = Connect{.outcome = ConnectOutcome::refused};
  CHECK(contains(ndjson_contact(contact), "\"connect\": \"refused\""));
  contact.http = Http{.outcome = HttpOutcome::answered, .status = 403};
  CHECK(contains(ndjson_contact(contact), "\"http\": \"answered\",\"status\": 403}"));
  const SystemLookup lookup{.name = "a.example", .error = "no\nthing"};
  for (const std::string& line : {ndjson_question(question), ndjson_contact(contact), ndjson_lookup(lookup)})
    CHECK(line.find('\n') == line.size() - 1);
}

TEST_CASE("prometheus: no sample comes twice, whatever ids come") {
  Report report = sample_report("healthy");
  report.checks.push_back(report.checks[0]);
  const std::string text = render_prometheus(report, {});
  std::set<std::string> series;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with('#')) CHECK_MESSAGE(series.insert(line.substr(0, line.rfind(' '))).second, line);
  }
  CHECK(text.ends_with("# EOF\n"));
  CHECK(contains(text, "vnetprobe_verdict{plan=\"contoso-backup-weu\",verdict=\"pass\"} 1"));
}

TEST_CASE("which of the two formats of numbers is wanted") {
  struct {
    std::string accept;
    Exposition wanted;
  } rows[] = {
      {"", Exposition::text},
      {"*/*", Exposition::text},
      {"text/plain", Exposition::text},
      {"application/openmetrics-text", Exposition::openmetrics},
      {"application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/"
       "plain;"
       "version=0.0.4;q=0.5,*/*;q=0.1",
       Exposition::openmetrics},
      {"application/openmetrics-text;q=0.2, text/plain;q=0.9", Exposition::text},
      {"application/openmetrics-text;q=0", Exposition::text},
      {"application/openmetrics-text ; q=rubbish", Exposition::text},
      {",;,=q;;", Exposition::text},
  };
  for (const auto& row : rows) {
    CAPTURE(row.accept);
    CHECK(exposition_wanted(row.accept) == row.wanted);
  }
}

TEST_CASE("a counter is named as each format of numbers wants it") {
  WatchFacts facts;
  facts.runs[Verdict::pass] = 20000;
  facts.answers[405] = 1;
  const std::string plain = watch_metrics(facts, "", Exposition::text);
  CHECK(contains(plain,
                 "# TYPE vnetprobe_watch_runs_total counter\n"
                 "vnetprobe_watch_runs_total{verdict=\"pass\"} 20000\n"
                 "vnetprobe_watch_runs_total{verdict=\"fail\"} 0\n"));
  CHECK(contains(plain, "vnetprobe_watch_http_requests_total{code=\"405\"} 1\n"));
  CHECK_FALSE(contains(plain, "# EOF"));
  const std::string opened = watch_metrics(facts, "# TYPE a gauge\na 1\n", Exposition::openmetrics);
  CHECK(opened.starts_with("# TYPE a gauge\na 1\n"));
  CHECK(contains(
      opened, "# TYPE vnetprobe_watch_runs counter\nvnetprobe_watch_runs_total{verdict=\"pass\"} 20000\n"));
  CHECK(opened.ends_with("# EOF\n"));
}

TEST_CASE("a watched page says what changed, and how to hold it; one in a file does neither") {
  const Report& report = sample_report("healthy");
  const std::string served =
      html_page(report, {.refresh_seconds = 30, .is_watched = true, .changes = {"<b>worse</b>"}});
  CHECK(contains(served, "<li>&lt;b&gt;worse&lt;/b&gt;</li>"));
  CHECK(contains(served, "every 30 s. <a href=\"hold\">"));
  CHECK(!contains(served, "http-equiv=\"refresh\""));
  CHECK(contains(html_page(report, {.is_watched = true}), "Nothing changed."));
  const std::string kept = render_html(report, {});
  CHECK(!contains(kept, "Since the run before"));
  CHECK(!contains(kept, "Hold it"));
}

TEST_CASE("hostile text is bounded in every format but those that keep evidence") {
  const Report report = hostile_everywhere(std::string(65536, 'A'));
  for (const Format& format : formats()) {
    CAPTURE(format.name);
    const std::string text = format.render(report, {});
    CHECK(!text.empty());
    if (format.name == "markdown") CHECK(text.size() < 1'000'000);
    if (format.name == "nagios") CHECK(text.size() <= 8192);
  }
}

}  // namespace vnetprobe
