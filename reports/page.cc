// Widths are measured before colour is added: escape codes take no columns.
#include "reports/page.h"

#include <algorithm>
#include <utility>

#include "reports/inert.h"
#include "reports/text.h"

namespace vnetprobe {

namespace {

// A page of a proxy in a message is worth its beginning; all of it is in the JSON report.
constexpr std::size_t kMaxProse = 1200;
constexpr std::size_t kMaxProseWidth = 100;

// ECMA-48 SGR; the eight old colours, since they follow the terminal's own theme.
std::string_view code_of(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return "";
    case Ink::good:
      return "\033[32m";
    case Ink::bad:
      return "\033[1;31m";
    case Ink::doubtful:
      return "\033[33m";
    case Ink::faint:
      return "\033[2m";
    case Ink::strong:
      return "\033[1m";
    case Ink::command:
      return "\033[36m";
  }
  return "";
}

// Host names, addresses and check ids are worth more whole than within the margin: they get copied.
bool is_name(std::string_view word) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(".-_:/@[],;()<>").find(c) != std::string_view::npos;
  };
  return word.size() <= 300 && std::ranges::all_of(word, fits);
}

}  // namespace

Page::Page(const RenderOptions& options)
    : width_(static_cast<std::size_t>(std::max(options.width, 60))), color_(options.color) {}

// Spaces at the end stay outside the colour, so that they can be taken off the line again.
void Page::put(std::string_view clean_text, Ink ink) {
  const std::size_t end = clean_text.find_last_not_of(' ') + 1;
  const std::string_view code = color_ && end > 0 ? code_of(ink) : "";
  out_ += code;
  out_ += clean_text.substr(0, end);
  if (!code.empty()) out_ += "\033[0m";
  out_ += clean_text.substr(end);
}

void Page::end_line() {
  out_.erase(out_.find_last_not_of(' ') + 1);
  out_ += '\n';
}

std::string Page::take() && { return without_commands(std::move(out_)); }

void Page::gap() {
  if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
}

void Page::line(const std::vector<Span>& spans) {
  for (const Span& span : spans) put(clean(span.text), span.ink);
  end_line();
}

void Page::prose(const std::vector<Span>& lead, std::string_view text, std::size_t hanging, Ink ink) {
  const std::size_t room = std::min(width_, kMaxProseWidth);
  std::size_t used = 0;
  for (const Span& span : lead) {
    const std::string shown = clean(span.text, kMaxProse);
    put(shown, span.ink);
    used += columns(shown);
  }
  bool fresh = used == 0 || (!lead.empty() && lead.back().text.ends_with(' '));
  const auto next_line = [&](std::size_t indent) {
    // A line that holds nothing but its indentation is used, not ended.
    out_.erase(out_.find_last_not_of(' ') + 1);
    if (!out_.empty() && !out_.ends_with('\n')) out_ += '\n';
    out_.append(indent, ' ');
    used = indent;
    fresh = true;
  };
  const auto place = [&](std::string_view word, std::size_t wide) {
    if (!fresh) out_ += ' ';
    used += wide + (fresh ? 0 : 1);
    fresh = false;
    put(word, ink);
  };
  const std::string shown = clean(text, kMaxProse);
  for (const std::string_view word : words_of(shown)) {
    const std::size_t wide = columns(word);
    if (used + (fresh ? 0 : 1) + wide <= room) {
      place(word, wide);
    } else if (hanging + wide <= room || wide <= room || is_name(word)) {
      next_line(std::min(hanging, room - std::min(wide, room)));
      place(word, wide);
    } else {
      for (const std::string& piece : chop(word, room - hanging)) {
        next_line(hanging);
        place(piece, columns(piece));
      }
    }
  }
  end_line();
}

}  // namespace vnetprobe
