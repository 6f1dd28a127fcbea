// Reports made by hand, one a story, for whoever tests a format: no judge and no network was involved.
#pragma once

#include <string>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

struct SampleReport {
  std::string name{};  // "zone-not-linked"; the goldens' file name
  Report report{};
};

// Every story that has goldens.
const std::vector<SampleReport>& sample_reports();

// One of them; throws std::out_of_range for a name that is none.
const Report& sample_report(const std::string& name);

// The healthy story blown up: so many storage targets, through three views.
Report large_report(int targets);

// What strangers may put on the wire: escape codes, line breaks, NUL, marks of direction, bytes that
// are not UTF-8, 64 KiB.
const std::vector<std::string>& hostile_strings();

// The healthy story with `text` in every place that takes text.
Report hostile_report(const std::string& text);

}  // namespace vnetprobe
