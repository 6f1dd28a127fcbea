// What must be let through, for whoever writes the firewall's rules.
#pragma once

#include <string>

#include "probe/model/scope.h"

namespace vnetprobe {

// Lines "PROTOCOL PORTS NAME ADDRESSES", the addresses with commas or "-" where none is known.
// Comments begin with "#". Storage accounts that must be refused are left out.
std::string emit_firewall(const Plan& plan, const Scope& scope);

}  // namespace vnetprobe
