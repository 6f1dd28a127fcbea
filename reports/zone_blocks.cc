// A target's zone is not in its results; the dns.private results carry it as the fact "zone", and every
// other result joins them by its subject.
#include "reports/zone_blocks.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "reports/status_order.h"
#include "reports/verdict_line.h"

namespace vnetprobe {

namespace {

constexpr std::string_view kNoZone = "other endpoints";

// The name without its zone, or without the public form of the zone.
std::string label_of(const std::string& name, std::string_view zone) {
  constexpr std::string_view kPrivate = "privatelink.";
  std::string_view parent = zone;
  if (!name.ends_with(fmt::format(".{}", parent)) && parent.starts_with(kPrivate))
    parent.remove_prefix(kPrivate.size());
  if (!parent.empty() && name.ends_with(fmt::format(".{}", parent)))
    return name.substr(0, name.size() - parent.size() - 1);
  return name;
}

}  // namespace

std::vector<Block> blocks_of(const Report& report) {
  std::map<std::string, std::string> zone_of;
  std::map<std::string, std::string> told_label;
  for (const Result& check : report.checks) {
    if (check.subject.empty()) continue;
    if (const auto zone = fact(check, "zone"); !zone.empty()) zone_of.try_emplace(check.subject, zone);
    if (const auto label = fact(check, "label"); !label.empty()) told_label.try_emplace(check.subject, label);
  }
  std::vector<Block> blocks;
  const auto block_of = [&blocks](const std::string& zone) -> Block& {
    const auto found = std::ranges::find(blocks, zone, &Block::zone);
    if (found != blocks.end()) return *found;
    return blocks.emplace_back(Block{.zone = zone});
  };
  for (const Result& check : report.checks) {
    if (!stands_in_zone_table(check)) continue;
    if (check.kind == "dns.zone") {
      block_of(check.target).served.emplace(check.view, &check);
      continue;
    }
    const auto zone = zone_of.find(check.subject);
    Block& block = block_of(zone == zone_of.end() ? std::string(kNoZone) : zone->second);
    const auto [row, is_new] = block.rows.try_emplace(check.subject);
    if (is_new) {
      block.order.push_back(check.subject);
      const auto told = told_label.find(check.subject);
      row->second.label = told == told_label.end() ? label_of(check.subject, block.zone) : told->second;
    }
    if (check.kind == "dns.private") {
      row->second.by_view.emplace(check.view, &check);
    } else {
      const Result*& worst = row->second.path[check.kind];
      if (worst == nullptr || attention(check.status) > attention(worst->status)) worst = &check;
    }
  }
  // Endpoints without a zone come last.
  std::stable_partition(blocks.begin(), blocks.end(), [](const Block& b) { return b.zone != kNoZone; });
  return blocks;
}

std::vector<std::string> views_of(const Report& report, const Block& block) {
  std::vector<std::string> views;
  std::set<std::string_view> looked_at;  // a report has thousands of checks and a handful of views
  const auto add = [&](const std::string& view) {
    if (!looked_at.insert(view).second) return;
    const bool asked = block.served.contains(view) || std::ranges::any_of(block.rows, [&](const auto& row) {
                         return row.second.by_view.contains(view);
                       });
    if (asked) views.push_back(view);
  };
  for (const ResolverPlan& resolver : report.plan.resolvers) add(resolver.name);
  for (const Result& check : report.checks) add(check.view);
  return views;
}

std::vector<PathColumn> columns_of(const Block& block) {
  std::vector<PathColumn> columns;
  for (const PathColumn& column : kPathColumns)
    if (std::ranges::any_of(block.rows,
                            [&](const auto& row) { return row.second.path.contains(column.kind); }))
      columns.push_back(column);
  return columns;
}

std::string_view served_word(const Report& report, const Result& check) {
  if (check.status == Status::pass) return "served";
  if (check.status != Status::fail && check.status != Status::warn) return to_string(check.status);
  // A server that is silent, or answers SERVFAIL or REFUSED, has not said what it serves.
  const auto says_something = [&report](std::size_t i) {
    if (i >= report.evidence.questions.size()) return false;
    const DnsQuestion& question = report.evidence.questions[i];
    return question.outcome == DnsOutcome::answered &&
           (question.rcode == rcode::kNoError || question.rcode == rcode::kNxDomain);
  };
  const auto& asked = check.evidence.questions;
  return asked.empty() || std::ranges::any_of(asked, says_something) ? "not served" : "no answer";
}

bool stands_in_zone_table(const Result& check) {
  if (check.kind == "dns.zone") return true;
  if (check.subject.empty()) return false;
  const auto same = [&check](const PathColumn& column) { return column.kind == check.kind; };
  return check.kind == "dns.private" || std::ranges::any_of(kPathColumns, same);
}

}  // namespace vnetprobe
