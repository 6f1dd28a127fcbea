// Plans made from a seed: right by construction, and in the form that reading a file gives.
#pragma once

#include <cstdint>
#include <string>

#include "probe/model/plan.h"

namespace vnetprobe {

// The same plan for the same seed, on any machine.
Plan generated_plan(std::uint32_t seed);

// Every field of a plan as lines of text: equal for equal plans, and shows where others differ.
std::string dump(const Plan& plan);

}  // namespace vnetprobe
