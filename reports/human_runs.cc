// Whose verdict it is stands above what the names gave: the tables show the worst of all runs at once.
#include <fmt/format.h>

#include "reports/grid.h"
#include "reports/human_parts.h"
#include "reports/marks.h"
#include "reports/run_lines.h"
#include "reports/text.h"

namespace vnetprobe {

namespace {

void print_more(Page& page, std::size_t all, std::size_t shown, std::string_view noun) {
  if (all > shown) page.prose({{"  "}}, "and " + count_of(all - shown, noun), 2, Ink::faint);
}

}  // namespace

void print_runs(Page& page, const Report& report) {
  const std::vector<const MergedRun*> runs = worst_first(report);
  if (runs.size() < 2) return;
  Grid grid{.title = "runs", .heads = {{{""}}, {{""}}, {{""}}}};
  for (std::size_t i = 0; i < runs.size() && i < kRunsShown; ++i)
    grid.rows.push_back({.label = runs[i]->label,
                         .cells = {{{std::string(to_string(runs[i]->verdict)), ink_of(runs[i]->verdict)}},
                                   {{runs[i]->plan}},
                                   {{to_string(runs[i]->started)}}}});
  page.gap();
  print(page, grid);
  print_more(page, runs.size(), kRunsShown, "more run");

  const std::vector<Difference> differing = differences(report);
  if (differing.empty()) return;
  page.gap();
  page.line({{"where they differ"}});
  for (std::size_t i = 0; i < differing.size() && i < kDifferencesShown; ++i)
    page.prose({{"  "}}, differing[i].text(), 4);
  print_more(page, differing.size(), kDifferencesShown, "more way");
}

}  // namespace vnetprobe
