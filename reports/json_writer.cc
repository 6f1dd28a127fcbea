// U+0080 to U+009F are control characters too: many terminals take U+009B for ESC [. They are legal
// in JSON strings unescaped, which is why a stock serializer lets them through.
#include "reports/json_writer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <utility>

#include "reports/utf8.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kLevelsOnOwnLines = 5;
constexpr std::size_t kPiece = 64UL * 1024;

// What may not stand in the text as it is. U+2028 and U+2029 end a line in JavaScript.
bool must_escape(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == U'"' || c == U'\\' || is_invisible(c);
}

constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x7f; ++c) plain[c] = c != '"' && c != '\\' && c != '#';
  return plain;
}();

// How much of the beginning is ASCII that stands as it is: nearly all of nearly every string.
std::size_t plain_length(std::string_view text) {
  const auto plain = [](char c) { return kPlain[static_cast<unsigned char>(c)]; };
  return static_cast<std::size_t>(std::ranges::find_if_not(text, plain) - text.begin());
}

void append_escaped(std::string& out, char32_t c) {
  switch (c) {
    case U'"':
      out += "\\\"";
      return;
    case U'\\':
      out += "\\\\";
      return;
    case U'\n':
      out += "\\n";
      return;
    case U'\r':
      out += "\\r";
      return;
    case U'\t':
      out += "\\t";
      return;
    default:
      break;
  }
  // RFC 8259 section 7: beyond U+FFFF as a UTF-16 surrogate pair.
  const auto to = std::back_inserter(out);
  if (c < 0x10000) {
    fmt::format_to(to, "\\u{:04x}", static_cast<unsigned>(c));
  } else {
    const unsigned bits = static_cast<unsigned>(c) - 0x10000U;
    fmt::format_to(to, "\\u{:04x}\\u{:04x}", 0xd800U + (bits >> 10U), 0xdc00U + (bits & 0x3ffU));
  }
}

}  // namespace

void JsonWriter::new_line() {
  out_ += '\n';
  out_.append(2 * has_items_.size(), ' ');
}

void JsonWriter::before_value() {
  if (std::exchange(after_key_, false) || has_items_.empty()) return;
  const bool first = !has_items_.back();
  has_items_.back() = true;
  if (!first) out_ += ',';
  if (has_items_.size() <= kLevelsOnOwnLines) {
    new_line();
  } else if (!first) {
    out_ += ' ';
  }
}

void JsonWriter::open(char bracket) {
  before_value();
  out_ += bracket;
  has_items_.push_back(false);
}

void JsonWriter::close(char bracket) {
  const bool had_items = has_items_.back();
  const bool on_own_line = has_items_.size() <= kLevelsOnOwnLines;
  has_items_.pop_back();
  if (had_items && on_own_line) new_line();
  out_ += bracket;
  if (!sink_ || out_.size() < kPiece) return;
  sink_(out_);
  out_.clear();
}

void JsonWriter::key(std::string_view name) {
  string(name);
  out_ += ": ";
  after_key_ = true;
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t plain = plain_length(text.substr(at));
    out += text.substr(at, plain);
    at += plain;
    if (at == text.size()) break;
    const CodePoint point = decode_utf8(text, at);
    // "##vso[" in a log is a command to Azure Pipelines; "#\u0023vso[" is none, and reads back as the same.
    const bool second_hash = point.value == U'#' && at > 0 && text[at - 1] == '#';
    if (second_hash || must_escape(point.value)) {
      append_escaped(out, point.value);
    } else if (point.valid) {
      out += text.substr(at, point.length);
    } else {
      out += kReplacement;
    }
    at += point.length;
  }
  out += '"';
}

void JsonWriter::string(std::string_view text) {
  before_value();
  append_json_string(out_, text);
}

void JsonWriter::integer(std::int64_t value) {
  before_value();
  fmt::format_to(std::back_inserter(out_), "{}", value);
}

void JsonWriter::unsigned_integer(std::uint64_t value) {
  before_value();
  fmt::format_to(std::back_inserter(out_), "{}", value);
}

void JsonWriter::boolean(bool value) {
  before_value();
  out_ += value ? "true" : "false";
}

void JsonWriter::null() {
  before_value();
  out_ += "null";
}

void JsonWriter::millis(Millis value) {
  before_value();
  // Infinity is no JSON number, and -0.0 would read back as a change.
  const double finite = std::isfinite(value.count()) ? std::clamp(value.count(), -1e12, 1e12) : 0.0;
  const double tenths = std::round(finite * 10.0);
  fmt::format_to(std::back_inserter(out_), "{:.1f}", tenths == 0.0 ? 0.0 : tenths / 10.0);
}

std::string JsonWriter::take() && {
  out_ += '\n';
  return std::move(out_);
}

}  // namespace vnetprobe
