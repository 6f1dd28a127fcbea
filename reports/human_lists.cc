// Checks of kinds that this file does not know get a section of their own under the kind's name: a new
// kind is in the report from its first day.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>

#include "reports/human_parts.h"
#include "reports/marks.h"
#include "reports/status_order.h"
#include "reports/text.h"
#include "reports/verdict_line.h"
#include "reports/zone_blocks.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kMaxTargets = 4;
constexpr std::size_t kHanging = 10;  // below the first letter after a status

struct Section {
  std::string_view kind;
  std::string_view title;
};
constexpr std::array<Section, 9> kSections = {{
    {"public.refused", "public endpoints"},
    {"egress.denied", "must be refused"},
    {"entra.signin", "sign-in"},
    {"backup.records", "vault records"},
    {"pe.state", "private endpoints, as Azure has them"},
    {"dns.agree", "views agree"},
    {"dns.reserved", "names that Azure needs"},
    {"identity.token", "identity of this machine"},
    {"clock.skew", "clock"},
}};

std::string_view title_of(std::string_view kind) {
  for (const Section& section : kSections)
    if (section.kind == kind) return section.title;
  return kind;
}

// Checks of one kind and target; a host with several addresses has several.
using Group = std::vector<const Result*>;

const Result& worst_of(const Group& group) {
  return **std::ranges::max_element(group, {}, [](const Result* each) { return attention(each->status); });
}

// "HTTP 403 AuthorizationFailure", or the message when there are no such facts.
std::string detail_of(const Group& group) {
  const Result& worst = worst_of(group);
  const std::string_view status = fact(worst, "status");
  if (worst.status != Status::pass || status.empty()) return worst.message;
  std::string text = fmt::format("HTTP {}", status);
  if (const auto code = fact(worst, "code"); !code.empty()) text += fmt::format(" {}", code);
  if (group.size() > 1) text += fmt::format(", {} addresses", group.size());
  return text;
}

// What is known once for a whole section is said once: all views agree, no reserved name is shadowed.
bool is_folded(std::string_view kind) { return kind == "dns.agree" || kind == "dns.reserved"; }

using Groups = std::vector<std::pair<std::string, Group>>;

// Details stand in a column of their own where the targets are short enough.
std::size_t target_width(const Groups& groups) {
  constexpr std::size_t kMaxWidth = 48;
  std::size_t widest = 0;
  for (const auto& [target, group] : groups) {
    const std::size_t wide = columns(clean(target));
    if (wide <= kMaxWidth) widest = std::max(widest, wide);
  }
  return widest;
}

void print_entry(Page& page, const std::string& target, const Group& group, std::size_t width) {
  const Span status = short_status(worst_of(group).status);
  const std::size_t wide = columns(clean(target));
  if (wide > width) {
    page.prose({{"  "}, status, after_status(status)}, fmt::format("{} {}", target, detail_of(group)),
               kHanging);
    return;
  }
  const Span gap = {std::string(width - wide + 2, ' ')};
  page.prose({{"  "}, status, after_status(status), {target}, gap}, detail_of(group), kHanging);
}

void print_section(Page& page, std::string_view kind, const Groups& groups) {
  page.gap();
  page.line({{std::string(title_of(kind)), Ink::strong}});
  const std::size_t width = target_width(groups);
  std::size_t folded = 0;
  for (const auto& [target, group] : groups) {
    const Status status = worst_of(group).status;
    if (is_folded(kind) && (status == Status::pass || status == Status::skip)) {
      folded += status == Status::pass ? 1 : 0;
    } else {
      print_entry(page, target, group, width);
    }
  }
  if (folded == 0) return;
  const Span ok = short_status(Status::pass);
  page.prose({{"  "}, ok, after_status(ok)},
             kind == "dns.agree" ? fmt::format("{} the same in every required view", count_of(folded, "name"))
                                 : fmt::format("{} not shadowed", count_of(folded, "zone")),
             kHanging);
}

std::string one_line(const Result& check) {
  std::string text = check.target;
  if (!check.view.empty()) text += fmt::format(" @{}", check.view);
  if (!check.address.empty()) text += fmt::format(" @{}", check.address);
  return text;
}

// "tls.handshake of name:443 at 10.1.2.4": a check id in pieces that wrap.
std::string in_words(const std::string& id) {
  const std::size_t slash = id.find('/');
  const std::size_t at = id.rfind('@');
  if (slash == std::string::npos) return id;
  if (at == std::string::npos || at < slash)
    return fmt::format("{} of {}", id.substr(0, slash), id.substr(slash + 1));
  return fmt::format("{} of {} at {}", id.substr(0, slash), id.substr(slash + 1, at - slash - 1),
                     id.substr(at + 1));
}

void print_every_check(Page& page, const Report& report) {
  page.gap();
  page.line({{"every check", Ink::strong}});
  for (const Result& check : report.checks) {
    const Span status = short_status(check.status);
    page.prose({{"  "}, status, after_status(status), {check.kind, Ink::strong}, {" "}}, one_line(check),
               kHanging);
    std::string text = check.message;
    if (!check.because.empty()) text += fmt::format(" Waits for {}.", in_words(check.because));
    if (check.duration.count() > 0) text += fmt::format(" [{:.1f} ms]", check.duration.count());
    if (!text.empty()) page.prose({{std::string(kHanging, ' ')}}, text, kHanging, Ink::faint);
  }
}

}  // namespace

void print_lists(Page& page, const Report& report, const RenderOptions& options) {
  std::vector<std::string_view> kinds;
  std::map<std::string_view, Groups> by_kind;
  for (const Result& check : report.checks) {
    if (stands_in_zone_table(check)) continue;
    auto& groups = by_kind[check.kind];
    if (groups.empty()) kinds.push_back(check.kind);
    const auto same = [&check](const auto& group) { return group.first == check.target; };
    auto at = std::ranges::find_if(groups, same);
    if (at == groups.end()) at = groups.insert(at, {check.target, {}});
    at->second.push_back(&check);
  }
  for (const std::string_view kind : kinds) print_section(page, kind, by_kind[kind]);
  if (options.verbose) print_every_check(page, report);
}

void print_loose_ends(Page& page, const Report& report, const RenderOptions& options) {
  std::set<std::string_view> explained;
  for (const Finding& finding : report.findings)
    explained.insert(finding.explains.begin(), finding.explains.end());
  std::set<std::string_view> references;  // what they lack is shown in the tables and is nobody's task
  for (const ResolverPlan& resolver : report.plan.resolvers)
    if (!resolver.required) references.insert(resolver.name);
  // Many checks that stopped for one reason are one line.
  std::vector<std::pair<const Result*, std::vector<std::string>>> loose;
  for (const Result& check : report.checks) {
    if (check.status == Status::pass || check.status == Status::skip) continue;
    if (!stands_in_zone_table(check) || explained.contains(check.id)) continue;
    if (check.status == Status::warn && references.contains(check.view)) continue;
    const auto same = [&check](const auto& each) {
      return each.first->status == check.status && each.first->kind == check.kind &&
             each.first->message == check.message;
    };
    auto at = std::ranges::find_if(loose, same);
    if (at == loose.end()) at = loose.insert(at, {&check, {}});
    at->second.push_back(one_line(check));
  }
  if (loose.empty() || options.verbose) return;
  page.gap();
  page.line({{"not explained by a finding", Ink::strong}});
  for (auto& [check, targets] : loose) {
    const std::size_t more = targets.size() > kMaxTargets ? targets.size() - kMaxTargets : 0;
    targets.resize(targets.size() - more);
    std::string_view message = check->message;
    if (message.ends_with('.')) message.remove_suffix(1);
    std::string text = fmt::format("{}: {}", message, join(targets));
    if (more > 0) text += fmt::format(", and {} more", more);
    const Span status = short_status(check->status);
    page.prose({{"  "}, status, after_status(status), {check->kind, Ink::strong}, {"  "}}, text, kHanging);
  }
}

}  // namespace vnetprobe
