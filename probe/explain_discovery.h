// `explain discovery`: every request that a run with neither plan nor names makes, and the least role.
#pragma once

#include "checks/explain.h"

namespace vnetprobe {

Explanation explain_discovery();

}  // namespace vnetprobe
