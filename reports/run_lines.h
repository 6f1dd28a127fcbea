// What a merged report says of its runs: how each ended, and where they differ. Pure; a report that is of one
// run has neither.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

// As many as a reader takes in; what is more is counted.
constexpr std::size_t kRunsShown = 20;
constexpr std::size_t kDifferencesShown = 8;

// Those that failed first.
std::vector<const MergedRun*> worst_first(const Report& report);

// Checks that came out differently in the same way.
struct Difference {
  std::string runs{};  // "fail in vm-b; pass in vm-a", as the fact "runs" of its checks
  std::map<std::string, std::size_t> kinds{};
  std::size_t checks = 0;

  // "fail in vm-b; pass in vm-a: 7 dns.private, 1 dns.zone"
  std::string text() const;
};

// That of most checks first.
std::vector<Difference> differences(const Report& report);

}  // namespace vnetprobe
