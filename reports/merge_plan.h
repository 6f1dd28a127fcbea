// The plan of a merged report: everything that any of the runs was asked.
#pragma once

#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

Plan merge_plans(const std::vector<Report>& reports);

}  // namespace vnetprobe
