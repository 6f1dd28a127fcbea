// Text as XML and HTML may hold it.
#pragma once

#include <string>
#include <string_view>

namespace vnetprobe {

// For element content and for attribute values in either kind of quotes; text that is inert stays
// well-formed in any place.
std::string escape_markup(std::string_view inert_text);

}  // namespace vnetprobe
