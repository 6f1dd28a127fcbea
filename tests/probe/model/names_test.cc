// Words are what plans, reports and other programs hold: two values of one word, or a word of none,
// would be read back as something else.
#include "probe/model/names.h"

#include <doctest/doctest.h>
#include <set>

#include "probe/model/report.h"

namespace vnetprobe {
namespace {

template <Named T>
void check_words() {
  std::set<T> values;
  for (const auto& [value, word] : kNames<T>) {
    CAPTURE(word);
    CHECK(values.insert(value).second);
    CHECK_FALSE(word.empty());
    CHECK(to_string(value) == word);
    CHECK(from_string<T>(word) == value);
    CHECK_FALSE(from_string<T>(word.substr(1)));
    // The table has no hole: the last value is as many as the words before it.
    CHECK(static_cast<std::size_t>(value) < kNames<T>.size());
  }
  CHECK_FALSE(from_string<T>(""));
  CHECK(to_string(static_cast<T>(kNames<T>.size())) == "?");
}

}  // namespace

TEST_CASE("every value has a word of its own, and every word its value") {
  check_words<Cloud>();
  check_words<Experience>();
  check_words<Stage>();
  check_words<Access>();
  check_words<Role>();
  check_words<ConnectionType>();
  check_words<Transport>();
  check_words<DnsOutcome>();
  check_words<DnsPurpose>();
  check_words<ConnectOutcome>();
  check_words<TlsOutcome>();
  check_words<HttpOutcome>();
  check_words<TdsOutcome>();
  check_words<Path>();
  check_words<AddressSource>();
  check_words<Service>();
  check_words<Duty>();
  check_words<Status>();
  check_words<Severity>();
  check_words<Verdict>();
  check_words<Owner>();
  check_words<TokenOutcome>();
  check_words<TokenSource>();
}

}  // namespace vnetprobe
