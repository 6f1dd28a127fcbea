#include "probe/plan/views.h"

#include <doctest/doctest.h>

#include "probe/plan/expand.h"
#include "tests/probe/plan/plans.h"

namespace vnetprobe {
namespace {

std::vector<IpAddress> addresses(const std::vector<std::string>& texts) {
  std::vector<IpAddress> out;
  for (const std::string& text : texts) out.push_back(*IpAddress::parse(text));
  return out;
}

// "name=address", with "?" before "=" for a reference.
std::string drawn(const ResolverPlan& resolver) {
  return resolver.name + (resolver.required ? "=" : "?=") +
         (resolver.address ? resolver.address->to_string() : "system");
}

}  // namespace

TEST_CASE("default_resolvers (contract 2.1)") {
  struct Row {
    std::string story;
    std::vector<std::string> nameservers, upstreams, expected;
  };
  const Row rows[] = {
      {"Azure DNS alone", {"168.63.129.16"}, {}, {"system=system", "azure=168.63.129.16:53"}},
      {"own servers, Azure DNS beside them as a reference",
       {"10.1.0.53", "10.1.0.54"},
       {},
       {"system=system", "10.1.0.53=10.1.0.53:53", "10.1.0.54=10.1.0.54:53", "azure?=168.63.129.16:53"}},
      {"a stub gives way to its upstreams",
       {"127.0.0.53"},
       {"10.1.0.53", "168.63.129.16"},
       {"system=system", "10.1.0.53=10.1.0.53:53", "azure=168.63.129.16:53"}},
      {"a stub whose upstreams nobody tells stays",
       {"127.0.0.11"},
       {},
       {"system=system", "127.0.0.11=127.0.0.11:53", "azure?=168.63.129.16:53"}},
      {"an IPv6 stub",
       {"::1"},
       {"fd00::53"},
       {"system=system", "fd00::53=[fd00::53]:53", "azure?=168.63.129.16:53"}},
      {"each server once",
       {"127.0.0.53", "10.1.0.53", "10.1.0.53"},
       {"10.1.0.53"},
       {"system=system", "10.1.0.53=10.1.0.53:53", "azure?=168.63.129.16:53"}},
      {"no server at all", {}, {}, {"system=system", "azure?=168.63.129.16:53"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    std::vector<std::string> seen;
    for (const ResolverPlan& each : default_resolvers(addresses(row.nameservers), addresses(row.upstreams)))
      seen.push_back(drawn(each));
    CHECK(seen == row.expected);
  }
}

TEST_CASE("views_of: Azure DNS is known by its address, system by having none") {
  const std::vector<View> views =
      views_of({{.name = "platform", .address = SocketAddress::parse("168.63.129.16", 53)},
                {.name = "azure", .address = SocketAddress::parse("10.1.0.53:54", 53)},
                {.name = "system", .required = false}});
  REQUIRE(views.size() == 3);
  CHECK(views[0].azure);
  CHECK_FALSE(views[0].system);
  CHECK_FALSE(views[1].azure);
  CHECK(views[1].server.to_string() == "10.1.0.53:54");
  CHECK(views[2].system);
  CHECK_FALSE(views[2].required);
}

}  // namespace vnetprobe
