// No script at all: a page that can not run anything needs no trust in what it shows. What folds is
// <details>, what is linked is a fragment, and colours follow the reader's light or dark.
#include "reports/html.h"

#include <fmt/format.h>
#include <iterator>

#include "reports/formats.h"
#include "reports/html_parts.h"
#include "reports/html_style.h"
#include "reports/html_text.h"
#include "reports/human_parts.h"
#include "reports/verdict_line.h"

namespace vnetprobe {

namespace {

// Whoever opened an answer to read it should not have it folded by the next run.
std::string renewal_of(const HtmlAround& around) {
  if (around.refresh_seconds == 0) return "";
  return fmt::format(
      "<p class=\"more\">This page looks for a newer run every {} s. <a href=\"hold\">Hold it as it is</a>, "
      "or "
      "<a href=\"./\">go on</a>.</p>\n",
      around.refresh_seconds);
}

std::string changes_of(const HtmlAround& around) {
  if (!around.is_watched) return "";
  std::string out = "<section id=\"changes\" class=\"changes\"><h2>Since the run before</h2>\n";
  if (around.changes.empty()) return out + "<p>Nothing changed.</p></section>\n";
  out += "<ul>\n";
  for (const std::string& change : around.changes) out += fmt::format("<li>{}</li>\n", html(change));
  return out + "</ul></section>\n";
}

}  // namespace

HtmlFacts::HtmlFacts(const Report& of) : report(of), findings(in_order(of)) {
  for (std::size_t i = 0; i < report.checks.size(); ++i) number_of_check.try_emplace(report.checks[i].id, i);
  for (std::size_t n = 0; n < findings.size(); ++n)
    for (const std::string& id : findings[n]->explains) finding_of_check.try_emplace(id, n + 1);
}

std::string html_page(const Report& report, const HtmlAround& around) {
  const HtmlFacts facts(report);
  const VerdictLine verdict = verdict_line(report);
  std::string out;
  const auto to = std::back_inserter(out);
  fmt::format_to(to,
                 "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"UTF-8\">\n"
                 "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{}'; "
                 "base-uri 'none'; form-action 'none'\">\n",
                 kHtmlStyleHash);
  fmt::format_to(to,
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                 "<meta name=\"referrer\" content=\"no-referrer\">\n"
                 "<meta name=\"color-scheme\" content=\"light dark\">\n"
                 "<title>{} {} - vnetprobe</title>\n<style>{}</style>\n</head>\n<body>\n",
                 verdict.word, html(report.plan.name, 60), kHtmlStyle);
  out += html_head(facts) + "<main>\n" + renewal_of(around) + html_findings(facts) + html_runs(facts) +
         changes_of(around) + html_network(facts) + html_matrix(facts) + html_waterfall(facts) +
         html_checks(facts);
  fmt::format_to(to, "</main>\n<footer><p>vnetprobe {}, run {}</p></footer>\n</body>\n</html>\n",
                 html(report.tool_version, 60), html(report.run.id, 60));
  return out;
}

std::string render_html(const Report& report, const RenderOptions&) { return html_page(report, {}); }

}  // namespace vnetprobe
