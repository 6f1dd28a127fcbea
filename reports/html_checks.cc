// Every check by kind, folded; a kind in which something did not pass is open. Evidence is most of the page:
// past a size, that of checks that passed is left to the JSON report.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/text.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kEnoughBytes = 1'200'000;

struct Group {
  std::string kind{};
  std::vector<std::size_t> checks{};
  Status worst = Status::skip;
};

std::vector<Group> groups_of(const Report& report) {
  std::vector<Group> groups;
  std::map<std::string_view, std::size_t> by_kind;
  for (std::size_t i = 0; i < report.checks.size(); ++i) {
    const Result& check = report.checks[i];
    const auto [at, is_new] = by_kind.try_emplace(check.kind, groups.size());
    if (is_new) groups.push_back({.kind = check.kind});
    Group& group = groups[at->second];
    group.checks.push_back(i);
    group.worst = worse(group.worst, check.status);
  }
  // What did not pass is what a reader opens the list for.
  for (Group& group : groups)
    std::stable_partition(group.checks.begin(), group.checks.end(), [&report](std::size_t i) {
      return worse(report.checks[i].status, Status::pass) != Status::pass;
    });
  return groups;
}

std::string facts_of(const HtmlFacts& facts, const Result& check) {
  std::string out;
  const auto to = std::back_inserter(out);
  if (const auto n = facts.finding_of_check.find(check.id); n != facts.finding_of_check.end())
    fmt::format_to(to, "<dt>Explained by</dt><dd><a href=\"#f{0}\">finding {0}</a></dd>\n", n->second);
  if (!check.because.empty()) {
    const auto found = facts.number_of_check.find(check.because);
    if (found == facts.number_of_check.end()) {
      fmt::format_to(to, "<dt>Waits for</dt><dd>{}</dd>\n", html(check.because, 400));
    } else {
      fmt::format_to(to, "<dt>Waits for</dt><dd><a href=\"#c{}\">{}</a></dd>\n", found->second,
                     html(check.because, 400));
    }
  }
  for (const auto& [name, value] : check.facts)
    fmt::format_to(to, "<dt>{}</dt><dd>{}</dd>\n", html(name, 60), html(value, 600));
  if (check.duration.count() > 0)
    fmt::format_to(to, "<dt>time</dt><dd>{} from {}</dd>\n", short_time(check.duration),
                   short_time(check.started));
  return out.empty() ? out : "<dl>\n" + out + "</dl>\n";
}

std::string check_of(const HtmlFacts& facts, std::size_t i, bool with_evidence) {
  const Result& check = facts.report.checks[i];
  const std::string_view status = to_string(check.status);
  std::string evidence;
  if (with_evidence) evidence = html_evidence(facts.report.evidence, check);
  if (!with_evidence) evidence = "<p class=\"more\">Its evidence is in the JSON report.</p>\n";
  return fmt::format(
      "<details class=\"check\" id=\"c{0}\"><summary><span class=\"status {1}\">{1}</span> <code>{2}</code> "
      "<span class=\"message\">{3}</span></summary><div class=\"inside\">\n{4}{5}</div></details>\n",
      i, status, html(check.id, 500), html(check.message), facts_of(facts, check), evidence);
}

}  // namespace

std::string html_checks(const HtmlFacts& facts) {
  if (facts.report.checks.empty()) return "";
  std::string out = "<section id=\"checks\"><h2>Checks and their evidence</h2>\n";
  for (const Group& group : groups_of(facts.report)) {
    const bool open = group.worst == Status::fail || group.worst == Status::unknown;
    fmt::format_to(std::back_inserter(out),
                   "<details class=\"kind\"{}><summary><span class=\"status {}\">{}</span> "
                   "<strong>{}</strong> {}</summary>\n",
                   open ? " open" : "", to_string(group.worst), to_string(group.worst), html(group.kind, 80),
                   count_of(group.checks.size(), "check"));
    for (const std::size_t i : group.checks)
      out += check_of(facts, i, facts.report.checks[i].status != Status::pass || out.size() < kEnoughBytes);
    out += "</details>\n";
  }
  return out + "</section>\n";
}

}  // namespace vnetprobe
