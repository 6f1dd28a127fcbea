// From what az said to a plan: names, the addresses that they must have, stage and experience.
#pragma once

#include <string>
#include <vector>

#include "probe/model/az_facts.h"
#include "probe/model/plan.h"
#include "probe/plan/origins.h"

namespace vnetprobe {

struct AzPlan {
  Plan plan{};
  Origins origins{};
  std::vector<std::string> notes{};
};

AzPlan plan_from_az(const AzFacts& facts);

// Adds to `plan` what it does not say itself: whatever a person wrote stays (contract 2.2).
void add_az_plan(const AzPlan& az, Plan& plan, Origins& origins);

// The names of an endpoint with their addresses: of its network interface, else customDnsConfigs, else
// the record sets of its zone group, else records that name it as their creator (azure-facts 10).
std::vector<AzName> names_of_endpoint(const AzFacts& facts, const AzEndpoint& endpoint);

// Of a private endpoint that Backup made for a classic vault, "<pe>_ecs…_blob" or "<pe>_prot…_blob"
// (azure-facts 2.1): the name of the vault's own endpoint, or "" where the name is no such one.
struct BackupStorageName {
  std::string endpoint{};
  Role role = Role::none;
};
BackupStorageName backup_storage_name(const std::string& endpoint);

}  // namespace vnetprobe
