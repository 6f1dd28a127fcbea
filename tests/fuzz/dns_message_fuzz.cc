// A DNS message: whatever parses is printable, its chains end, and it is read alike by whoever has read
// others.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "probe/dns/chain.h"
#include "probe/dns/message.h"
#include "probe/dns/spares.h"
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
  static vnetprobe::DnsSpares of_others;
  auto again = vnetprobe::parse_message({data, size}, of_others);
  must(message.has_value() == (again != nullptr) && (!message || *message == *again));
  of_others.keep(std::move(again));
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
