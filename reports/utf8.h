// UTF-8, byte by byte, for text that strangers wrote.
#pragma once

#include <cstddef>
#include <string_view>

namespace vnetprobe {

// U+FFFD, what stands in for bytes that are not UTF-8.
inline constexpr std::string_view kReplacement = "\xef\xbf\xbd";

struct CodePoint {
  char32_t value = 0xfffd;
  std::size_t length = 1;  // bytes taken, at least 1
  bool valid = false;
};

// The code point at `at`, which must lie within `text`. Overlong forms, surrogates and values past
// U+10FFFF are not valid (RFC 3629 section 3); a broken sequence takes one byte.
CodePoint decode_utf8(std::string_view text, std::size_t at);

// Characters that leave no mark, but change how what stands around them is shown or read: marks and
// overrides of direction, zero-width characters, line and paragraph separators, tags.
bool is_invisible(char32_t c);

// Columns on a terminal: 0 for combining marks, 2 for wide East Asian characters and emoji.
std::size_t columns_of(char32_t c);

}  // namespace vnetprobe
