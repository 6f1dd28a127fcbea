// The names of response codes, as RFC 1035 4.1.1 and its registry have them.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace vnetprobe {

// "NXDOMAIN"; "RCODE9" for one without a name here. `rcode` is 0 or more.
inline std::string rcode_word(int rcode) {
  constexpr std::array<std::string_view, 6> kWords = {"NOERROR",  "FORMERR", "SERVFAIL",
                                                      "NXDOMAIN", "NOTIMP",  "REFUSED"};
  const auto at = static_cast<std::size_t>(rcode);
  return at < kWords.size() ? std::string(kWords[at]) : "RCODE" + std::to_string(rcode);
}

}  // namespace vnetprobe
