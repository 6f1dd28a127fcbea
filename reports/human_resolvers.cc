// A view's server is judged by what it answered at all; whether the answers are right is in the tables.
#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "reports/grid.h"
#include "reports/human_parts.h"
#include "reports/text.h"

namespace vnetprobe {

namespace {

struct Tally {
  std::string view{};
  std::string server{};
  bool required = true;
  std::size_t asked = 0;
  std::size_t answered = 0;
  std::vector<double> times{};  // ms, of answered ones
};

// Port 53 goes without saying.
std::string shown(const SocketAddress& server) {
  return server.port == 53 ? server.address.to_string() : server.to_string();
}

class Tallies {
 public:
  explicit Tallies(const Plan& plan) {
    for (const ResolverPlan& resolver : plan.resolvers)
      of(resolver.name, resolver.address ? shown(*resolver.address) : "this host").required =
          resolver.required;
  }

  Tally& of(const std::string& view, const std::string& server) {
    const auto found = std::ranges::find(all_, view, &Tally::view);
    if (found != all_.end()) return *found;
    return all_.emplace_back(Tally{.view = view, .server = server});
  }
  std::vector<Tally>& all() { return all_; }

 private:
  std::vector<Tally> all_{};
};

void count(Tally& tally, bool answered, Millis duration) {
  ++tally.asked;
  if (!answered) return;
  ++tally.answered;
  tally.times.push_back(duration.count());
}

double median(std::vector<double>& times) {
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, middle);
  return *middle;
}

Span answered_of(const Tally& tally) {
  const std::string text = fmt::format("{} of {} answered", tally.answered, tally.asked);
  if (tally.asked == 0) return {"not asked", Ink::faint};
  if (tally.answered == tally.asked) return {text, Ink::good};
  return {text, tally.answered == 0 ? Ink::bad : Ink::doubtful};
}

}  // namespace

void print_resolvers(Page& page, const Report& report) {
  Tallies tallies(report.plan);
  for (const DnsQuestion& q : report.evidence.questions)
    count(tallies.of(q.view, shown(q.server)), q.outcome == DnsOutcome::answered, q.duration);
  for (const SystemLookup& l : report.evidence.lookups)
    count(tallies.of(l.view, "this host"), l.finished, l.duration);
  if (tallies.all().empty()) return;

  Grid grid{.title = "resolvers", .heads = {{{""}}, {{""}}, {{""}}}};
  for (Tally& tally : tallies.all()) {
    std::string time = tally.times.empty() ? "" : fmt::format("median {:.1f} ms", median(tally.times));
    grid.rows.push_back({.label = tally.required ? tally.view : tally.view + " (ref)",
                         .cells = {{{tally.server}}, {answered_of(tally)}, {{std::move(time)}}}});
  }
  page.gap();
  print(page, grid);
}

}  // namespace vnetprobe
