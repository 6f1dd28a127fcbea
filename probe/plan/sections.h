// The sections of a plan file, each read into the draft it adds to. One .cc file a section.
#pragma once

#include "probe/plan/draft.h"
#include "probe/plan/keys.h"

namespace vnetprobe {

void read_resolvers(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft);
void read_vaults(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft);
void read_storage_accounts(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft);
void read_denied_accounts(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft);
void read_managed_instances(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft);
void read_key_vaults(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft);
void read_endpoints(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft);
void read_entra(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft);
void read_identity(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft);

// Endpoints of a vault or of the plan; gives back the names that were read.
std::vector<At<std::string>> read_endpoint_list(Reading& reading, std::string_view key, const YamlNode& node,
                                                PlanDraft& draft, std::vector<EndpointPlan>& into);

// The whole file.
void read_plan(Reading& reading, const YamlNode& root, PlanDraft& draft);

// What only shows once every file is in: addresses outside `vnet`, a vault's region, geo code and
// names that do not go together, a vault's public access against its accounts'.
void check_whole(Reading& reading, PlanDraft& draft);

// The key tables, gathered by plan_key_names().
KeyNames resolver_keys();
std::vector<KeyNames> vault_keys();
std::vector<KeyNames> storage_keys();
KeyNames managed_instance_keys();
KeyNames key_vault_keys();
KeyNames endpoint_keys(std::string_view path);
KeyNames entra_keys();
KeyNames identity_keys();

}  // namespace vnetprobe
