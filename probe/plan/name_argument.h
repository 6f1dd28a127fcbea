// NAME[=ADDRESS,…] as people type it, or paste it from the portal's DNS page or a browser.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "probe/azure/services.h"
#include "probe/model/plan.h"

namespace vnetprobe {

struct NameArgument {
  EndpointPlan endpoint{};
  HostKind kind{};     // of its name
  std::string note{};  // what the user should know of how it was taken; "" for most names
};

// The name, or what is wrong and what would be right. A URL's user, path and query are dropped
// before anything can print them: there may be a SAS or a password in them.
std::variant<NameArgument, std::string> read_name_argument(std::string_view text);

// The same for a name that stands alone, as in a line of a hosts file.
std::variant<NameArgument, std::string> read_typed_name(std::string_view name);

}  // namespace vnetprobe
