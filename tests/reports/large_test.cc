#include <algorithm>
#include <doctest/doctest.h>

#include "reports/formats.h"
#include "reports/read_report.h"
#include "tests/support/sample_reports.h"

namespace vnetprobe {

TEST_CASE("1,000 targets through three views are written and read back") {
  const Report report = large_report(1000);
  REQUIRE(report.checks.size() == 6000);
  const std::string text = render_json(report, {});
  MESSAGE("JSON: " << text.size() / 1024 << " KiB");
  // Three questions' worth of evidence a check at most: no item is written twice.
  CHECK(text.size() < 16U << 20U);
  auto read = read_report(text);
  REQUIRE(std::holds_alternative<Report>(read));
  CHECK(render_json(std::get<Report>(read), {}) == text);
  CHECK(render_human(report, {}).size() < 200'000);
}

TEST_CASE("in pieces it is the same text, and no piece is a large one") {
  const Report report = large_report(100);
  std::string text;
  std::size_t largest = 0;
  stream_json(report, {}, [&](std::string_view piece) {
    text += piece;
    largest = std::max(largest, piece.size());
  });
  CHECK(text == render_json(report, {}));
  CHECK(text.size() > 512U << 10U);
  CHECK(largest < 128U << 10U);
}

}  // namespace vnetprobe
