// One TCP connection to one address. At half the timeout it begins again from a second port, the
// first stays open, and whichever connects first is taken: a lost SYN is then no time-out.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>

#include "probe/model/evidence.h"
#include "probe/net/socket.h"
#include "probe/net/wait.h"

namespace vnetprobe {

struct Dialled {
  Connect connect{};
  UniqueFd fd{};  // non-blocking; none unless connected
};

asio::awaitable<Dialled> tcp_dial(Waits& waits, SocketAddress to, std::chrono::milliseconds timeout,
                                  std::string source);

}  // namespace vnetprobe
