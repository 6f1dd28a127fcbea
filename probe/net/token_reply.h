// The answer of a token service, from whoever answers: instance metadata, an identity endpoint or
// Entra ID (azure-facts 9.2). Pure; the bytes and what is made of them are wiped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "probe/net/secret.h"

namespace vnetprobe {

struct TokenReply {
  bool is_json = false;  // an object, whatever is in it
  Secret token{};        // access_token, or nothing
  std::int64_t lifetime_s = 0;
  std::string error{};        // cleaned, at most 100 characters
  std::string description{};  // cleaned, at most 300
};

// Believes a token of 20 to 32768 printable characters that fit in a header, and no other.
TokenReply read_token_reply(std::string_view body);

}  // namespace vnetprobe
