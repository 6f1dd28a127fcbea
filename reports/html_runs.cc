// The runs of a merged report, above what the names gave: the tables show the worst of all at once.
#include <fmt/format.h>
#include <iterator>

#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/run_lines.h"
#include "reports/text.h"

namespace vnetprobe {

namespace {

std::string more_of(std::size_t all, std::size_t shown, std::string_view noun) {
  return all > shown ? fmt::format("<li>and {}</li>\n", count_of(all - shown, noun)) : "";
}

}  // namespace

std::string html_runs(const HtmlFacts& facts) {
  const std::vector<const MergedRun*> runs = worst_first(facts.report);
  if (runs.size() < 2) return "";
  std::string out = "<section id=\"runs\" class=\"changes\"><h2>Runs</h2>\n<ul>\n";
  for (std::size_t i = 0; i < runs.size() && i < kRunsShown; ++i)
    fmt::format_to(std::back_inserter(out), "<li><strong>{}</strong> {} \xc2\xb7 {} \xc2\xb7 {}</li>\n",
                   to_string(runs[i]->verdict), html(runs[i]->label, 120), html(runs[i]->plan, 120),
                   html(to_string(runs[i]->started)));
  out += more_of(runs.size(), kRunsShown, "more run") + "</ul>\n";
  const std::vector<Difference> differing = differences(facts.report);
  out += "</section>\n";
  if (differing.empty()) return out;
  out += "<section id=\"differences\" class=\"changes\"><h2>Where they differ</h2>\n<ul>\n";
  for (std::size_t i = 0; i < differing.size() && i < kDifferencesShown; ++i)
    out += fmt::format("<li>{}</li>\n", html(differing[i].text(), 600));
  return out + more_of(differing.size(), kDifferencesShown, "more way") + "</ul></section>\n";
}

}  // namespace vnetprobe
