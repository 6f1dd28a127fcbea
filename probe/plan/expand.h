// From a Plan to its Scope: which names, in which zones, through which views, with which duties.
// Pure: the same plan gives the same scope on any machine.
#pragma once

#include "probe/azure/services.h"
#include "probe/model/scope.h"

namespace vnetprobe {

// The plan must have passed parse_plans; resolvers must be filled in (see default_resolvers).
Scope expand(const Plan& plan);

// The target that one endpoint comes to by itself.
Target endpoint_target(const EndpointPlan& endpoint, const EntraPlan& entra);
// The same where it is known what its name is.
Target endpoint_target(const EndpointPlan& endpoint, HostKind kind, const EntraPlan& entra);

// The views of a plan that names none (contract 2.1): `system` and each name server of this host
// are required, a loopback stub replaced by its upstreams; `azure` is added as a reference.
std::vector<ResolverPlan> default_resolvers(const std::vector<IpAddress>& nameservers,
                                            const std::vector<IpAddress>& upstreams);

}  // namespace vnetprobe
