// The DNS views. A view's name becomes part of check ids (KIND/TARGET@VIEW) and the subject of
// findings, so it is unique, and free of what separates the parts of an id.
#include <algorithm>
#include <fmt/core.h>

#include "probe/plan/sections.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

constexpr std::uint16_t kDnsPort = 53;
constexpr std::string_view kSystem = "system";
constexpr std::string_view kPublic = "public_resolver";  // the name that evidence knows that one by

struct ResolverDraft {
  Maybe<std::string> name{};
  Maybe<std::string> address{};
  Maybe<bool> required{};
};
constexpr Key<ResolverDraft> kKeys[] = {
    {"name", into<&ResolverDraft::name>},
    {"address", into<&ResolverDraft::address>},
    {"required", into<&ResolverDraft::required>},
};

bool check_name(Reading& reading, const At<std::string>& name, const PlanDraft& draft) {
  const auto wrong = [&](std::string what) {
    reading.fail(name.place, std::move(what));
    return false;
  };
  if (name.value.find_first_of(" @/=?,") != std::string::npos)
    return wrong(fmt::format("`name` of a resolver must be one word without @, /, =, ? and commas, not {}",
                             shown(name.value)));
  if (name.value == kPublic) return wrong("`public_resolver` is a key of its own, not a resolver's name");
  if (std::ranges::find(draft.plan.resolvers, name.value, &ResolverPlan::name) != draft.plan.resolvers.end())
    return wrong(
        fmt::format("a resolver {} is there already; each needs a name of its own", shown(name.value)));
  return true;
}

void read_resolver(Reading& reading, const YamlNode& item, PlanDraft& draft) {
  ResolverDraft given;
  if (!read_map(reading, "a resolver", item, kKeys, given)) return;
  const Place place = reading.place_of(item);
  if (!given.name) {
    if (!has_key(item, "name")) reading.fail(place, "a resolver needs its `name`");
    return;
  }
  if (!check_name(reading, *given.name, draft)) return;
  ResolverPlan resolver;
  resolver.name = given.name->value;
  if (given.required) resolver.required = given.required->value;
  const bool system = resolver.name == kSystem;
  if (system && given.address)
    return reading.fail(given.address->place,
                        "`system` is what programs on this host get, and has no `address`");
  if (!system && !given.address) {
    if (!has_key(item, "address"))
      reading.fail(place, fmt::format("resolver {} needs its `address`; only `system` has none",
                                      shown(resolver.name)));
    return;
  }
  // What programs on this host get, under another name: --resolver NAME=system.
  if (given.address && given.address->value != kSystem) {
    resolver.address = SocketAddress::parse(given.address->value, kDnsPort);
    if (!resolver.address)
      return reading.fail(given.address->place,
                          fmt::format("`address` must be an IP address with or without a port, "
                                      "10.1.0.53, 10.1.0.53:5353 or [fd00::53]:53, or `system`, not {}",
                                      shown(given.address->value)));
  }
  draft.plan.resolvers.push_back(std::move(resolver));
}

}  // namespace

void read_resolvers(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft) {
  read_list(reading, key, node, [&](const YamlNode& item) { read_resolver(reading, item, draft); });
}

KeyNames resolver_keys() { return names_of("resolvers", kKeys); }

}  // namespace vnetprobe
