// Nothing that reaches a terminal may drive it: a TXT record or a page of a proxy is free to hold
// escape codes. Showing them beats dropping them, since their being there is evidence.
#include "reports/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "reports/utf8.h"

namespace vnetprobe {

std::string clean(std::string_view text, std::size_t max) {
  std::string out;
  out.reserve(text.size());
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++characters) {
    if (max != 0 && characters == max) {
      fmt::format_to(std::back_inserter(out), "... ({} bytes in all)", text.size());
      break;
    }
    const CodePoint point = decode_utf8(text, at);
    const char32_t c = point.value;
    if (c == U'\n' || c == U'\r' || c == U'\t') {
      out += ' ';
    } else if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned>(c));
    } else if (is_invisible(c)) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += point.valid ? text.substr(at, point.length) : kReplacement;
    }
    at += point.length;
  }
  return out;
}

std::size_t columns(std::string_view clean_text) {
  std::size_t sum = 0;
  for (std::size_t at = 0; at < clean_text.size();) {
    const CodePoint point = decode_utf8(clean_text, at);
    sum += columns_of(point.value);
    at += point.length;
  }
  return sum;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return words;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::vector<std::string> chop(std::string_view clean_text, std::size_t room) {
  std::vector<std::string> pieces(1);
  std::size_t used = 0;
  for (std::size_t at = 0; at < clean_text.size();) {
    const CodePoint point = decode_utf8(clean_text, at);
    const std::size_t wide = columns_of(point.value);
    if (used + wide > room && !pieces.back().empty()) {
      pieces.emplace_back();
      used = 0;
    }
    pieces.back() += clean_text.substr(at, point.length);
    used += wide;
    at += point.length;
  }
  return pieces;
}

std::string count_of(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string join(const std::vector<std::string>& parts, std::string_view between) {
  return fmt::format("{}", fmt::join(parts, between));
}

}  // namespace vnetprobe
