// A report that an earlier run saved as JSON.
#pragma once

#include <optional>
#include <string>

#include "probe/model/report.h"

namespace vnetprobe {

// "-" is standard input. What is wrong is printed, as "FILE: what"; exit 78 is the caller's.
std::optional<Report> load_report(const std::string& name);

}  // namespace vnetprobe
