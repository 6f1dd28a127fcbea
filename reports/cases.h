// A report as test results: what JUnit and TAP readers understand. Every check is a case; so is a finding
// that no failed check stands for, and a run that did not come to its end. At least one case failed or
// was not decided exactly when the verdict is not pass.
#pragma once

#include <string>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

enum class Outcome {
  passed,
  failed,
  accepted,   // failed, and explained only by findings that do not count: suppressed, or below --fail-on
  skipped,    // a prerequisite did not pass
  undecided,  // not asked to the end
};

struct TestCase {
  std::string id{};    // the check's id, or CODE/SUBJECT of a finding
  std::string kind{};  // the check's kind, "findings" or "run"
  Outcome outcome = Outcome::undecided;
  std::string message{};
  std::string because{};             // of a skipped check: the check that did not pass
  const Finding* finding = nullptr;  // what explains it; lives in the report
  Millis duration{};
};

// In the order of the report.
std::vector<TestCase> cases_of(const Report& report);

// "dns.zone-not-linked/privatelink.blob.core.windows.net"
std::string id_of(const Finding& finding);

// For people who meet a failed case in a list of tests: the finding in full, line by line, inert.
std::vector<std::string> story_of(const TestCase& each);

}  // namespace vnetprobe
