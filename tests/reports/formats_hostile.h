// What strangers may write into certificates, headers, bodies, DNS data and plans to get at the reader of a
// report: markup, links, formulas, commands of CI runners, on top of hostile_strings().
#pragma once

#include <string>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

// hostile_strings() and the markup of every format there is.
std::vector<std::string> hostile_gallery();

// hostile_report() with `text` in every string of the evidence, of the plan and of what was asked for.
Report hostile_everywhere(const std::string& text);

}  // namespace vnetprobe
