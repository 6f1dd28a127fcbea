// The requests that services are asked with, none of them with a credential.
#pragma once

#include "probe/model/scope.h"
#include "probe/net/toolbox.h"

namespace vnetprobe {

HttpAsk service_request(const Target& target);
HttpAsk openid_request(const Target& target);

}  // namespace vnetprobe
