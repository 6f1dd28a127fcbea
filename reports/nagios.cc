// The plugin guidelines of monitoring-plugins.org: one line of text, |, performance data; then as many
// lines as it takes. A | in the text would begin the data, so there is none.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "reports/formats.h"
#include "reports/human_parts.h"
#include "reports/inert.h"
#include "reports/verdict_line.h"

namespace vnetprobe {

namespace {

// What Nagios and its heirs read at most.
constexpr std::size_t kMaxOutput = 8000;

std::string plain(std::string_view text, std::size_t max) {
  std::string line = inert(text, max);
  std::ranges::replace(line, '|', '/');
  return line;
}

std::string_view state_word(int code) {
  constexpr std::string_view kWords[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
  return kWords[std::clamp(code, 0, 3)];
}

bool warns(const Finding& finding) { return !finding.suppressed && finding.severity == Severity::warning; }

std::string perfdata(const Report& report) {
  const Summary& sum = report.summary;
  const auto findings =
      std::ranges::count_if(report.findings, [](const Finding& f) { return !f.suppressed; });
  return fmt::format(
      "time={:.4f}s;;;0 pass={};;;0 warn={};;;0 fail={};;;0 skip={};;;0 unknown={};;;0 findings={};;;0",
      report.run.duration.count() / 1000, sum.pass, sum.warn, sum.fail, sum.skip, sum.unknown, findings);
}

}  // namespace

int nagios_exit_code(const Report& report) {
  switch (report.verdict) {
    case Verdict::pass:
      return std::ranges::any_of(report.findings, warns) ? 1 : 0;
    case Verdict::fail:
      return 2;
    case Verdict::undecided:
      return 3;
  }
  return 3;
}

std::string render_nagios(const Report& report, const RenderOptions&) {
  const std::vector<const Finding*> findings = in_order(report);
  const VerdictLine verdict = verdict_line(report);
  std::string first = verdict.what;
  if (!findings.empty() && !findings.front()->suppressed)
    first += fmt::format("; {} {}", findings.front()->code, findings.front()->subject);
  if (!verdict.not_proved.empty()) first += "; not proved: " + verdict.not_proved;
  std::string out = fmt::format("VNETPROBE {} - {} | {}\n", state_word(nagios_exit_code(report)),
                                plain(first, 300), perfdata(report));
  for (const Finding* finding : findings) {
    const std::string text = fmt::format("{}: {} {}\n  {}\n  seen: {}\n",
                                         finding->suppressed ? "suppressed" : to_string(finding->severity),
                                         plain(finding->code, 100), plain(finding->subject, 255),
                                         plain(finding->title, 300), plain(finding->because, 600));
    if (out.size() + text.size() > kMaxOutput) break;
    out += text;
  }
  return out;
}

}  // namespace vnetprobe
