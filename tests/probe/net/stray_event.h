// An event that arrives at whoever did not ask for it: asio keeps its record of a descriptor for the next
// one, and what the kernel told of the first may still be on its way to that record.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <sys/socket.h>

#include "probe/net/fd_watcher.h"
#include "probe/net/socket.h"
#include "probe/net/wait.h"

namespace vnetprobe::test {

// Comes back with an event in the loop's queue, behind the caller, whose descriptor is watched no longer:
// the next one that the caller has watched gets it.
inline asio::awaitable<void> leave_stray_event(Waits& waits) {
  int pair[2] = {-1, -1};
  [[maybe_unused]] const int made = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
  const UniqueFd first(pair[0]);
  UniqueFd far_end(pair[1]);
  FdWatcher watcher(waits.io(), [](int, bool, bool) {});
  watcher.want(first.get(), true, false);
  Wait wait(waits);
  // The caller goes on before the loop asks the kernel, and the answer is queued behind it.
  asio::post(waits.io(), [&] {
    wait.wake();
    far_end.reset();  // readable and writable, says the kernel
  });
  co_await wait.until(SteadyTime::max());
  watcher.forget(first.get());
}

}  // namespace vnetprobe::test
