// The escapes of a URL (RFC 3986 section 2.1).
#pragma once

#include <string>
#include <string_view>

namespace vnetprobe {

// "a b" for "a%20b"; what is no escape stays as it is. One more character fits in without a new copy.
std::string percent_decoded(std::string_view text);

}  // namespace vnetprobe
