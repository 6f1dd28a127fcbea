// Words that say nothing about anybody: those of protocols, of Azure's messages and of public
// certificate authorities. In text that strangers wrote, everything else is taken for a secret.
#pragma once

#include <string_view>

namespace vnetprobe {

// One word of letters and digits; CamelCase is plain when all its parts are.
bool is_plain_word(std::string_view word);

}  // namespace vnetprobe
