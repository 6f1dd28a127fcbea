#include <fmt/format.h>

#include "checks/backup_stage.h"
#include "checks/judging.h"
#include "checks/rules.h"

namespace vnetprobe {

// Endpoints that the stage demands and nobody has named. Records that are named and missing from a
// served zone are found by find_missing_records, under the same two codes.
void find_vault_gaps(Diagnosis& desk) {
  const Case& run = desk.run();
  for (const VaultPlan& vault : run.plan().vaults) {
    const StageNeeds needs = stage_needs(run, vault);
    if (!needs.decidable) continue;
    const std::string stage(to_string(*vault.stage));
    if (needs.lacks_ecs) {
      Finding& finding = desk.finding("backup.ecs-missing", vault.name);
      if (finding.because.empty())
        finding.because = fmt::format(
            "The vault is {}, and the plan knows no blob and queue endpoint made by the registration.",
            stage);
      desk.explain(finding, check_id("backup.records", vault.name));
    }
    if (needs.lacks_prot) {
      Finding& finding = desk.finding("backup.prot-missing", vault.name);
      if (finding.because.empty())
        finding.because = fmt::format(
            "The vault is {}, and the plan knows no blob endpoint made by the first backup.", stage);
      desk.explain(finding, check_id("backup.records", vault.name));
    }
  }
}

}  // namespace vnetprobe
