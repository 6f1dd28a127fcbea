// What would trip a newcomer: one server whose own clock is wrong is not this machine's fault, so the
// median of all counts; and a Date is the time at which the answer was made, not that of the run's
// start. A firewall's page says nothing of Azure's clocks.
#include "checks/clock.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <tuple>

#include "checks/contact_sight.h"

namespace vnetprobe {
namespace {

constexpr std::int64_t kFiveMinutes = 300;

std::optional<int> number(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<UtcTime> parse_http_date(std::string_view text) {
  constexpr std::size_t kLength = 29;
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != kLength || !text.ends_with(" GMT") || text[3] != ',') return std::nullopt;
  const auto* month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = number(text.substr(5, 2)), year = number(text.substr(12, 4)),
             hour = number(text.substr(17, 2)), minute = number(text.substr(20, 2)),
             second = number(text.substr(23, 2));
  if (!day || !year || !hour || !minute || !second) return std::nullopt;
  // A month that nobody knows is the thirteenth.
  const std::chrono::year_month_day date{
      std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(month - kMonths.begin()) + 1},
      std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const auto days = std::chrono::sys_days{date}.time_since_epoch().count();
  return UtcTime{static_cast<std::int64_t>(days) * 86400 + *hour * 3600 + *minute * 60 + *second};
}

bool ClockSight::is_wrong() const { return !split && std::abs(ahead_s) > kFiveMinutes; }

ClockSight clock_sight(const Case& run) {
  ClockSight sight;
  const Evidence& evidence = run.evidence();
  sight.host = evidence.host.hostname.empty() ? "this-host" : evidence.host.hostname;
  using Seen = std::pair<std::int64_t, std::string>;  // how far ahead, and who says so
  std::vector<Seen> seen;
  for (std::size_t i = 0; i < evidence.contacts.size(); ++i) {
    const Contact& contact = evidence.contacts[i];
    if (!contact.tls || sight_of(*contact.tls) != TlsSight::fine || !contact.http) continue;
    const Http& http = *contact.http;
    if (http.outcome != HttpOutcome::answered || speaks_a_firewall(http)) continue;
    const auto date = parse_http_date(header(http, "date"));
    if (!date) continue;
    const auto at = std::chrono::duration_cast<std::chrono::seconds>(http.started + http.duration).count();
    seen.push_back({date->seconds - evidence.host.clock.seconds - at, contact.target});
    sight.contacts.push_back(i);
  }
  // Not as they came: what is judged again from a report comes in the order of its checks.
  std::ranges::stable_sort(sight.contacts, {}, [&](std::size_t i) {
    const Contact& each = evidence.contacts[i];
    return std::tie(each.target, each.path, each.address, each.port);
  });
  sight.servers = seen.size();
  if (seen.empty() || evidence.host.clock.seconds == 0) {
    sight.servers = 0;
    return sight;
  }
  std::sort(seen.begin(), seen.end());
  // Of an even number there are two in the middle; where those disagree, nobody is accused.
  const Seen& low = seen[(seen.size() - 1) / 2];
  const Seen& high = seen[seen.size() / 2];
  const Seen& middle = std::abs(high.first) < std::abs(low.first) ? high : low;
  sight.split = low.first < -kFiveMinutes && high.first > kFiveMinutes;
  std::tie(sight.ahead_s, sight.example) = middle;
  return sight;
}

}  // namespace vnetprobe
