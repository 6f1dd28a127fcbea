// Control characters are refused here so that no later message or report can carry an escape code
// from a file to somebody's terminal.
#include "probe/plan/text_guard.h"

#include <algorithm>
#include <fmt/core.h>

#include "probe/plan/parse.h"

namespace vnetprobe {
namespace {

unsigned char byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
}

bool continues(unsigned char byte) { return (byte & 0xC0) == 0x80; }

// Length of the sequence that begins at `i`, 0 for one that RFC 3629 forbids.
std::size_t utf8_length(std::string_view text, std::size_t i) {
  const unsigned char a = byte_at(text, i), b = byte_at(text, i + 1);
  if (a < 0x80) return 1;
  if (a < 0xC2 || a > 0xF4 || !continues(b)) return 0;
  if (a < 0xE0) return 2;
  if (!continues(byte_at(text, i + 2))) return 0;
  if (a < 0xF0) return (a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F) ? 0 : 3;
  if (!continues(byte_at(text, i + 3))) return 0;
  return (a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F) ? 0 : 4;
}

// C0, DEL, and C1, which UTF-8 writes as C2 80 to C2 9F and some terminals obey all the same.
bool is_control(std::string_view text, std::size_t i) {
  const unsigned char a = byte_at(text, i);
  return a < 0x20 || a == 0x7F || (a == 0xC2 && byte_at(text, i + 1) <= 0x9F);
}

// Marks and overrides of the direction of writing, U+061C, U+200E, U+200F, U+202A to U+202E and U+2066 to
// U+2069: after one of them a line reads as another.
bool turns_direction(std::string_view text, std::size_t i) {
  const unsigned char a = byte_at(text, i), b = byte_at(text, i + 1), c = byte_at(text, i + 2);
  if (a == 0xD8) return b == 0x9C;
  if (a != 0xE2) return false;
  if (b == 0x80) return c == 0x8E || c == 0x8F || (c >= 0xAA && c <= 0xAE);
  return b == 0x81 && c >= 0xA6 && c <= 0xA9;
}

const char* fault_at(std::string_view text, std::size_t i, std::size_t length) {
  const unsigned char byte = byte_at(text, i);
  if (byte == 0) return "a NUL byte: this is a binary file; a plan is YAML or JSON, in UTF-8";
  if (length == 0) return "bytes that are not UTF-8; a plan is YAML or JSON, in UTF-8";
  if (byte == '\t' || byte == '\n' || byte == '\r') return nullptr;
  if (is_control(text, i)) return "a control character; a plan is YAML or JSON, in UTF-8";
  return nullptr;
}

}  // namespace

std::optional<YamlError> find_non_text(std::string_view text) {
  if (text.size() > kMaxPlanBytes)
    return YamlError{0, 0, fmt::format("{} bytes; a plan is at most {} (1 MiB)", text.size(), kMaxPlanBytes)};
  int line = 1, column = 1;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    if (const char* fault = fault_at(text, i, length)) return YamlError{line, column, fault};
    const bool ends_line = text[i] == '\n';
    line += ends_line ? 1 : 0;
    column = ends_line ? 1 : column + static_cast<int>(length);
    i += length;
  }
  return std::nullopt;
}

bool has_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (is_control(text, i)) return true;
  return false;
}

std::string without_controls(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    if (length == 0 || is_control(text, i) || turns_direction(text, i))
      out += '?';
    else
      out += text.substr(i, length);
    i += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::string shown(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  const std::string whole = without_controls(text);
  if (whole.size() <= kLongest) return fmt::format("`{}`", whole);
  std::size_t end = kLongest;
  while (end > 0 && continues(byte_at(whole, end))) --end;
  return fmt::format("`{}…`", whole.substr(0, end));
}

}  // namespace vnetprobe
