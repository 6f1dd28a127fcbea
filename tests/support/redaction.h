// For tests of what is redacted: a key that is the same each time, and the search for what is left.
#pragma once

#include <cstdint>
#include <string>

#include "probe/redact/pseudonyms.h"

namespace vnetprobe {

// No HMAC, but keyed and well mixed, which is all that is relied on in tests.
KeyedHash hash_with(std::uint64_t key);
extern const KeyedHash kFixedHash;

// Whether a text in lower case has this word in it; as a word of its own where it is an address:
// 10.1.2.1 is not in 10.1.2.15.
bool holds(const std::string& lower, const std::string& word);

}  // namespace vnetprobe
