// Each kind of pseudonym hashes with a letter of its own in front, so that a number and a word of the
// same text have nothing in common.
#include "probe/redact/pseudonyms.h"

#include <algorithm>

namespace vnetprobe {
namespace {

constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";  // 32, without l, o, 0, 1
constexpr std::string_view kHex = "0123456789abcdef";

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

}  // namespace

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_guid(std::string_view text) {
  constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (kShape[i] == '-' ? text[i] != '-' : !is_hex(text[i])) return false;
  return true;
}

Digest Pseudonyms::digest(char kind, std::string_view text) const {
  return hash_(std::string(1, kind) + lower_case(text));
}

std::string Pseudonyms::word(std::string_view text) const {
  constexpr std::size_t kLength = 8;
  const Digest seed = digest('w', text);
  std::string made = "n";
  for (std::size_t i = 0; i < kLength; ++i) made += kLetters[seed[i] % kLetters.size()];
  return made;
}

std::string Pseudonyms::number(std::string_view digits) const {
  const Digest seed = digest('d', digits);
  std::string made;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int digit = seed[i % seed.size()];
    made += static_cast<char>(i == 0 ? '1' + digit % 9 : '0' + digit % 10);
  }
  return made;
}

std::string Pseudonyms::hex(std::string_view digits) const {
  const Digest seed = digest('h', digits);
  std::string made;
  for (std::size_t i = 0; i < digits.size(); ++i)
    made += kHex[(seed[(i / 2) % seed.size()] >> (i % 2 == 0 ? 4U : 0U)) & 0xFU];
  return made;
}

std::string Pseudonyms::guid(std::string_view text) const {
  std::string made;
  const Digest seed = digest('g', text);
  constexpr std::size_t kBytes = 16;
  for (std::size_t i = 0; i < kBytes; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) made += '-';
    made += kHex[seed[i] >> 4U];
    made += kHex[seed[i] & 0xFU];
  }
  return made;
}

bool Pseudonyms::bit(std::string_view prefix) const { return (digest('a', prefix)[0] & 1U) != 0; }

}  // namespace vnetprobe
