// A page of the human report: lines of text within a width, coloured or not. Whatever is put on it is
// cleaned here, so that the only escape codes on a page are the page's own.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reports/formats.h"

namespace vnetprobe {

enum class Ink { plain, good, bad, doubtful, faint, strong, command };

struct Span {
  std::string text{};
  Ink ink = Ink::plain;
};

class Page {
 public:
  // Widths below 60 count as 60; prose is never set wider than 100.
  explicit Page(const RenderOptions& options);

  std::size_t width() const { return width_; }

  // An empty line, unless the page has just begun or the last line is empty.
  void gap();
  // One line, as it is.
  void line(const std::vector<Span>& spans);
  // `lead`, then the words of `text`; lines that follow begin `hanging` columns in. A word that does not
  // fit is moved to the left as far as it needs; only one that is wider than the page and no name (253
  // characters at most, RFC 1035 2.3.4) is cut.
  void prose(const std::vector<Span>& lead, std::string_view text, std::size_t hanging, Ink ink = Ink::plain);

  // No line of it is a command to the runner of a pipeline that prints it into its log.
  std::string take() &&;

 private:
  void put(std::string_view clean_text, Ink ink);
  void end_line();

  std::string out_{};
  std::size_t width_ = 80;
  bool color_ = false;
};

}  // namespace vnetprobe
