// The top is small on purpose: the first finding must be on the screen of a phone before anybody scrolls.
#include <fmt/format.h>
#include <iterator>

#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/verdict_line.h"

namespace vnetprobe {

namespace {

struct Share {
  Status status = Status::pass;
  std::size_t n = 0;
};

// The counts as a bar: its parts are as long as their share, a part of one check is still seen.
std::string bar_of(const Summary& sum) {
  const Share shares[] = {{Status::fail, sum.fail},
                          {Status::unknown, sum.unknown},
                          {Status::warn, sum.warn},
                          {Status::skip, sum.skip},
                          {Status::pass, sum.pass}};
  const std::size_t all = sum.all();
  if (all == 0) return "";
  constexpr double kWidth = 1000;
  constexpr double kLeast = 6;
  std::size_t parts = 0;
  for (const Share& share : shares) parts += share.n > 0 ? 1 : 0;
  const double room = kWidth - kLeast * static_cast<double>(parts);
  std::string bar =
      "<svg class=\"bar\" viewBox=\"0 0 1000 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">";
  std::string words = "<p class=\"counts\">";
  double x = 0;
  for (const Share& share : shares) {
    if (share.n == 0) continue;
    const double width = kLeast + room * static_cast<double>(share.n) / static_cast<double>(all);
    const std::string_view word = to_string(share.status);
    fmt::format_to(std::back_inserter(bar),
                   "<rect class=\"fill-{}\" x=\"{:.1f}\" y=\"0\" width=\"{:.1f}\" height=\"8\"/>", word, x,
                   width);
    fmt::format_to(std::back_inserter(words), "<span class=\"count {}\">{} {}</span> ", word, share.n, word);
    x += width;
  }
  return bar + "</svg>\n" + words + "</p>\n";
}

}  // namespace

std::string html_head(const HtmlFacts& facts) {
  const Report& report = facts.report;
  const VerdictLine verdict = verdict_line(report);
  std::string what = verdict.what;
  if (!report.plan.name.empty() && what.starts_with(report.plan.name + ": "))
    what = what.substr(report.plan.name.size() + 2);
  std::string out;
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "<header class=\"top verdict-{}\"><div class=\"wrap\">\n", to_string(report.verdict));
  fmt::format_to(to, "<h1><span class=\"word\">{}</span> <span class=\"plan\">{}</span></h1>\n", verdict.word,
                 html(report.plan.name.empty() ? "private endpoints" : report.plan.name, 120));
  fmt::format_to(to, "<p class=\"what\">{}</p>\n", html(what, 600));
  if (!verdict.not_proved.empty())
    fmt::format_to(to, "<p class=\"unproved\"><strong>Not proved:</strong> {}</p>\n",
                   html(verdict.not_proved, 600));
  fmt::format_to(to, "<p class=\"meta\">{} \xc2\xb7 {} \xc2\xb7 {}{}</p>\n",
                 html(report.evidence.host.hostname, 80), html(to_string(report.run.started)),
                 short_time(report.run.duration),
                 report.run.attempts > 1 ? fmt::format(" \xc2\xb7 attempt {}", report.run.attempts) : "");
  out += bar_of(report.summary);
  return out + "</div></header>\n";
}

}  // namespace vnetprobe
