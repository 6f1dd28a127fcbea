// The part of a diff that looks at names: what each led to, through which view, in both runs.
#pragma once

#include <vector>

#include "reports/diff.h"

namespace vnetprobe {

std::vector<NameChange> compare_names(const Report& before, const Report& after);

}  // namespace vnetprobe
