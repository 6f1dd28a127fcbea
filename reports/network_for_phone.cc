// From top to bottom: this host, the views, the zones, what lies past them. Wires run in lanes on the left,
// one a view and one for this host; those that failed are drawn last, over the others they share a lane with.
// What is well takes one line, what is not says so in a second one.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <utility>

#include "reports/html_text.h"
#include "reports/network_drawing.h"

namespace vnetprobe {

namespace {

constexpr double kWidth = 360, kEdge = 4;
constexpr double kFirstLane = 8, kLane = 8, kBoxHeight = 46, kGap = 12;
constexpr double kHead = 30, kPortRow = 18, kRow = 22, kSecondLine = 15, kStep = 20;
constexpr std::size_t kMaxLanes = 6, kMaxEndpoints = 10, kMaxAddress = 15;
// Of the fonts that a phone may choose: a letter of a bold name, and of the small print.
constexpr double kLetter = 7.6, kSmall = 6.9;

class PhoneDrawing {
 public:
  explicit PhoneDrawing(const Sketch& sketch)
      : sketch_(sketch), lanes_(std::min(sketch.views.size(), kMaxLanes)) {}

  std::string take() {
    put_host();
    for (std::size_t v = 0; v < sketch_.views.size(); ++v) put_view(v);
    for (const SketchZone& zone : sketch_.zones) put_zone(zone);
    put_services();
    std::string wires;
    for (const Status status : {Status::skip, Status::pass, Status::warn, Status::unknown, Status::fail})
      wires += wires_[status];
    return svg_picture("phone", kWidth, y_, {wires, out_, marks_});
  }

 private:
  double left() const { return kFirstLane + kLane * static_cast<double>(lanes_ + 1) + 6; }
  double inside() const { return left() + 12; }
  double right() const { return kWidth - kEdge; }
  double lane(std::size_t v) const { return kFirstLane + kLane * static_cast<double>(1 + v % kMaxLanes); }

  // Down a lane, then to the right into what stands there.
  void wire(double x, double from, double to, Status status) {
    fmt::format_to(std::back_inserter(wires_[status]),
                   "<path class=\"wire w-{}\" d=\"M{:.0f} {:.1f}V{:.1f}H{:.0f}\"/>\n", to_string(status), x,
                   from, to, left());
  }

  void mark(const std::string& place, double x, double y) { marks_ += svg_marks(sketch_, place, x, y); }

  void put_host() {
    out_ += svg_box(kEdge, y_, right() - kEdge, kBoxHeight, Status::pass);
    out_ += svg_text(kEdge + 12, y_ + 19, "head", sketch_.host.empty() ? "-" : sketch_.host, 40);
    out_ += svg_text(kEdge + 12, y_ + 36, "dim",
                     sketch_.address.empty() ? "this host" : "this host, " + sketch_.address, 48);
    mark("host", right() - 14, y_);
    host_bottom_ = y_ + kBoxHeight;
    y_ = host_bottom_ + kGap;
  }

  void put_view(std::size_t v) {
    const SketchView& view = sketch_.views[v];
    wire(lane(v), host_bottom_, y_ + kBoxHeight / 2, view.status);
    from_.push_back(y_ + kBoxHeight / 2);
    out_ += svg_box(left(), y_, right() - left(), kBoxHeight, view.status);
    out_ += svg_text(inside(), y_ + 19, "head", view.name + (view.required ? "" : " (reference)"), 36);
    out_ += svg_text(inside(), y_ + 36, "dim", view.server, 24);
    const std::string answers =
        view.asked == 0 ? "not asked" : fmt::format("{} of {} answered", view.answered, view.asked);
    out_ +=
        svg_text(right() - 12, y_ + 36, fmt::format("dim right t-{}", to_string(view.status)), answers, 26);
    mark("view " + view.name, right() - 14, y_);
    y_ += kBoxHeight + kGap;
  }

  void put_zone(const SketchZone& zone) {
    const double top = y_;
    const std::string words = std::exchange(out_, "");
    out_ += svg_text(inside(), y_ + 20, "head", zone.name, 38);
    y_ += kHead;
    for (const SketchPort& port : zone.ports) put_port(port);
    put_endpoints(endpoints_shown(zone, sketch_, kMaxEndpoints));
    y_ += 8;
    out_ = words + svg_box(left(), top, right() - left(), y_ - top, worst_of(zone.ports)) + out_;
    mark("zone " + zone.name, right() - 14, top);
    y_ += kGap;
  }

  void put_port(const SketchPort& port) {
    const double y = y_ + 4;
    wire(lane(port.view), from_[port.view], y, port.status);
    out_ += svg_dot(left(), y, 4, port.status);
    out_ += svg_text(inside(), y + 4, fmt::format("dim t-{}", to_string(port.status)),
                     fmt::format("{}: {}", sketch_.views[port.view].name, port.text), 50);
    y_ += kPortRow;
  }

  void put_endpoints(const ShownEndpoints& shown) {
    std::size_t steps = 0;
    for (const SketchEndpoint* end : shown.rows) steps = std::max(steps, end->steps.size());
    // An address of IPv6, or more than one, stands in the second line.
    std::size_t longest = 0;
    for (const SketchEndpoint* end : shown.rows)
      if (end->address.size() <= kMaxAddress) longest = std::max(longest, end->address.size());
    const double first =
        right() - 20 - kSmall * static_cast<double>(longest) - kStep * static_cast<double>(steps);
    const SketchEndpoint* whole = nullptr;
    for (const SketchEndpoint* end : shown.rows)
      if (end->steps.size() == steps) whole = end;
    if (whole != nullptr && steps > 0) {
      for (std::size_t i = 0; i < steps; ++i)
        out_ += svg_text(first + kStep * static_cast<double>(i), y_ + 8, "tick", whole->steps[i].word, 5);
      y_ += 14;
    }
    for (const SketchEndpoint* end : shown.rows) put_endpoint(*end, first);
    if (shown.squares.empty()) return;
    out_ += svg_text(inside(), y_ + 14, "dim", words_for(shown.squares), 50);
    const auto in_row = static_cast<std::size_t>((right() - inside() - 8) / 13);
    out_ += svg_squares(shown.squares, inside(), y_ + 22, in_row);
    y_ += 24 + height_of_squares(shown.squares.size(), in_row);
  }

  void put_endpoint(const SketchEndpoint& end, double first) {
    const double y = y_ + kRow / 2;
    const std::string color = fmt::format("t-{}", end.status == Status::pass ? "" : to_string(end.status));
    fmt::format_to(std::back_inserter(out_), "<g><title>{}</title>", html(end.subject, 255));
    const auto letters = static_cast<std::size_t>((first - inside() - 12) / kLetter);
    // The ends of a vault's names tell them apart.
    out_ += svg_text(inside(), y + 4, color, shortened(end.label, letters, 3), letters);
    double x = first;
    for (const SketchStep& step : end.steps) {
      if (x > first)
        fmt::format_to(std::back_inserter(out_), "<path class=\"wire w-{}\" d=\"M{:.0f} {:.1f}H{:.0f}\"/>",
                       to_string(step.status), x - kStep + 5, y, x - 5);
      out_ += svg_dot(x, y, 4.5, step.status, fmt::format("{}: {}", step.word, to_string(step.status)));
      x += kStep;
    }
    const bool fits = end.address.size() <= kMaxAddress;
    const std::string classes = fmt::format("dim right t-{}", to_string(end.status));
    if (fits) out_ += svg_text(right() - 12, y + 4, classes, end.address, kMaxAddress);
    const std::string more = fits                  ? end.trouble
                             : end.trouble.empty() ? end.address
                                                   : end.address + ", " + end.trouble;
    y_ += kRow;
    if (!more.empty()) {
      out_ += svg_text(right() - 12, y_ + 7, classes, more, 46);
      y_ += kSecondLine;
    }
    out_ += "</g>\n";
    mark("end " + end.subject, left(), y);
  }

  void put_services() {
    if (sketch_.services.empty()) return;
    const double top = y_;
    const std::string words = std::exchange(out_, "");
    out_ += svg_text(inside(), y_ + 20, "head", "past the private endpoints", 42);
    y_ += kHead;
    const std::size_t shown = std::min(sketch_.services.size(), kSketchServices);
    std::map<std::string, bool> marked;
    for (std::size_t i = 0; i < shown; ++i) {
      const SketchService& service = sketch_.services[i];
      const double y = y_ + 6;
      wire(kFirstLane, host_bottom_, y, service.status);
      const bool well = service.status == Status::pass;
      const std::string text = fmt::format("{}: {}", service.what, service.text);
      const std::string classes = fmt::format("dim right t-{}", to_string(service.status));
      out_ += fmt::format("<g><title>{}</title>", html(service.subject, 255)) +
              svg_dot(left(), y, 4, service.status);
      const double taken = well ? kSmall * static_cast<double>(text.size()) + 10 : 20;
      const auto letters = static_cast<std::size_t>((right() - 12 - inside() - taken) / 7);
      out_ += svg_text(inside(), y + 4, fmt::format("t-{}", well ? "" : to_string(service.status)),
                       service.subject, letters);
      y_ += kRow;
      if (!well) {
        out_ += svg_text(right() - 12, y_ + 3, classes, text, 46);
        y_ += kSecondLine;
      } else {
        out_ += svg_text(right() - 12, y + 4, classes, text, 22);
      }
      out_ += "</g>\n";
      if (!std::exchange(marked[service.subject], true) || !well)
        mark("svc " + service.subject, right() - 14, y);
    }
    if (sketch_.services.size() > shown) {
      out_ +=
          svg_text(inside(), y_ + 8, "dim", fmt::format("and {} more", sketch_.services.size() - shown), 40);
      y_ += kRow;
    }
    out_ = words + svg_box(left(), top, right() - left(), y_ - top + 4, worst_of(sketch_.services)) + out_;
    y_ += 4 + kGap;
  }

  const Sketch& sketch_;
  std::size_t lanes_ = 0;
  double y_ = 12, host_bottom_ = 0;
  std::vector<double> from_{};  // where a view's wires to the zones begin
  std::map<Status, std::string> wires_{};
  std::string out_{}, marks_{};
};

}  // namespace

std::string network_for_phone(const Sketch& sketch) { return PhoneDrawing(sketch).take(); }

}  // namespace vnetprobe
