// This machine's clock beside those of the servers that proved who they are. Shared by the judge and
// the rule.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checks/case.h"

namespace vnetprobe {

// "Sun, 06 Nov 1994 08:49:37 GMT": the one form that servers must write (RFC 9110 section 5.6.7).
std::optional<UtcTime> parse_http_date(std::string_view text);

struct ClockSight {
  std::string host{};                   // this machine
  std::size_t servers = 0;              // that sent a Date; 0: nothing to compare with
  std::int64_t ahead_s = 0;             // servers' clocks before this one; the median of them
  std::string example{};                // one of the servers near the median
  bool split = false;                   // half of them are far behind, and half far ahead
  std::vector<std::size_t> contacts{};  // indices into Evidence::contacts
  bool is_wrong() const;                // by more than five minutes
};
ClockSight clock_sight(const Case& run);

}  // namespace vnetprobe
