// Text of strangers (certificates, headers, bodies) made fit for a report: valid UTF-8, control
// characters and those that turn the direction of writing escaped, no longer than asked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vnetprobe {

// Control characters become \xNN, direction marks \uNNNN, bytes that are no UTF-8 U+FFFD.
std::string clean_line(std::string_view text, std::size_t most);

// The same, but line ends and tabs stay.
std::string clean_block(std::string_view text, std::size_t most);

}  // namespace vnetprobe
