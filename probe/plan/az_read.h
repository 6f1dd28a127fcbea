// From the JSON that az printed, or that ARM answered, to facts (contract 2.3, azure-facts 10).
#pragma once

#include <string>
#include <vector>

#include "probe/model/az_facts.h"
#include "probe/plan/parse.h"

namespace vnetprobe {

struct AzReading {
  AzFacts facts{};
  std::vector<InputError> errors{};
  std::vector<std::string> notes{};  // what was in a file and could not be used
};

// Files in any mix and nesting: ARM's `properties` or az's flattened form, one object, a list, pages
// {"value": []}, several values in one file. Unknown fields, null and missing ones are passed over.
// Lines before and after that are no JSON (az's warnings) are too.
AzReading read_az(const std::vector<PlanText>& files);

}  // namespace vnetprobe
