// Managed instances and key vaults. A managed instance is known by its host name, whose DNS zone
// nobody could guess; a key vault by its name alone.
#include <algorithm>
#include <fmt/core.h>

#include "probe/azure/services.h"
#include "probe/plan/sections.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

struct InstanceDraft {
  Maybe<std::string> host{};
  Addresses ip{};
  Maybe<bool> private_endpoint{};
  Maybe<ConnectionType> connection_type{};
  Maybe<Access> public_endpoint{};
  Maybe<bool> mi_link{};
};
constexpr Key<InstanceDraft> kInstanceKeys[] = {
    {"host", into<&InstanceDraft::host>},
    {"ip", into<&InstanceDraft::ip>},
    {"private_endpoint", into<&InstanceDraft::private_endpoint>},
    {"connection_type", into<&InstanceDraft::connection_type>},
    {"public_endpoint", into<&InstanceDraft::public_endpoint>},
    {"mi_link", into<&InstanceDraft::mi_link>},
};

struct KeyVaultDraft {
  Maybe<std::string> name{};
  Addresses ip{};
  Maybe<Access> public_access{};
};
constexpr Key<KeyVaultDraft> kKeyVaultKeys[] = {
    {"name", into<&KeyVaultDraft::name>},
    {"ip", into<&KeyVaultDraft::ip>},
    {"public_access", into<&KeyVaultDraft::public_access>},
};

bool check_instance(Reading& reading, At<std::string>& host) {
  if (!check_host(reading, "host", host)) return false;
  const HostKind kind = classify_host(host.value);
  if (kind.service == Service::sqlmi && !kind.public_endpoint) return true;
  reading.fail(
      host.place,
      kind.public_endpoint
          ? fmt::format("`host` must be the VNet-local name, {}; its public endpoint is told by "
                        "`public_endpoint`",
                        kind.public_name)
          : fmt::format("`host` must be a managed instance's name, NAME.DNSZONE.database.windows.net, not {}",
                        shown(host.value)));
  return false;
}

void read_instance(Reading& reading, const YamlNode& item, PlanDraft& draft) {
  InstanceDraft given;
  if (!read_map(reading, "a managed instance", item, kInstanceKeys, given)) return;
  if (!given.host) {
    if (!has_key(item, "host")) reading.fail(reading.place_of(item), "a managed instance needs its `host`");
    return;
  }
  if (!check_instance(reading, *given.host)) return;
  // Written with privatelink it is the private endpoint, which is another thing at another address
  // than the VNet-local name; private_endpoint: false beside it is a contradiction.
  const bool written_private = classify_host(given.host->value).written_private;
  if (written_private && given.private_endpoint && !given.private_endpoint->value) {
    reading.fail(given.private_endpoint->place,
                 "`private_endpoint` is false, but `host` is written with privatelink; leave one out");
    return;
  }
  auto& instances = draft.plan.managed_instances;
  const std::string subject = classify_host(given.host->value).public_name;
  const auto same = [&](const ManagedInstancePlan& each) {
    return classify_host(each.host).public_name == subject;
  };
  auto found = std::ranges::find_if(instances, same);
  if (found == instances.end()) {
    ManagedInstancePlan fresh;
    fresh.host = given.host->value;
    found = instances.insert(instances.end(), std::move(fresh));
  }
  if (written_private && !given.private_endpoint) given.private_endpoint = At<bool>{true, given.host->place};
  add_expected(draft, given.ip, found->ip);
  const auto keep = [&](std::string_view key, const auto& value, auto& member) {
    settle(reading, draft.claims, subject, subject, key, value, member);
  };
  keep("private_endpoint", given.private_endpoint, found->private_endpoint);
  keep("connection_type", given.connection_type, found->connection_type);
  keep("public_endpoint", given.public_endpoint, found->public_endpoint);
  keep("mi_link", given.mi_link, found->mi_link);
  // Its port would be asked of nobody (azure-facts 6): better said than passed over.
  if (found->private_endpoint && found->mi_link && (given.mi_link || given.private_endpoint))
    reading.fail(given.mi_link ? given.mi_link->place : given.private_endpoint->place,
                 "`mi_link` needs the VNet-local name: a private endpoint carries port 1433 alone");
}

void read_key_vault(Reading& reading, const YamlNode& item, PlanDraft& draft) {
  KeyVaultDraft given;
  if (!read_map(reading, "a key vault", item, kKeyVaultKeys, given)) return;
  if (!given.name) {
    if (!has_key(item, "name")) reading.fail(reading.place_of(item), "a key vault needs its `name`");
    return;
  }
  if (!check_label(reading, "name", *given.name)) return;
  auto& vaults = draft.plan.key_vaults;
  const std::string& name = given.name->value;
  auto found = std::ranges::find(vaults, name, &KeyVaultPlan::name);
  if (found == vaults.end()) {
    KeyVaultPlan fresh;
    fresh.name = name;
    found = vaults.insert(vaults.end(), std::move(fresh));
  }
  add_expected(draft, given.ip, found->ip);
  const std::string subject = "key vault " + name;
  settle(reading, draft.claims, subject, subject, "public_access", given.public_access, found->public_access);
}

}  // namespace

void read_managed_instances(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft) {
  read_list(reading, key, node, [&](const YamlNode& item) { read_instance(reading, item, draft); });
}

void read_key_vaults(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft) {
  read_list(reading, key, node, [&](const YamlNode& item) { read_key_vault(reading, item, draft); });
}

KeyNames managed_instance_keys() { return names_of("managed_instances", kInstanceKeys); }
KeyNames key_vault_keys() { return names_of("key_vaults", kKeyVaultKeys); }

}  // namespace vnetprobe
