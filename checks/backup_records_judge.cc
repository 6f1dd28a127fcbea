#include <fmt/format.h>

#include "checks/backup_stage.h"
#include "checks/judges.h"
#include "checks/judging.h"

namespace vnetprobe {
namespace {

// The record is missing from a zone that is served: the vault's own fault. Any other DNS fault is
// somebody else's, and this check then waits for it.
bool is_missing_from_zone(const Case& run, std::size_t t, std::size_t v) {
  const NameView& name = run.name_view(t, v);
  if (name.sight != Sight::nxdomain && name.sight != Sight::nodata) return false;
  const std::optional<std::size_t> zone = run.zone_index(name.target->zone);
  return zone && run.zone_view(*zone, v).served == Served::yes;
}

void judge_names(const Case& run, const StageNeeds& needs, Result& made) {
  std::vector<std::string> missing;
  std::size_t right = 0;
  for (const std::size_t t : needs.targets) {
    for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
      if (!run.is_required(t, v)) continue;
      const Sight sight = run.name_view(t, v).sight;
      const std::string& name = run.scope().targets[t].name;
      if (sight == Sight::right) continue;
      if (sight == Sight::unknown) {
        made.status = Status::unknown;
        made.message = "Not asked to the end.";
        return;
      }
      if (is_missing_from_zone(run, t, v)) {
        if (missing.empty() || missing.back() != name) missing.push_back(name);
      } else if (made.because.empty()) {
        made.because = check_id("dns.private", name, run.scope().views[v].name);
      }
    }
    ++right;
  }
  if (!missing.empty()) {
    made.status = Status::fail;
    made.because.clear();
    made.message = fmt::format("The zone is served, and has no record of {}.", listed(missing));
  } else if (!made.because.empty()) {
    made.status = Status::skip;
    made.message = "The records cannot be told while the names do not resolve.";
  } else {
    made.status = Status::pass;
    made.message = fmt::format("All {} records that this stage must have exist.", right);
  }
}

Result judge_vault(const Case& run, const VaultPlan& vault) {
  Result made = result("backup.records", vault.name, "");
  const StageNeeds needs = stage_needs(run, vault);
  if (!needs.decidable) {
    made.status = Status::skip;
    made.message =
        fmt::format("Which records must exist depends on the plan's {} of this vault.", needs.missing_key);
    return made;
  }
  judge_names(run, needs, made);
  if (made.status == Status::unknown) return made;
  if (needs.services_unknown) {
    made.status = Status::unknown;
    made.because.clear();
    made.message = "No service name of this vault is known: give its id, or list its endpoints.";
  } else if (needs.lacks_ecs || needs.lacks_prot) {
    made.status = Status::fail;
    made.because.clear();
    made.message =
        needs.lacks_ecs
            ? "At this stage storage endpoints made by the registration (blob and queue) must exist, and "
              "none is known."
            : "At this stage a blob endpoint made by the first backup must exist, and none is known.";
  }
  return made;
}

}  // namespace

void judge_backup_records(const Case& run, std::vector<Result>& results) {
  for (const VaultPlan& vault : run.plan().vaults) results.push_back(judge_vault(run, vault));
}

}  // namespace vnetprobe
