// A name that is listed twice is one endpoint with the addresses of both; its role and its port may
// be said once or often, but only one way.
#include <algorithm>

#include "probe/azure/services.h"
#include "probe/plan/sections.h"

namespace vnetprobe {
namespace {

struct EndpointDraft {
  Maybe<std::string> fqdn{};
  Addresses ip{};
  Maybe<Role> role{};
  Maybe<std::uint16_t> port{};
};

constexpr Key<EndpointDraft> kKeys[] = {
    {"fqdn", into<&EndpointDraft::fqdn>},
    {"ip", into<&EndpointDraft::ip>},
    {"role", into<&EndpointDraft::role>},
    {"port", into<&EndpointDraft::port>},
};

EndpointPlan& endpoint_named(std::vector<EndpointPlan>& list, const std::string& public_name,
                             const std::string& written) {
  const auto same = [&](const EndpointPlan& each) {
    return classify_host(each.fqdn).public_name == public_name;
  };
  const auto found = std::ranges::find_if(list, same);
  if (found != list.end()) return *found;
  EndpointPlan fresh;
  fresh.fqdn = written;
  list.push_back(std::move(fresh));
  return list.back();
}

}  // namespace

std::vector<At<std::string>> read_endpoint_list(Reading& reading, std::string_view key, const YamlNode& node,
                                                PlanDraft& draft, std::vector<EndpointPlan>& list) {
  std::vector<At<std::string>> names;
  read_list(reading, key, node, [&](const YamlNode& item) {
    EndpointDraft given;
    if (!read_map(reading, "an endpoint", item, kKeys, given)) return;
    if (!given.fqdn) {
      if (!has_key(item, "fqdn")) reading.fail(reading.place_of(item), "an endpoint needs its `fqdn`");
      return;
    }
    if (!check_host(reading, "fqdn", *given.fqdn)) return;
    const std::string subject = classify_host(given.fqdn->value).public_name;
    EndpointPlan& endpoint = endpoint_named(list, subject, given.fqdn->value);
    add_expected(draft, given.ip, endpoint.ip);
    settle(reading, draft.claims, subject, subject, "role", given.role, endpoint.role);
    settle(reading, draft.claims, subject, subject, "port", given.port, endpoint.port);
    names.push_back(*given.fqdn);
  });
  return names;
}

void read_endpoints(Reading& reading, std::string_view key, const YamlNode& node, PlanDraft& draft) {
  read_endpoint_list(reading, key, node, draft, draft.plan.endpoints);
}

KeyNames endpoint_keys(std::string_view path) { return names_of(path, kKeys); }

}  // namespace vnetprobe
