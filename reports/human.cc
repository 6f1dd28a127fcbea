// The order is the message: the verdict, what to mend, then the table that lets a doubter check both.
// Written for somebody who is tired: no line explains the tool, every line says something of the run.
#include <fmt/format.h>

#include "reports/formats.h"
#include "reports/human_parts.h"
#include "reports/marks.h"
#include "reports/page.h"
#include "reports/text.h"
#include "reports/verdict_line.h"

namespace vnetprobe {

namespace {

void print_verdict(Page& page, const Report& report) {
  const VerdictLine verdict = verdict_line(report);
  const std::string text = verdict.text();
  const std::string rest = text.substr(verdict.word.size());
  const std::string between = rest.substr(0, rest.find_first_not_of(", "));
  page.prose({{verdict.word, ink_of(report.verdict)}, {between, Ink::plain}}, rest.substr(between.size()), 6);
  if (!verdict.not_proved.empty() && verdict.word == "PASS") page.prose({{"      "}}, verdict.what, 6);
}

std::string duration_text(Millis duration) {
  if (duration.count() < 1000) return fmt::format("{:.0f} ms", duration.count());
  return fmt::format("{:.1f} s", duration.count() / 1000);
}

// "48 checks in 84 ms: 36 pass, 12 fail"
std::string counts_text(const Report& report) {
  const Summary& sum = report.summary;
  std::vector<std::string> parts;
  const auto add = [&parts](std::size_t n, std::string_view word) {
    if (n > 0) parts.push_back(fmt::format("{} {}", n, word));
  };
  add(sum.pass, "pass"), add(sum.warn, "warn"), add(sum.fail, "fail"), add(sum.skip, "skip");
  add(sum.unknown, "unknown");
  std::string text =
      fmt::format("{} in {}", count_of(sum.all(), "check"), duration_text(report.run.duration));
  if (!parts.empty()) text += ": " + join(parts);
  if (report.run.attempts > 1) text += fmt::format("; attempt {}", report.run.attempts);
  return text;
}

void print_last_lines(Page& page, const Report& report, const RenderOptions& options) {
  std::string text = counts_text(report);
  if (!report.evidence.host.hostname.empty()) text += fmt::format("; on {}", report.evidence.host.hostname);
  if (report.run.started != UtcTime{}) text += fmt::format(" at {}", to_string(report.run.started));
  page.gap();
  page.prose({}, text, 2);
  std::vector<std::string> more;
  const std::vector<const Finding*> findings = in_order(report);
  if (!findings.empty() && !findings.front()->suppressed)
    more.push_back(fmt::format("vnetprobe explain {}", findings.front()->code));
  if (!options.verbose)
    more.emplace_back(report.summary.skip > 0 ? "-v for every check and what skipped ones wait for"
                                              : "-v for every check");
  more.emplace_back("-f json for all evidence");
  page.prose({{"more: ", Ink::faint}}, join(more, "; "), 2, Ink::faint);
}

// One line a finding, for -q.
void print_headlines(Page& page, const Report& report) {
  for (const Finding* finding : in_order(report))
    if (!finding->suppressed)
      page.prose({}, fmt::format("{} {} {}", to_string(finding->severity), finding->code, finding->subject),
                 2);
}

}  // namespace

std::string render_human(const Report& report, const RenderOptions& options) {
  Page page(options);
  print_verdict(page, report);
  if (options.quiet) {
    print_headlines(page, report);
    return std::move(page).take();
  }
  print_findings(page, report, options);
  print_runs(page, report);
  print_zones(page, report);
  print_lists(page, report, options);
  print_loose_ends(page, report, options);
  print_resolvers(page, report);
  print_last_lines(page, report, options);
  return std::move(page).take();
}

}  // namespace vnetprobe
