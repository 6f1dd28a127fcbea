#include "probe/model/time.h"

#include <doctest/doctest.h>

namespace vnetprobe {

TEST_CASE("a time is printed as RFC 3339 and read back") {
  struct Row {
    std::int64_t seconds;
    const char* text;
  };
  const Row rows[] = {{0, "1970-01-01T00:00:00Z"},
                      {1795367355, "2026-11-22T17:09:15Z"},
                      {951782400, "2000-02-29T00:00:00Z"},
                      {-1, "1969-12-31T23:59:59Z"},
                      {4102444799, "2099-12-31T23:59:59Z"}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(to_string(UtcTime{row.seconds}) == row.text);
    CHECK(parse_utc(row.text) == UtcTime{row.seconds});
  }
}

TEST_CASE("parse_utc takes a fraction of a second, and nothing else") {
  struct Row {
    const char* text;
    bool right;
  };
  const Row rows[] = {{"2026-11-22T17:09:15.25Z", true}, {"2026-11-22T17:09:60Z", true},
                      {"2026-11-22T17:09:15.Z", false},  {"2026-11-22T17:09:15", false},
                      {"2026-11-22 17:09:15Z", false},   {"2026-11-22T17:09:15+01:00", false},
                      {"2026-02-29T00:00:00Z", false},   {"2026-13-01T00:00:00Z", false},
                      {"2026-11-22T24:00:00Z", false},   {"2026-11-22T17:60:00Z", false},
                      {"2026-11-22T17:09:15Zz", false},  {"", false},
                      {"20x6-11-22T17:09:15Z", false},   {"202/-11-22T17:09:15Z", false},
                      {"2026-11-22T17:09:61Z", false}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(parse_utc(row.text).has_value() == row.right);
  }
  CHECK(parse_utc("2026-11-22T17:09:15.999Z") == UtcTime{1795367355});
}

}  // namespace vnetprobe
