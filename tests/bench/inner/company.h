// A company of any size, for the inner loops: its plan file, and what a healthy run of it saw.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "probe/model/evidence.h"
#include "probe/model/plan.h"

namespace vnetprobe {

// A plan file of `accounts` storage accounts and one view.
std::string company_plan(int accounts);
// What a run of that plan sees: two questions a form, one contact of the private path. `linked` is whether
// the private zone is; where it is not, every name ends in public addresses.
Evidence company_evidence(const Plan& plan, bool linked);
// The answer to the A question of the first account, as it comes over the wire: alias and address.
std::vector<std::uint8_t> company_answer();

}  // namespace vnetprobe
