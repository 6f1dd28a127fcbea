// Lets coroutines on one loop wait for "something changed" without polling: notify() wakes all who
// wait. A waiter looks at the state itself and waits again, as with a condition variable.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace vnetprobe {

class Signal {
 public:
  explicit Signal(boost::asio::io_context& io) : timer_(io, boost::asio::steady_timer::time_point::max()) {}

  void notify() { timer_.cancel(); }
  boost::asio::awaitable<void> changed();

 private:
  boost::asio::steady_timer timer_;
};

}  // namespace vnetprobe
