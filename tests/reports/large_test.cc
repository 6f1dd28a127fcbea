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

}  // namespace vnetprobe
