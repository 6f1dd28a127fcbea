#include "probe/dns/message.h"

#include <chrono>
#include <doctest/doctest.h>

#include "probe/dns/spares.h"
#include "tests/probe/dns/message_builder.h"

namespace vnetprobe {
namespace {

using test::a_data;
using test::Bytes;
using test::MessageBuilder;
using test::operator+;

constexpr const char* kName = "mystorage01.blob.core.windows.net";
constexpr const char* kPrivate = "mystorage01.privatelink.blob.core.windows.net";

Bytes whole_story() {
  return MessageBuilder(7, kName, rr::kA)
      .cname(kName, kPrivate, 60)
      .a(kPrivate, "10.1.3.5", 10)
      .authority("privatelink.blob.core.windows.net", rr::kSOA,
                 test::soa_data("azureprivatedns.net", "azureprivatedns-host.microsoft.com"))
      .opt(test::extended_error(18, "not for you") + test::option(3, {0xCA, 0xFE}))
      .bytes();
}

TEST_CASE("an answer with everything in it") {
  const auto message = parse_message(whole_story());
  REQUIRE(message);
  CHECK(message->id == 7);
  CHECK(message->response);
  CHECK(message->flags == DnsFlags{.rd = true, .ra = true});
  CHECK(message->rcode == rcode::kNoError);
  CHECK(answers_question(*message, kName, rr::kA));
  REQUIRE(message->answers.size() == 2);
  CHECK(message->answers[0] == DnsRecord{kName, rr::kCNAME, 60, kPrivate});
  CHECK(message->answers[1] == DnsRecord{kPrivate, rr::kA, 10, "10.1.3.5"});
  REQUIRE(message->authorities.size() == 1);
  CHECK(message->authorities[0].data ==
        "azureprivatedns.net azureprivatedns-host.microsoft.com 1 3600 300 2419200 10");
  REQUIRE(message->opt);
  CHECK(message->opt->udp_size == 1232);
  CHECK(message->opt->nsid == "cafe");
  REQUIRE(message->opt->errors.size() == 1);
  CHECK(message->opt->errors[0].code == 18);
  CHECK(message->opt->errors[0].text == "not for you");
}

TEST_CASE("cut at any byte it is no message") {
  const Bytes whole = whole_story();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(parse_message(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))));
  }
}

TEST_CASE("any byte changed to anything is read to an end") {
  const Bytes whole = whole_story();
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (int value = 0; value < 256; ++value) {
      Bytes changed = whole;
      changed[at] = static_cast<std::uint8_t>(value);
      const auto message = parse_message(changed);
      if (value == whole[at]) CHECK(message);
    }
}

TEST_CASE("what others were read into says nothing of them") {
  const Bytes small = MessageBuilder(1, "a.example", rr::kAAAA).bytes();
  const Bytes whole = whole_story();
  const Bytes garbage(whole.begin(), whole.end() - 1);
  DnsSpares spares;
  for (const Bytes& bytes : {whole, small, garbage, small, whole, garbage, whole}) {
    const auto fresh = parse_message(bytes);
    std::unique_ptr<DnsMessage> again = parse_message(bytes, spares);
    REQUIRE(fresh.has_value() == (again != nullptr));
    if (fresh) CHECK(*fresh == *again);
    spares.keep(std::move(again));
  }
}

TEST_CASE("record data") {
  struct Row {
    const char* story;
    std::uint16_t type;
    Bytes data;
    std::optional<std::string> text;
  };
  const Row rows[] = {
      {"A", rr::kA, {10, 1, 2, 4}, "10.1.2.4"},
      {"A too short", rr::kA, {10, 1, 2}, std::nullopt},
      {"A too long", rr::kA, {10, 1, 2, 4, 0}, std::nullopt},
      {"AAAA", rr::kAAAA, a_data("fd00::4"), "fd00::4"},
      {"AAAA of four bytes", rr::kAAAA, {10, 1, 2, 4}, std::nullopt},
      {"CNAME", rr::kCNAME, test::wire_name("a.example"), "a.example"},
      {"CNAME to the root", rr::kCNAME, {0}, ""},
      {"CNAME with something behind it", rr::kCNAME, {1, 'a', 0, 0}, std::nullopt},
      {"CNAME that reaches past its data", rr::kCNAME, {5, 'a'}, std::nullopt},
      {"CNAME of no data", rr::kCNAME, {}, std::nullopt},
      {"CNAME with markup", rr::kCNAME, {3, '<', 'b', '>', 0}, R"(\060b\062)"},
      {"NS", rr::kNS, test::wire_name("ns1.example"), "ns1.example"},
      {"SOA", rr::kSOA, test::soa_data("", "h.example"), ". h.example 1 3600 300 2419200 10"},
      {"SOA with a number missing", rr::kSOA, Bytes{0, 0} + Bytes(16, 0), std::nullopt},
      {"SOA with a byte more", rr::kSOA, Bytes{0, 0} + Bytes(21, 0), std::nullopt},
      {"TXT", rr::kTXT, {2, 'h', 'i', 1, '"'}, R"("hi" "\034")"},
      {"TXT whose string is cut", rr::kTXT, {2, 'h'}, std::nullopt},
      {"TXT of nothing", rr::kTXT, {}, std::nullopt},
      {"a type we do not read", 65, {1, 0xAB}, R"(\# 2 01ab)"},
      {"a type we do not read, empty", 65, {}, R"(\# 0)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const auto message =
        parse_message(MessageBuilder(1, kName, row.type).answer(kName, row.type, row.data).bytes());
    REQUIRE(message.has_value() == row.text.has_value());
    if (message) CHECK(message->answers.at(0).data == *row.text);
  }
}

TEST_CASE("messages that are odd") {
  struct Row {
    const char* story;
    Bytes bytes;
    bool parses;
    bool answers;
  };
  const MessageBuilder plain(1, kName, rr::kA);
  Bytes two_questions = MessageBuilder(plain).bytes();
  two_questions = two_questions + Bytes(two_questions.begin() + 12, two_questions.end());
  two_questions[5] = 2;
  Bytes lying = MessageBuilder(plain).bytes();
  lying[6] = lying[7] = 0xFF;
  const Row rows[] = {
      {"a question sent back", build_query({.id = 1, .name = kName}).value(), true, false},
      {"another name", MessageBuilder(1, "other.example", rr::kA).bytes(), true, false},
      {"another type", MessageBuilder(1, kName, rr::kAAAA).bytes(), true, false},
      {"a header alone", MessageBuilder(plain).no_question().bytes(), true, false},
      {"two questions", two_questions, true, false},
      {"an update, not a query", MessageBuilder(plain).flags(5 << 11).bytes(), true, false},
      {"65535 answers in no bytes", lying, false, false},
      {"two OPT records", MessageBuilder(plain).opt({}).opt({}).bytes(), false, false},
      {"an option that is cut", MessageBuilder(plain).opt({0, 3, 0, 9, 1}).bytes(), false, false},
      {"an extended error of one byte", MessageBuilder(plain).opt(test::option(15, {1})).bytes(), false,
       false},
      {"an OPT among the answers means nothing", MessageBuilder(plain).answer("", rr::kOPT, {}).bytes(), true,
       true},
      {"bytes behind the end", MessageBuilder(plain).bytes() + Bytes{1, 2, 3}, true, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const auto message = parse_message(row.bytes);
    REQUIRE(message.has_value() == row.parses);
    if (message) CHECK(answers_question(*message, kName, rr::kA) == row.answers);
  }
}

TEST_CASE("only class IN answers") {
  const auto message =
      parse_message(MessageBuilder(1, kName, rr::kA).answer(kName, rr::kA, {1, 2, 3, 4}, 60, 3).bytes());
  REQUIRE(message);
  CHECK(message->answers.empty());
}

TEST_CASE("what stands beside the answer is looked at and not kept") {
  const struct {
    std::uint16_t type;
    Bytes data;
    bool parses;
  } rows[] = {{rr::kA, {1, 2, 3, 4}, true},     {rr::kA, {1, 2, 3}, false}, {rr::kAAAA, Bytes(16, 1), true},
              {rr::kAAAA, {1, 2, 3, 4}, false}, {rr::kCNAME, {0}, true},    {rr::kCNAME, {0, 0}, false}};
  for (const auto& row : rows) {
    CAPTURE(row.type);
    Bytes bytes = MessageBuilder(1, kName, rr::kA).answer(kName, row.type, row.data).bytes();
    std::swap(bytes[7], bytes[11]);  // the counts of answers and of additional records
    const auto message = parse_message(bytes);
    REQUIRE(message.has_value() == row.parses);
    if (message) CHECK(message->answers.empty());
  }
}

TEST_CASE("a TTL with its first bit set is zero") {
  const auto message =
      parse_message(MessageBuilder(1, kName, rr::kA).a(kName, "10.0.0.1", 0x80000001).bytes());
  CHECK(message.value().answers.at(0).ttl == 0);
}

TEST_CASE("the rcode has eight more bits in OPT") {
  const auto message = parse_message(MessageBuilder(1, kName, rr::kA).rcode(0).opt({}, 512, 1).bytes());
  CHECK(message.value().rcode == 16);  // BADVERS
}

TEST_CASE("a message of 64 KiB with thousands of records that share one staircase of pointers") {
  Bytes bytes = MessageBuilder(1, kName, rr::kA).bytes();
  const std::size_t count = (65535 - bytes.size()) / 14;
  for (std::size_t i = 0; i < count; ++i) {
    // Each owner points at the last owner's first byte, all of them pointers.
    const std::size_t last = i == 0 ? 12 : bytes.size() - 14;
    const std::size_t to = last < 0x4000 ? last : 12;
    bytes.insert(bytes.end(),
                 {static_cast<std::uint8_t>(0xC0 | to >> 8), static_cast<std::uint8_t>(to & 0xFF)});
    bytes.insert(bytes.end(), {0, 99, 0, 1, 0, 0, 0, 60, 0, 2, 0, 0});
  }
  bytes[6] = static_cast<std::uint8_t>(count >> 8);
  bytes[7] = static_cast<std::uint8_t>(count & 0xFF);
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(parse_message(bytes));  // the stairs are too high
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(200));
}

TEST_CASE("questions read back as they were built") {
  const auto bytes = build_query({.id = 0xBEEF, .name = "a.example", .type = rr::kSOA, .nsid = true});
  const auto message = parse_message(bytes.value());
  REQUIRE(message);
  CHECK(message->id == 0xBEEF);
  CHECK_FALSE(message->response);
  CHECK(message->flags.rd);
  CHECK(message->question.name == "a.example");
  CHECK(message->question.type == rr::kSOA);
  CHECK(message->opt.value().udp_size == 1232);
  CHECK_FALSE(parse_message(build_query({.name = "a", .udp_size = 0}).value()).value().opt);
  CHECK_FALSE(build_query({.name = "a..b"}));
}

}  // namespace
}  // namespace vnetprobe
