// TAP 14 (testanything.org). A failed check that is accepted is TODO, which readers show and do not count;
// what was not decided is not ok: a check that was not run is never a pass.
#include <fmt/format.h>
#include <iterator>

#include "reports/cases.h"
#include "reports/formats.h"
#include "reports/inert.h"
#include "reports/remedy_lines.h"
#include "reports/verdict_line.h"

namespace vnetprobe {

namespace {

// A description ends at an unescaped #, where a directive begins.
std::string description(std::string_view text) {
  std::string out;
  for (const char c : inert(text)) {
    if (c == '\\' || c == '#') out += '\\';
    out += c;
  }
  return out;
}

// A double-quoted YAML scalar; inert text has no control characters.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : inert(text)) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string directive(const TestCase& each) {
  if (each.outcome == Outcome::accepted)
    return " # TODO " +
           description(each.finding == nullptr ? "not chosen" : "accepted: " + id_of(*each.finding));
  if (each.outcome == Outcome::skipped)
    return " # SKIP " + description(each.because.empty() ? each.message : "waits for " + each.because);
  return "";
}

void diagnostics(std::string& out, const TestCase& each) {
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "  ---\n  message: {}\n", quoted(each.message));
  fmt::format_to(to, "  severity: {}\n", each.outcome == Outcome::undecided ? "undecided" : "fail");
  fmt::format_to(to, "  duration_ms: {:.1f}\n", each.duration.count());
  if (each.finding != nullptr) {
    fmt::format_to(to, "  finding: {}\n  title: {}\n  seen: {}\n", quoted(id_of(*each.finding)),
                   quoted(each.finding->title), quoted(each.finding->because));
    if (!each.finding->remedies.empty()) {
      // The first way is enough here: the others are the same change for other servers.
      const Remedy& remedy = each.finding->remedies.front();
      fmt::format_to(to, "  place: {}\n  mend:\n", quoted(remedy_place(remedy.as)));
      for (const std::string& line : inert_lines(remedy.text)) fmt::format_to(to, "    - {}\n", quoted(line));
    }
  }
  out += "  ...\n";
}

}  // namespace

std::string render_tap(const Report& report, const RenderOptions&) {
  const std::vector<TestCase> cases = cases_of(report);
  std::string out = fmt::format("TAP version 14\n1..{}\n", cases.size());
  const auto to = std::back_inserter(out);
  for (std::size_t n = 0; n < cases.size(); ++n) {
    const TestCase& each = cases[n];
    const bool ok = each.outcome == Outcome::passed || each.outcome == Outcome::skipped;
    fmt::format_to(to, "{} {} - {}{}\n", ok ? "ok" : "not ok", n + 1, description(each.id), directive(each));
    if (!ok) diagnostics(out, each);
  }
  fmt::format_to(to, "# {}\n", inert(verdict_line(report).text()));
  return out;
}

}  // namespace vnetprobe
