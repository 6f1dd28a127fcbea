#include "probe/net/signal.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vnetprobe {

boost::asio::awaitable<void> Signal::changed() {
  auto [cancelled] = co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  static_cast<void>(cancelled);  // there is no other way to end: the timer stands at the end of time
}

}  // namespace vnetprobe
