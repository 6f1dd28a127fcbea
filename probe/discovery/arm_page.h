// One answer of Azure Resource Manager, read: a page of a list with the way to the next, or an error.
#pragma once

#include <boost/json/array.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace vnetprobe {

struct ArmPage {
  boost::json::array items{};
  std::string next{};     // nextLink, as it was given
  std::string problem{};  // "" where this is a page
};
ArmPage read_arm_page(std::string_view body);

// Path and query of a nextLink. nullopt where it does not lead to `host` by https: a token is sent to
// the host that it was asked for and to no other.
std::optional<std::string> arm_link_path(std::string_view link, std::string_view host);

// "AuthorizationFailed: The client … does not have authorization …", of {"error": {"code", "message"}};
// one line, cut short; "" where the body says nothing of the kind.
std::string arm_error(std::string_view body);

// Of a Retry-After in seconds; a date, or none, is 0.
int retry_after_s(std::string_view header);

}  // namespace vnetprobe
