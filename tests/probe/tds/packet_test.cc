#include "probe/tds/packet.h"

#include <doctest/doctest.h>

#include "probe/tds/prelogin.h"
#include "tests/probe/tds/bytes.h"

using namespace vnetprobe;
using test::bytes_of;

TEST_CASE("the pre-login packet is the one of azure-facts 6, with ENCRYPT_OFF") {
  CHECK(
      tds::wrap(tds::kPrelogin, tds::prelogin_request(tds::Encryption::off)) ==
      bytes_of("12 01 00 2F 00 00 01 00 00 00 1A 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 04 04 00 26 "
               "00 01 FF 09 00 00 00 00 00 00 00 00 00 00 00 00"));
}

TEST_CASE("a long message is several packets, the last one marked") {
  const std::string payload(10'000, 'x');
  const std::string wire = tds::wrap(tds::kPrelogin, payload);
  CHECK(wire.size() == 10'000 + 3 * tds::kHeaderSize);
  CHECK(wire.substr(0, 8) == bytes_of("12 00 10 00 00 00 01 00"));
  CHECK(wire.substr(4096, 8) == bytes_of("12 00 10 00 00 00 02 00"));
  CHECK(wire.substr(8192, 8) == bytes_of("12 01 07 28 00 00 03 00"));
  tds::PacketReader reader(tds::kPrelogin);
  reader.feed(wire);
  CHECK(reader.message_complete());
  CHECK(reader.take_payload() == payload);
  CHECK_FALSE(reader.message_complete());
}

TEST_CASE("an empty message is a packet all the same") {
  CHECK(tds::wrap(tds::kPrelogin, "") == bytes_of("12 01 00 08 00 00 01 00"));
}

TEST_CASE("packets are read in whatever pieces they come") {
  const std::string wire = bytes_of("04 00 00 0A 00 00 01 00 61 62 04 01 00 09 00 00 02 00 63");
  for (std::size_t size = 1; size <= wire.size(); ++size) {
    CAPTURE(size);
    tds::PacketReader reader(tds::kTabularResult);
    for (std::size_t at = 0; at < wire.size(); at += size) {
      CHECK_FALSE(reader.message_complete());
      reader.feed(std::string_view(wire).substr(at, size));
    }
    CHECK(reader.message_complete());
    CHECK(reader.take_payload() == "abc");
  }
}

TEST_CASE("what is no TDS packet is known as early as can be") {
  struct Row {
    const char* story;
    std::string bytes;
    bool broken;
  };
  const Row rows[] = {
      {"nothing came", "", false},
      {"half a header", bytes_of("04 01 00"), false},
      {"the first byte of a banner", "S", true},
      {"plain HTTP", "HTTP/1.1 400 Bad Request\r\n", true},
      {"a TLS alert", bytes_of("15 03 03 00 02 02 32"), true},
      {"our own packet, sent back", bytes_of("12 01 00 2F 00 00 01 00"), true},
      {"shorter than its header", bytes_of("04 01 00 07 00 00 01 00"), true},
      {"no length", bytes_of("04 01 00 00 00 00 01 00"), true},
      {"longer than TDS allows", bytes_of("04 01 80 00 00 00 01 00"), true},
      {"as long as it allows", bytes_of("04 01 7F FF 00 00 01 00"), false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    tds::PacketReader reader(tds::kTabularResult);
    reader.feed(row.bytes);
    CHECK(reader.broken() == row.broken);
    CHECK_FALSE(reader.message_complete());
  }
}

TEST_CASE("two types may be right, and a broken stream stays broken") {
  tds::PacketReader reader(tds::kPrelogin, tds::kTabularResult);
  reader.feed(bytes_of("12 01 00 09 00 00 01 00 61 04 01 00 09 00 00 01 00 62"));
  CHECK(reader.take_payload() == "ab");
  reader.feed("x");
  CHECK(reader.broken());
  reader.feed(bytes_of("12 01 00 09 00 00 01 00 61"));
  CHECK(reader.broken());
  CHECK(reader.take_payload().empty());
}

TEST_CASE("nobody fills our memory") {
  tds::PacketReader reader(tds::kTabularResult);
  const std::string packet = bytes_of("04 00 7F FF 00 00 01 00") + std::string(0x7FFF - 8, 'x');
  for (int i = 0; i < 100; ++i) reader.feed(packet);
  CHECK(reader.broken());
  CHECK(reader.take_payload().size() < 1'000'000);
}
