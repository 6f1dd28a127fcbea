// A secret never stands in a plan, so no message of this file may repeat what was written under
// `sas`: whoever puts the token there by mistake finds the key's name in the error, nothing else.
#include <algorithm>
#include <fmt/core.h>

#include "probe/plan/sections.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

struct SasDraft {
  Maybe<std::string> file{};
  Maybe<std::string> env{};
};
constexpr Key<SasDraft> kSasKeys[] = {{"file", into<&SasDraft::file>}, {"env", into<&SasDraft::env>}};

struct AccountDraft {
  Maybe<std::string> name{};
  bool has_services = false;
  std::vector<At<std::string>> services{};
  AddressesByService ip{};
  Maybe<std::string> container{};
  Maybe<std::string> purpose{};
  Maybe<SasPlan> sas{};
  Maybe<Access> public_access{};
  AddressesByService public_ip{};
};

void read_services(Reading& reading, std::string_view key, const YamlNode& node, AccountDraft& account) {
  account.has_services = true;
  read_list(reading, key, node, [&](const YamlNode& item) {
    if (const auto service = reading.one_of(key, item, service_words())) account.services.push_back(*service);
  });
}

// Relative to the plan's own directory, as all file names in it.
std::string beside(const std::string& plan_file, const std::string& file) {
  const std::size_t slash = plan_file.rfind('/');
  if (file.starts_with('/') || slash == std::string::npos) return file;
  return plan_file.substr(0, slash + 1) + file;
}

void read_sas(Reading& reading, std::string_view key, const YamlNode& node, AccountDraft& account) {
  constexpr std::string_view kRight = "{file: NAME} or {env: NAME}; the token itself never stands in a plan";
  const Place place = reading.place_of(node);
  if (node.kind != YamlNode::Kind::map)
    return reading.fail(place, fmt::format("`{}` must be {}", key, kRight));
  SasDraft given;
  if (!read_map(reading, fmt::format("`{}`", key), node, kSasKeys, given)) return;
  if (node.map.size() != 1) return reading.fail(place, fmt::format("`{}` must be {}", key, kRight));
  SasPlan sas;
  if (given.file) sas.file = beside(reading.file_name(), given.file->value);
  if (given.env && !is_variable_name(given.env->value))
    return reading.fail(given.env->place, "`env` must be the name of an environment variable");
  if (given.env) sas.env = given.env->value;
  if (given.file || given.env) account.sas = At<SasPlan>{sas, place};
}

constexpr Key<AccountDraft> kKeys[] = {
    {"name", into<&AccountDraft::name>},
    {"services", read_services},
    {"ip", into<&AccountDraft::ip>},
    {"container", into<&AccountDraft::container>},
    {"purpose", into<&AccountDraft::purpose>},
    {"sas", read_sas},
    {"public_access", into<&AccountDraft::public_access>},
    {"public_ip", into<&AccountDraft::public_ip>},
};

// With `services` written, an address of another service is a contradiction; without, it names one.
void check_services(Reading& reading, AccountDraft& account, std::string_view key,
                    const AddressesByService& addresses) {
  for (const auto& [key_of, list] : addresses) {
    const std::string& service = key_of;  // clang 14 captures no structured binding
    if (service.empty()) continue;
    const bool listed_there = std::ranges::any_of(
        account.services, [&](const At<std::string>& each) { return each.value == service; });
    if (listed_there || list.empty()) continue;
    if (account.has_services)
      reading.fail(list.front().place,
                   fmt::format("`{}` names `{}`, which `services` does not list", key, service));
    else
      account.services.push_back({service, list.front().place});
  }
}

StorageAccountPlan& account_named(std::vector<StorageAccountPlan>& accounts, const std::string& name) {
  const auto found = std::ranges::find(accounts, name, &StorageAccountPlan::name);
  if (found != accounts.end()) return *found;
  StorageAccountPlan fresh;
  fresh.name = name;
  accounts.push_back(std::move(fresh));
  return accounts.back();
}

std::string claim_text(const SasPlan& sas) {
  return sas.file.empty() ? "env " + sas.env : "file " + sas.file;
}

void read_account(Reading& reading, const YamlNode& item, PlanDraft& draft) {
  AccountDraft given;
  if (!read_map(reading, "a storage account", item, kKeys, given)) return;
  if (!given.name) {
    if (!has_key(item, "name")) reading.fail(reading.place_of(item), "a storage account needs its `name`");
    return;
  }
  if (!check_label(reading, "name", *given.name)) return;
  check_services(reading, given, "ip", given.ip);
  check_services(reading, given, "public_ip", given.public_ip);
  const std::string& name = given.name->value;
  const std::string subject = "storage account " + name;
  StorageAccountPlan& account = account_named(draft.plan.storage_accounts, name);
  for (const At<std::string>& each : given.services)
    if (std::ranges::find(account.services, each.value) == account.services.end())
      account.services.push_back(each.value);
  for (const auto& [service, list] : given.ip)
    if (!list.empty()) add_expected(draft, list, account.ip[service]);
  for (const auto& [service, list] : given.public_ip) {
    for (const At<IpAddress>& each : list) {
      auto& known = account.public_ip[service];
      if (std::ranges::find(known, each.value) == known.end()) known.push_back(each.value);
    }
  }
  const auto keep = [&](std::string_view key, const auto& value, auto& member) {
    settle(reading, draft.claims, subject, subject, key, value, member);
  };
  keep("container", given.container, account.container);
  keep("purpose", given.purpose, account.purpose);
  keep("public_access", given.public_access, account.public_access);
  if (!given.sas) return;
  draft.claims.claim(reading, subject, subject, "sas", claim_text(given.sas->value), given.sas->place);
  account.sas = given.sas->value;
}

}  // namespace

void read_storage_accounts(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft) {
  read_list(reading, key, node, [&](const YamlNode& item) { read_account(reading, item, draft); });
}

void read_denied_accounts(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft) {
  std::vector<At<std::string>> names;
  reading.read(key, node, names);
  auto& known = draft.plan.denied_storage_accounts;
  for (At<std::string>& each : names) {
    if (!check_label(reading, key, each)) continue;
    draft.denied.push_back(each);
    if (std::ranges::find(known, each.value) == known.end()) known.push_back(each.value);
  }
}

std::vector<KeyNames> storage_keys() {
  return {names_of("storage_accounts", kKeys), names_of("storage_accounts.sas", kSasKeys)};
}

}  // namespace vnetprobe
