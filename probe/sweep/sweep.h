// Very many names through few servers: streams in, streams out, and holds no more than is in flight.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "probe/model/plan.h"
#include "probe/model/sweep.h"
#include "probe/net/toolbox.h"

namespace vnetprobe {

struct SweepProgress {
  std::uint64_t names = 0;
  Millis elapsed{};
  double share = 0;  // of the file, 0 to 1; 0 where nobody knows how long it is
};

struct SweepHands {
  // The rows of a name, one a view, with the findings that cover it. In the order in which names end.
  std::function<void(const std::vector<SweepRow>&, const std::vector<Finding>&)> on_name{};
  // A line that is no name.
  std::function<void(std::uint64_t line, int column, const std::string& what)> on_error{};
  std::function<void(const SweepProgress&)> on_progress{};  // a few times a second; null for nothing
};

struct SweepOutcome {
  std::uint64_t names = 0;
  Millis duration{};
  bool by_signal = false;
  std::string read_error{};
  std::string bug{};  // of ours: a name without its line
};

// `base` has the views, none of them `system`, and the VNet. Takes `fd` over. Handles SIGINT and SIGTERM
// while it runs: what is left of a regular file then comes out as `unknown`.
SweepOutcome sweep(const Plan& base, int fd, const NetOptions& options, const SweepHands& hands);

}  // namespace vnetprobe
