// What would trip a newcomer: `--only '*mystorage*'` means nothing once the names are others. Such a
// pattern is replaced by the ids that it stands for, found by judging both forms without any pattern:
// the order of checks follows the plan, so the same place is the same check.
#include "probe/redact/redacted_report.h"

#include <algorithm>
#include <fnmatch.h>

#include "checks/assess.h"
#include "probe/redact/redact.h"

namespace vnetprobe {
namespace {

std::vector<std::string> all_ids(const Recorded& recorded, const std::string& version) {
  Judgement everything;
  const Assessment assessed = assess(recorded.plan, recorded.evidence, recorded.run, everything, version);
  std::vector<std::string> ids;
  for (const Result& each : assessed.report.checks) ids.push_back(each.id);
  return ids;
}

// As a pattern that nothing but this id matches.
std::string literal(const std::string& id) {
  std::string made;
  for (const char c : id) {
    if (std::string_view("*?[]\\").find(c) != std::string_view::npos) made += '\\';
    made += c;
  }
  return made;
}

void replace_globs(std::vector<std::string>& globs, const std::vector<std::string>& before,
                   const std::vector<std::string>& after) {
  std::vector<std::string> made;
  for (const std::string& glob : globs)
    for (std::size_t i = 0; i < before.size(); ++i)
      if (::fnmatch(glob.c_str(), before[i].c_str(), 0) == 0) made.push_back(literal(after[i]));
  globs = std::move(made);
}

}  // namespace

Report redacted_report(const Report& report, const KeyedHash& hash) {
  const Recorded original{report.plan, report.evidence, report.run, report.judgement};
  Recorded recorded = redact(original, hash);
  if (!recorded.judgement.only.empty() || !recorded.judgement.skip.empty()) {
    const std::vector<std::string> before = all_ids(original, report.tool_version);
    const std::vector<std::string> after = all_ids(recorded, report.tool_version);
    replace_globs(recorded.judgement.only, before, after);
    replace_globs(recorded.judgement.skip, before, after);
  }
  return assess(std::move(recorded.plan), std::move(recorded.evidence), std::move(recorded.run),
                std::move(recorded.judgement), report.tool_version)
      .report;
}

}  // namespace vnetprobe
