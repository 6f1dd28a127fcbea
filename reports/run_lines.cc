#include "reports/run_lines.h"

#include <algorithm>
#include <fmt/format.h>

#include "reports/status_order.h"
#include "reports/text.h"
#include "reports/verdict_line.h"

namespace vnetprobe {

std::vector<const MergedRun*> worst_first(const Report& report) {
  std::vector<const MergedRun*> runs;
  for (const MergedRun& each : report.run.merged) runs.push_back(&each);
  std::ranges::stable_sort(runs, std::ranges::greater{},
                           [](const MergedRun* each) { return gravity(each->verdict); });
  return runs;
}

std::string Difference::text() const {
  std::vector<std::string> parts;
  for (const auto& [kind, n] : kinds) parts.push_back(fmt::format("{} {}", n, kind));
  return fmt::format("{}: {}", runs, join(parts));
}

std::vector<Difference> differences(const Report& report) {
  std::vector<Difference> all;
  std::map<std::string_view, std::size_t> places;
  for (const Result& check : report.checks) {
    const std::string_view runs = fact(check, "runs");
    if (runs.empty()) continue;
    const auto [place, is_new] = places.emplace(runs, all.size());
    if (is_new) all.push_back({.runs = std::string(runs)});
    Difference& difference = all[place->second];
    ++difference.kinds[check.kind];
    ++difference.checks;
  }
  std::ranges::stable_sort(all, std::ranges::greater{}, &Difference::checks);
  return all;
}

}  // namespace vnetprobe
