// Three columns: this host, the views it asks, the zones with their endpoints; what lies past the private
// endpoints stands below, and its wires leave the host directly. A wire is dashed where something failed, so
// that the picture reads without its colours.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <set>

#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/network_sketch.h"

namespace vnetprobe {

namespace {

constexpr double kWidth = 1080;
constexpr double kHostX = 12, kHostWidth = 168, kHostHeight = 74;
constexpr double kViewX = 262, kViewWidth = 180, kViewHeight = 66, kViewGap = 16;
constexpr double kZoneX = 520, kZoneWidth = 548, kZoneGap = 18;
constexpr double kFirstStep = kZoneX + 300, kStep = 34;  // tcp, tls, svc of an endpoint
constexpr double kRow = 22, kPortRow = 20, kHead = 34;
constexpr std::size_t kMaxEndpoints = 12, kSquaresInRow = 40, kMaxServices = 24;

std::string text(double x, double y, std::string_view classes, std::string_view words, std::size_t max) {
  return fmt::format("<text class=\"{}\" x=\"{:.0f}\" y=\"{:.1f}\">{}</text>", classes, x, y,
                     html(shortened(words, max)));
}

std::string box(double x, double y, double width, double height, Status status) {
  return fmt::format(
      "<rect class=\"box at-{}\" x=\"{:.0f}\" y=\"{:.1f}\" width=\"{:.0f}\" height=\"{:.1f}\" rx=\"8\"/>",
      to_string(status), x, y, width, height);
}

std::string wire(double x1, double y1, double x2, double y2, Status status) {
  const double middle = (x1 + x2) / 2;
  return fmt::format(
      "<path class=\"wire w-{}\" d=\"M{:.0f} {:.1f}C{:.0f} {:.1f} {:.0f} {:.1f} {:.0f} {:.1f}\"/>\n",
      to_string(status), x1, y1, middle, y1, middle, y2, x2, y2);
}

// Where the endpoints of a zone that are not drawn one by one stand as squares.
struct ZonePlan {
  const SketchZone* zone = nullptr;
  std::vector<const SketchEndpoint*> rows{};
  std::vector<const SketchEndpoint*> squares{};
  double y = 0, height = 0;
};

ZonePlan plan_of(const SketchZone& zone, const Sketch& sketch, double y) {
  ZonePlan plan{.zone = &zone, .y = y};
  for (const SketchEndpoint& end : zone.endpoints) plan.rows.push_back(&end);
  if (plan.rows.size() > kMaxEndpoints) {
    // Marked ones, then those with trouble, keep their rows.
    const auto rank = [&sketch](const SketchEndpoint* end) {
      if (sketch.marks.contains("end " + end->subject)) return 0;
      return end->status == Status::pass ? 2 : 1;
    };
    std::ranges::stable_sort(plan.rows, {}, rank);
    const auto cut = plan.rows.begin() + static_cast<std::ptrdiff_t>(kMaxEndpoints / 2);
    auto last = std::find_if(cut, plan.rows.end(), [&](const SketchEndpoint* end) { return rank(end) == 2; });
    last = std::min(last, plan.rows.begin() + static_cast<std::ptrdiff_t>(kMaxEndpoints));
    plan.squares.assign(last, plan.rows.end());
    plan.rows.erase(last, plan.rows.end());
  }
  const std::size_t rows = (plan.squares.size() + kSquaresInRow - 1) / kSquaresInRow;  // whole rows
  const double squares = plan.squares.empty() ? 0 : 26 + 13 * static_cast<double>(rows);
  plan.height = kHead + kPortRow * static_cast<double>(zone.ports.size()) +
                kRow * static_cast<double>(plan.rows.size()) + squares + 12;
  return plan;
}

class Drawing {
 public:
  explicit Drawing(const Sketch& sketch) : sketch_(sketch) {}

  std::string take() {
    layout();
    put_wires();
    put_host();
    for (std::size_t v = 0; v < sketch_.views.size(); ++v) put_view(v);
    for (const ZonePlan& plan : plans_) put_zone(plan);
    put_services();
    return fmt::format(
        "<svg class=\"network\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" "
        "aria-label=\"{}\">\n{}{}{}</svg>\n",
        kWidth, height_,
        "This host, the views of the names, the zones and their endpoints; findings "
        "are marked by their numbers",
        wires_, out_, marks_);
  }

 private:
  void layout() {
    double y = 14;
    for (const SketchZone& zone : sketch_.zones) {
      plans_.push_back(plan_of(zone, sketch_, y));
      y += plans_.back().height + kZoneGap;
    }
    const double views = (kViewHeight + kViewGap) * static_cast<double>(sketch_.views.size());
    // On a tall picture the views stay where a reader begins.
    const double top = std::max(std::min((y - views) / 2, 220.0), 14.0);
    for (std::size_t v = 0; v < sketch_.views.size(); ++v)
      view_y_.push_back(top + (kViewHeight + kViewGap) * static_cast<double>(v));
    const double middle =
        sketch_.views.empty() ? y / 2 : (view_y_.front() + view_y_.back() + kViewHeight) / 2;
    host_y_ = std::max(middle - kHostHeight / 2, 14.0);
    services_y_ = std::max({y, top + views, host_y_ + kHostHeight + 20});
    shown_services_ = std::min(sketch_.services.size(), kMaxServices);
    const double rows =
        static_cast<double>(shown_services_ + (sketch_.services.size() > shown_services_ ? 1 : 0));
    height_ = services_y_ + (sketch_.services.empty() ? 0 : kHead + kRow * rows + 22);
  }

  double port_y(const ZonePlan& plan, std::size_t i) const {
    return plan.y + kHead + kPortRow * static_cast<double>(i) + kPortRow / 2 - 3;
  }

  void put_wires() {
    for (std::size_t v = 0; v < sketch_.views.size(); ++v)
      wires_ += wire(kHostX + kHostWidth, host_y_ + kHostHeight / 2, kViewX, view_y_[v] + kViewHeight / 2,
                     sketch_.views[v].status);
    for (const ZonePlan& plan : plans_)
      for (std::size_t i = 0; i < plan.zone->ports.size(); ++i) {
        const SketchPort& port = plan.zone->ports[i];
        wires_ += wire(kViewX + kViewWidth, view_y_[port.view] + kViewHeight / 2, kZoneX, port_y(plan, i),
                       port.status);
      }
  }

  void put_marks(const std::string& place, double x, double y) {
    const auto found = sketch_.marks.find(place);
    if (found == sketch_.marks.end()) return;
    std::size_t n = 0;
    for (const SketchMark& mark : found->second) {
      if (++n > 8) break;
      fmt::format_to(
          std::back_inserter(marks_),
          "<g class=\"mark m-{}\"><title>{}</title><circle cx=\"{:.0f}\" cy=\"{:.1f}\" r=\"10\"/><text "
          "x=\"{:.0f}\" y=\"{:.1f}\">{}</text></g>\n",
          mark.finding->suppressed ? "suppressed" : to_string(mark.finding->severity),
          html(mark.finding->code + " " + mark.finding->subject, 300), x, y, x, y + 4, mark.number);
      x -= 22;
    }
  }

  void put_host() {
    out_ += box(kHostX, host_y_, kHostWidth, kHostHeight, Status::pass);
    out_ += text(kHostX + 14, host_y_ + 24, "dim", "this host", 20);
    out_ += text(kHostX + 14, host_y_ + 42, "head", sketch_.host.empty() ? "-" : sketch_.host, 20);
    out_ += text(kHostX + 14, host_y_ + 60, "dim", sketch_.address, 24) + "\n";
    put_marks("host", kHostX + kHostWidth - 14, host_y_);
  }

  void put_view(std::size_t v) {
    const SketchView& view = sketch_.views[v];
    const double y = view_y_[v];
    out_ += box(kViewX, y, kViewWidth, kViewHeight, view.status);
    out_ += text(kViewX + 14, y + 22, "head", view.name + (view.required ? "" : " (reference)"), 22);
    out_ += text(kViewX + 14, y + 39, "dim", view.server, 26);
    const std::string answers =
        view.asked == 0 ? "not asked" : fmt::format("{} of {} answered", view.answered, view.asked);
    out_ += text(kViewX + 14, y + 56, fmt::format("dim t-{}", to_string(view.status)), answers, 28) + "\n";
    put_marks("view " + view.name, kViewX + kViewWidth - 14, y);
  }

  void put_zone(const ZonePlan& plan) {
    const SketchZone& zone = *plan.zone;
    Status worst = Status::skip;
    for (const SketchPort& port : zone.ports) worst = worse(worst, port.status);
    out_ += box(kZoneX, plan.y, kZoneWidth, plan.height, worst);
    out_ += text(kZoneX + 16, plan.y + 22, "head", zone.name, 60);
    for (std::size_t i = 0; i < zone.ports.size(); ++i) {
      const SketchPort& port = zone.ports[i];
      const double y = port_y(plan, i);
      fmt::format_to(std::back_inserter(out_),
                     "<circle class=\"s-{}\" cx=\"{:.0f}\" cy=\"{:.1f}\" r=\"4.5\"/>", to_string(port.status),
                     kZoneX, y);
      out_ += text(kZoneX + 16, y + 4, fmt::format("dim t-{}", to_string(port.status)),
                   fmt::format("{}: {}", sketch_.views[port.view].name, port.text), 70);
    }
    out_ += "\n";
    if (!plan.rows.empty())
      for (std::size_t i = 0; i < plan.rows.front()->steps.size(); ++i)
        out_ += text(kFirstStep + kStep * static_cast<double>(i),
                     plan.y + kHead + 4 + kPortRow * (static_cast<double>(zone.ports.size()) - 1), "tick",
                     plan.rows.front()->steps[i].word, 5);
    double y = plan.y + kHead + kPortRow * static_cast<double>(zone.ports.size()) + kRow / 2;
    for (const SketchEndpoint* end : plan.rows) {
      put_endpoint(*end, y);
      y += kRow;
    }
    put_squares(plan, y);
    put_marks("zone " + zone.name, kZoneX + kZoneWidth - 16, plan.y);
  }

  // label ... ●──●──● address
  void put_endpoint(const SketchEndpoint& end, double y) {
    const auto to = std::back_inserter(out_);
    fmt::format_to(to, "<g><title>{}</title>", html(end.subject, 255));
    out_ += text(kZoneX + 16, y + 4,
                 fmt::format("t-{}", end.status == Status::pass ? "" : to_string(end.status)), end.label, 38);
    double x = kFirstStep;
    for (std::size_t i = 0; i < end.steps.size(); ++i, x += kStep) {
      if (i > 0)
        fmt::format_to(to, "<path class=\"wire w-{}\" d=\"M{:.0f} {:.1f}H{:.0f}\"/>",
                       to_string(end.steps[i].status), x - kStep + 5, y, x - 5);
      fmt::format_to(
          to, "<circle class=\"s-{}\" cx=\"{:.0f}\" cy=\"{:.1f}\" r=\"5\"><title>{}: {}</title></circle>",
          to_string(end.steps[i].status), x, y, end.steps[i].word, to_string(end.steps[i].status));
    }
    const std::string words = end.trouble.empty() ? end.address : end.address + " " + end.trouble;
    out_ += text(kZoneX + kZoneWidth - 14, y + 4, fmt::format("dim right t-{}", to_string(end.status)), words,
                 24);
    out_ += "</g>\n";
    put_marks("end " + end.subject, kZoneX, y);
  }

  void put_squares(const ZonePlan& plan, double y) {
    if (plan.squares.empty()) return;
    const bool well =
        std::ranges::all_of(plan.squares, [](const SketchEndpoint* e) { return e->status == Status::pass; });
    out_ += text(kZoneX + 16, y + 6, "dim",
                 fmt::format("and {} more{}", plan.squares.size(), well ? ", all well" : ""), 60);
    for (std::size_t i = 0; i < plan.squares.size(); ++i) {
      const double x = kZoneX + 16 + 13 * static_cast<double>(i % kSquaresInRow);
      const std::size_t row = i / kSquaresInRow;
      fmt::format_to(std::back_inserter(out_),
                     "<rect class=\"s-{}\" x=\"{:.0f}\" y=\"{:.1f}\" width=\"10\" height=\"10\" "
                     "rx=\"2\"><title>{}</title></rect>\n",
                     to_string(plan.squares[i]->status), x, y + 14 + 13 * static_cast<double>(row),
                     html(plan.squares[i]->subject, 255));
    }
  }

  void put_services() {
    if (sketch_.services.empty()) return;
    const double rows =
        static_cast<double>(shown_services_ + (sketch_.services.size() > shown_services_ ? 1 : 0));
    Status worst = Status::skip;
    for (const SketchService& service : sketch_.services) worst = worse(worst, service.status);
    out_ += box(kZoneX, services_y_, kZoneWidth, kHead + kRow * rows + 10, worst);
    out_ += text(kZoneX + 16, services_y_ + 22, "head", "past the private endpoints", 60);
    double y = services_y_ + kHead + kRow / 2;
    std::set<std::string> marked;
    for (std::size_t i = 0; i < shown_services_; ++i, y += kRow) {
      const SketchService& service = sketch_.services[i];
      // From below the host, past the views.
      fmt::format_to(
          std::back_inserter(wires_),
          "<path class=\"wire w-{}\" d=\"M{:.0f} {:.1f}C{:.0f} {:.1f} {:.0f} {:.1f} {:.0f} {:.1f}\"/>\n",
          to_string(service.status), kHostX + kHostWidth / 2, host_y_ + kHostHeight, kHostX + kHostWidth / 2,
          y, kViewX, y, kZoneX, y);
      fmt::format_to(std::back_inserter(out_),
                     "<g><title>{}</title><circle class=\"s-{}\" cx=\"{:.0f}\" cy=\"{:.1f}\" r=\"4.5\"/>",
                     html(service.subject, 255), to_string(service.status), kZoneX, y);
      out_ += text(kZoneX + 16, y + 4,
                   fmt::format("t-{}", service.status == Status::pass ? "" : to_string(service.status)),
                   service.subject, 44);
      out_ += text(kZoneX + kZoneWidth - 14, y + 4, fmt::format("dim right t-{}", to_string(service.status)),
                   fmt::format("{}: {}", service.what, service.text), 40);
      out_ += "</g>\n";
      if (marked.insert(service.subject).second || service.status != Status::pass)
        put_marks("svc " + service.subject, kZoneX + 320, y);
    }
    if (sketch_.services.size() > shown_services_)
      out_ += text(kZoneX + 16, y + 4, "dim",
                   fmt::format("and {} more", sketch_.services.size() - shown_services_), 40);
  }

  const Sketch& sketch_;
  std::vector<ZonePlan> plans_{};
  std::vector<double> view_y_{};
  double host_y_ = 0, services_y_ = 0, height_ = 0;
  std::size_t shown_services_ = 0;
  std::string wires_{}, out_{}, marks_{};
};

}  // namespace

std::string html_network(const HtmlFacts& facts) {
  const Sketch sketch = sketch_of(facts.report, facts.findings);
  if (sketch.views.empty() && sketch.zones.empty() && sketch.services.empty()) return "";
  return "<section id=\"network\"><h2>The network as the probe saw it</h2>\n"
         "<p class=\"legend\"><span class=\"key pass\"></span>right <span class=\"key fail\"></span>failed "
         "<span class=\"key warn\"></span>not proved <span class=\"key skip\"></span>not asked; a number "
         "marks the "
         "place of that finding</p>\n"
         "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Picture of the network\">" +
         Drawing(sketch).take() + "</div></section>\n";
}

}  // namespace vnetprobe
