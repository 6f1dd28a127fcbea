// Reads back what render_json wrote: a saved report becomes a Report again, its evidence gathered
// from the checks that carry it. Strict about what `judge` relies on, deaf to additions.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "probe/model/report.h"

namespace vnetprobe {

// The report, or one sentence that says what is wrong and where.
std::variant<Report, std::string> read_report(std::string_view json);

}  // namespace vnetprobe
