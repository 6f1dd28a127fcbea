// How contacts are made: where to, and what services are asked there. No request here carries a credential
// by itself.
#pragma once

#include <optional>

#include "checks/addresses.h"
#include "probe/model/scope.h"
#include "probe/net/toolbox.h"

namespace vnetprobe {

HttpAsk service_request(const Target& target);
// What only somebody who is let in gets: the list of a container, of a vault's keys. Sent with a
// credential, and to the public endpoint of a key vault, whose /healthstatus anybody may get there.
HttpAsk data_request(const Target& target);
HttpAsk openid_request(const Target& target);

// One connection to an address that a name of the target led to, over this path; what is said on it is
// the caller's to add.
ContactAsk ask_of(const Target& target, Path path, const FoundAddress& found);
// Makes the contact and hands the evidence over.
asio::awaitable<void> make_contact(Gathering& run, ContactAsk ask);

// A managed instance's port, by TDS pre-login, and by TDS 8. The latter is a matter of curiosity where the
// former is answered, and has the time that `connect` gives it; where not, it may be the way in.
ContactAsk prelogin_ask(const Target& target, const FoundAddress& found);
ContactAsk strict_ask(const Target& target, const FoundAddress& found, const Connect* connect);

}  // namespace vnetprobe
