// The one table of checks: what is asked, what it needs first, who gathers, who judges.
#pragma once

#include <span>
#include <string_view>

#include "checks/case.h"
#include "probe/model/report.h"

namespace vnetprobe {

// Appends one Result per check of this kind. Pure, total: every instance that the scope asks for
// gets a result, whatever the evidence lacks.
using Judge = void (*)(const Case&, std::vector<Result>&);

struct Kind {
  std::string_view id;        // "dns.private"
  std::string_view question;  // as in contract section 3
  std::string_view needs;     // the kind that must pass first, or ""
  Judge judge;
};

// Order is order of appearance in reports.
std::span<const Kind> kinds();

}  // namespace vnetprobe
