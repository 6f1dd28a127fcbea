// A failed run as the annotations of a CI system: lines for standard error, which its runner turns into
// marks on the run's page.
#pragma once

#include <string>

#include "probe/model/report.h"

namespace vnetprobe {

enum class Ci { github, azure };

// One line for each finding that is not suppressed (severity as it is), for each failed check that no
// finding explains, and for a run without a decision. "" for a run with nothing to say.
std::string annotations(const Report& report, Ci ci);

}  // namespace vnetprobe
