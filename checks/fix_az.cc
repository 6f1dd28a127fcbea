// Steps that a person must decide are comments in the script, so that a script whose brackets are
// filled in takes nothing away by itself.
#include <algorithm>
#include <fmt/format.h>

#include "checks/codes.h"
#include "checks/fix_parts.h"
#include "checks/remedy_writers.h"

namespace vnetprobe {
namespace {

bool changes_something(const Step& step) {
  for (const std::string_view verb :
       {" create ", " add ", " add-record ", " remove-record ", " delete ", " assign "})
    if (step.command.find(verb) != std::string::npos) return true;
  return false;
}

std::string cloud_step(Cloud cloud) {
  if (cloud == Cloud::usgov) return "az cloud set --name AzureUSGovernment\n\n";
  if (cloud == Cloud::china) return "az cloud set --name AzureChinaCloud\n\n";
  return "";
}

}  // namespace

FixText fix_with_az(const Case& run, const Findings& findings) {
  FixText out{.text = cloud_step(run.plan().cloud)};
  std::vector<std::string> said;
  for (const Finding* finding : findings) {
    const RemedyWriter* writer = remedy_writer(finding->code);
    const Steps steps = writer == nullptr || writer->az == nullptr ? Steps{} : writer->az(run, *finding);
    if (steps.empty()) {
      out.undecided.push_back(
          fmt::format("{}: not for az. {}", headline(*finding), code_row(finding->code).mend));
      continue;
    }
    const Code& row = code_row(finding->code);
    out.text += fmt::format("# ---- {}\n# {}\n", headline(*finding), row.title);
    out.text += script_of(steps, said) + "\n";
    const bool mends = std::any_of(steps.begin(), steps.end(),
                                   [](const Step& s) { return !s.decide && changes_something(s); });
    if (mends) ++out.mended;
    for (const Step& step : steps)
      if (step.decide) out.undecided.push_back(fmt::format("{}: {}", headline(*finding), step.note));
    if (!mends && std::none_of(steps.begin(), steps.end(), [](const Step& s) { return s.decide; }))
      out.undecided.push_back(
          fmt::format("{}: the commands only show what there is. {}", headline(*finding), row.mend));
  }
  return out;
}

}  // namespace vnetprobe
