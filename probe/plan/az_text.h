// From the bytes of a file that az, or a shell's redirection, wrote to JSON text in UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vnetprobe {

inline constexpr std::size_t kMaxAzBytes = 32UL * 1024 * 1024;

// UTF-8 without its byte order mark; UTF-16 of either end is turned into it (Windows PowerShell's ">"
// writes UTF-16), an unpaired half becoming U+FFFD. Other bytes are left as they are.
std::string utf8_of(std::string_view bytes);

}  // namespace vnetprobe
