// A check and a finding are not the same test twice: twelve checks may fail by one cause. Each failed check
// names the cause; the cause itself is a case only where no failed check would turn the list red.
#include "reports/cases.h"

#include <fmt/format.h>
#include <map>
#include <set>
#include <string_view>

#include "reports/human_parts.h"
#include "reports/inert.h"
#include "reports/remedy_lines.h"
#include "reports/text.h"
#include "reports/verdict_line.h"

namespace vnetprobe {

namespace {

using Causes = std::map<std::string_view, const Finding*>;

// By check id, the finding that explains it; in_order puts those that count first.
Causes causes_of(const Report& report) {
  Causes causes;
  for (const Finding* finding : in_order(report))
    for (const std::string& id : finding->explains) {
      const auto [at, is_new] = causes.try_emplace(id, finding);
      if (!is_new && counts(*finding, report.judgement) && !counts(*at->second, report.judgement))
        at->second = finding;
    }
  return causes;
}

Outcome outcome_of(const Report& report, Status status, const Finding* cause) {
  const bool counted = cause != nullptr && counts(*cause, report.judgement);
  switch (status) {
    case Status::pass:
      return Outcome::passed;
    case Status::skip:
      return Outcome::skipped;
    case Status::warn:
      return counted ? Outcome::failed : Outcome::passed;
    case Status::fail:
      // With --only, what a chosen check needs is shown and not counted.
      return counted || (cause == nullptr && report.verdict != Verdict::pass) ? Outcome::failed
                                                                              : Outcome::accepted;
    case Status::unknown:
      return report.verdict == Verdict::pass ? Outcome::skipped : Outcome::undecided;
  }
  return Outcome::undecided;
}

}  // namespace

std::string id_of(const Finding& finding) { return fmt::format("{}/{}", finding.code, finding.subject); }

std::vector<TestCase> cases_of(const Report& report) {
  const Causes causes = causes_of(report);
  std::vector<TestCase> cases;
  std::set<const Finding*> told;
  for (const Result& check : report.checks) {
    const auto found = causes.find(check.id);
    const Finding* cause = found == causes.end() ? nullptr : found->second;
    const Outcome outcome = outcome_of(report, check.status, cause);
    if (outcome == Outcome::failed) told.insert(cause);
    const bool names_cause = outcome != Outcome::passed;
    cases.push_back({.id = check.id,
                     .kind = check.kind,
                     .outcome = outcome,
                     .message = check.message,
                     .because = check.because,
                     .finding = names_cause ? cause : nullptr,
                     .duration = check.duration});
  }
  for (const Finding* finding : in_order(report)) {
    if (!counts(*finding, report.judgement) || told.contains(finding)) continue;
    cases.push_back({.id = id_of(*finding),
                     .kind = "findings",
                     .outcome = Outcome::failed,
                     .message = finding->title,
                     .finding = finding});
  }
  if (!report.run.complete || report.checks.empty()) {
    const std::string why =
        report.checks.empty() ? "There was nothing to check." : "The run was not complete";
    const std::string more = report.run.incomplete_because.empty() || report.checks.empty()
                                 ? ""
                                 : ": " + report.run.incomplete_because;
    cases.push_back({.id = "run", .kind = "run", .outcome = Outcome::undecided, .message = why + more});
  }
  return cases;
}

std::vector<std::string> story_of(const TestCase& each) {
  std::vector<std::string> lines = {inert(each.message)};
  if (each.finding == nullptr) return lines;
  const Finding& finding = *each.finding;
  lines.push_back("");
  lines.push_back(
      inert(fmt::format("{}  {}  {}", to_string(finding.severity), finding.code, finding.subject)));
  if (!finding.title.empty()) lines.push_back(inert(finding.title));
  if (!finding.because.empty()) lines.push_back(inert("seen: " + finding.because));
  for (const std::string& other : finding.could_be) lines.push_back(inert("could be: " + other));
  for (const Remedy& remedy : finding.remedies) {
    const std::string place = remedy_place(remedy.as);
    lines.push_back(inert(place.empty() ? "mend:" : fmt::format("mend {}:", place)));
    for (const std::string& line : inert_lines(remedy.text)) lines.push_back("  " + line);
  }
  return lines;
}

}  // namespace vnetprobe
