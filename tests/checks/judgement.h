// What a story comes to, whole, as the goldens in tests/golden/stories keep it: the findings with what they
// say and explain, and every check that is no pass.
#pragma once

#include <string>
#include <string_view>

#include "probe/model/report.h"

namespace vnetprobe {

std::string judgement(std::string_view story, const Report& report);
// The checks that pass, with what they say and what they rest on.
std::string passes(std::string_view story, const Report& report);

}  // namespace vnetprobe
