// The requests that services are asked with, none of them with a credential.
#pragma once

#include <optional>

#include "checks/addresses.h"
#include "probe/model/scope.h"
#include "probe/net/toolbox.h"

namespace vnetprobe {

HttpAsk service_request(const Target& target);
HttpAsk openid_request(const Target& target);

// A managed instance's port, by TDS pre-login; and by TDS 8, once it is known what the former came to:
// nothing where there is no use in it.
ContactAsk prelogin_ask(const Target& target, const FoundAddress& found);
std::optional<ContactAsk> strict_ask(const Target& target, const Contact& clear);

}  // namespace vnetprobe
