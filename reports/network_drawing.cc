// The label of a drawing says what it shows; what it says is also in the tables below it, so it is one image
// to those who do not see it.
#include "reports/network_drawing.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "reports/html_text.h"

namespace vnetprobe {

namespace {

constexpr double kSquare = 13;

}  // namespace

std::string svg_text(double x, double y, std::string_view classes, std::string_view words, std::size_t max) {
  return fmt::format("<text class=\"{}\" x=\"{:.0f}\" y=\"{:.1f}\">{}</text>", classes, x, y,
                     html(shortened(words, max)));
}

std::string svg_box(double x, double y, double width, double height, Status status) {
  return fmt::format(
      "<rect class=\"box at-{}\" x=\"{:.0f}\" y=\"{:.1f}\" width=\"{:.0f}\" height=\"{:.1f}\" rx=\"8\"/>",
      to_string(status), x, y, width, height);
}

std::string svg_dot(double x, double y, double radius, Status status, std::string_view title) {
  const std::string inside = title.empty() ? "" : fmt::format("<title>{}</title>", html(title, 300));
  return fmt::format("<circle class=\"s-{}\" cx=\"{:.0f}\" cy=\"{:.1f}\" r=\"{:.1f}\">{}</circle>",
                     to_string(status), x, y, radius, inside);
}

std::string svg_marks(const Sketch& sketch, const std::string& place, double x, double y) {
  const auto found = sketch.marks.find(place);
  if (found == sketch.marks.end()) return "";
  std::string out;
  std::size_t n = 0;
  for (const SketchMark& mark : found->second) {
    if (++n > 8) break;
    fmt::format_to(
        std::back_inserter(out),
        "<g class=\"mark m-{}\"><title>{}</title><circle cx=\"{:.0f}\" cy=\"{:.1f}\" r=\"10\"/><text "
        "x=\"{:.0f}\" y=\"{:.1f}\">{}</text></g>\n",
        mark.finding->suppressed ? "suppressed" : to_string(mark.finding->severity),
        html(mark.finding->code + " " + mark.finding->subject, 300), x, y, x, y + 4, mark.number);
    x -= 22;
  }
  return out;
}

std::string svg_picture(std::string_view classes, double width, double height,
                        const std::vector<std::string_view>& parts) {
  std::string out = fmt::format(
      "<svg class=\"network {}\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"This host, the "
      "views "
      "of the names, the zones and their endpoints; findings are marked by their numbers\">\n",
      classes, width, height);
  for (const std::string_view part : parts) out += part;
  return out + "</svg>\n";
}

ShownEndpoints endpoints_shown(const SketchZone& zone, const Sketch& sketch, std::size_t most) {
  ShownEndpoints shown;
  shown.rows.reserve(zone.endpoints.size());
  for (const SketchEndpoint& end : zone.endpoints) shown.rows.push_back(&end);
  if (shown.rows.size() <= most) return shown;
  // Marked ones, then those with trouble, keep their rows.
  const auto rank = [&sketch](const SketchEndpoint* end) {
    if (sketch.marks.contains("end " + end->subject)) return 0;
    return end->status == Status::pass ? 2 : 1;
  };
  std::ranges::stable_sort(shown.rows, {}, rank);
  const auto cut = shown.rows.begin() + static_cast<std::ptrdiff_t>(most / 2);
  auto last = std::find_if(cut, shown.rows.end(), [&](const SketchEndpoint* end) { return rank(end) == 2; });
  last = std::min(last, shown.rows.begin() + static_cast<std::ptrdiff_t>(most));
  shown.squares.assign(last, shown.rows.end());
  shown.rows.erase(last, shown.rows.end());
  return shown;
}

std::string words_for(const std::vector<const SketchEndpoint*>& squares) {
  const bool well =
      std::ranges::all_of(squares, [](const SketchEndpoint* end) { return end->status == Status::pass; });
  return fmt::format("and {} more{}", squares.size(), well ? ", all well" : "");
}

std::string svg_squares(const std::vector<const SketchEndpoint*>& squares, double x, double y,
                        std::size_t in_row) {
  std::string out;
  for (std::size_t i = 0; i < squares.size(); ++i) {
    const std::size_t row = i / in_row;
    fmt::format_to(std::back_inserter(out),
                   "<rect class=\"s-{}\" x=\"{:.0f}\" y=\"{:.1f}\" width=\"10\" height=\"10\" "
                   "rx=\"2\"><title>{}</title></rect>\n",
                   to_string(squares[i]->status), x + kSquare * static_cast<double>(i % in_row),
                   y + kSquare * static_cast<double>(row), html(squares[i]->subject, 255));
  }
  return out;
}

double height_of_squares(std::size_t count, std::size_t in_row) {
  const std::size_t rows = (count + in_row - 1) / in_row;
  return kSquare * static_cast<double>(rows);
}

}  // namespace vnetprobe
