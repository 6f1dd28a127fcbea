// From a plan and its evidence to the report: expand, judge, diagnose, verdict. Pure, so that a run
// and `judge` of its saved report come to the same.
#pragma once

#include <string>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

struct Assessment {
  Report report{};
  std::vector<std::string> unmatched_globs{};  // of --only and --skip: exit 2
};

Assessment assess(Plan plan, Evidence evidence, RunFacts run, Judgement judgement, std::string tool_version);

// "CODE" or "CODE=SUBJECT" accepts this finding.
bool is_suppressed(const Finding& finding, const std::vector<std::string>& accepted);

}  // namespace vnetprobe
