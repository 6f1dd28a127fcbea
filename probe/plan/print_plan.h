// A plan as text that `run -p` takes back. Reading it gives an equal plan.
#pragma once

#include <string>

#include "probe/model/plan.h"
#include "probe/plan/origins.h"

namespace vnetprobe {

// With the origin of each value as a comment, where it is known.
std::string print_plan_yaml(const Plan& plan, const Origins& origins);
std::string print_plan_json(const Plan& plan);

}  // namespace vnetprobe
