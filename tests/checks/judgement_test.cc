// What each story comes to, whole: the findings with what they say and explain, and every check that is no
// pass. A change of a rule or a judge is a difference here, to be read and found good (UPDATE_GOLDEN=1 writes
// it).
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <iterator>
#include <map>

#include "tests/checks/told.h"
#include "tests/support/golden.h"

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
  fmt::format_to(std::back_inserter(out), "  {} {}{}: {}\n", to_string(check.status), check.id,
                 check.because.empty() ? "" : " waits for " + check.because, check.message);
}

std::string judgement(const Told& told) {
  const Report report = told.told.assess();
  std::string out = fmt::format("{}: {}\n  {}, {} of {} checks pass\n", told.code, told.story,
                                to_string(report.verdict), report.summary.pass, report.checks.size());
  for (const std::string& each : report.not_proved) out += "  not proved: " + each + "\n";
  for (const Finding& finding : report.findings) say_finding(out, finding);
  for (const Result& check : report.checks) say_check(out, check);
  return out + "\n";
}

// "dns.zone-not-linked" and its like are in one file, "dns".
std::string file_of(const Told& told) {
  const std::string name(told.code.substr(0, told.code.find('.')));
  return "stories/" + (name.empty() ? "healthy" : name) + ".txt";
}

}  // namespace

TEST_CASE("what each story comes to") {
  std::map<std::string, std::string> files;
  for (const Told& told : all_stories()) files[file_of(told)] += judgement(told);
  CHECK(files.size() > 5);
  for (const auto& [file, text] : files) {
    std::string difference;
    CHECK_MESSAGE(matches_golden(file, text, difference), difference);
  }
}

}  // namespace vnetprobe
