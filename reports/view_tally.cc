#include "reports/view_tally.h"

#include <algorithm>

namespace vnetprobe {

namespace {

constexpr const char* kThisHost = "this host";

// Port 53 goes without saying.
std::string shown(const SocketAddress& server) {
  return server.port == 53 ? server.address.to_string() : server.to_string();
}

ViewTally& tally_of(std::vector<ViewTally>& all, const std::string& view, const std::string& server) {
  const auto found = std::ranges::find(all, view, &ViewTally::view);
  if (found != all.end()) return *found;
  return all.emplace_back(ViewTally{.view = view, .server = server});
}

void count(ViewTally& tally, bool answered, Millis duration) {
  ++tally.asked;
  if (!answered) return;
  ++tally.answered;
  tally.times.push_back(duration.count());
}

}  // namespace

std::vector<ViewTally> tallies_of(const Report& report, Asked which) {
  std::vector<ViewTally> all;
  for (const ResolverPlan& resolver : report.plan.resolvers)
    tally_of(all, resolver.name, resolver.address ? shown(*resolver.address) : kThisHost).required =
        resolver.required;
  for (const DnsQuestion& q : report.evidence.questions)
    if (which == Asked::all || q.purpose != DnsPurpose::public_)
      count(tally_of(all, q.view, shown(q.server)), q.outcome == DnsOutcome::answered, q.duration);
  for (const SystemLookup& l : report.evidence.lookups)
    count(tally_of(all, l.view, kThisHost), l.finished, l.duration);
  return all;
}

}  // namespace vnetprobe
