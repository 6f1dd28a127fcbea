// Sign-in hosts of Entra ID: what their answer is worth. Shared by the judge and the rules.
#pragma once

#include <string>

#include "checks/case.h"

namespace vnetprobe {

enum class SignInSight {
  right,           // the OpenID document of the right issuer
  tenant_unknown,  // AADSTS90002
  unexpected,      // something else answers: another issuer, a deny page
  unreachable,     // no address, no connection, no TLS, no HTTP
  overridden,      // the name leads to a private address
  tls_wrong,       // TLS that is not Microsoft's: the tls.* findings speak
  unknown,
};

struct SignIn {
  SignInSight sight = SignInSight::unknown;
  std::string why{};                     // a clause
  std::optional<std::size_t> contact{};  // the one that decides
  std::vector<std::size_t> views{};      // unreachable, overridden: the required views that say so
};

SignIn sign_in(const Case& run, std::size_t target);

}  // namespace vnetprobe
