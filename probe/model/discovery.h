// Discovery: what a run with neither plan nor names asked instance metadata and Azure Resource Manager,
// and what it learnt. What ARM said of resources is in AzFacts; here is who was asked, how it ended, and
// what stays unknown. Never a token, nor anything that one could be read from.
#pragma once

#include <string>
#include <vector>

#include "probe/model/address.h"
#include "probe/model/fields.h"
#include "probe/model/time.h"

namespace vnetprobe {

// What 169.254.169.254 says of this machine (azure-facts 9.1).
struct InstanceMetadata {
  bool answered = false;      // by instance metadata itself; false where a stranger answers in its place
  std::string problem{};      // why it did not; "" when it did
  std::string server{};       // its Server header
  std::string environment{};  // "AzurePublicCloud"
  std::string location{};     // "westeurope"
  std::string subscription{};
  std::string resource_group{};
  std::string name{};
  std::string resource{};  // id of the machine, lower case
  std::vector<IpAddress> addresses{};
  std::vector<Cidr> subnets{};
  std::vector<std::string> tags{};  // "name: value"
};

// One request to instance metadata or ARM, or one page of a list.
struct DiscoveryCall {
  std::string what{};  // "private endpoints"
  std::string url{};
  int status = 0;         // of the last answer; 0: none came
  std::string problem{};  // what is wrong with it; "" where it was used
  int tries = 1;
  Millis started{};
  Millis duration{};
};

// Something that could not be learnt, and how a person would.
struct DiscoveryGap {
  std::string what{};
  std::string why{};
  std::string command{};  // az's, that prints it; "" where there is none
};

struct Discovery {
  bool asked = false;  // this run had neither plan nor names
  InstanceMetadata instance{};
  std::string identity{};        // who gave the token; "" where nobody did
  std::string vnet{};            // id of the network that this machine is in; "" where unknown
  bool endpoints_known = false;  // the private endpoints of that network were read to the end
  std::vector<DiscoveryCall> calls{};
  std::vector<DiscoveryGap> gaps{};
};

template <Is<InstanceMetadata> T, class F>
void visit_fields(T& s, F&& f) {
  f("answered", s.answered), f("problem", s.problem), f("server", s.server);
  f("environment", s.environment), f("location", s.location), f("subscription", s.subscription);
  f("resource_group", s.resource_group), f("name", s.name), f("resource", s.resource);
  f("addresses", s.addresses), f("subnets", s.subnets), f("tags", s.tags);
}
template <Is<DiscoveryCall> T, class F>
void visit_fields(T& s, F&& f) {
  f("what", s.what), f("url", s.url), f("status", s.status), f("problem", s.problem);
  f("tries", s.tries), f("started_ms", s.started), f("duration_ms", s.duration);
}
template <Is<DiscoveryGap> T, class F>
void visit_fields(T& s, F&& f) {
  f("what", s.what), f("why", s.why), f("command", s.command);
}
template <Is<Discovery> T, class F>
void visit_fields(T& s, F&& f) {
  f("asked", s.asked), f("instance", s.instance), f("identity", s.identity), f("vnet", s.vnet);
  f("endpoints_known", s.endpoints_known), f("calls", s.calls), f("gaps", s.gaps);
}

}  // namespace vnetprobe
