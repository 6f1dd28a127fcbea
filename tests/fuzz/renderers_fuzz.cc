// Every way a report is printed: the first byte says which, the rest makes the report (any_report.h). No text
// of the report drives a terminal, a browser, a runner of pipelines or a scraper, and what programs read is
// theirs to read.
#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <stdexcept>

#include "probe/redact/redacted_report.h"
#include "reports/annotations.h"
#include "reports/diff.h"
#include "reports/formats.h"
#include "reports/html.h"
#include "reports/inert.h"
#include "reports/merge.h"
#include "reports/ndjson.h"
#include "reports/read_report.h"
#include "reports/watch_metrics.h"
#include "tests/fuzz/any_report.h"
#include "tests/fuzz/markup.h"
#include "tests/fuzz/must.h"
#include "tests/support/redaction.h"

namespace vnetprobe {
namespace {

template <class F>
void each_line(std::string_view text, F&& f) {
  must(text.empty() || text.back() == '\n');
  while (!text.empty()) {
    f(text.substr(0, text.find('\n')));
    text.remove_prefix(text.find('\n') + 1);
  }
}

bool is_json_object(std::string_view text) {
  boost::json::error_code failed;
  const auto value = boost::json::parse({text.data(), text.size()}, failed);
  return !failed && value.is_object();
}

// A runner would take it for a command (reports/inert.h).
void check_no_commands(std::string_view text) {
  must(text.find("##vso[") == std::string_view::npos && text.find("##[") == std::string_view::npos);
  // The names of GitHub's commands begin with a letter.
  each_line(text, [](std::string_view line) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    must(!line.starts_with("::") || line.size() < 3 || !letter(line[2]));
  });
}

// Colours are the page's own, and nothing else is an escape code.
std::string without_colours(std::string text) {
  for (std::size_t at = text.find("\x1b["); at != std::string::npos; at = text.find("\x1b[", at)) {
    const std::size_t end = text.find_first_not_of("0123456789;", at + 2);
    must(end != std::string::npos && text[end] == 'm');
    text.erase(at, end - at + 1);
  }
  return text;
}

void human(const Report& report) {
  for (const int width : {0, 60, 80, 200}) {
    const std::string text =
        render_human(report, {.width = width, .verbose = width == 200, .quiet = width == 60});
    must(is_tame(text, "\n"));
    check_no_commands(text);
  }
}

void coloured(const Report& report) {
  const std::string plain = render_human(report, {});
  must(without_colours(render_human(report, {.color = true})) == plain);
}

void json(const Report& report) {
  const std::string text = render_json(report, {});
  must(is_tame(text, "\n"));
  const auto read = read_report(text);
  if (const std::string* wrong = std::get_if<std::string>(&read)) throw std::logic_error(*wrong);
}

void ndjson(const Report& report) {
  const std::string text = render_ndjson(report, {});
  must(is_tame(text, "\n"));
  each_line(text, [](std::string_view line) { must(is_json_object(line)); });
  for (const auto& each : report.evidence.questions) must(is_json_object(ndjson_question(each)));
  for (const auto& each : report.evidence.lookups) must(is_json_object(ndjson_lookup(each)));
  for (const auto& each : report.evidence.contacts) must(is_json_object(ndjson_contact(each)));
}

void junit(const Report& report) {
  const std::string text = render_junit(report, {});
  must(is_tame(text, "\n") && is_own_xml(text));
  check_no_commands(text);
}

void tap(const Report& report) {
  const std::string text = render_tap(report, {});
  must(is_tame(text, "\n") && text.starts_with("TAP version 14\n1.."));
  check_no_commands(text);
  std::size_t points = 0;
  each_line(text, [&points](std::string_view line) {
    points += line.starts_with("ok ") || line.starts_with("not ok ");
  });
  must(text.starts_with("TAP version 14\n1.." + std::to_string(points) + "\n"));
}

void markdown(const Report& report) {
  constexpr std::size_t kStepSummary = 1024 * 1024;  // what GitHub takes
  const std::string text = render_markdown(report, {});
  must(is_tame(text, "\n") && text.size() < kStepSummary);
  check_no_commands(text);
}

void html(const Report& report) {
  const std::string page = render_html(report, {});
  must(is_own_html(page) && is_tame(page, "\n"));
}

void check_exposition(std::string_view text) {
  must(is_tame(text, "\n") && text.ends_with("# EOF\n"));
  each_line(text, [](std::string_view line) {
    if (line.starts_with("# ")) return;
    must(line.starts_with("vnetprobe_") || line.starts_with("process_"));
    must(line.rfind(' ') != std::string_view::npos && line.rfind(' ') + 1 < line.size());
  });
}

void prometheus(const Report& report) {
  check_exposition(render_prometheus(report, {}));
  const std::string families = prometheus_families(report);
  check_exposition(watch_metrics({}, families, Exposition::openmetrics));
  must(is_tame(watch_metrics({}, families, Exposition::text), "\n"));
}

void nagios(const Report& report) {
  constexpr std::size_t kMostOutput = 8192;
  const std::string text = render_nagios(report, {});
  must(is_tame(text, "\n") && text.size() <= kMostOutput);
  must(std::count(text.begin(), text.end(), '|') == 1);  // performance data begins once
  must(nagios_exit_code(report) >= 0 && nagios_exit_code(report) <= 3);
}

// Each line is one command, and the text of none is another.
void marks(const Report& report) {
  const std::string github = annotations(report, Ci::github), azure = annotations(report, Ci::azure);
  must(is_tame(github, "\n") && is_tame(azure, "\n"));
  must(github.find("##[") == std::string::npos && github.find("##vso[") == std::string::npos);
  each_line(github, [](std::string_view line) {
    must(line.starts_with("::error ") || line.starts_with("::warning ") || line.starts_with("::notice "));
  });
  each_line(azure, [](std::string_view line) {
    must(line.starts_with("##vso[task.logissue type=") && line.rfind("##vso[") == 0);
  });
}

void compared(const Report& report) {
  const Diff diff = compare(Report{}, report);
  must(is_tame(render_diff_human(diff, {}), "\n"));
  must(is_json_object(render_diff_json(diff)));
  must(is_own_html(
      html_page(report, {.refresh_seconds = 0, .is_watched = true, .changes = changes_in_words(diff)})));
  const Report merged = merge({report, Report{}});
  must(is_tame(render_human(merged, {}), "\n") && is_own_html(render_html(merged, {})));
}

// A name that stands in the report is nowhere in the redacted one.
void redacted(const Report& any) {
  constexpr std::string_view kCanary = "canary7431";
  const std::string name = std::string(kCanary) + ".blob.core.windows.net";
  Report report = any;
  report.run.merged.clear();
  report.plan.name = report.evidence.host.hostname = kCanary;
  report.plan.denied_storage_accounts.emplace_back(kCanary);
  report.plan.storage_accounts.push_back({.name = std::string(kCanary)});
  for (DnsQuestion& question : report.evidence.questions) question.name = name;
  for (Contact& contact : report.evidence.contacts) {
    contact.target = name;
    if (contact.http) contact.http->body += " " + name;
  }
  const std::string text = render_json(redacted_report(report, kFixedHash), {.verbose = true});
  must(text.find(kCanary) == std::string::npos);
}

struct Way {
  void (*say)(const Report&) = nullptr;
  bool is_long = false;
};
constexpr std::array<Way, 13> kWays = {{{human, true},
                                        {coloured, false},
                                        {json, false},
                                        {ndjson, false},
                                        {junit, false},
                                        {tap, false},
                                        {markdown, false},
                                        {html, true},
                                        {prometheus, false},
                                        {nagios, false},
                                        {marks, false},
                                        {compared, true},
                                        {redacted, true}}};

// Where a long way has no turn, one of those from JSON to Markdown.
std::size_t way_of(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kOneIn = 8, kJson = 2, kShortWays = 5;
  const std::size_t asked = data[0] % kWays.size();
  const bool is_due = !kWays[asked].is_long || has_turn(data, size, kOneIn);
  return is_due ? asked : kJson + size % kShortWays;
}

}  // namespace
}  // namespace vnetprobe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vnetprobe;
  if (size == 0) return 0;
  kWays[way_of(data, size)].say(any_report(data + 1, size - 1));
  return 0;
}
