// Names that say nothing, for names that say too much. The same word gives the same pseudonym as long
// as the key is the same, and nobody without the key can tell which word it was.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace vnetprobe {

using Digest = std::array<std::uint8_t, 32>;
// HMAC-SHA256 with a key that its maker keeps to itself.
using KeyedHash = std::function<Digest(std::string_view)>;

class Pseudonyms {
 public:
  explicit Pseudonyms(KeyedHash hash) : hash_(std::move(hash)) {}

  // "n" and eight letters and digits; fits wherever a storage account's name does. Case does not matter.
  std::string word(std::string_view text) const;
  // As many digits, the first of them not zero.
  std::string number(std::string_view digits) const;
  // As many hexadecimal digits.
  std::string hex(std::string_view digits) const;
  // Another GUID.
  std::string guid(std::string_view text) const;
  // One bit for this prefix of an address.
  bool bit(std::string_view prefix) const;

 private:
  Digest digest(char kind, std::string_view text) const;

  KeyedHash hash_;
};

std::string lower_case(std::string_view text);
bool is_guid(std::string_view text);

}  // namespace vnetprobe
