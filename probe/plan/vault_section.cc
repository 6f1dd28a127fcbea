// A vault may be told in pieces, by several files: its keys are gathered under its name and only
// judged when all files are in (check_whole).
#include <algorithm>
#include <fmt/core.h>

#include "probe/azure/regions.h"
#include "probe/azure/services.h"
#include "probe/plan/sections.h"

namespace vnetprobe {
namespace {

struct VaultDraft {
  Maybe<std::string> name{};
  Maybe<std::string> region{};
  Maybe<std::string> geo{};
  Maybe<std::string> id{};
  Maybe<Experience> experience{};
  Maybe<Stage> stage{};
  Maybe<std::string> private_endpoint{};
  Maybe<Access> public_access{};
  const YamlNode* endpoints = nullptr;
};

constexpr Key<VaultDraft> kKeys[] = {
    {"name", into<&VaultDraft::name>},
    {"region", into<&VaultDraft::region>},
    {"geo", into<&VaultDraft::geo>},
    {"id", into<&VaultDraft::id>},
    {"experience", into<&VaultDraft::experience>},
    {"stage", into<&VaultDraft::stage>},
    {"private_endpoint", into<&VaultDraft::private_endpoint>},
    {"public_access", into<&VaultDraft::public_access>},
    {"endpoints",
     [](Reading&, std::string_view, const YamlNode& value, VaultDraft& vault) {
       vault.endpoints = &value;  // read once the vault is known
     }},
};

// The number in Backup's names, up to 19 digits (azure-facts 2.2); more is let through, text is not.
void check_id(Reading& reading, Maybe<std::string>& id) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!id || std::ranges::all_of(id->value, digit)) return;
  reading.fail(id->place,
               "`id` must be the vault's number as it stands in the names, "
               "`1132794570626989392` for example");
  id.reset();
}

VaultPlan& vault_named(std::vector<VaultPlan>& vaults, const std::string& name) {
  const auto found = std::ranges::find(vaults, name, &VaultPlan::name);
  if (found != vaults.end()) return *found;
  VaultPlan fresh;
  fresh.name = name;
  vaults.push_back(std::move(fresh));
  return vaults.back();
}

void read_vault(Reading& reading, const YamlNode& item, PlanDraft& draft) {
  VaultDraft given;
  if (!read_map(reading, "a vault", item, kKeys, given)) return;
  check_id(reading, given.id);
  if (!given.name) given.name = given.id;
  if (!given.name) {
    if (!has_key(item, "name") && !has_key(item, "id"))
      reading.fail(reading.place_of(item), "a vault needs its `name`");
    given.name = At<std::string>{"", reading.place_of(item)};  // its endpoints are still looked at
  }
  if (given.region) given.region->value = canonical_region(given.region->value);
  if (given.geo) given.geo->value = canonical_host(given.geo->value);
  const std::string& name = given.name->value;
  const std::string subject = "vault " + name;
  VaultPlan& vault = vault_named(draft.plan.vaults, name);
  const auto keep = [&](std::string_view key, const auto& value, auto& member) {
    settle(reading, draft.claims, subject, subject, key, value, member);
  };
  keep("region", given.region, vault.region);
  keep("geo", given.geo, vault.geo);
  keep("id", given.id, vault.id);
  keep("experience", given.experience, vault.experience);
  keep("stage", given.stage, vault.stage);
  keep("private_endpoint", given.private_endpoint, vault.private_endpoint);
  keep("public_access", given.public_access, vault.public_access);
  VaultFacts& facts = draft.vaults[name];
  if (given.region) facts.region = given.region;
  if (given.geo) facts.geo = given.geo;
  if (given.public_access) facts.public_access = given.public_access;
  if (given.endpoints == nullptr) return;
  const auto names = read_endpoint_list(reading, "endpoints", *given.endpoints, draft, vault.endpoints);
  facts.names.insert(facts.names.end(), names.begin(), names.end());
}

}  // namespace

void read_vaults(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft) {
  read_list(reading, key, node, [&](const YamlNode& item) { read_vault(reading, item, draft); });
}

std::vector<KeyNames> vault_keys() { return {names_of("vaults", kKeys), endpoint_keys("vaults.endpoints")}; }

}  // namespace vnetprobe
