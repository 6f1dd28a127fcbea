// The lines that mend a finding: real names filled in, what is unknown in <angle brackets> after
// the command that would print it. Checked against documentation only; az was not run (azure-facts 11).
#pragma once

#include <string>
#include <vector>

#include "checks/case.h"
#include "probe/model/report.h"

namespace vnetprobe {

std::vector<Remedy> remedies_for(const Case& run, const Finding& finding);

}  // namespace vnetprobe
