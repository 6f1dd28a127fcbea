#include "checks/rule_help.h"

#include <algorithm>

namespace vnetprobe {

void add_views_of(Diagnosis& desk, Finding& finding, std::size_t t, const IpAddress& address) {
  for (std::size_t v = 0; v < desk.run().scope().views.size(); ++v) {
    if (!desk.run().is_required(t, v)) continue;
    const std::vector<IpAddress> given = desk.run().name_view(t, v).form.addresses();
    if (std::find(given.begin(), given.end(), address) != given.end())
      desk.add_view(finding, desk.run().scope().views[v].name);
  }
}

bool alias_is_known(const Case& run, std::size_t t) {
  for (std::size_t v = 0; v < run.scope().views.size(); ++v)
    if (run.name_view(t, v).through_privatelink()) return true;
  return false;
}

bool explained_by_resolvers(Diagnosis& desk, const std::vector<std::size_t>& views, const std::string& id) {
  const Case& run = desk.run();
  bool all = !views.empty();
  for (const std::size_t v : views) {
    const std::string& view = run.scope().views[v].name;
    const bool unusable = run.health(v).is_unusable();
    all = all && unusable;
    if (!unusable) continue;
    for (Finding& finding : desk.findings())
      if (finding.code.starts_with("dns.resolver-") &&
          std::find(finding.views.begin(), finding.views.end(), view) != finding.views.end())
        desk.explain(finding, id);
  }
  return all;
}

}  // namespace vnetprobe
