// Ports 11000 to 11999 of a managed instance whose connection type is Redirect (azure-facts 6): which
// of them are sampled, and what the sample shows.
#pragma once

#include <array>
#include <cstdint>

#include "checks/case.h"

namespace vnetprobe {

// The ends of the range and three between: a rule for a part of it shows as well as one for all of it.
inline constexpr std::array<std::uint16_t, 5> kRedirectSample = {11000, 11250, 11500, 11750, 11999};

enum class RedirectSight {
  let_through,    // some port connected or was reset: a hint, for nothing need listen
  blocked,        // not a word from any of them
  no_connection,  // nor from the instance's own port
  unknown,
};
RedirectSight redirect_sight(const Case& run, std::size_t target, const IpAddress& address);

// Contacts of the sample at this address, by index.
std::vector<std::size_t> redirect_contacts(const Case& run, std::size_t target, const IpAddress& address);

}  // namespace vnetprobe
