// JSON begins with an ASCII character (RFC 4627 section 3), so a NUL beside it tells UTF-16 that came
// without its mark.
#include "probe/plan/az_text.h"

#include <cstdint>

namespace vnetprobe {
namespace {

enum class Encoding { utf8, utf16_le, utf16_be };

Encoding take_mark(std::string_view& bytes) {
  const auto begins = [&](std::string_view mark) {
    if (!bytes.starts_with(mark)) return false;
    bytes.remove_prefix(mark.size());
    return true;
  };
  if (begins("\xef\xbb\xbf")) return Encoding::utf8;
  if (begins("\xff\xfe")) return Encoding::utf16_le;
  if (begins("\xfe\xff")) return Encoding::utf16_be;
  if (bytes.size() >= 2 && bytes[0] != '\0' && bytes[1] == '\0') return Encoding::utf16_le;
  if (bytes.size() >= 2 && bytes[0] == '\0' && bytes[1] != '\0') return Encoding::utf16_be;
  return Encoding::utf8;
}

void append(std::string& out, std::uint32_t c) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xc0U | (c >> 6U)), byte(0x80U | (c & 0x3fU));
  } else if (c < 0x10000) {
    byte(0xe0U | (c >> 12U)), byte(0x80U | ((c >> 6U) & 0x3fU)), byte(0x80U | (c & 0x3fU));
  } else {
    byte(0xf0U | (c >> 18U)), byte(0x80U | ((c >> 12U) & 0x3fU));
    byte(0x80U | ((c >> 6U) & 0x3fU)), byte(0x80U | (c & 0x3fU));
  }
}

}  // namespace

std::string utf8_of(std::string_view bytes) {
  const Encoding encoding = take_mark(bytes);
  if (encoding == Encoding::utf8) return std::string{bytes};
  const std::size_t high = encoding == Encoding::utf16_be ? 0 : 1;
  const auto unit = [&](std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + high])) << 8U |
           static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + 1 - high]));
  };
  std::string out;
  out.reserve(bytes.size() / 2);
  constexpr std::uint32_t kReplacement = 0xfffd;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    std::uint32_t c = unit(at);
    if (c >= 0xd800 && c < 0xe000) {
      const bool paired = c < 0xdc00 && at + 3 < bytes.size() && (unit(at + 2) & 0xfc00U) == 0xdc00U;
      if (paired) {
        c = 0x10000 + ((c - 0xd800) << 10U) + (unit(at + 2) - 0xdc00);
        at += 2;
      } else {
        c = kReplacement;
      }
    }
    append(out, c);
  }
  return out;
}

}  // namespace vnetprobe
