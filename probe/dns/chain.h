// The way from the name that was asked to its addresses: for a private endpoint the aliases on it
// are the story (azure-facts section 1).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/evidence.h"

namespace vnetprobe {

inline constexpr std::size_t kMaxAliases = 16;  // more than any resolver follows

struct Chain {
  std::vector<std::string> names{};    // the asked name first, then each alias's target in order
  std::vector<IpAddress> addresses{};  // of the last name; sorted, each once
  bool loop = false;                   // an alias leads back to a name of the chain
  bool too_long = false;               // more than kMaxAliases aliases
  std::uint32_t min_ttl = 0;           // of the records used, 0 when there are none
};

// `type` is A or AAAA, or another type, which then has aliases and no addresses. Records may stand
// in any order. Where a name has several aliases the first counts.
Chain follow(const std::vector<DnsRecord>& answers, std::string_view name, std::uint16_t type);

}  // namespace vnetprobe
