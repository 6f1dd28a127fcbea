#include "tests/checks/told.h"

#include <fmt/format.h>
#include <iterator>

namespace vnetprobe {

std::string line_of(const Finding& finding) {
  return fmt::format(
      "{}{} {} | {} | {}",
      finding.severity == Severity::error ? "" : fmt::format("({}) ", to_string(finding.severity)),
      finding.code, finding.subject, fmt::join(finding.targets, ", "), fmt::join(finding.views, ", "));
}

Story blob_at_azure() { return Story().view("azure", kAzureDns).account("mystorage01", "10.1.3.5"); }

Story blob_at_dc1() {
  return Story().view("dc1", "10.1.0.53").reference("azure", kAzureDns).account("mystorage01", "10.1.3.5");
}

Story backup_at_azure() {
  return Story()
      .view("azure", kAzureDns)
      .vault(Experience::classic, Stage::created)
      .vault_endpoint(kBackup, "10.1.2.4");
}

const std::vector<Told>& all_stories() {
  static const std::vector<Told> all = [] {
    std::vector<Told> joined;
    for (auto* table : {stories_of_zones, stories_of_records, stories_of_odd_records, stories_of_resolvers,
                        stories_of_connections, stories_of_services, stories_of_access, stories_of_instances,
                        stories_of_sign_in, stories_of_vaults, stories_of_machines, stories_of_credentials,
                        stories_of_destinations, healthy_stories}) {
      std::vector<Told> part = table();
      joined.insert(joined.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
    }
    return joined;
  }();
  return all;
}

}  // namespace vnetprobe
