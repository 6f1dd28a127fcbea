// Both runners read commands out of the log, so what is not ours must not look like one: properties and
// messages are escaped as each runner takes it back (GitHub: actions/toolkit's % rules; Azure Pipelines: the
// agent's %AZP25 rules), and inert() takes commands out of the text itself.
#include "reports/annotations.h"

#include <fmt/format.h>
#include <iterator>
#include <set>
#include <string_view>

#include "reports/human_parts.h"
#include "reports/inert.h"
#include "reports/verdict_line.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kMaxMessage = 1000;
// GitHub shows ten of a kind for a step; the rest would only make the log longer.
constexpr std::size_t kMaxLines = 10;

std::string escape(std::string_view text, Ci ci, std::string_view also) {
  std::string out;
  for (const char c : text) {
    if (c == '%') {
      out += ci == Ci::github ? "%25" : "%AZP25";
    } else if (also.find(c) != std::string_view::npos) {
      fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string line(Ci ci, Severity severity, std::string_view title, std::string_view text) {
  const std::string clean_title = inert(title, kMaxMessage);
  const std::string clean_text = inert(text, kMaxMessage);
  if (ci == Ci::github) {
    const std::string_view level = severity == Severity::error     ? "error"
                                   : severity == Severity::warning ? "warning"
                                                                   : "notice";
    return fmt::format("::{} title={}::{}\n", level, escape(clean_title, ci, ":,"),
                       escape(clean_text, ci, ""));
  }
  // logissue knows no third level.
  return fmt::format("##vso[task.logissue type={}]{}: {}\n",
                     severity == Severity::error ? "error" : "warning", escape(clean_title, ci, "]"),
                     escape(clean_text, ci, ""));
}

}  // namespace

std::string annotations(const Report& report, Ci ci) {
  std::string out;
  std::size_t n = 0;
  const auto add = [&](Severity severity, std::string_view title, std::string_view text) {
    if (++n <= kMaxLines) out += line(ci, severity, title, text);
  };
  std::set<std::string_view> explained;
  for (const Finding* finding : in_order(report)) {
    explained.insert(finding->explains.begin(), finding->explains.end());
    if (!finding->suppressed)
      add(finding->severity, fmt::format("{} {}", finding->code, finding->subject),
          fmt::format("{} {}", finding->title, finding->because));
  }
  for (const Result& check : report.checks)
    if (check.status == Status::fail && !explained.contains(check.id))
      add(Severity::error, check.id, check.message);
  if (report.verdict == Verdict::undecided) add(Severity::warning, "vnetprobe", verdict_line(report).text());
  return out;
}

}  // namespace vnetprobe
