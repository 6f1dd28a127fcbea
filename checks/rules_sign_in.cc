#include <algorithm>
#include <fmt/format.h>

#include "checks/judging.h"
#include "checks/rule_help.h"
#include "checks/rules.h"
#include "checks/sign_in.h"

namespace vnetprobe {
namespace {

std::string result_id(const Diagnosis& desk, const Target& target) {
  for (const Result& result : desk.results())
    if (result.kind == "entra.signin" && result.subject == target.name) return result.id;
  return check_id("entra.signin", target.name);
}

}  // namespace

void find_sign_in_faults(Diagnosis& desk) {
  const Case& run = desk.run();
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    if (target.duty != Duty::sign_in) continue;
    const SignIn said = sign_in(run, t);
    std::string_view code;
    switch (said.sight) {
      case SignInSight::unreachable:
        code = "entra.unreachable";
        break;
      case SignInSight::unexpected:
        code = "entra.unexpected-answer";
        break;
      case SignInSight::tenant_unknown:
        code = "entra.tenant-unknown";
        break;
      case SignInSight::overridden:
        code = "entra.address-overridden";
        break;
      default:
        continue;
    }
    const std::string id = result_id(desk, target);
    if (!said.views.empty() && said.sight == SignInSight::unreachable &&
        explained_by_resolvers(desk, said.views, id))
      continue;
    Finding& finding =
        desk.finding(code, said.sight == SignInSight::tenant_unknown ? target.tenant : target.public_name);
    if (finding.because.empty()) finding.because = fmt::format("{}: {}.", target.public_name, said.why);
    desk.add_target(finding, target.name);
    for (const std::size_t v : said.views) desk.add_view(finding, run.scope().views[v].name);
    if (said.contact) add_views_of(desk, finding, t, run.evidence().contacts[*said.contact].address);
    desk.explain(finding, id);
  }
}

}  // namespace vnetprobe
