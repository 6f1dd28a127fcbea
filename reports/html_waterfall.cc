// A row a target: its questions, then its connection, as long as each took. The rows that end last come
// first, since they are what a slow run waits for.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>

#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/text.h"
#include "reports/verdict_line.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kMaxRows = 40;
constexpr double kLabels = 300, kWidth = 1080, kRow = 20, kTop = 26;

struct Lane {
  std::string name{};
  std::string label{};  // the name in the length that fits
  std::vector<const Result*> checks{};
  double begin = 0, end = 0;  // ms
};

std::vector<Lane> lanes_of(const Report& report) {
  std::vector<Lane> lanes;
  std::map<std::string_view, std::size_t> by_name;
  for (const Result& check : report.checks) {
    if (check.duration.count() <= 0 || check.kind == "dns.agree") continue;
    const std::string& name = check.subject.empty() ? check.target : check.subject;
    const auto [at, is_new] = by_name.try_emplace(name, lanes.size());
    if (is_new) lanes.push_back({.name = name, .begin = check.started.count()});
    Lane& lane = lanes[at->second];
    // A zone's own label and its service say more than the two ends of a long name.
    if (const auto label = fact(check, "label"); !label.empty() && lane.label.empty())
      lane.label = fmt::format("{} {}", label, fact(check, "service"));
    lane.checks.push_back(&check);
    lane.begin = std::min(lane.begin, check.started.count());
    lane.end = std::max(lane.end, check.started.count() + check.duration.count());
  }
  std::ranges::stable_sort(lanes, [](const Lane& a, const Lane& b) { return a.end > b.end; });
  return lanes;
}

// 1, 2 or 5 times a power of ten: at most eight steps.
double step_of(double span) {
  const double raw = span / 8;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (raw <= factor * power) return factor * power;
  return 10 * power;
}

std::string_view phase_of(std::string_view kind) {
  if (kind.starts_with("dns.")) return "dns";
  if (kind == "net.connect") return "tcp";
  if (kind == "tls.handshake") return "tls";
  return "svc";
}

void put_axis(std::string& out, double span, double height) {
  const double step = step_of(span);
  for (double at = 0; at <= span; at += step) {
    const double x = kLabels + (kWidth - kLabels - 10) * at / span;
    fmt::format_to(std::back_inserter(out),
                   "<line class=\"grid\" x1=\"{0:.1f}\" y1=\"{1}\" x2=\"{0:.1f}\" y2=\"{2:.0f}\"/>"
                   "<text class=\"tick\" x=\"{0:.1f}\" y=\"14\">{3}</text>\n",
                   x, kTop - 6, height, short_time(Millis(at)));
  }
}

void put_lane(std::string& out, const Lane& lane, double y, double span) {
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "<g><title>{}</title><text class=\"name\" x=\"{:.0f}\" y=\"{:.1f}\">{}</text>",
                 html(lane.name, 255), kLabels - 10, y + 13.5,
                 html(shortened(lane.label.empty() ? lane.name : lane.label, 36)));
  for (const Result* check : lane.checks) {
    const double scale = (kWidth - kLabels - 10) / span;
    const double x = kLabels + check->started.count() * scale;
    const double width = std::max(check->duration.count() * scale, 1.5);
    const std::string_view phase = phase_of(check->kind);
    // Names through several views overlap: thin bars, one under the other, would need a row each.
    fmt::format_to(
        to,
        "<rect class=\"ph-{}{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.0f}\" rx=\"2\">"
        "<title>{}: {} from {}</title></rect>",
        phase, check->status == Status::fail ? " bad" : "", x, y + 3, width, kRow - 6, html(check->id, 400),
        short_time(check->duration), short_time(check->started));
  }
  out += "</g>\n";
}

}  // namespace

std::string html_waterfall(const HtmlFacts& facts) {
  std::vector<Lane> lanes = lanes_of(facts.report);
  if (lanes.empty()) return "";
  const std::size_t all = lanes.size();
  lanes.resize(std::min(all, kMaxRows));
  const double span = std::max(lanes.front().end, 0.1);
  const double height = kTop + kRow * static_cast<double>(lanes.size()) + 4;
  std::string out = "<section id=\"time\"><h2>What took how long</h2>\n<p class=\"legend\">";
  for (const auto& [phase, word] :
       {std::pair{"dns", "names"}, {"tcp", "TCP"}, {"tls", "TLS"}, {"svc", "service"}})
    fmt::format_to(std::back_inserter(out), "<span class=\"key ph-{}\"></span>{} ", phase, word);
  out += "<span class=\"key bad\"></span>failed</p>\n";
  fmt::format_to(std::back_inserter(out),
                 "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Waterfall\">"
                 "<svg class=\"waterfall\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"{} of {}, "
                 "by the time "
                 "that each took; the same times stand with each check below\">\n",
                 kWidth, height, lanes.size(), count_of(all, "target"));
  put_axis(out, span, height);
  double y = kTop;
  for (const Lane& lane : lanes) {
    put_lane(out, lane, y, span);
    y += kRow;
  }
  out += "</svg></div>\n";
  if (all > lanes.size())
    fmt::format_to(std::back_inserter(out), "<p class=\"more\">{} that ended earlier are not drawn.</p>\n",
                   all - lanes.size());
  return out + "</section>\n";
}

}  // namespace vnetprobe
