// Bytes as documents print them.
#pragma once

#include <string>
#include <string_view>

namespace vnetprobe::test {

// "04 01 00 25": blanks are skipped.
inline std::string bytes_of(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == ' ') continue;
    out += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
    ++i;
  }
  return out;
}

}  // namespace vnetprobe::test
