// What would trip a newcomer: offsets count from the start of the payload, not from the data behind
// the list; and THREADID, four bytes in a request, has none in real answers (azure-facts 6).
#include "probe/tds/prelogin.h"

#include <array>
#include <fmt/format.h>

namespace vnetprobe::tds {
namespace {

constexpr std::size_t kEntrySize = 5, kVersionSize = 6;
constexpr std::size_t kMostOptions = 64;
constexpr std::array<std::string_view, 8> kTokens = {"version", "encryption", "instance",         "thread",
                                                     "mars",    "trace",      "fedauth_required", "nonce"};
constexpr std::array<std::string_view, 5> kEncryptions = {"off", "on", "not_supported", "required", "strict"};

std::uint8_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); }

std::size_t number_at(std::string_view bytes, std::size_t i) {
  return static_cast<std::size_t>((byte_at(bytes, i) << 8U) | byte_at(bytes, i + 1));
}

void put_number(std::string& out, std::size_t value) {
  out += static_cast<char>(value >> 8U);
  out += static_cast<char>(value & 0xFFU);
}

std::string message(const std::vector<Option>& options) {
  std::string list, data;
  const std::size_t list_size = options.size() * kEntrySize + 1;
  for (const Option& option : options) {
    list += static_cast<char>(option.token);
    put_number(list, list_size + data.size());
    put_number(list, option.data.size());
    data += option.data;
  }
  list += static_cast<char>(token::kTerminator);
  return list + data;
}

}  // namespace

std::optional<std::string_view> Prelogin::find(std::uint8_t wanted) const {
  for (const Option& option : options)
    if (option.token == wanted) return option.data;
  return std::nullopt;
}

std::string prelogin_request(Encryption offered) {
  // The version is one that every server talks to; what it says of itself decides nothing before a login.
  const std::string version("\x09\0\0\0\0\0", kVersionSize);
  const std::string encryption(1, static_cast<char>(offered));
  const std::string any_instance(1, '\0');
  const std::string no_thread(4, '\0');
  const std::string no_mars(1, '\0');
  return message({{token::kVersion, version},
                  {token::kEncryption, encryption},
                  {token::kInstance, any_instance},
                  {token::kThread, no_thread},
                  {token::kMars, no_mars}});
}

std::optional<Prelogin> read_prelogin(std::string_view payload) {
  Prelogin made;
  for (std::size_t at = 0;; at += kEntrySize) {
    if (at >= payload.size() || made.options.size() > kMostOptions) return std::nullopt;
    const std::uint8_t token = byte_at(payload, at);
    if (token == token::kTerminator) break;
    if (at + kEntrySize > payload.size()) return std::nullopt;
    const std::size_t offset = number_at(payload, at + 1);
    const std::size_t length = number_at(payload, at + 3);
    // An empty option may point anywhere; servers differ.
    if (length != 0 && (offset > payload.size() || length > payload.size() - offset)) return std::nullopt;
    made.options.push_back(
        {token, length == 0 ? std::string{} : std::string(payload.substr(offset, length))});
  }
  if (made.options.empty() || made.options.front().token != token::kVersion ||
      made.options.front().data.size() != kVersionSize)
    return std::nullopt;
  return made;
}

std::string version_text(const Prelogin& message) {
  const auto version = message.find(token::kVersion);
  if (!version || version->size() != kVersionSize) return {};
  return fmt::format("{}.{}.{}", byte_at(*version, 0), byte_at(*version, 1), number_at(*version, 2));
}

std::string encryption_text(const Prelogin& message) {
  const auto data = message.find(token::kEncryption);
  if (!data || data->empty()) return {};
  const auto value = static_cast<std::uint8_t>(byte_at(*data, 0) & ~kClientCertificate);
  return value < kEncryptions.size() ? std::string(kEncryptions.at(value)) : fmt::format("{:#04x}", value);
}

std::string token_text(std::uint8_t token) {
  return token < kTokens.size() ? std::string(kTokens.at(token)) : fmt::format("{:#04x}", token);
}

std::string hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char each : bytes) out += fmt::format("{:02x}", static_cast<std::uint8_t>(each));
  return out;
}

}  // namespace vnetprobe::tds
