// Work that takes the processor for a while, one piece a round of the loop. A TLS handshake costs
// two milliseconds of computing; twenty that become ready together would keep a DNS answer, and the
// next step of whoever waits for it, back for all of them.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>

#include "probe/net/wait.h"

namespace vnetprobe {

namespace asio = boost::asio;

class Turns {
 public:
  explicit Turns(asio::io_context& io);
  ~Turns();
  Turns(const Turns&) = delete;
  Turns& operator=(const Turns&) = delete;

  // Comes back when it is the caller's turn, or the run is interrupted.
  asio::awaitable<void> mine(Waits& waits);

  // Runs `work` from the loop, after all that was given before; between two the loop looks at its
  // descriptors and timers. Dropped when the Turns go away first.
  void take(std::function<void()> work);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace vnetprobe
