// What is empty is left out of a report: one list that did not count would be lost with the others.
#include <doctest/doctest.h>

#include "probe/model/evidence.h"

namespace vnetprobe {
namespace {

template <class T>
void check_every_list() {
  CHECK(T{}.empty());
  std::size_t lists = 0;
  T none;
  visit_fields(none, [&](std::string_view, auto&) { ++lists; });
  for (std::size_t i = 0; i < lists; ++i) {
    T some;
    std::size_t at = 0;
    std::string_view filled;
    visit_fields(some, [&](std::string_view name, auto& list) {
      if (at++ != i) return;
      list.emplace_back();
      filled = name;
    });
    CAPTURE(filled);
    CHECK_FALSE(some.empty());
  }
}

}  // namespace

TEST_CASE("facts are empty where all their lists are") {
  check_every_list<AzFacts>();
  check_every_list<IdentityFacts>();
}

}  // namespace vnetprobe
