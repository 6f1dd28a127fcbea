#include "probe/dns/chain.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace vnetprobe {
namespace {

DnsRecord a(std::string owner, std::string address, std::uint32_t ttl = 60) {
  return {std::move(owner), rr::kA, ttl, std::move(address)};
}
DnsRecord alias(std::string owner, std::string target, std::uint32_t ttl = 60) {
  return {std::move(owner), rr::kCNAME, ttl, std::move(target)};
}

TEST_CASE("follow") {
  struct Row {
    const char* story;
    std::vector<DnsRecord> answers;
    std::vector<std::string> names;
    std::vector<std::string> addresses;
    bool loop = false;
    std::uint32_t min_ttl = 0;
  };
  const Row rows[] = {
      {"nothing", {}, {"n"}, {}},
      {"an address", {a("n", "10.0.0.1", 7)}, {"n"}, {"10.0.0.1"}, false, 7},
      {"addresses are sorted and come once",
       {a("n", "10.0.0.9"), a("n", "10.0.0.10"), a("n", "10.0.0.9")},
       {"n"},
       {"10.0.0.9", "10.0.0.10"},
       false,
       60},
      {"the private way", {alias("n", "p", 30), a("p", "10.1.3.5", 10)}, {"n", "p"}, {"10.1.3.5"}, false, 10},
      {"in any order",
       {a("s", "20.60.1.1"), alias("p", "s"), alias("n", "p")},
       {"n", "p", "s"},
       {"20.60.1.1"},
       false,
       60},
      {"an alias to nothing", {alias("n", "p", 5)}, {"n", "p"}, {}, false, 5},
      {"an address of a stranger", {a("n", "10.0.0.1"), a("x", "10.6.6.6")}, {"n"}, {"10.0.0.1"}, false, 60},
      {"an alias to itself", {alias("n", "n")}, {"n"}, {}, true, 60},
      {"a circle", {alias("n", "p"), alias("p", "n")}, {"n", "p"}, {}, true, 60},
      {"two aliases: the first counts",
       {alias("n", "p"), alias("n", "q"), a("q", "10.0.0.2"), a("p", "10.0.0.1")},
       {"n", "p"},
       {"10.0.0.1"},
       false,
       60},
      {"an address beside an alias is not followed",
       {alias("n", "p"), a("n", "10.0.0.1")},
       {"n", "p"},
       {},
       false,
       60},
      {"upper case", {alias("N", "P."), a("p", "10.0.0.1")}, {"n", "p"}, {"10.0.0.1"}, false, 60},
      {"the wrong type", {{"n", rr::kAAAA, 60, "fd00::1"}}, {"n"}, {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const Chain chain = follow(row.answers, "n", rr::kA);
    std::vector<std::string> addresses;
    for (const IpAddress& address : chain.addresses) addresses.push_back(address.to_string());
    CHECK(chain.names == row.names);
    CHECK(addresses == row.addresses);
    CHECK(chain.loop == row.loop);
    CHECK(chain.min_ttl == row.min_ttl);
    CHECK_FALSE(chain.too_long);
  }
}

TEST_CASE("a chain as long as allowed, and one longer") {
  std::vector<DnsRecord> answers;
  for (std::size_t i = 0; i < kMaxAliases; ++i)
    answers.push_back(alias(fmt::format("n{}", i), fmt::format("n{}", i + 1)));
  answers.push_back(a(fmt::format("n{}", kMaxAliases), "10.0.0.1"));
  CHECK(follow(answers, "n0", rr::kA).addresses.size() == 1);
  answers.push_back(alias("m", "n0"));
  const Chain chain = follow(answers, "m", rr::kA);
  CHECK(chain.too_long);
  CHECK(chain.addresses.empty());
}

TEST_CASE("a question for the alias goes no further") {
  const Chain chain = follow({alias("n", "p")}, "n", rr::kCNAME);
  CHECK(chain.names == std::vector<std::string>{"n"});
}

}  // namespace
}  // namespace vnetprobe
