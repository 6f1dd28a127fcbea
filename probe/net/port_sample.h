// Several ports of one address, tried at once by plain TCP, as a hint whether a range of ports is let
// through: one answer of any kind shows it, and nobody waits for the others then.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "probe/model/evidence.h"
#include "probe/net/wait.h"

namespace vnetprobe {

struct PortSeen {
  std::uint16_t port = 0;
  Connect connect{};
};

// Connected, refused or reset: packets to this port come through.
bool is_let_through(ConnectOutcome outcome);

// Ends when a port is seen to be let through, else with `timeout`. Ports that were still silent when
// another one answered are left out.
asio::awaitable<std::vector<PortSeen>> sample_ports(Waits& waits, IpAddress address,
                                                    std::vector<std::uint16_t> ports,
                                                    std::chrono::milliseconds timeout, std::string source);

}  // namespace vnetprobe
