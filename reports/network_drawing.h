// Two drawings of one sketch, as inline SVG: one for a desk and for paper, one that fits a phone without
// scrolling. What they have in common: boxes, words, and the numbers of findings at their places.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reports/html_text.h"
#include "reports/network_sketch.h"

namespace vnetprobe {

// This host on the left, the views it asks, the zones with their endpoints on the right.
std::string network_for_desk(const Sketch& sketch);

// The same from top to bottom; a view has a lane on the left.
std::string network_for_phone(const Sketch& sketch);

std::string svg_text(double x, double y, std::string_view classes, std::string_view words, std::size_t max);
std::string svg_box(double x, double y, double width, double height, Status status);
std::string svg_dot(double x, double y, double radius, Status status, std::string_view title = "");
// The numbers of what was found at this place, from right to left; at most eight.
std::string svg_marks(const Sketch& sketch, const std::string& place, double x, double y);
// The whole drawing: `parts` lie one over the other, the first at the bottom.
std::string svg_picture(std::string_view classes, double width, double height,
                        const std::vector<std::string_view>& parts);

// The endpoints of a zone that are drawn one by one, marked and troubled ones first; past `most` the
// others are squares.
struct ShownEndpoints {
  std::vector<const SketchEndpoint*> rows{};
  std::vector<const SketchEndpoint*> squares{};
};
ShownEndpoints endpoints_shown(const SketchZone& zone, const Sketch& sketch, std::size_t most);
// "and 288 more, all well"
std::string words_for(const std::vector<const SketchEndpoint*>& squares);
// A square an endpoint, `in_row` in a row; the first row's top is at `y`.
std::string svg_squares(const std::vector<const SketchEndpoint*>& squares, double x, double y,
                        std::size_t in_row);
double height_of_squares(std::size_t count, std::size_t in_row);

// The worst of what one box of the drawing holds.
template <class T>
Status worst_of(const std::vector<T>& all) {
  Status worst = Status::skip;
  for (const T& each : all) worst = worse(worst, each.status);
  return worst;
}

}  // namespace vnetprobe
