// Whom a request names as its server. Pure.
#pragma once

#include <string_view>

namespace vnetprobe {

// Whether a Host header (RFC 9110 section 7.2; HOST or HOST:PORT) is one that nobody else can bring about: an
// address, localhost, `own_name`, or none at all, which no browser sends. A page from anywhere can have its
// own name resolve to 127.0.0.1 and read what is answered there under it (DNS rebinding); it cannot choose
// these.
bool names_this_machine(std::string_view host_header, std::string_view own_name);

}  // namespace vnetprobe
