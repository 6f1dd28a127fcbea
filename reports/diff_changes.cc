// For a page that is looked at, not studied: causes first, then how many checks moved and how, then names.
#include <fmt/format.h>
#include <map>
#include <utility>

#include "reports/diff.h"
#include "reports/text.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxNames = 12;

std::string of_finding(const FindingChange& change) {
  const std::string what = fmt::format("{} {}", change.code, change.subject);
  if (!change.before) return fmt::format("new: {}: {}", what, change.title);
  if (!change.after) return fmt::format("gone: {}", what);
  return fmt::format("changed: {}, {} target(s) where there were {}", what, change.after->targets.size(),
                     change.before->targets.size());
}

std::string state(const std::optional<Status>& status) {
  return status ? std::string(to_string(*status)) : std::string("not there");
}

std::vector<std::string> of_checks(const std::vector<CheckChange>& checks) {
  using Move = std::pair<std::string, std::string>;
  std::map<Move, std::vector<const CheckChange*>> moves;
  for (const CheckChange& change : checks)
    moves[{state(change.before), state(change.after)}].push_back(&change);
  std::vector<std::string> lines;
  lines.reserve(moves.size());
  for (const auto& [move, moved] : moves) {
    const std::string who = moved.size() == 1 ? moved.front()->id : count_of(moved.size(), "check");
    lines.push_back(fmt::format("{}: {}, was {}", who, move.second, move.first));
  }
  return lines;
}

std::string of_name(const NameChange& change) {
  const auto is = [](const std::optional<NameAnswer>& answer) {
    if (!answer) return std::string("not asked");
    return answer->addresses.empty() ? answer->ending : join(answer->addresses);
  };
  return fmt::format("{}{}{} through {}: {}, was {}", change.name, change.type.empty() ? "" : " ",
                     change.type, change.view, is(change.after), is(change.before));
}

// What changed but the TTL, which moves by itself.
bool is_told(const NameChange& change) {
  if (!change.before || !change.after) return true;
  for (const std::string& what : change.moved)
    if (what == "answer" || what == "addresses") return true;
  return false;
}

}  // namespace

std::vector<std::string> changes_in_words(const Diff& diff) {
  std::vector<std::string> out;
  if (diff.before.verdict != diff.after.verdict)
    out.push_back(
        fmt::format("verdict: {}, was {}", to_string(diff.after.verdict), to_string(diff.before.verdict)));
  if (diff.plan_changed) out.emplace_back("the plan is another one");
  for (const FindingChange& change : diff.findings) out.push_back(of_finding(change));
  for (std::string& line : of_checks(diff.checks)) out.push_back(std::move(line));
  std::size_t names = 0;
  for (const NameChange& change : diff.names)
    if (is_told(change) && ++names <= kMaxNames) out.push_back(of_name(change));
  if (names > kMaxNames) out.push_back(fmt::format("and {} more", count_of(names - kMaxNames, "answer")));
  return out;
}

}  // namespace vnetprobe
