// One set of escapes for content and attributes: a place that moves must not become a hole.
#include "reports/xml.h"

namespace vnetprobe {

std::string escape_markup(std::string_view inert_text) {
  std::string out;
  out.reserve(inert_text.size());
  for (const char c : inert_text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace vnetprobe
