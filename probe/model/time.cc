// The calendar comes from <chrono>, not from gmtime and friends: nothing here may depend on a time
// zone, a locale or a leap-second table of the machine.
#include "probe/model/time.h"

#include <algorithm>
#include <fmt/core.h>

namespace vnetprobe {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "YYYY-MM-DDThh:mm:ss" with a digit wherever the pattern has a 0.
bool has_shape(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00";
  if (text.size() < kShape.size()) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i)
    if (kShape[i] == '0' ? !is_digit(text[i]) : text[i] != kShape[i]) return false;
  return true;
}

int number(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(from, count)) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

std::string to_string(UtcTime time) {
  using namespace std::chrono;
  const sys_seconds when{seconds{time.seconds}};
  const auto day = floor<days>(when);
  const year_month_day date{day};
  const hh_mm_ss clock{when - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<UtcTime> parse_utc(std::string_view text) {
  using namespace std::chrono;
  if (!has_shape(text)) return std::nullopt;
  std::string_view rest = text.substr(19);
  if (rest.starts_with('.')) {
    const auto end = std::find_if_not(rest.begin() + 1, rest.end(), is_digit);
    if (end == rest.begin() + 1) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.begin()));
  }
  if (rest != "Z") return std::nullopt;
  const year_month_day date{year{number(text, 0, 4)}, month{static_cast<unsigned>(number(text, 5, 2))},
                            day{static_cast<unsigned>(number(text, 8, 2))}};
  const int hour = number(text, 11, 2), minute = number(text, 14, 2), second = number(text, 17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const auto when = sys_days{date} + hours{hour} + minutes{minute} + seconds{second};
  return UtcTime{duration_cast<seconds>(when.time_since_epoch()).count()};
}

}  // namespace vnetprobe
