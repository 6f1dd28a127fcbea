// The tables are ranges, coarse on purpose: they keep a table straight and a report honest. They are
// not meant to lay out every script.
#include "reports/utf8.h"

#include <algorithm>
#include <array>
#include <span>

namespace vnetprobe {

namespace {

struct Range {
  char32_t first = 0;
  char32_t last = 0;
};

constexpr std::array<Range, 13> kInvisible = {{
    {0x00ad, 0x00ad},    // soft hyphen
    {0x034f, 0x034f},    // combining grapheme joiner
    {0x061c, 0x061c},    // Arabic letter mark
    {0x115f, 0x1160},    // Hangul fillers
    {0x180b, 0x180f},    // Mongolian variation selectors
    {0x200b, 0x200f},    // zero width, left-to-right and right-to-left marks
    {0x2028, 0x202e},    // line and paragraph separators, embeddings and overrides
    {0x2060, 0x206f},    // word joiner, isolates
    {0x3164, 0x3164},    // Hangul filler
    {0xfe00, 0xfe0f},    // variation selectors
    {0xfeff, 0xfeff},    // byte order mark
    {0xfff9, 0xfffb},    // interlinear annotation
    {0xe0000, 0xe0fff},  // tags, variation selectors
}};

constexpr std::array<Range, 5> kCombining = {{
    {0x0300, 0x036f},
    {0x0483, 0x0489},
    {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff},
    {0x20d0, 0x20ff},
}};

constexpr std::array<Range, 10> kWide = {{
    {0x1100, 0x115e},
    {0x2e80, 0x303e},
    {0x3041, 0xa4cf},
    {0xa960, 0xa97f},
    {0xac00, 0xd7a3},
    {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},
    {0xff00, 0xff60},
    {0x1f300, 0x1faff},
    {0x20000, 0x3fffd},
}};

bool among(std::span<const Range> ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](Range r) { return r.first <= c && c <= r.last; });
}

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {.value = lead, .length = 1, .valid = true};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > text.size()) return {};
  char32_t value = lead & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80U) return {};
    value = (value << 6U) | (byte(at + i) & 0x3fU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || (value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) return {};
  return {.value = value, .length = length, .valid = true};
}

bool is_invisible(char32_t c) { return c >= kInvisible.front().first && among(kInvisible, c); }

std::size_t columns_of(char32_t c) {
  if (c < kCombining.front().first) return 1;
  if (among(kCombining, c)) return 0;
  return among(kWide, c) ? 2 : 1;
}

}  // namespace vnetprobe
