// What to mend comes before why one may believe it. The first remedy is open, the other dialects are folded.
#include <fmt/format.h>
#include <iterator>

#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/remedy_lines.h"
#include "reports/text.h"
#include "reports/why.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kMaxLinks = 40;

std::string list_of(const std::vector<std::string>& texts) {
  if (texts.empty()) return "";
  std::string out = "<ul>";
  for (const std::string& each : texts) out += fmt::format("<li>{}</li>", html(each));
  return out + "</ul>";
}

std::string codes_of(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < kMaxLinks; ++i)
    out += fmt::format("{}<code>{}</code>", i == 0 ? "" : ", ", html(names[i], 255));
  if (names.size() > kMaxLinks) out += fmt::format(" and {} more", names.size() - kMaxLinks);
  return out;
}

// The checks it explains, folded when there are many.
std::string checks_of(const HtmlFacts& facts, const Finding& finding) {
  std::string links;
  std::size_t shown = 0;
  for (const std::string& id : finding.explains) {
    const auto found = facts.number_of_check.find(id);
    if (found == facts.number_of_check.end() || ++shown > kMaxLinks) continue;
    fmt::format_to(std::back_inserter(links), "<li><a href=\"#c{}\">{}</a></li>", found->second,
                   html(id, 400));
  }
  if (links.empty()) return "";
  const std::string more = shown > kMaxLinks ? fmt::format("<li>and {} more</li>", shown - kMaxLinks) : "";
  return fmt::format("<details><summary>{}</summary><ul class=\"ids\">{}{}</ul></details>",
                     count_of(finding.explains.size(), "check"), links, more);
}

std::string remedies_of(const Finding& finding) {
  std::string out;
  for (std::size_t i = 0; i < finding.remedies.size(); ++i) {
    const Remedy& remedy = finding.remedies[i];
    const std::string place = remedy_place(remedy.as);
    fmt::format_to(std::back_inserter(out),
                   "<details class=\"remedy\"{}><summary>{} {}</summary><pre>{}</pre></details>\n",
                   i == 0 ? " open" : "", i == 0 ? "Mend" : "Or", html(place.empty() ? "by hand" : place, 80),
                   html_lines(remedy.text));
  }
  return out;
}

std::string finding_of(const HtmlFacts& facts, std::size_t n) {
  const Finding& finding = *facts.findings[n - 1];
  const std::string_view level = finding.suppressed ? "suppressed" : to_string(finding.severity);
  std::string out;
  const auto to = std::back_inserter(out);
  fmt::format_to(
      to,
      "<article class=\"finding is-{0}\" id=\"f{1}\">\n<p class=\"kicker\"><span class=\"number\">{1}</span> "
      "<span class=\"pill\">{0}</span> <code>{2}</code> <span class=\"owner\">for {3}</span></p>\n",
      level, n, html(finding.code, 200), to_string(finding.owner));
  fmt::format_to(to, "<h3>{}</h3>\n", html(finding.subject, 400));
  if (!finding.title.empty()) fmt::format_to(to, "<p class=\"lead\">{}</p>\n", html(finding.title));
  out += "<dl>\n";
  put_term(out, "Seen", html(finding.because));
  put_term(out, "Matters", html(why_it_matters(finding.code)));
  put_term(out, "Could be", list_of(finding.could_be));
  put_term(out, "Through", codes_of(finding.views));
  put_term(out, "Targets", codes_of(finding.targets));
  put_term(out, "Explains", checks_of(facts, finding));
  out += "</dl>\n" + remedies_of(finding);
  return out + "</article>\n";
}

}  // namespace

std::string html_findings(const HtmlFacts& facts) {
  std::string out = "<section id=\"findings\"><h2>Findings</h2>\n";
  if (facts.findings.empty()) {
    const bool well = facts.report.verdict == Verdict::pass;
    out += fmt::format("<p class=\"none\">{}</p>\n", well ? "Nothing to mend." : "No cause was found.");
  }
  for (std::size_t n = 1; n <= facts.findings.size(); ++n) out += finding_of(facts, n);
  return out + "</section>\n";
}

}  // namespace vnetprobe
