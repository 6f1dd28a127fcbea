// Lends file descriptors that belong to somebody else, a C library for one, to the event loop. Never closes
// one: the owner does. Call forget() before that, or a reused number loses its epoll registration.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <unordered_map>

#include "probe/net/turns.h"

namespace vnetprobe {

class FdWatcher {
 public:
  // Called from the loop. It may call want() and forget() for any descriptor. It may be called for nothing:
  // asio gives its record of a descriptor that was forgotten to the next one, with the event that was on its
  // way. Whoever wants no more after one call looks first.
  using Ready = std::function<void(int fd, bool readable, bool writable)>;

  // With `turns`, `ready` comes when its turn has come; they live as long as the watcher.
  FdWatcher(asio::io_context& io, Ready ready, Turns* turns = nullptr);
  ~FdWatcher();
  FdWatcher(const FdWatcher&) = delete;
  FdWatcher& operator=(const FdWatcher&) = delete;

  // Replaces what was wanted of this descriptor before. False when it cannot be watched.
  bool want(int fd, bool read, bool write) noexcept;
  // Unknown descriptors are fine.
  void forget(int fd) noexcept;

  // While paused no wait is pending, so that the loop may end though sockets are kept open.
  void pause() noexcept;
  void resume() noexcept;

 private:
  struct Watch;
  void arm(const std::shared_ptr<Watch>& watch);
  void arm(const std::shared_ptr<Watch>& watch, bool read);
  static void tell(const std::shared_ptr<Watch>& watch, bool read);

  asio::io_context& io_;
  Ready ready_;
  Turns* turns_;
  bool paused_ = false;
  std::unordered_map<int, std::shared_ptr<Watch>> watches_{};
};

}  // namespace vnetprobe
