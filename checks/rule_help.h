// Small things that several rules say in the same way.
#pragma once

#include "checks/diagnosis.h"

namespace vnetprobe {

// The required views that led to this address of the target are named in the finding.
void add_views_of(Diagnosis& desk, Finding& finding, std::size_t target, const IpAddress& address);

}  // namespace vnetprobe
