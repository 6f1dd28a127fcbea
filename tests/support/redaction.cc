#include "tests/support/redaction.h"

#include "probe/model/address.h"

namespace vnetprobe {

// FNV-1a, finished by splitmix.
KeyedHash hash_with(std::uint64_t key) {
  return [key](std::string_view text) {
    std::uint64_t state = 0xcbf29ce484222325U ^ key;
    for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    Digest digest{};
    for (std::size_t i = 0; i < digest.size(); ++i) {
      state += 0x9e3779b97f4a7c15U;
      std::uint64_t mixed = (state ^ (state >> 30U)) * 0xbf58476d1ce4e5b9U;
      mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
      digest[i] = static_cast<std::uint8_t>(mixed >> 56U);
    }
    return digest;
  };
}

const KeyedHash kFixedHash = hash_with(7);

bool holds(const std::string& lower, const std::string& word) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto part = [&](char c) { return is_digit(c) || c == '.' || c == ':'; };
  const bool address = IpAddress::parse(word).has_value();
  const std::string sought = lower_case(word);
  for (std::size_t at = lower.find(sought); at != std::string::npos; at = lower.find(sought, at + 1)) {
    const std::size_t end = at + sought.size();
    const bool whole = (at == 0 || !part(lower[at - 1])) && (end >= lower.size() || !is_digit(lower[end]));
    if (!address || whole) return true;
  }
  return false;
}

}  // namespace vnetprobe
