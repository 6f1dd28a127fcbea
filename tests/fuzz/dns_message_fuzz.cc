// A DNS message: whatever parses is printable, and its chains end.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "probe/dns/chain.h"
#include "probe/dns/message.h"
#include "tests/fuzz/must.h"

using vnetprobe::must;

namespace {

bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c <= '~' && c != '<' && c != '&'; });
}

void check(const std::vector<vnetprobe::DnsRecord>& records) {
  for (const auto& record : records) must(printable(record.owner) && printable(record.data));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto message = vnetprobe::parse_message({data, size});
  if (!message) return 0;
  check(message->answers);
  check(message->authorities);
  must(printable(message->question.name));
  for (const std::uint16_t type : {vnetprobe::rr::kA, vnetprobe::rr::kAAAA}) {
    const auto chain = vnetprobe::follow(message->answers, message->question.name, type);
    must(!chain.names.empty() && chain.names.size() <= vnetprobe::kMaxAliases + 1);
  }
  return 0;
}
