// The variable no_proxy, as most programs read it. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace vnetprobe {

// Its entries, by comma or blank, in any case: a name with all below it, with or without a dot or a star in
// front, a port of its own behind it, or a star for everything. Networks stand for addresses alone.
// `name` is in lower case.
bool goes_past_proxy(std::string_view no_proxy, std::string_view name, std::uint16_t port);

}  // namespace vnetprobe
