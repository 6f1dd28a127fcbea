// The top of the file. Lists add over files; a value that there can be but one of may be repeated by
// a later file, not changed.
#include <algorithm>
#include <fmt/core.h>

#include "probe/azure/destinations.h"
#include "probe/plan/sections.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

constexpr std::uint16_t kDnsPort = 53;

using Read = Reading&;
using Node = const YamlNode&;

template <class T, class U>
void settle_top(Reading& reading, PlanDraft& draft, std::string_view key, const Maybe<T>& given, U& member) {
  settle(reading, draft.claims, "the plan", "the plan", key, given, member);
}

void read_version(Read reading, std::string_view key, Node node, PlanDraft&) {
  if (node.kind != YamlNode::Kind::scalar || node.quoted || node.text != "1")
    reading.fail_type(key, node, "the number 1");
}

void read_name(Read reading, std::string_view key, Node node, PlanDraft& draft) {
  settle_top(reading, draft, key, reading.text(key, node), draft.plan.name);
}

void read_cloud(Read reading, std::string_view key, Node node, PlanDraft& draft) {
  Maybe<Cloud> cloud;
  reading.read(key, node, cloud);
  settle_top(reading, draft, key, cloud, draft.plan.cloud);
}

std::string why_no_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto base = IpAddress::parse(text.substr(0, slash));
  if (!base) return fmt::format("{} is not a network; write 10.1.0.0/16 or fd00:1::/48", shown(text));
  const int most = base->is_v4() ? 32 : 128;
  if (slash == std::string_view::npos)
    return fmt::format("{} has no length; write {}/{} for the address alone", shown(text), base->to_string(),
                       most);
  for (int bits = most; bits >= 0; --bits) {
    if (text.substr(slash + 1) != std::to_string(bits)) continue;
    auto bytes = std::vector<std::uint8_t>(base->bytes().begin(), base->bytes().end());
    for (int i = bits; i < most; ++i) {
      auto& byte = bytes[static_cast<std::size_t>(i) / 8];
      byte = static_cast<std::uint8_t>(byte & ~(0x80 >> (i % 8)));
    }
    const IpAddress masked = base->is_v4()
                                 ? IpAddress::v4(std::span<const std::uint8_t, 4>{bytes.data(), 4})
                                 : IpAddress::v6(std::span<const std::uint8_t, 16>{bytes.data(), 16});
    return fmt::format("{} has bits set past its length; write {}", shown(text),
                       Cidr{masked, bits}.to_string());
  }
  return fmt::format("{} has a wrong length; after the slash stands a number from 0 to {}", shown(text),
                     most);
}

void read_vnet(Read reading, std::string_view key, Node node, PlanDraft& draft) {
  std::vector<At<std::string>> given;
  reading.read(key, node, given);
  for (const At<std::string>& each : given) {
    const auto network = Cidr::parse(each.value);
    if (!network)
      reading.fail(each.place, fmt::format("`{}`: {}", key, why_no_network(each.value)));
    else if (std::ranges::find(draft.plan.vnet, *network) == draft.plan.vnet.end())
      draft.plan.vnet.push_back(*network);
  }
}

void read_public_resolver(Read reading, std::string_view key, Node node, PlanDraft& draft) {
  const auto given = reading.text(key, node, "an IP address with or without a port");
  if (!given) return;
  const auto address = SocketAddress::parse(given->value, kDnsPort);
  if (!address)
    return reading.fail(given->place, fmt::format("`{}` must be an IP address with or without a port, not {}",
                                                  key, shown(given->value)));
  settle_top(reading, draft, key, Maybe<SocketAddress>{{*address, given->place}}, draft.plan.public_resolver);
}

void read_policy(Read reading, std::string_view key, Node node, PlanDraft& draft) {
  Maybe<bool> policy;
  reading.read(key, node, policy);
  settle_top(reading, draft, key, policy, draft.plan.service_endpoint_policy);
}

void read_also(Read reading, std::string_view key, Node node, PlanDraft& draft) {
  static const std::vector<std::string_view> words(also_words().begin(), also_words().end());
  read_list(reading, key, node, [&](const YamlNode& item) {
    const auto word = reading.one_of(key, item, words);
    if (word && std::ranges::find(draft.plan.also, word->value) == draft.plan.also.end())
      draft.plan.also.push_back(word->value);
  });
}

constexpr Key<PlanDraft> kKeys[] = {
    {"version", read_version},
    {"name", read_name},
    {"cloud", read_cloud},
    {"vnet", read_vnet},
    {"resolvers", read_resolvers},
    {"public_resolver", read_public_resolver},
    {"vaults", read_vaults},
    {"storage_accounts", read_storage_accounts},
    {"denied_storage_accounts", read_denied_accounts},
    {"service_endpoint_policy", read_policy},
    {"managed_instances", read_managed_instances},
    {"key_vaults", read_key_vaults},
    {"endpoints", read_endpoints},
    {"entra", read_entra},
    {"also", read_also},
    {"identity", read_identity},
};

}  // namespace

void read_plan(Reading& reading, const YamlNode& root, PlanDraft& draft) {
  if (!read_map(reading, "a plan", root, kKeys, draft)) return;
  if (!has_key(root, "version"))
    reading.fail({reading.place_of(root).file, 0, 0},
                 "`version` is missing; begin the plan with `version: 1`");
}

std::vector<KeyNames> plan_key_names() {
  std::vector<KeyNames> all = {names_of("", kKeys),       resolver_keys(), managed_instance_keys(),
                               key_vault_keys(),          entra_keys(),    identity_keys(),
                               endpoint_keys("endpoints")};
  for (auto& each : vault_keys()) all.push_back(std::move(each));
  for (auto& each : storage_keys()) all.push_back(std::move(each));
  return all;
}

}  // namespace vnetprobe
