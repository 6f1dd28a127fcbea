#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include "reports/formats.h"
#include "tests/support/sample_reports.h"

namespace vnetprobe {

TEST_CASE("every story reads as somebody last found good") {
  struct Form {
    const char* ending;
    RenderOptions options;
    std::string (*render)(const Report&, const RenderOptions&);
  };
  const Form forms[] = {
      {".txt", {}, render_human},
      {".ansi", {.color = true}, render_human},
      {".verbose.txt", {.verbose = true}, render_human},
      {".quiet.txt", {.quiet = true}, render_human},
      {".json", {}, render_json},
  };
  for (const SampleReport& sample : sample_reports()) {
    for (const Form& form : forms) {
      const std::string file = "reports/" + sample.name + form.ending;
      CAPTURE(file);
      std::string difference;
      const bool same = matches_golden(file, form.render(sample.report, form.options), difference);
      CHECK_MESSAGE(same, difference);
    }
  }
}

}  // namespace vnetprobe
