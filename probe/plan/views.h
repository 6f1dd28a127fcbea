// From the plan's resolvers to the views that names are asked through.
#pragma once

#include <vector>

#include "probe/model/scope.h"

namespace vnetprobe {

// Azure DNS is known by its address, whatever the plan calls it.
std::vector<View> views_of(const std::vector<ResolverPlan>& resolvers);

}  // namespace vnetprobe
