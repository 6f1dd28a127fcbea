// Of this machine itself: what its credentials open, and its clock.
#include <cstdlib>
#include <fmt/format.h>

#include "checks/clock.h"
#include "checks/credential.h"
#include "checks/judging.h"
#include "checks/rules.h"

namespace vnetprobe {

void find_useless_credentials(Diagnosis& desk) {
  for (const Credential& each : credentials(desk.run())) {
    if (each.status != Status::fail) continue;
    Finding& finding = desk.finding("identity.unavailable", each.host);
    if (finding.because.empty()) finding.because = each.message;
    if (!each.subject.empty()) desk.add_target(finding, each.subject);
    desk.explain(finding, check_id("identity.token", each.name));
  }
}

void find_wrong_clock(Diagnosis& desk) {
  const ClockSight sight = clock_sight(desk.run());
  if (!sight.is_wrong()) return;
  Finding& finding = desk.finding("clock.skew", sight.host);
  finding.because = fmt::format(
      "By the Date header of {} answers, {} for one, this machine's clock is {} s {}.", sight.servers,
      sight.example, std::abs(sight.ahead_s), sight.ahead_s > 0 ? "behind" : "ahead");
  desk.explain(finding, check_id("clock.skew", sight.host));
}

}  // namespace vnetprobe
