#include "tests/fuzz/markup.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

namespace vnetprobe {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 44> kHtmlElements = {
    "html", "head", "meta",    "title",   "style", "body", "main",  "header",  "footer", "section", "article",
    "h1",   "h2",   "h3",      "p",       "a",     "ul",   "ol",    "li",      "dl",     "dt",      "dd",
    "div",  "span", "br",      "strong",  "code",  "pre",  "table", "caption", "thead",  "tbody",   "tr",
    "th",   "td",   "details", "summary", "svg",   "g",    "text",  "rect",    "path",   "line",    "circle"};
constexpr std::array<std::string_view, 31> kHtmlAttributes = {"aria-hidden",
                                                              "aria-label",
                                                              "charset",
                                                              "class",
                                                              "content",
                                                              "cx",
                                                              "cy",
                                                              "d",
                                                              "data-column",
                                                              "height",
                                                              "href",
                                                              "http-equiv",
                                                              "id",
                                                              "lang",
                                                              "name",
                                                              "open",
                                                              "preserveAspectRatio",
                                                              "r",
                                                              "role",
                                                              "rx",
                                                              "scope",
                                                              "tabindex",
                                                              "viewBox",
                                                              "width",
                                                              "x",
                                                              "x1",
                                                              "x2",
                                                              "y",
                                                              "y1",
                                                              "y2",
                                                              "colspan"};
constexpr std::array<std::string_view, 7> kXmlElements = {"testsuites", "testsuite", "testcase",  "failure",
                                                          "error",      "skipped",   "system-out"};
constexpr std::array<std::string_view, 11> kXmlAttributes = {"name",      "tests",   "failures",  "errors",
                                                             "skipped",   "time",    "timestamp", "hostname",
                                                             "classname", "message", "type"};
constexpr std::array<std::string_view, 5> kEntities = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};

bool has(Words words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

class Reader {
 public:
  Reader(std::string_view text, Words elements, Words attributes)
      : text_(text), elements_(elements), attributes_(attributes) {}

  // All of it is text and elements that are known, closed in the order in which they were opened.
  bool read() {
    while (!text_.empty()) {
      if (text_.front() == '<') {
        if (!element()) return false;
      } else if (!content(text_.substr(0, text_.find('<')))) {
        return false;
      }
    }
    return open_.empty();
  }

 private:
  bool content(std::string_view text) {
    text_.remove_prefix(text.size());
    return no_raw_markup(text);
  }

  static bool no_raw_markup(std::string_view text) {
    for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1))
      if (std::none_of(kEntities.begin(), kEntities.end(),
                       [&](std::string_view each) { return text.substr(at).starts_with(each); }))
        return false;
    return text.find('<') == std::string_view::npos;
  }

  std::string_view word() {
    const auto end = std::find_if_not(text_.begin(), text_.end(), is_letter);
    const std::string_view found = text_.substr(0, static_cast<std::size_t>(end - text_.begin()));
    text_.remove_prefix(found.size());
    return found;
  }

  bool take(std::string_view what) {
    if (!text_.starts_with(what)) return false;
    text_.remove_prefix(what.size());
    return true;
  }

  bool element() {
    text_.remove_prefix(1);
    if (take("/")) {
      const std::string_view name = word();
      const bool right = !open_.empty() && open_.back() == name && take(">");
      if (right) open_.pop_back();
      return right;
    }
    const std::string_view name = word();
    if (!has(elements_, name)) return false;
    while (take(" "))
      if (text_.front() != '/' && !attribute()) return false;
    if (take("/>")) return true;
    if (!take(">")) return false;
    const bool is_empty = name == "meta" || name == "br" || name == "col";
    if (!is_empty) open_.emplace_back(name);
    if (name == "style") text_.remove_prefix(std::min(text_.find("</style>"), text_.size()));
    return true;
  }

  bool attribute() {
    const std::string_view name = word();
    if (!has(attributes_, name)) return false;
    if (!take("=")) return name == "open";
    if (!take("\"")) return false;
    const std::string_view value = text_.substr(0, text_.find('"'));
    text_.remove_prefix(value.size());
    if (name == "href" && !value.starts_with("#")) return false;
    return no_raw_markup(value) && take("\"");
  }

  std::string_view text_;
  Words elements_;
  Words attributes_;
  std::vector<std::string_view> open_{};
};

}  // namespace

bool is_own_html(std::string_view page) {
  constexpr std::string_view kBegin = "<!DOCTYPE html>\n";
  return page.starts_with(kBegin) &&
         Reader(page.substr(kBegin.size()), kHtmlElements, kHtmlAttributes).read();
}

bool is_own_xml(std::string_view document) {
  const std::size_t end = document.find("?>\n");
  if (!document.starts_with("<?xml ") || end == std::string_view::npos) return false;
  return Reader(document.substr(end + 3), kXmlElements, kXmlAttributes).read();
}

}  // namespace vnetprobe
