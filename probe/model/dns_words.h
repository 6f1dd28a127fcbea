// The names of response codes and record types, as RFC 1035 (4.1.1, 3.2.2) and its registries have them.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "probe/model/dns_evidence.h"

namespace vnetprobe {

// "NXDOMAIN"; "RCODE9" for one without a name here. `rcode` is 0 or more.
inline std::string rcode_word(int rcode) {
  constexpr std::array<std::string_view, 6> kWords = {"NOERROR",  "FORMERR", "SERVFAIL",
                                                      "NXDOMAIN", "NOTIMP",  "REFUSED"};
  const auto at = static_cast<std::size_t>(rcode);
  return at < kWords.size() ? std::string(kWords[at]) : "RCODE" + std::to_string(rcode);
}

// "AAAA"; "TYPE65" (RFC 3597 section 5) for one without a name here.
inline std::string type_word(std::uint16_t type) {
  switch (type) {
    case rr::kA:
      return "A";
    case rr::kNS:
      return "NS";
    case rr::kCNAME:
      return "CNAME";
    case rr::kSOA:
      return "SOA";
    case rr::kTXT:
      return "TXT";
    case rr::kAAAA:
      return "AAAA";
    default:
      return "TYPE" + std::to_string(type);
  }
}

}  // namespace vnetprobe
