// Entra and this machine's identity. `entra` is the one key that is either a mapping or false.
#include <algorithm>
#include <fmt/core.h>

#include "probe/plan/sections.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

struct EntraDraft {
  Maybe<std::string> tenant{};
};
constexpr Key<EntraDraft> kEntraKeys[] = {{"tenant", into<&EntraDraft::tenant>}};

struct IdentityDraft {
  Maybe<bool> managed_identity{};
  Maybe<std::string> client_id{};
};
constexpr Key<IdentityDraft> kIdentityKeys[] = {
    {"managed_identity", into<&IdentityDraft::managed_identity>},
    {"client_id", into<&IdentityDraft::client_id>},
};

// Goes into a URL's path as it stands.
bool is_tenant(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

}  // namespace

void read_entra(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft) {
  EntraPlan& entra = draft.plan.entra;
  if (node.kind == YamlNode::Kind::scalar) {
    Maybe<bool> enabled;
    if (node.quoted) return reading.fail_type(key, node, "false, or a mapping with `tenant`");
    reading.read(key, node, enabled);
    return settle(reading, draft.claims, "entra", "the plan", key, enabled, entra.enabled);
  }
  EntraDraft given;
  if (!read_map(reading, fmt::format("`{}`", key), node, kEntraKeys, given)) return;
  draft.claims.claim(reading, "entra", "the plan", key, "true", reading.place_of(node));
  if (given.tenant && !is_tenant(given.tenant->value))
    return reading.fail(given.tenant->place,
                        fmt::format("`tenant` must be a tenant's name, its GUID or `organizations`, not {}",
                                    shown(given.tenant->value)));
  settle(reading, draft.claims, "entra tenant", "the plan", "tenant", given.tenant, entra.tenant);
}

void read_identity(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft) {
  IdentityDraft given;
  if (!read_map(reading, fmt::format("`{}`", key), node, kIdentityKeys, given)) return;
  IdentityPlan& identity = draft.plan.identity;
  settle(reading, draft.claims, "identity", "the plan", "managed_identity", given.managed_identity,
         identity.managed_identity);
  settle(reading, draft.claims, "identity", "the plan", "client_id", given.client_id, identity.client_id);
}

KeyNames entra_keys() { return names_of("entra", kEntraKeys); }
KeyNames identity_keys() { return names_of("identity", kIdentityKeys); }

}  // namespace vnetprobe
