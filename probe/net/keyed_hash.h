// HMAC-SHA256 with a key that is made here, kept here, and gone with the process.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>

namespace vnetprobe {

// Throws std::runtime_error where the system has no random numbers.
std::function<std::array<std::uint8_t, 32>(std::string_view)> keyed_hash();

}  // namespace vnetprobe
