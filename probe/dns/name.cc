// A newcomer would follow compression pointers until the name ends. A name made of pointers alone
// is legal to write and 8000 steps long, and 5000 records may each point to it: so steps are
// counted, and every pointer must lead further back than the last.
#include "probe/dns/name.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxLabel = 63;
constexpr std::size_t kMaxWire = 255;  // RFC 1035 section 2.3.4, the final zero counted
constexpr std::size_t kMaxText = 253;  // what 255 bytes come to in text without escapes
constexpr int kMaxPointers = 127;      // a name of 255 bytes has no more labels to compress

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '*';
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The longest text of a name: every byte escaped.
using NameBuffer = std::array<char, 4 * kMaxWire>;

// What a byte of a name looks like: itself in lower case, or 0 where it is written as an escape.
constexpr std::array<char, 256> kShown = [] {
  std::array<char, 256> shown{};
  for (std::size_t byte = 0; byte < shown.size(); ++byte) {
    const char c = lower(static_cast<char>(byte));
    if (is_plain(c)) shown[byte] = c;
  }
  return shown;
}();

char* write_escaped(char* to, std::uint8_t byte) {
  *to++ = '\\';
  *to++ = static_cast<char>('0' + byte / 100);
  *to++ = static_cast<char>('0' + byte / 10 % 10);
  *to++ = static_cast<char>('0' + byte % 10);
  return to;
}

// One byte of a label in text, with its escape; moves `at` behind it.
std::optional<std::uint8_t> read_byte(std::string_view name, std::size_t& at) {
  if (name[at] != '\\') return static_cast<std::uint8_t>(name[at++]);
  if (name.size() - at < 4 || !is_digit(name[at + 1]) || !is_digit(name[at + 2]) || !is_digit(name[at + 3]))
    return std::nullopt;
  const int value = (name[at + 1] - '0') * 100 + (name[at + 2] - '0') * 10 + (name[at + 3] - '0');
  if (value > 255) return std::nullopt;
  at += 4;
  return static_cast<std::uint8_t>(value);
}

// The labels of the asked name from this offset on; "" where none begins there. Its text is as long as its
// labels, so a dot in it is the end of one.
std::string_view part_of_asked(std::string_view asked, std::size_t offset) {
  if (offset < kQuestionAt || offset - kQuestionAt >= asked.size()) return {};
  const std::size_t at = offset - kQuestionAt;
  return at == 0 || asked[at - 1] == '.' ? asked.substr(at) : std::string_view{};
}

bool is_host_label(std::string_view label) {
  if (label.empty() || label.size() > kMaxLabel || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return c != '*' && kShown[static_cast<unsigned char>(c)] != 0; });
}

}  // namespace

// Eight letters at a time: asked of every name of every answer.
bool is_canonical(std::string_view name) {
  constexpr std::uint64_t kEach = 0x0101010101010101, kHigh = 0x80 * kEach;
  std::uint64_t upper = name.ends_with('.') ? 1 : 0;
  for (; name.size() >= sizeof kEach; name.remove_prefix(sizeof kEach)) {
    std::uint64_t letters = 0;
    std::memcpy(&letters, name.data(), sizeof letters);
    const std::uint64_t low = letters & ~kHigh;
    upper |= (low + (0x80 - 'A') * kEach) & ~(low + (0x80 - 'Z' - 1) * kEach) & ~letters & kHigh;
  }
  return upper == 0 && std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void make_canonical(std::string& name) {
  if (is_canonical(name)) return;
  if (name.ends_with('.')) name.pop_back();
  std::transform(name.begin(), name.end(), name.begin(), lower);
}

std::string canonical_name(std::string_view text) {
  std::string name(text);
  make_canonical(name);
  return name;
}

bool is_host_name(std::string_view name) {
  if (name.empty() || name.size() > kMaxText) return false;
  for (;;) {
    const std::size_t dot = name.find('.');
    if (!is_host_label(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

bool is_under(std::string_view name, std::string_view zone) { return relative_to(name, zone).has_value(); }

std::optional<std::string_view> relative_to(std::string_view name, std::string_view zone) {
  if (zone.empty()) return name;
  if (!name.ends_with(zone)) return std::nullopt;
  const std::string_view front = name.substr(0, name.size() - zone.size());
  if (front.empty()) return front;
  if (!front.ends_with('.')) return std::nullopt;
  return front.substr(0, front.size() - 1);
}

std::string_view parent_of(std::string_view name) {
  const std::size_t dot = name.find('.');
  return dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
}

std::optional<std::vector<std::uint8_t>> name_to_wire(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  std::vector<std::uint8_t> wire;
  std::size_t at = 0;
  while (at < name.size()) {
    const std::size_t length_at = wire.size();
    wire.push_back(0);
    while (at < name.size() && name[at] != '.') {
      const auto byte = read_byte(name, at);
      if (!byte || wire.size() >= kMaxWire) return std::nullopt;
      wire.push_back(*byte);
    }
    const std::size_t length = wire.size() - length_at - 1;
    if (length == 0 || length > kMaxLabel) return std::nullopt;
    wire[length_at] = static_cast<std::uint8_t>(length);
    if (at < name.size() && ++at == name.size()) return std::nullopt;  // a second final dot
  }
  wire.push_back(0);
  if (wire.size() > kMaxWire) return std::nullopt;
  return wire;
}

std::optional<std::size_t> append_name(std::string& text, std::span<const std::uint8_t> message,
                                       std::size_t offset, std::string_view asked) {
  NameBuffer written;  // appended once, at its length
  char* to = written.data();
  std::size_t behind = 0;
  std::size_t part = offset;  // where the current run of labels began
  std::size_t wire = 1;       // bytes of the name uncompressed, with the final zero
  int pointers = 0;
  for (std::size_t at = offset; at < message.size();) {
    const std::size_t length = message[at];
    if (length == 0) {
      if (pointers == 0) behind = at + 1;
      text.append(written.data(), static_cast<std::size_t>(to - written.data()));
      return behind;
    }
    if ((length & 0xC0) == 0xC0) {
      if (message.size() - at < 2 || ++pointers > kMaxPointers) return std::nullopt;
      if (pointers == 1) behind = at + 2;
      const std::size_t target = (length & 0x3F) << 8 | message[at + 1];
      if (target >= part) return std::nullopt;
      at = part = target;
      if (const std::string_view rest = part_of_asked(asked, target); !rest.empty()) {
        if (wire + rest.size() + 1 > kMaxWire) return std::nullopt;
        if (to != written.data()) *to++ = '.';
        text.append(written.data(), static_cast<std::size_t>(to - written.data()));
        text += rest;
        return behind;
      }
      continue;
    }
    wire += length + 1;
    // The other two upper bit patterns are reserved (RFC 6891 section 5).
    if (length > kMaxLabel || message.size() - at <= length || wire > kMaxWire) return std::nullopt;
    if (to != written.data()) *to++ = '.';
    const std::uint8_t* byte = message.data() + at + 1;
    for (const std::uint8_t* const end = byte + length; byte != end; ++byte) {
      if (const char shown = kShown[*byte]; shown != 0)
        *to++ = shown;
      else
        to = write_escaped(to, *byte);
    }
    at += length + 1;
  }
  return std::nullopt;
}

}  // namespace vnetprobe
