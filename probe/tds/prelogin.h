// The pre-login message of TDS (MS-TDS 2.2.6.5): what both sides say before any of them logs in.
// A list of options {token, offset, length}, ended by 0xFF, and their data behind it. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vnetprobe::tds {

// MS-TDS 2.2.6.5, PL_OPTION_TOKEN.
namespace token {
inline constexpr std::uint8_t kVersion = 0, kEncryption = 1, kInstance = 2, kThread = 3, kMars = 4,
                              kTrace = 5, kFedAuth = 6, kNonce = 7, kTerminator = 0xFF;
}

// MS-TDS 2.2.6.5, B_FENCRYPTION; the bit for a client certificate is taken off before it is read.
enum class Encryption : std::uint8_t { off = 0, on = 1, not_supported = 2, required = 3, strict = 4 };
inline constexpr std::uint8_t kClientCertificate = 0x80;

struct Option {
  std::uint8_t token = 0;
  std::string data{};
};

struct Prelogin {
  std::vector<Option> options{};  // in the order sent

  // Data of the first option of this token, if there is one.
  std::optional<std::string_view> find(std::uint8_t wanted) const;
};

// The payload of a client's message. A server that insists on encryption answers OFF with REQ.
std::string prelogin_request(Encryption offered);

// Nothing where the payload is no pre-login message: VERSION comes first and is six bytes, every
// option lies inside the payload, and the list ends. Unknown tokens and odd lengths are let be.
std::optional<Prelogin> read_prelogin(std::string_view payload);

// "12.0.5751": UL_VERSION, most significant byte first; "" without one.
std::string version_text(const Prelogin& message);
// "off", "on", "not_supported", "required", "strict", "0x2a" for a value that nobody defined, "" for none.
std::string encryption_text(const Prelogin& message);
// "version", "0x2a" for a token that nobody defined.
std::string token_text(std::uint8_t token);
std::string hex(std::string_view bytes);

}  // namespace vnetprobe::tds
