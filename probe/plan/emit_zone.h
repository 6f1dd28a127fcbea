// The plan's private addresses as records of the private zones, in the form of RFC 1035 section 5.
#pragma once

#include <string>

#include "probe/model/scope.h"

namespace vnetprobe {

// Records alone, zone by zone, each under its $ORIGIN: SOA and NS are the server's own. What has no
// known address or no known record name stands as a comment.
std::string emit_zone(const Scope& scope);

}  // namespace vnetprobe
