// A row a target: its questions, then its connection, as long as each took. The rows that end last come
// first, since they are what a slow run waits for. Drawn twice, as the network is: on a phone a name stands
// above its bar.
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
constexpr double kTop = 26;

struct Canvas {
  std::string_view classes{};
  double width = 0, labels = 0, row = 0;  // with no room for labels they stand above the bars
  double steps = 0;                       // of the axis, at most
  std::size_t letters = 0;                // of a label

  bool above() const { return labels < 100; }
  double scale(double span) const { return (width - labels - 10) / span; }
};
constexpr Canvas kDesk = {
    .classes = "desk", .width = 1080, .labels = 300, .row = 20, .steps = 8, .letters = 36};
constexpr Canvas kPhone = {
    .classes = "phone", .width = 360, .labels = 16, .row = 32, .steps = 4, .letters = 44};

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

// 1, 2 or 5 times a power of ten.
double step_of(double span, double steps) {
  const double raw = span / steps;
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

void put_axis(std::string& out, const Canvas& canvas, double span, double height) {
  const double step = step_of(span, canvas.steps);
  for (double at = 0; at <= span; at += step) {
    const double x = canvas.labels + canvas.scale(span) * at;
    fmt::format_to(std::back_inserter(out),
                   "<line class=\"grid\" x1=\"{0:.1f}\" y1=\"{1}\" x2=\"{0:.1f}\" y2=\"{2:.0f}\"/>"
                   "<text class=\"tick\" x=\"{0:.1f}\" y=\"14\">{3}</text>\n",
                   x, kTop - 6, height, short_time(Millis(at)));
  }
}

void put_lane(std::string& out, const Canvas& canvas, const Lane& lane, double y, double span) {
  const auto to = std::back_inserter(out);
  const std::string label = html(shortened(lane.label.empty() ? lane.name : lane.label, canvas.letters));
  fmt::format_to(to, "<g><title>{}</title><text class=\"{}\" x=\"{:.0f}\" y=\"{:.1f}\">{}</text>",
                 html(lane.name, 255), canvas.above() ? "above" : "name",
                 canvas.above() ? canvas.labels : canvas.labels - 10, y + 13.5, label);
  const double top = canvas.above() ? y + 18 : y + 3;
  const double thick = canvas.above() ? 10 : canvas.row - 6;
  for (const Result* check : lane.checks) {
    const double x = canvas.labels + check->started.count() * canvas.scale(span);
    const double width = std::max(check->duration.count() * canvas.scale(span), 1.5);
    // Names through several views overlap: thin bars, one under the other, would need a row each.
    fmt::format_to(
        to,
        "<rect class=\"ph-{}{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.0f}\" rx=\"2\">"
        "<title>{}: {} from {}</title></rect>",
        phase_of(check->kind), check->status == Status::fail ? " bad" : "", x, top, width, thick,
        html(check->id, 400), short_time(check->duration), short_time(check->started));
  }
  out += "</g>\n";
}

void put_drawing(std::string& out, const Canvas& canvas, const std::vector<Lane>& lanes, std::size_t all) {
  const double span = std::max(lanes.front().end, 0.1);
  const double height = kTop + canvas.row * static_cast<double>(lanes.size()) + 4;
  fmt::format_to(std::back_inserter(out),
                 "<svg class=\"waterfall {}\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"{} of "
                 "{}, by the time that each took; the same times stand with each check below\">\n",
                 canvas.classes, canvas.width, height, lanes.size(), count_of(all, "target"));
  put_axis(out, canvas, span, height);
  double y = kTop;
  for (const Lane& lane : lanes) {
    put_lane(out, canvas, lane, y, span);
    y += canvas.row;
  }
  out += "</svg>\n";
}

}  // namespace

std::string html_waterfall(const HtmlFacts& facts) {
  std::vector<Lane> lanes = lanes_of(facts.report);
  if (lanes.empty()) return "";
  const std::size_t all = lanes.size();
  lanes.resize(std::min(all, kMaxRows));
  std::string out = "<section id=\"time\"><h2>What took how long</h2>\n<p class=\"legend\">";
  for (const auto& [phase, word] :
       {std::pair{"dns", "names"}, {"tcp", "TCP"}, {"tls", "TLS"}, {"svc", "service"}})
    fmt::format_to(std::back_inserter(out), "<span class=\"key ph-{}\"></span>{} ", phase, word);
  out += "<span class=\"key bad\"></span>failed</p>\n";
  out += "<div class=\"picture\">";
  put_drawing(out, kDesk, lanes, all);
  put_drawing(out, kPhone, lanes, all);
  out += "</div>\n";
  if (all > lanes.size())
    fmt::format_to(std::back_inserter(out), "<p class=\"more\">{} that ended earlier are not drawn.</p>\n",
                   all - lanes.size());
  return out + "</section>\n";
}

}  // namespace vnetprobe
