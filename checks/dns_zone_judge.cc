// A zone is served, or every name of it resolves privately without: the hosts file alone is a
// set-up that the documents allow, and so are bare records in a zone of another name.
#include <algorithm>
#include <fmt/format.h>

#include "checks/judges.h"
#include "checks/judging.h"

namespace vnetprobe {
namespace {

bool needed(const Case& run, const Zone& zone, std::size_t v) {
  return std::any_of(zone.targets.begin(), zone.targets.end(),
                     [&](std::size_t t) { return run.is_required(t, v); });
}

// Names that this view need not give (the hosts file does) do not count, unless all are of that kind.
bool every_name_is_private(const Case& run, const Zone& zone, std::size_t v) {
  if (zone.targets.empty()) return false;
  const bool any_needed = needed(run, zone, v);
  return std::all_of(zone.targets.begin(), zone.targets.end(), [&](std::size_t t) {
    return (any_needed && !run.is_required(t, v)) || run.name_view(t, v).is_private();
  });
}

// No name of the zone is known to be wrong, and some are not known at all.
bool names_are_open(const Case& run, const Zone& zone, std::size_t v) {
  bool any_open = false;
  const bool any_needed = needed(run, zone, v);
  for (const std::size_t t : zone.targets) {
    const NameView& name = run.name_view(t, v);
    if (any_needed && !run.is_required(t, v)) continue;
    if (name.sight == Sight::unknown)
      any_open = true;
    else if (!name.is_private())
      return false;
  }
  return any_open;
}

bool was_interrupted(const Case& run, const ZoneView& zone) {
  if (!zone.asked) return true;
  return std::any_of(zone.questions.begin(), zone.questions.end(), [&](std::size_t q) {
    const DnsQuestion& question = run.evidence().questions[q];
    return question.name == zone.zone->name && question.outcome == DnsOutcome::interrupted;
  });
}

void judge_served(const Case& run, const ZoneView& zone, std::size_t v, Result& made) {
  const std::string& name = zone.zone->name;
  if (zone.served == Served::yes) {
    made.status = Status::pass;
    made.message = fmt::format("{} is served (SOA by {}).", name, zone.mname);
    made.facts.emplace_back("mname", zone.mname);
  } else if (every_name_is_private(run, *zone.zone, v)) {
    made.status = Status::pass;
    made.message = zone.view->system
                       ? fmt::format("Every name of {} resolves privately.", name)
                       : fmt::format("{} is not served, and every name of it resolves privately.", name);
  } else if (names_are_open(run, *zone.zone, v) ||
             (!zone.view->system && zone.served == Served::unknown && was_interrupted(run, zone))) {
    made.status = Status::unknown;
    made.message = "Not asked to the end.";
  } else if (zone.view->system) {
    made.status = Status::fail;
    made.message = fmt::format("Not every name of {} resolves privately for programs on this host.", name);
  } else if (zone.served == Served::no) {
    made.status = Status::fail;
    made.message = zone.owner.empty() ? fmt::format("{} is not served: no SOA came.", name)
                                      : fmt::format("{} is not served: the SOA that answers is of {} ({}).",
                                                    name, zone.owner, zone.mname);
    made.facts.emplace_back("mname", zone.mname);
  } else {
    made.status = Status::fail;
    made.message = fmt::format("SOA {} got no usable answer.", name);
  }
}

}  // namespace

void judge_dns_zone(const Case& run, std::vector<Result>& results) {
  for (std::size_t z = 0; z < run.scope().zones.size(); ++z)
    for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
      const ZoneView& zone = run.zone_view(z, v);
      // Without a name to look up, programs' own view cannot be asked for a zone.
      if (zone.zone->targets.empty() && zone.view->system) continue;
      Result made = result("dns.zone", zone.zone->name, "");
      made.view = zone.view->name;
      made.id = check_id(made.kind, made.target, made.view);
      judge_served(run, zone, v, made);
      if (made.status != Status::pass && !needed(run, *zone.zone, v)) {
        made.status = Status::warn;
        made.message =
            zone.zone->targets.empty()
                ? fmt::format("{} No name of it is in the plan (endpoints), so nothing depends on it here.",
                              made.message)
                : fmt::format("A reference: {}", made.message);
      }
      made.evidence.questions = zone.questions;
      take_times(run, made);
      results.push_back(std::move(made));
    }
}

}  // namespace vnetprobe
