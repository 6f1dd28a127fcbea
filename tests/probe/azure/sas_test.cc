#include "probe/azure/sas.h"

#include <cstdint>
#include <doctest/doctest.h>
#include <sstream>

namespace vnetprobe {
namespace {

const std::string kSignature = "sig=canary%2Bsignature%3D";
const std::string kQuery =
    "sv=2022-11-02&st=2026-11-01T00%3A00%3A00Z&se=2026-12-24T00%3A00%3A00Z&sr=c&sp=racwdl&spr=https&" +
    kSignature;
constexpr const char* kHost = "mystorage01.blob.core.windows.net";
constexpr UtcTime kNow{1795367355};  // 2026-11-22T17:09:15Z

std::string shown(const SasFacts& facts) {
  std::ostringstream all;
  visit_fields(facts, [&](std::string_view, const auto& member) { all << member << '\n'; });
  return all.str();
}

std::string fault(const std::string& text, const char* container = "mybackup01") {
  SasFacts facts = read_sas(text).facts;
  facts.outside = sas_excludes(facts, IpAddress::parse("10.1.0.7").value());
  return sas_fault(facts, kNow, kHost, container);
}

TEST_CASE("a SAS as the portal prints it, in its three forms") {
  const std::string url = std::string("https://") + kHost + "/mybackup01?" + kQuery;
  for (const std::string& text : {kQuery, "?" + kQuery, url}) {
    CAPTURE(text);
    const SasText read = read_sas(text);
    CHECK(read.facts.problem.empty());
    CHECK(text.substr(read.begin, read.end - read.begin) == kQuery);
    CHECK(read.facts.version == "2022-11-02");
    CHECK(read.facts.expires == "2026-12-24T00:00:00Z");
    CHECK(read.facts.permissions == "racwdl");
    CHECK(read.facts.resource == "c");
    CHECK(read.facts.protocol == "https");
    CHECK(shown(read.facts).find("canary") == std::string::npos);
    CHECK(fault(text).empty());
  }
  CHECK(read_sas(url).facts.host == kHost);
  CHECK(read_sas(url).facts.container == "mybackup01");
}

TEST_CASE("what is no SAS is not shown") {
  const std::string wrong[] = {
      "",
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
      "AccountName=x;AccountKey=canary==",
      "sv=2022-11-02&se=canary&" + kSignature,
      "sv=2022-11-02&sp=CANARY&" + kSignature,
      "sv=2022-11-02&sip=canary&" + kSignature,
      "canary?sv=2022-11-02&" + kSignature,
      "https://canary@host/x?" + kQuery,
      "sv=2022-11-02&se=2026-12-24&sp=l",
      kQuery + "\n" + kQuery,
      std::string(5000, 'a'),
  };
  for (const std::string& text : wrong) {
    CAPTURE(text);
    const SasFacts facts = read_sas(text).facts;
    CHECK_FALSE(facts.problem.empty());
    CHECK(shown(facts).find("anary") == std::string::npos);
    CHECK(shown(facts).find("CANARY") == std::string::npos);
    CHECK(shown(facts).find("Eby8") == std::string::npos);
    CHECK(fault(text) == facts.problem);
  }
}

TEST_CASE("times of a SAS") {
  CHECK(sas_time("2026-11-22")->seconds == 1795305600);
  CHECK(sas_time("2026-11-22T17:09Z")->seconds == 1795367340);
  CHECK(sas_time("2026-11-22T17:09:15Z")->seconds == 1795367355);
  CHECK(sas_time("2026-11-22T17:09:15.1234567Z")->seconds == 1795367355);
  for (const char* wrong :
       {"", "2026", "2026-13-01", "22.11.2026 1", "2026-11-22T17:09", "2026-11-22T17:xxZ"})
    CHECK_FALSE(sas_time(wrong));
}

TEST_CASE("what keeps a SAS from listing the container") {
  const auto with = [](const std::string& fields) { return "sv=2022-11-02&" + fields + "&" + kSignature; };
  struct Row {
    const char* story;
    std::string text;
    const char* fault;
  };
  const Row rows[] = {
      {"expired", with("se=2026-11-22T17:09:15Z&sp=rwl&sr=c"), "it expired at 2026-11-22T17:09:15Z"},
      {"a second left", with("se=2026-11-22T17:09:16Z&sp=rwl&sr=c"), ""},
      {"not yet", with("st=2026-11-23&se=2026-12-24&sp=rwl&sr=c"),
       "it is not valid before 2026-11-23T00:00:00Z"},
      {"no list", with("se=2026-12-24&sp=rw&sr=c"), "its permissions (rw) lack list (l)"},
      {"nothing but delete", with("se=2026-12-24&sp=d&sr=c"),
       "its permissions (d) lack read (r), write (w), list (l)"},
      {"reading and listing is a use", with("se=2026-12-24&sp=rl&sr=c"), ""},
      {"one blob", with("se=2026-12-24&sp=rwl&sr=b"),
       "it is for one blob, and a backup needs its container (sr=c)"},
      {"an account SAS for blobs", with("ss=bq&srt=sco&se=2026-12-24&sp=rwl"), ""},
      {"an account SAS for queues", with("ss=q&srt=sco&se=2026-12-24&sp=rwl"),
       "it is for the services q, and not for blobs (b)"},
      {"an account SAS for objects", with("ss=b&srt=o&se=2026-12-24&sp=rwl"),
       "it is for the resource types o, and not for containers (c)"},
      {"no expiry", with("sp=rwl&sr=c"), "it has no expiry (se), and no stored policy that has one"},
      {"a stored policy", with("si=backup&sr=c"), ""},
      {"this address", with("se=2026-12-24&sp=rwl&sip=10.1.0.7"), ""},
      {"another address", with("se=2026-12-24&sp=rwl&sip=10.1.0.8"),
       "it is for the addresses 10.1.0.8 alone, and this machine comes from another"},
      {"another account", "https://other.blob.core.windows.net/c?" + kQuery,
       "it is for other.blob.core.windows.net"},
      {"another container", std::string("https://") + kHost + "/c?" + kQuery, "it is for the container c"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    CHECK(fault(row.text) == row.fault);
  }
  CHECK(fault(std::string("https://") + kHost + "/c?" + kQuery, "").empty());
}

TEST_CASE("whatever is done to a SAS, its signature is not shown") {
  std::uint32_t state = 4711;
  const auto next = [&](std::size_t below) {
    state = state * 1664525U + 1013904223U;
    return static_cast<std::size_t>(state >> 8) % below;
  };
  const std::string whole = std::string("https://") + kHost + "/mybackup01?" + kQuery;
  for (int round = 0; round < 20000; ++round) {
    std::string text = whole;
    for (std::size_t changes = 1 + next(4); changes > 0; --changes) {
      const std::size_t at = next(text.size());
      switch (next(3)) {
        case 0:
          text[at] = static_cast<char>(next(256));
          break;
        case 1:
          text.erase(at, 1 + next(5));
          break;
        default:
          text.insert(at, 1, "?&=%#sig"[next(8)]);
      }
    }
    const SasText read = read_sas(text);
    REQUIRE(read.end <= text.size());
    REQUIRE(read.begin <= text.size());
    REQUIRE(shown(read.facts).find("anary") == std::string::npos);
  }
}

}  // namespace
}  // namespace vnetprobe
