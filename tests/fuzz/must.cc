#include "tests/fuzz/must.h"

namespace vnetprobe {
namespace {

// The character that the text begins with, and its length; 0 for bytes that are none (RFC 3629).
struct Character {
  char32_t code = 0;
  std::size_t length = 0;
};

Character first_of(std::string_view text) {
  const auto byte = [&text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  if (byte(0) < 0x80) return {byte(0), 1};
  const std::size_t length = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < length) return {};
  char32_t code = byte(0) & (0xFFU >> (length + 1));
  for (std::size_t at = 1; at < length; ++at) {
    if ((byte(at) & 0xC0U) != 0x80U) return {};
    code = code << 6U | (byte(at) & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, length};
}

bool is_wild(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool turns = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                     (c >= 0x2066 && c <= 0x2069);
  return control || turns;
}

}  // namespace

bool is_tame(std::string_view text, std::string_view allowed) {
  while (!text.empty()) {
    const Character next = first_of(text);
    if (next.length == 0) return false;
    if (is_wild(next.code) && allowed.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(next.length);
  }
  return true;
}

std::vector<std::string> pieces_of(const std::uint8_t* data, std::size_t size) {
  constexpr char kBetween = 0x1E;
  std::vector<std::string> pieces(1);
  for (std::size_t at = 0; at < size; ++at) {
    const char each = static_cast<char>(data[at]);
    if (each == kBetween)
      pieces.emplace_back();
    else
      pieces.back() += each;
  }
  return pieces;
}

#ifdef VNETPROBE_FUZZER
// FNV-1a: what differs in one byte has turns of its own.
bool has_turn(const std::uint8_t* data, std::size_t size, std::size_t one_in) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (std::size_t at = 0; at < size; ++at) hash = (hash ^ data[at]) * 0x100000001b3U;
  return (hash >> 32U) % one_in == 0;
}
#else
bool has_turn(const std::uint8_t*, std::size_t, std::size_t) { return true; }
#endif

}  // namespace vnetprobe
