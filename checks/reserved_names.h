// Names that Azure itself needs, and whether a private zone shadows one of them (azure-facts 6). Every
// name that the plan's cloud reserves is there for every server that is asked directly, answered or not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/case.h"

namespace vnetprobe {

struct ReservedName {
  std::string name{};
  std::size_t view = 0;
  std::optional<std::size_t> question{};  // index into Evidence::questions; empty when never asked
  bool usable = false;                    // an answer came that says something
  bool shadowed = false;                  // the SOA is the name's own, and Azure's private DNS serves it
};

std::vector<ReservedName> reserved_names(const Case& run);

}  // namespace vnetprobe
