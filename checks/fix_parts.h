// The parts of `fix`: what each kind of dialect makes of the findings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/case.h"
#include "probe/model/report.h"

namespace vnetprobe {

struct FixText {
  std::string text{};
  std::size_t mended = 0;                // findings
  std::vector<std::string> undecided{};  // "CODE SUBJECT: what is left to a person"
};

using Findings = std::vector<const Finding*>;

FixText fix_with_az(const Case& run, const Findings& findings);
FixText fix_on_server(const Case& run, const Findings& findings, std::string_view dialect);
FixText fix_in_hosts(const Case& run, const Findings& findings);

// For comments and messages, without line ends: a report may come from anybody.
std::string harmless(std::string_view text);
// "CODE SUBJECT", harmless.
std::string headline(const Finding& finding);

// ", see --as az" for codes that az has something for, else "".
std::string_view elsewhere(std::string_view code);

}  // namespace vnetprobe
