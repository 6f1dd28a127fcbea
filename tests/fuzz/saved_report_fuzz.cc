// A report from a file: what `judge`, `diff`, `fix` and `merge` read. Written and read again it is the same;
// held against itself nothing has changed; judged, mended and merged it gives text that a terminal may be
// shown.
#include "checks/assess.h"
#include "checks/fix.h"
#include "reports/diff.h"
#include "reports/formats.h"
#include "reports/merge.h"
#include "reports/read_report.h"
#include "tests/fuzz/must.h"

namespace vnetprobe {
namespace {

void check_fixes(const Report& report) {
  for (const std::string_view dialect : fix_dialects()) {
    std::vector<std::string> undecided;
    must(is_tame(fix(report, dialect, undecided), "\n\t"));
    for (const std::string& each : undecided) must(is_tame(each));
  }
}

// Written and read again.
void check_written(const Report& report) {
  const std::string written = render_json(report, {});
  const auto again = read_report(written);
  must(std::holds_alternative<Report>(again));
  must(render_json(std::get<Report>(again), {}) == written);
}

void check_diff(const Report& report) {
  const Diff diff = compare(report, report);
  must(is_empty(diff) && !diff.worse);
  must(is_tame(render_diff_human(diff, {}), "\n"));
}

Report judged(Report report) {
  return assess(std::move(report.plan), std::move(report.evidence), std::move(report.run),
                std::move(report.judgement), "0")
      .report;
}

// What was judged and saved is judged the same when it is read back (contract section 4).
void check_judged(const Report& report) {
  const Report anew = judged(report);
  must(is_tame(render_human(anew, {}), "\n"));
  check_fixes(anew);
  compare(report, anew);
  const auto saved = read_report(render_json(anew, {}));
  must(std::holds_alternative<Report>(saved));
  const Report once_more = judged(std::get<Report>(saved));
  must(once_more.verdict == anew.verdict && once_more.findings.size() == anew.findings.size());
}

void check_merged(const Report& report) {
  const Report merged = merge({report, report});
  must(is_tame(render_human(merged, {}), "\n"));
}

}  // namespace
}  // namespace vnetprobe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vnetprobe;
  auto read = read_report({reinterpret_cast<const char*>(data), size});
  if (const std::string* wrong = std::get_if<std::string>(&read)) {
    must(!wrong->empty() && is_tame(*wrong));
    return 0;
  }
  const Report& report = std::get<Report>(read);
  constexpr std::size_t kWritten = 8, kUsed = 128;
  if (has_turn(data, size, kWritten)) check_written(report);
  if (!has_turn(data, size, kUsed)) return 0;
  check_diff(report);
  check_fixes(report);
  check_merged(report);
  if (report.run.merged.empty()) check_judged(report);
  return 0;
}
