#include "checks/backup_stage.h"

#include <algorithm>

namespace vnetprobe {
namespace {

bool has(const Case& run, const std::vector<std::size_t>& targets, Service service, Role role) {
  return std::any_of(targets.begin(), targets.end(), [&](std::size_t t) {
    const Target& target = run.scope().targets[t];
    return target.service == service && (role == Role::none || target.role == role);
  });
}

}  // namespace

StageNeeds stage_needs(const Case& run, const VaultPlan& vault) {
  StageNeeds needs;
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t)
    if (run.scope().targets[t].vault == vault.name) needs.targets.push_back(t);
  if (!vault.experience || !vault.stage) {
    needs.missing_key = vault.experience ? "stage" : vault.stage ? "experience" : "stage and experience";
    return needs;
  }
  needs.decidable = true;
  needs.services_unknown = !has(run, needs.targets, Service::backup, Role::none);
  if (*vault.stage == Stage::created) return needs;
  if (*vault.experience == Experience::classic) {
    needs.lacks_ecs = !has(run, needs.targets, Service::blob, Role::ecs) ||
                      !has(run, needs.targets, Service::queue, Role::ecs);
    needs.lacks_prot =
        *vault.stage == Stage::protected_ && !has(run, needs.targets, Service::blob, Role::prot);
  } else {
    // A simplified endpoint grows storage names on itself; which role they have is not told.
    needs.lacks_ecs = !has(run, needs.targets, Service::blob, Role::none) ||
                      !has(run, needs.targets, Service::queue, Role::none);
  }
  return needs;
}

}  // namespace vnetprobe
