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

}  // namespace vnetprobe
