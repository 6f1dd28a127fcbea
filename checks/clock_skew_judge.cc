#include <cstdlib>
#include <fmt/format.h>

#include "checks/clock.h"
#include "checks/judges.h"
#include "checks/judging.h"

namespace vnetprobe {

void judge_clock_skew(const Case& run, std::vector<Result>& results) {
  if (run.scope().targets.empty()) return;
  const ClockSight sight = clock_sight(run);
  Result made = result("clock.skew", sight.host, "");
  if (sight.servers == 0) {
    made.status = Status::skip;
    made.message = "No server that proved who it is said what time it has.";
  } else if (sight.split) {
    made.status = Status::skip;
    made.message = fmt::format(
        "Of {} answers half are minutes behind and half are ahead: nobody can be believed.", sight.servers);
  } else {
    made.status = sight.is_wrong() ? Status::warn : Status::pass;
    made.facts.emplace_back("servers", fmt::format("{}", sight.servers));
    made.facts.emplace_back("ahead_s", fmt::format("{}", sight.ahead_s));
    made.message = sight.is_wrong()
                       ? fmt::format("{} is {} s {} this machine's clock.", sight.example,
                                     std::abs(sight.ahead_s), sight.ahead_s > 0 ? "ahead of" : "behind")
                       : fmt::format("This machine's clock and those of {} answers agree within {} s.",
                                     sight.servers, std::abs(sight.ahead_s) + 1);
  }
  for (const std::size_t i : sight.contacts) made.evidence.contacts.emplace_back(i, ContactPart::http);
  take_times(run, made);
  results.push_back(std::move(made));
}

}  // namespace vnetprobe
