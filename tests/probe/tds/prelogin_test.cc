#include "probe/tds/prelogin.h"

#include <doctest/doctest.h>

#include "probe/tds/packet.h"
#include "tests/probe/tds/bytes.h"

using namespace vnetprobe;
using test::bytes_of;

TEST_CASE("a real answer of SQL Azure, to NOT_SUP with four options (azure-facts 6)") {
  tds::PacketReader reader(tds::kTabularResult);
  reader.feed(
      bytes_of("04 01 00 25 00 00 01 00 00 00 15 00 06 01 00 1B 00 01 02 00 1C 00 01 03 00 1D 00 00 FF "
               "0B 00 04 DF 00 02 03 00"));
  REQUIRE(reader.message_complete());
  const auto message = tds::read_prelogin(reader.take_payload());
  REQUIRE(message);
  CHECK(tds::version_text(*message) == "11.0.1247");
  CHECK(tds::encryption_text(*message) == "required");
  REQUIRE(message->options.size() == 4);
  CHECK(message->options[3].token == tds::token::kThread);
  CHECK(message->options[3].data.empty());
  CHECK(tds::hex(message->options[0].data) == "0b0004df0002");
}

TEST_CASE("what we send reads back") {
  const auto message = tds::read_prelogin(tds::prelogin_request(tds::Encryption::off));
  REQUIRE(message);
  CHECK(message->options.size() == 5);
  CHECK(tds::version_text(*message) == "9.0.0");
  CHECK(tds::encryption_text(*message) == "off");
  CHECK(message->find(tds::token::kThread)->size() == 4);
  CHECK_FALSE(message->find(tds::token::kNonce));
}

TEST_CASE("encryption in words") {
  struct Row {
    const char* byte;
    const char* words;
  };
  const Row rows[] = {{"00", "off"},      {"01", "on"},   {"02", "not_supported"}, {"03", "required"},
                      {"04", "strict"},   {"05", "0x05"}, {"2A", "0x2a"},          {"80", "off"},
                      {"83", "required"}, {"81", "on"}};
  for (const Row& row : rows) {
    CAPTURE(row.byte);
    const auto message = tds::read_prelogin(bytes_of("00 00 0B 00 06 01 00 11 00 01 FF 0C 00 16 77 00 00") +
                                            bytes_of(row.byte));
    REQUIRE(message);
    CHECK(tds::encryption_text(*message) == row.words);
    CHECK(tds::version_text(*message) == "12.0.5751");
  }
  const auto silent = tds::read_prelogin(bytes_of("00 00 06 00 06 FF 0C 00 16 77 00 00"));
  REQUIRE(silent);
  CHECK(tds::encryption_text(*silent).empty());
  const auto empty = tds::read_prelogin(bytes_of("00 00 0B 00 06 01 00 00 00 00 FF 0C 00 16 77 00 00"));
  REQUIRE(empty);
  CHECK(tds::encryption_text(*empty).empty());
}

TEST_CASE("payloads at the edge of being a pre-login message") {
  struct Row {
    const char* story;
    std::string payload;
    bool right;
  };
  const std::string version = bytes_of("0C 00 16 77 00 00");
  const Row rows[] = {
      {"nothing", "", false},
      {"an end and no option", bytes_of("FF"), false},
      {"a version", bytes_of("00 00 06 00 06 FF") + version, true},
      {"no end of the list", bytes_of("00 00 06 00 06"), false},
      {"an entry cut short", bytes_of("00 00 06 00"), false},
      {"the version is not first", bytes_of("04 00 0B 00 01 00 00 0C 00 06 FF 00") + version, false},
      {"a version of four bytes", bytes_of("00 00 06 00 04 FF") + version, false},
      {"data behind the end", bytes_of("00 00 07 00 06 FF") + version, false},
      {"an offset behind the end", bytes_of("00 FF FF 00 06 FF") + version, false},
      {"an unknown token", bytes_of("00 00 0B 00 06 2A 00 11 00 01 FF") + version + "x", true},
      {"an empty option that points nowhere", bytes_of("00 00 0B 00 06 03 FF FF 00 00 FF") + version, true},
      {"a THREADID of two bytes", bytes_of("00 00 0B 00 06 03 00 11 00 02 FF") + version + "ab", true},
      {"a token stream: an error of the server", bytes_of("AA 10 00 54 9E 00 00 01 0E FF"), false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    CHECK(tds::read_prelogin(row.payload).has_value() == row.right);
  }
}

TEST_CASE("tokens in words") {
  CHECK(tds::token_text(0) == "version");
  CHECK(tds::token_text(6) == "fedauth_required");
  CHECK(tds::token_text(7) == "nonce");
  CHECK(tds::token_text(42) == "0x2a");
}
