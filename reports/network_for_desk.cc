// Three columns: this host, the views it asks, the zones with their endpoints; what lies past the private
// endpoints stands below, and its wires leave the host directly. A wire is dashed where something failed, so
// that the picture reads without its colours.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <set>

#include "reports/html_text.h"
#include "reports/network_drawing.h"

namespace vnetprobe {

namespace {

constexpr double kWidth = 1080;
constexpr double kHostX = 12, kHostWidth = 168, kHostHeight = 74;
constexpr double kViewX = 262, kViewWidth = 180, kViewHeight = 66, kViewGap = 16;
constexpr double kZoneX = 520, kZoneWidth = 548, kZoneGap = 18;
constexpr double kFirstStep = kZoneX + 320, kStep = 34;  // tcp, tls, svc of an endpoint
constexpr double kRow = 22, kPortRow = 20, kHead = 34;
constexpr std::size_t kMaxEndpoints = 12, kSquaresInRow = 40;

std::string wire(double x1, double y1, double x2, double y2, Status status) {
  const double middle = (x1 + x2) / 2;
  return fmt::format(
      "<path class=\"wire w-{}\" d=\"M{:.0f} {:.1f}C{:.0f} {:.1f} {:.0f} {:.1f} {:.0f} {:.1f}\"/>\n",
      to_string(status), x1, y1, middle, y1, middle, y2, x2, y2);
}

struct ZonePlan {
  const SketchZone* zone = nullptr;
  ShownEndpoints shown{};
  double y = 0, height = 0;
};

ZonePlan plan_of(const SketchZone& zone, const Sketch& sketch, double y) {
  ZonePlan plan{.zone = &zone, .shown = endpoints_shown(zone, sketch, kMaxEndpoints), .y = y};
  const std::size_t squares = plan.shown.squares.size();
  plan.height = kHead + kPortRow * static_cast<double>(zone.ports.size()) +
                kRow * static_cast<double>(plan.shown.rows.size()) +
                (squares == 0 ? 0 : 26 + height_of_squares(squares, kSquaresInRow)) + 12;
  return plan;
}

class DeskDrawing {
 public:
  explicit DeskDrawing(const Sketch& sketch) : sketch_(sketch) {}

  std::string take() {
    layout();
    put_wires();
    put_host();
    for (std::size_t v = 0; v < sketch_.views.size(); ++v) put_view(v);
    for (const ZonePlan& plan : plans_) put_zone(plan);
    put_services();
    return svg_picture("desk", kWidth, height_, {wires_, out_, marks_});
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
    shown_services_ = std::min(sketch_.services.size(), kSketchServices);
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

  void put_marks(const std::string& place, double x, double y) { marks_ += svg_marks(sketch_, place, x, y); }

  void put_host() {
    out_ += svg_box(kHostX, host_y_, kHostWidth, kHostHeight, Status::pass);
    out_ += svg_text(kHostX + 14, host_y_ + 24, "dim", "this host", 20);
    out_ += svg_text(kHostX + 14, host_y_ + 42, "head", sketch_.host.empty() ? "-" : sketch_.host, 20);
    out_ += svg_text(kHostX + 14, host_y_ + 60, "dim", sketch_.address, 24) + "\n";
    put_marks("host", kHostX + kHostWidth - 14, host_y_);
  }

  void put_view(std::size_t v) {
    const SketchView& view = sketch_.views[v];
    const double y = view_y_[v];
    out_ += svg_box(kViewX, y, kViewWidth, kViewHeight, view.status);
    out_ += svg_text(kViewX + 14, y + 22, "head", view.name + (view.required ? "" : " (reference)"), 22);
    out_ += svg_text(kViewX + 14, y + 39, "dim", view.server, 26);
    const std::string answers =
        view.asked == 0 ? "not asked" : fmt::format("{} of {} answered", view.answered, view.asked);
    out_ +=
        svg_text(kViewX + 14, y + 56, fmt::format("dim t-{}", to_string(view.status)), answers, 28) + "\n";
    put_marks("view " + view.name, kViewX + kViewWidth - 14, y);
  }

  void put_zone(const ZonePlan& plan) {
    const SketchZone& zone = *plan.zone;
    out_ += svg_box(kZoneX, plan.y, kZoneWidth, plan.height, worst_of(zone.ports));
    out_ += svg_text(kZoneX + 16, plan.y + 22, "head", zone.name, 60);
    for (std::size_t i = 0; i < zone.ports.size(); ++i) {
      const SketchPort& port = zone.ports[i];
      const double y = port_y(plan, i);
      out_ += svg_dot(kZoneX, y, 4.5, port.status);
      out_ += svg_text(kZoneX + 16, y + 4, fmt::format("dim t-{}", to_string(port.status)),
                       fmt::format("{}: {}", sketch_.views[port.view].name, port.text), 70);
    }
    out_ += "\n";
    if (!plan.shown.rows.empty())
      for (std::size_t i = 0; i < plan.shown.rows.front()->steps.size(); ++i)
        out_ += svg_text(kFirstStep + kStep * static_cast<double>(i),
                         plan.y + kHead + 4 + kPortRow * (static_cast<double>(zone.ports.size()) - 1), "tick",
                         plan.shown.rows.front()->steps[i].word, 5);
    double y = plan.y + kHead + kPortRow * static_cast<double>(zone.ports.size()) + kRow / 2;
    for (const SketchEndpoint* end : plan.shown.rows) {
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
    out_ +=
        svg_text(kZoneX + 16, y + 4,
                 fmt::format("t-{}", end.status == Status::pass ? "" : to_string(end.status)), end.label, 38);
    double x = kFirstStep;
    for (std::size_t i = 0; i < end.steps.size(); ++i, x += kStep) {
      if (i > 0)
        fmt::format_to(to, "<path class=\"wire w-{}\" d=\"M{:.0f} {:.1f}H{:.0f}\"/>",
                       to_string(end.steps[i].status), x - kStep + 5, y, x - 5);
      out_ += svg_dot(x, y, 5, end.steps[i].status,
                      fmt::format("{}: {}", end.steps[i].word, to_string(end.steps[i].status)));
    }
    const std::string words = end.trouble.empty() ? end.address : end.address + " " + end.trouble;
    out_ += svg_text(kZoneX + kZoneWidth - 14, y + 4, fmt::format("dim right t-{}", to_string(end.status)),
                     words, 22);
    out_ += "</g>\n";
    put_marks("end " + end.subject, kZoneX, y);
  }

  void put_squares(const ZonePlan& plan, double y) {
    const auto& squares = plan.shown.squares;
    if (squares.empty()) return;
    out_ += svg_text(kZoneX + 16, y + 6, "dim", words_for(squares), 60);
    out_ += svg_squares(squares, kZoneX + 16, y + 14, kSquaresInRow);
  }

  void put_services() {
    if (sketch_.services.empty()) return;
    const double rows =
        static_cast<double>(shown_services_ + (sketch_.services.size() > shown_services_ ? 1 : 0));
    out_ += svg_box(kZoneX, services_y_, kZoneWidth, kHead + kRow * rows + 10, worst_of(sketch_.services));
    out_ += svg_text(kZoneX + 16, services_y_ + 22, "head", "past the private endpoints", 60);
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
      out_ += fmt::format("<g><title>{}</title>", html(service.subject, 255)) +
              svg_dot(kZoneX, y, 4.5, service.status);
      out_ += svg_text(kZoneX + 16, y + 4,
                       fmt::format("t-{}", service.status == Status::pass ? "" : to_string(service.status)),
                       service.subject, 44);
      out_ +=
          svg_text(kZoneX + kZoneWidth - 14, y + 4, fmt::format("dim right t-{}", to_string(service.status)),
                   fmt::format("{}: {}", service.what, service.text), 40);
      out_ += "</g>\n";
      if (marked.insert(service.subject).second || service.status != Status::pass)
        put_marks("svc " + service.subject, kZoneX + 320, y);
    }
    if (sketch_.services.size() > shown_services_)
      out_ += svg_text(kZoneX + 16, y + 4, "dim",
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

std::string network_for_desk(const Sketch& sketch) { return DeskDrawing(sketch).take(); }

}  // namespace vnetprobe
