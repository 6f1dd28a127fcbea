// Which endpoints a vault must have at its stage (contract 2.1; azure-facts 2.1, 2.2), and which of
// them are not known. Shared by backup.records and its two findings.
#pragma once

#include <string>
#include <vector>

#include "checks/case.h"

namespace vnetprobe {

struct StageNeeds {
  bool decidable = false;            // stage and experience are given
  std::string missing_key{};         // the key of the plan that would decide
  std::vector<std::size_t> targets;  // the vault's endpoints, all of which must resolve
  bool services_unknown = false;     // no service name is known at all
  bool lacks_ecs = false;            // a storage endpoint that registration makes is not known
  bool lacks_prot = false;           // the one that the first backup makes is not known
};

StageNeeds stage_needs(const Case& run, const VaultPlan& vault);

}  // namespace vnetprobe
