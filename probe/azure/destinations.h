// What else a deployment must reach, by the plan's `also:` (contract 2.1): the one table of it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/plan.h"

namespace vnetprobe {

// How far it is asked.
enum class Reach {
  tcp,     // a connection
  http,    // and a plain HTTP answer that is no firewall's
  https,   // and a right TLS handshake before it
  tenant,  // the OpenID document of this tenant, by the sign-in host
  zone,    // a private zone, served or not: the names in it are not known
};

struct Destination {
  std::string_view word{};  // of `also`
  Cloud cloud = Cloud::public_cloud;
  std::string_view name{};  // host, tenant or zone; "<geo>" stands for each geo code of the plan's vaults
  Reach reach = Reach::https;
  std::uint16_t port = 443;
};

std::span<const Destination> destinations();

// The words, in the order of the contract.
std::span<const std::string_view> also_words();

// Those of one cloud that the plan names, with the geo codes filled in; none twice.
struct NamedDestination {
  std::string name{};
  std::string word{};
  Reach reach = Reach::https;
  std::uint16_t port = 443;
};
std::vector<NamedDestination> destinations_of(std::span<const std::string> words, Cloud cloud,
                                              std::span<const std::string> geos);

}  // namespace vnetprobe
