// Runs as a reader of the page meets them: one company's targets, healthy or with one fault of ten, judged
// from their evidence by the program's own rules.
#pragma once

#include <string>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

struct PageStory {
  std::string name{};  // "healthy", "fault-zone-not-linked"
  std::string code{};  // the one finding that is an error; "" for none
  Report report{};
};

// The healthy run, then ten faults, each of another family.
std::vector<PageStory> page_stories();

// 300 endpoints through three views, one of them behind a door that does not answer.
Report page_of_300();

}  // namespace vnetprobe
