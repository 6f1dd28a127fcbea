#include "probe/azure/nearest.h"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <string>

namespace vnetprobe {

TEST_CASE("edit_distance") {
  struct Row {
    std::string_view a, b;
    std::size_t distance;
  };
  const Row rows[] = {{"vnet", "vnet", 0}, {"vnet", "VNET", 0}, {"vnets", "vnet", 1},
                      {"vnt", "vnet", 1},  {"vent", "vnet", 1}, {"kitten", "sitting", 3},
                      {"", "vnet", 4},     {"vnet", "", 4},     {"regoin", "region", 1}};
  for (const Row& row : rows) {
    CAPTURE(row.a);
    CHECK(edit_distance(row.a, row.b) == row.distance);
  }
  CHECK(edit_distance(std::string(1000000, 'a'), "region") == 64);  // cut short, not slow
}

TEST_CASE("edit_distance up to a limit is the same, and one more than that beyond") {
  const std::array<std::string_view, 9> words = {
      "vnet", "vent", "vnets", "", "kitten", "sitting", "privatelink", "privatelnik1", "rpivatelink"};
  for (const std::string_view a : words)
    for (const std::string_view b : words)
      for (std::size_t most = 0; most < 14; ++most) {
        CAPTURE(a);
        CAPTURE(b);
        CAPTURE(most);
        CHECK(edit_distance(a, b, most) == std::min(edit_distance(a, b), most + 1));
      }
}

TEST_CASE("nearest names the closest word, the first of equals") {
  const std::array<std::string_view, 3> words = {"region", "geo", "id"};
  CHECK(nearest("regions", words) == "region");
  CHECK(nearest("ego", words) == "geo");
  CHECK(nearest("zzzzzzzz", words) == "region");
  CHECK(nearest("x", {}).empty());
}

}  // namespace vnetprobe
