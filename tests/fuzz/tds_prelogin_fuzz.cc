// The answer to a TDS pre-login: it does not matter in which pieces a message comes, and what is read is
// printable.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "probe/tds/packet.h"
#include "probe/tds/prelogin.h"
#include "tests/fuzz/must.h"

using vnetprobe::must;

namespace {

bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '<'; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace tds = vnetprobe::tds;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  tds::PacketReader whole(tds::kTabularResult);
  whole.feed(bytes);
  tds::PacketReader pieces(tds::kTabularResult);
  for (const char each : bytes) pieces.feed({&each, 1});
  must(whole.broken() == pieces.broken());
  if (whole.broken()) return 0;
  must(whole.message_complete() == pieces.message_complete());
  const std::string payload = whole.take_payload();
  must(payload == pieces.take_payload());
  const auto message = tds::read_prelogin(payload);
  if (!message) return 0;
  must(printable(tds::version_text(*message)) && printable(tds::encryption_text(*message)));
  for (const tds::Option& option : message->options) must(printable(tds::token_text(option.token)));
  return 0;
}
