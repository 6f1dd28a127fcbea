// The one way to a token of this machine's identity. Finds the place (identity_place.h), asks it once
// and, where the place says that it is busy, once more; never for longer than one network step and a
// half. The token comes as a Secret, everything else that was learnt as facts for the report.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "probe/model/identity_facts.h"
#include "probe/model/plan.h"
#include "probe/net/identity_place.h"
#include "probe/net/secret.h"
#include "probe/net/toolbox.h"

namespace vnetprobe {

struct TokenAsk {
  Cloud cloud = Cloud::public_cloud;
  std::string resource{};   // "https://management.azure.com/": probe/azure/services.h has them by cloud
  std::string client_id{};  // which identity; "" for the machine's own, or what the environment says
  std::string proxy{};      // on the way to Entra ID; instance metadata and endpoints always go direct
};

struct TokenTold {
  TokenFacts facts{};
  Secret token{};  // empty unless facts.outcome is `got`

  // What HttpAsk::secret_headers takes: "Authorization: Bearer …".
  Secret authorization() const { return joined("Authorization: Bearer ", token); }
};

// `tools` must outlive the coroutine.
asio::awaitable<TokenTold> ask_token(Toolbox& tools, IdentityPlace place, TokenAsk ask);

// RFC 3986: everything but letters, digits and -._~ as %XX.
std::string percent_encoded(std::string_view text);

}  // namespace vnetprobe
