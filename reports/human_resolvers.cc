// A view's server is judged by what it answered at all; whether the answers are right is in the tables.
#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "reports/grid.h"
#include "reports/human_parts.h"
#include "reports/view_tally.h"

namespace vnetprobe {

namespace {

double median(std::vector<double>& times) {
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, middle);
  return *middle;
}

Span answered_of(const ViewTally& tally) {
  const std::string text = fmt::format("{} of {} answered", tally.answered, tally.asked);
  if (tally.asked == 0) return {"not asked", Ink::faint};
  if (tally.answered == tally.asked) return {text, Ink::good};
  return {text, tally.answered == 0 ? Ink::bad : Ink::doubtful};
}

}  // namespace

void print_resolvers(Page& page, const Report& report) {
  std::vector<ViewTally> tallies = tallies_of(report, Asked::all);
  if (tallies.empty()) return;

  Grid grid{.title = "resolvers", .heads = {{{""}}, {{""}}, {{""}}}};
  for (ViewTally& tally : tallies) {
    std::string time = tally.times.empty() ? "" : fmt::format("median {:.1f} ms", median(tally.times));
    grid.rows.push_back({.label = tally.required ? tally.view : tally.view + " (ref)",
                         .cells = {{{tally.server}}, {answered_of(tally)}, {{std::move(time)}}}});
  }
  page.gap();
  print(page, grid);
}

}  // namespace vnetprobe
