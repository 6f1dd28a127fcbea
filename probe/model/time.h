// Two kinds of time: how long after the start of the run (monotonic), and the wall clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vnetprobe {

using Millis = std::chrono::duration<double, std::milli>;

// Seconds since 1970-01-01T00:00:00Z; what certificates, reports and tokens are compared with.
struct UtcTime {
  std::int64_t seconds = 0;
  friend auto operator<=>(const UtcTime&, const UtcTime&) = default;
};

// RFC 3339, "2026-11-22T17:09:15Z".
std::string to_string(UtcTime time);

// Accepts what to_string writes, with or without a fraction of a second; nullopt otherwise.
std::optional<UtcTime> parse_utc(std::string_view text);

}  // namespace vnetprobe
