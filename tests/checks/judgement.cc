#include "tests/checks/judgement.h"

#include <fmt/format.h>
#include <iterator>

#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

void say_finding(std::string& out, const Finding& finding) {
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "  {}\n    because {}\n", line_of(finding), finding.because);
  for (const std::string& each : finding.could_be) fmt::format_to(to, "    could be {}\n", each);
  for (const std::string& each : finding.explains) fmt::format_to(to, "    explains {}\n", each);
}

void say_check(std::string& out, const Result& check) {
  if (check.status == Status::pass) return;
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "  {} {}{}: {}\n", to_string(check.status), check.id,
                 check.because.empty() ? "" : " waits for " + check.because, check.message);
  std::string facts;
  for (const auto& [key, value] : check.facts) facts += fmt::format(" {}={}", key, value);
  if (!facts.empty()) fmt::format_to(to, "   {}\n", facts);
}

}  // namespace

std::string judgement(std::string_view story, const Report& report) {
  std::string out = fmt::format("{}\n  {}, {} of {} checks pass\n", story, to_string(report.verdict),
                                report.summary.pass, report.checks.size());
  for (const std::string& each : report.not_proved) out += "  not proved: " + each + "\n";
  for (const Finding& finding : report.findings) say_finding(out, finding);
  for (const Result& check : report.checks) say_check(out, check);
  return out + "\n";
}

}  // namespace vnetprobe
