// A newcomer would cut first and clean afterwards. Cleaning makes text longer and a cut may fall
// into a character, so what is appended is one whole character that still fits.
#include "probe/net/clean_text.h"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>

namespace vnetprobe {
namespace {

struct Decoded {
  char32_t code = 0;
  std::size_t length = 0;  // 0: no UTF-8 here
};

// RFC 3629: neither overlong forms nor surrogates.
Decoded decode(std::string_view text) {
  const auto byte = [&text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 0 || first > 0xF4 || text.size() < length) return {};
  char32_t code = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3FU);
  }
  const char32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
  if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, length};
}

bool turns_direction(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

// Nearly all of any text: what is neither escaped nor longer than a byte.
std::size_t plain_beginning(std::string_view text) {
  constexpr char kFirst = 0x20, kLast = 0x7E;
  const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c < kFirst || c > kLast; });
  return static_cast<std::size_t>(end - text.begin());
}

std::string clean(std::string_view text, std::size_t most, bool keep_lines) {
  std::string out;
  for (;;) {
    const std::size_t plain = std::min(plain_beginning(text), most - out.size());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) return out;
    const Decoded next = decode(text);
    std::string piece;
    if (next.length == 0)
      piece = "\xEF\xBF\xBD";
    else if (keep_lines && (next.code == '\n' || next.code == '\r' || next.code == '\t'))
      piece = static_cast<char>(next.code);
    else if (next.code < 0x20 || (next.code >= 0x7F && next.code < 0xA0))
      piece = fmt::format("\\x{:02x}", static_cast<unsigned>(next.code));
    else if (turns_direction(next.code))
      piece = fmt::format("\\u{:04x}", static_cast<unsigned>(next.code));
    else
      piece = text.substr(0, next.length);
    if (out.size() + piece.size() > most) return out;
    out += piece;
    text.remove_prefix(next.length == 0 ? 1 : next.length);
  }
  return out;
}

}  // namespace

std::string clean_line(std::string_view text, std::size_t most) { return clean(text, most, false); }
std::string clean_block(std::string_view text, std::size_t most) { return clean(text, most, true); }

}  // namespace vnetprobe
