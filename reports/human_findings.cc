// Commands are the one thing here that is not wrapped as words: see remedy_lines.h.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "reports/human_parts.h"
#include "reports/remedy_lines.h"
#include "reports/text.h"
#include "reports/verdict_line.h"
#include "reports/why.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kHanging = 4;
constexpr std::size_t kMaxTargets = 20;

Span severity_of(const Finding& finding) {
  if (finding.suppressed) return {"SUPPRESSED", Ink::faint};
  switch (finding.severity) {
    case Severity::error:
      return {"ERROR", Ink::bad};
    case Severity::warning:
      return {"WARNING", Ink::doubtful};
    case Severity::info:
      return {"INFO", Ink::strong};
  }
  return {};
}

std::string_view team_of(Owner owner) {
  constexpr std::array<std::pair<Owner, std::string_view>, 6> kTeams = {{
      {Owner::dns, "whoever runs DNS"},
      {Owner::network, "whoever runs the network"},
      {Owner::backup, "whoever runs backup"},
      {Owner::storage, "whoever owns the storage account"},
      {Owner::identity, "whoever runs identity"},
      {Owner::security, "whoever runs security"},
  }};
  for (const auto& [each, team] : kTeams)
    if (each == owner) return team;
  return "";
}

void print_head(Page& page, const Finding& finding) {
  page.prose({severity_of(finding), {"  "}, {finding.code, Ink::strong}, {"  "}}, finding.subject, 2,
             Ink::strong);
  if (!finding.title.empty()) page.prose({{"  "}}, finding.title, 2);
}

void print_named(Page& page, std::string_view name, std::string_view text) {
  if (!text.empty()) page.prose({{fmt::format("  {}: ", name), Ink::faint}}, text, kHanging);
}

// "views azure, dc1; 12 checks; 3 targets: …": how far it reaches.
void print_covered(Page& page, const Finding& finding, bool verbose) {
  std::vector<std::string> parts;
  if (!finding.views.empty())
    parts.push_back(fmt::format("{} {}", finding.views.size() == 1 ? "view" : "views", join(finding.views)));
  if (!finding.explains.empty()) parts.push_back(count_of(finding.explains.size(), "check"));
  const bool named = finding.targets.size() == 1 && finding.targets.front() == finding.subject;
  if (!finding.targets.empty() && !named) {
    std::vector<std::string> names = finding.targets;
    const std::size_t more = !verbose && names.size() > kMaxTargets ? names.size() - kMaxTargets : 0;
    names.resize(names.size() - more);
    std::string text = fmt::format("{}: {}", count_of(finding.targets.size(), "target"), join(names));
    if (more > 0) text += fmt::format(", and {} more (-v names all)", more);
    parts.push_back(std::move(text));
  }
  print_named(page, "covers", join(parts, "; "));
}

// "  mend: whoever runs DNS, in BIND's named.conf:" for the first remedy, "  or in unbound.conf:" after.
std::string remedy_head(const Finding& finding, std::size_t n) {
  const std::string place = remedy_place(finding.remedies[n].as);
  const std::string lead = n == 0 ? fmt::format("  mend: {}", team_of(finding.owner)) : "  or";
  return fmt::format("{}{}{}:", lead, place.empty() ? "" : n == 0 ? ", " : " ", place);
}

// The same change in every dialect of DNS server is more than a screen: past a point the rest is named
// and left to -v.
void print_remedies(Page& page, const Finding& finding, bool verbose) {
  constexpr std::size_t kEnoughLines = 16;
  std::size_t printed = 0;
  std::vector<std::string> left;
  for (std::size_t n = 0; n < finding.remedies.size(); ++n) {
    const Remedy& remedy = finding.remedies[n];
    const std::vector<std::string> lines = remedy_lines(remedy, page.width() - kHanging);
    if (!verbose && n > 0 && printed + lines.size() > kEnoughLines) {
      left.push_back(remedy_place(remedy.as));
      continue;
    }
    printed += lines.size();
    page.line({{remedy_head(finding, n), Ink::strong}});
    for (const std::string& line : lines)
      page.line({{std::string(kHanging, ' ')}, {line, remedy.as == "text" ? Ink::plain : Ink::command}});
  }
  if (!left.empty()) page.prose({{"  or ", Ink::strong}}, join(left) + ": -v prints the lines", kHanging);
  if (finding.remedies.empty()) page.line({{fmt::format("  mend: {}", team_of(finding.owner)), Ink::strong}});
}

void print_whole(Page& page, const Finding& finding, bool verbose) {
  page.gap();
  print_head(page, finding);
  print_named(page, "seen", finding.because);
  print_named(page, "matters", why_it_matters(finding.code));
  print_named(page, "could be", join(finding.could_be, "; or "));
  print_remedies(page, finding, verbose);
  print_covered(page, finding, verbose);
}

}  // namespace

std::vector<const Finding*> in_order(const Report& report) {
  std::vector<const Finding*> order;
  for (const Finding& finding : report.findings) order.push_back(&finding);
  std::ranges::stable_sort(order, [](const Finding* a, const Finding* b) {
    return std::pair(a->suppressed, b->severity) < std::pair(b->suppressed, a->severity);
  });
  return order;
}

void print_findings(Page& page, const Report& report, const RenderOptions& options) {
  for (const Finding* finding : in_order(report)) {
    if (!finding->suppressed || options.verbose) {
      print_whole(page, *finding, options.verbose);
    } else {
      page.gap();
      print_head(page, *finding);
    }
  }
}

}  // namespace vnetprobe
