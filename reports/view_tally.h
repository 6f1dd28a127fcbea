// How each view of the names behaved as a server: what the human table, the picture and the metrics count.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

struct ViewTally {
  std::string view{};
  std::string server{};  // "10.1.0.53", with its port where that is not 53; "this host"
  bool required = true;
  std::size_t asked = 0;
  std::size_t answered = 0;     // in time, whatever it said
  std::vector<double> times{};  // ms, of answered ones
};

// Which questions are counted: how the Internet sees a name is no view of the plan.
enum class Asked { all, without_public };

// The views of the plan, asked or not, then others in the order in which they were asked.
std::vector<ViewTally> tallies_of(const Report& report, Asked which);

}  // namespace vnetprobe
