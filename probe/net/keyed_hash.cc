#include "probe/net/keyed_hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdexcept>

namespace vnetprobe {

std::function<std::array<std::uint8_t, 32>(std::string_view)> keyed_hash() {
  std::array<std::uint8_t, 32> key{};
  if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1)
    throw std::runtime_error("no random numbers to make a key of");
  return [key](std::string_view text) {
    std::array<std::uint8_t, 32> digest{};
    unsigned int size = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(), digest.data(),
             &size) == nullptr)
      throw std::runtime_error("HMAC-SHA256 failed");
    return digest;
  };
}

}  // namespace vnetprobe
