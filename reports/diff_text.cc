// Read at night: the first line says whether to worry, then what is new, then what went. Checks that
// moved the same way stand together, for a dead resolver moves dozens of them at once.
#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "reports/diff.h"
#include "reports/marks.h"
#include "reports/page.h"
#include "reports/text.h"

namespace vnetprobe {
namespace {

// What the check is about. The report may come from anybody: its id need not begin with its kind.
std::string_view without_kind(const CheckChange& check) {
  const std::string_view id = check.id;
  const bool is_usual =
      id.size() > check.kind.size() && id.starts_with(check.kind) && id[check.kind.size()] == '/';
  return is_usual ? id.substr(check.kind.size() + 1) : id;
}

// Enough to see what they have in common; -v shows all.
constexpr std::size_t kShownInGroup = 4;
constexpr std::size_t kShownNames = 8;

std::string when(const DiffSide& side) {
  std::string text =
      side.started == UtcTime{} ? std::string("a run without a date") : to_string(side.started);
  if (!side.host.empty()) text += " on " + side.host;
  return text;
}

void print_head(Page& page, const Diff& diff) {
  const bool nothing = is_empty(diff);
  const std::string_view word = diff.worse ? "WORSE" : nothing ? "SAME" : "NOT WORSE";
  std::string rest = diff.before.verdict == diff.after.verdict
                         ? fmt::format("  still {}", upper(to_string(diff.after.verdict)))
                         : fmt::format("  {} -> {}", upper(to_string(diff.before.verdict)),
                                       upper(to_string(diff.after.verdict)));
  if (!diff.after.plan.empty()) rest += fmt::format(", {}", diff.after.plan);
  page.prose({{std::string(word), diff.worse ? Ink::bad : Ink::good}, {"  ", Ink::plain}}, rest, 2);
  page.prose({{"  "}}, fmt::format("{} -> {}", when(diff.before), when(diff.after)), 2, Ink::faint);
  if (diff.plan_changed)
    page.prose({{"  "}}, "The plans of the two runs differ: what appeared or vanished may be their doing.", 2,
               Ink::doubtful);
}

std::string in_words(const FindingState& state) {
  std::string text(to_string(state.severity));
  if (state.suppressed) text += ", suppressed";
  return text;
}

// "2 more targets: a, b"; "" where nothing was added.
std::string added(const std::vector<std::string>& before, const std::vector<std::string>& after,
                  std::string_view verb, std::string_view noun) {
  std::vector<std::string> names;
  std::ranges::set_difference(after, before, std::back_inserter(names));
  if (names.empty()) return {};
  return fmt::format("{} {}: {}", verb, count_of(names.size(), noun), join(names));
}

std::string what_changed(const FindingState& before, const FindingState& after) {
  std::vector<std::string> parts;
  if (in_words(before) != in_words(after))
    parts.push_back(fmt::format("{} -> {}", in_words(before), in_words(after)));
  for (std::string part : {added(before.targets, after.targets, "also", "target"),
                           added(after.targets, before.targets, "no more", "target"),
                           added(before.views, after.views, "also", "view"),
                           added(after.views, before.views, "no more", "view")})
    if (!part.empty()) parts.push_back(std::move(part));
  return join(parts, "; ");
}

void print_finding(Page& page, const FindingChange& change, const RenderOptions& options) {
  const std::string_view word = !change.before ? "new" : !change.after ? "gone" : "changed";
  const Ink ink = change.worse ? Ink::bad : !change.after ? Ink::good : Ink::doubtful;
  const FindingState& state = change.after ? *change.after : *change.before;
  page.prose({{fmt::format("  {:<8}", word), ink}},
             fmt::format("{} {} {}", in_words(state), change.code, change.subject), 10);
  if (options.quiet) return;
  if (change.before && change.after)
    page.prose({{std::string(10, ' ')}}, what_changed(*change.before, *change.after), 10);
  else if (change.after)
    page.prose({{std::string(10, ' ')}}, change.because.empty() ? change.title : change.because, 10);
}

std::string move_of(const CheckChange& change) {
  if (!change.before) return fmt::format("new, {}", to_string(*change.after));
  if (!change.after) return fmt::format("gone, was {}", to_string(*change.before));
  return fmt::format("{} -> {}", to_string(*change.before), to_string(*change.after));
}

void print_checks(Page& page, const Diff& diff, const RenderOptions& options) {
  std::vector<std::pair<std::string, std::vector<const CheckChange*>>> groups;
  for (const CheckChange& change : diff.checks) {
    const std::string head = fmt::format("{}  {}", change.kind, move_of(change));
    auto at = std::ranges::find(groups, head, [](const auto& group) { return group.first; });
    if (at == groups.end()) at = groups.insert(at, {head, {}});
    at->second.push_back(&change);
  }
  page.gap();
  page.line({{"Checks", Ink::strong}});
  for (const auto& [head, changes] : groups) {
    page.prose({{"  "}}, fmt::format("{}  ({})", head, changes.size()), 4,
               changes.front()->worse ? Ink::bad : Ink::plain);
    // What is skipped now waits for another check, which stands here too.
    const bool follows = changes.front()->after == Status::skip && changes.size() > 1;
    const std::size_t shown = options.verbose ? changes.size()
                              : follows       ? 0
                                              : std::min(changes.size(), kShownInGroup);
    for (std::size_t i = 0; i < shown; ++i) {
      page.prose({{"    "}}, without_kind(*changes[i]), 6);
      if (options.verbose && changes[i]->after) page.prose({{"      "}}, changes[i]->message, 6, Ink::faint);
    }
    if (shown > 0 && shown < changes.size())
      page.line({{fmt::format("    and {} more", changes.size() - shown), Ink::faint}});
  }
}

std::string in_words(const NameAnswer& answer) {
  std::string text = answer.addresses.empty() ? answer.ending : join(answer.addresses);
  if (!answer.chain.empty()) text += fmt::format(" by way of {}", join(answer.chain, " -> "));
  return text;
}

std::string in_words(const NameChange& change) {
  if (!change.before) return fmt::format("now asked: {}", in_words(*change.after));
  if (!change.after) return fmt::format("no longer asked, was {}", in_words(*change.before));
  const auto has = [&change](std::string_view what) {
    return std::ranges::find(change.moved, what) != change.moved.end();
  };
  std::string text;
  if (has("answer") || has("addresses") || has("chain")) {
    const NameAnswer& was = *change.before;
    const NameAnswer& is = *change.after;
    text = fmt::format("{} -> {}", was.addresses.empty() ? was.ending : join(was.addresses),
                       is.addresses.empty() ? is.ending : join(is.addresses));
    if (!has("answer") && !has("addresses")) text = is.addresses.empty() ? is.ending : join(is.addresses);
    const auto way = [](const NameAnswer& answer) {
      return answer.chain.empty() ? std::string("no alias") : join(answer.chain, " -> ");
    };
    if (has("chain")) text += fmt::format("; the way was {}, is {}", way(was), way(is));
  }
  if (has("ttl"))
    text += fmt::format("{}TTL {} -> {}", text.empty() ? "" : "; ", to_string(change.before->ttl),
                        to_string(change.after->ttl));
  return text;
}

// No IPv6 address before or after, and the A question has already told what happened to the name.
bool is_told_by_a(const NameChange& change, const Diff& diff) {
  if (change.type != "AAAA" || !change.before->addresses.empty() || !change.after->addresses.empty())
    return false;
  return std::ranges::any_of(diff.names, [&](const NameChange& other) {
    return other.type == "A" && other.view == change.view && other.name == change.name;
  });
}

void print_names(Page& page, const Diff& diff, const RenderOptions& options) {
  std::vector<std::pair<std::string, std::vector<const NameChange*>>> by_name;
  std::size_t asked_otherwise = 0;
  for (const NameChange& change : diff.names) {
    const bool both = change.before && change.after;
    asked_otherwise += both ? 0 : 1;
    if (!options.verbose && (!both || is_told_by_a(change, diff))) continue;
    if (by_name.empty() || by_name.back().first != change.name) by_name.push_back({change.name, {}});
    by_name.back().second.push_back(&change);
  }
  page.gap();
  page.line({{"Names", Ink::strong}});
  const std::size_t shown = options.verbose ? by_name.size() : std::min(by_name.size(), kShownNames);
  for (std::size_t i = 0; i < shown; ++i) {
    page.prose({{"  "}}, by_name[i].first, 4);
    for (const NameChange* change : by_name[i].second)
      page.prose({{"    "}},
                 fmt::format("{}{}{}: {}", change->view, change->type.empty() ? "" : " ", change->type,
                             in_words(*change)),
                 6);
  }
  if (shown < by_name.size())
    page.line({{fmt::format("  and {}", count_of(by_name.size() - shown, "more name")), Ink::faint}});
  if (asked_otherwise > 0 && !options.verbose)
    page.prose(
        {{"  "}},
        fmt::format("{} asked in one of the two runs alone (-v)", count_of(asked_otherwise, "question")), 2,
        Ink::faint);
}

}  // namespace

std::string render_diff_human(const Diff& diff, const RenderOptions& options) {
  Page page(options);
  print_head(page, diff);
  if (!diff.findings.empty()) {
    page.gap();
    if (!options.quiet) page.line({{"Findings", Ink::strong}});
    for (const FindingChange& change : diff.findings) print_finding(page, change, options);
  }
  if (options.quiet) return std::move(page).take();
  if (!diff.checks.empty()) print_checks(page, diff, options);
  if (!diff.names.empty()) print_names(page, diff, options);
  page.gap();
  page.prose({{"  "}},
             fmt::format("unchanged: {}, {}", count_of(diff.same_findings, "finding"),
                         count_of(diff.same_checks, "check")),
             2, Ink::faint);
  return std::move(page).take();
}

}  // namespace vnetprobe
