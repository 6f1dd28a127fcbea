// Lines of a hosts file in place of a plan: `IP NAME…`, as people keep them where a private zone is
// missing. Each line says that the name must resolve to the address.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probe/plan/parse.h"

namespace vnetprobe {

struct HostsBlock {
  struct Line {
    EndpointPlan endpoint{};
    int line = 0;
    int column = 0;  // of the address
  };
  std::vector<Line> lines{};
  std::vector<std::string> notes{};
  std::vector<InputError> errors{};
};

// The first line that says something begins with an IP address and goes on with a blank: no plan does.
bool looks_like_hosts(std::string_view text);

// Comments, loopback lines and short names ("localhost", "db1") are passed over, so that a whole file
// can be pasted.
HostsBlock read_hosts_block(const PlanText& file);

}  // namespace vnetprobe
