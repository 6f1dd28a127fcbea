// The roots that the public web is trusted by. A chain that ends anywhere else was made by somebody
// in between, also where this machine trusts that somebody (azure-facts 8.4).
#pragma once

#include <cstddef>
#include <string_view>

namespace vnetprobe {

// `sha256_hex` is the fingerprint of the whole certificate, 64 hexadecimal digits of either case,
// without colons.
bool is_public_root(std::string_view sha256_hex);

std::size_t public_root_count();

}  // namespace vnetprobe
