// What instance metadata answered, read (azure-facts 9.1).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probe/model/discovery.h"

namespace vnetprobe {

struct InstanceReading {
  InstanceMetadata facts{};
  std::vector<std::string> hardware{};  // hardware addresses, "000D3A3382E8"
};

// `status` 0: nobody answered. Believed is JSON that says `compute` and nothing else: on a laptop a
// stranger may answer there, Docker's proxy with 403.
InstanceReading read_instance(int status, std::string_view server, std::string_view body);

// "00-0D-3A-33-82-E8" as ARM writes it, and "000D3A3382E8".
std::string canonical_hardware(std::string_view address);

}  // namespace vnetprobe
