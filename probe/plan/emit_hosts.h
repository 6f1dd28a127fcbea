// The plan's private addresses as lines of a hosts file.
#pragma once

#include <string>

#include "probe/model/scope.h"

namespace vnetprobe {

// Names whose address the plan does not say stand as comments. `run -p -` takes the lines back.
std::string emit_hosts(const Scope& scope);

}  // namespace vnetprobe
