// A newcomer would delete a watch when it is forgotten. Its completion may be queued already, so
// each wait co-owns its watch and looks whether the watcher still stands behind it.
#include "probe/net/fd_watcher.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <vector>

namespace vnetprobe {

struct FdWatcher::Watch {
  explicit Watch(asio::io_context& io) : descriptor(io) {}
  ~Watch() { release(); }
  void release() noexcept {
    if (descriptor.is_open()) descriptor.release();
    owner = nullptr;
  }

  asio::posix::stream_descriptor descriptor;
  FdWatcher* owner = nullptr;
  int fd = -1;
  bool wants[2] = {false, false};  // write, read
  bool waits[2] = {false, false};
};

FdWatcher::FdWatcher(asio::io_context& io, Ready ready, Turns* turns)
    : io_(io), ready_(std::move(ready)), turns_(turns) {}

FdWatcher::~FdWatcher() {
  for (auto& [fd, watch] : watches_) watch->release();
}

bool FdWatcher::want(int fd, bool read, bool write) noexcept {
  auto& watch = watches_[fd];
  if (!watch) {
    watch = std::make_shared<Watch>(io_);
    boost::system::error_code error;
    watch->descriptor.assign(fd, error);
    if (error) {
      watches_.erase(fd);
      return false;
    }
    watch->owner = this;
    watch->fd = fd;
  }
  watch->wants[true] = read;
  watch->wants[false] = write;
  arm(watch);
  return true;
}

void FdWatcher::forget(int fd) noexcept {
  const auto found = watches_.find(fd);
  if (found == watches_.end()) return;
  found->second->release();
  watches_.erase(found);
}

void FdWatcher::pause() noexcept {
  paused_ = true;
  boost::system::error_code ignored;
  for (auto& [fd, watch] : watches_) watch->descriptor.cancel(ignored);
}

void FdWatcher::resume() noexcept {
  if (!paused_) return;
  paused_ = false;
  for (auto& [fd, watch] : watches_) arm(watch);
}

void FdWatcher::arm(const std::shared_ptr<Watch>& watch) {
  arm(watch, true);
  arm(watch, false);
}

void FdWatcher::arm(const std::shared_ptr<Watch>& watch, bool read) {
  if (paused_ || !watch->wants[read] || watch->waits[read]) return;
  watch->waits[read] = true;
  using Descriptor = asio::posix::stream_descriptor;
  const auto way = read ? Descriptor::wait_read : Descriptor::wait_write;
  watch->descriptor.async_wait(way, [watch, read](const boost::system::error_code& error) {
    FdWatcher* owner = watch->owner;
    if (owner != nullptr && owner->turns_ != nullptr && !error)
      return owner->turns_->take([watch, read] { tell(watch, read); });
    if (!error) return tell(watch, read);
    watch->waits[read] = false;
    // A pause that was lifted again before its cancellation arrived.
    if (owner != nullptr) owner->arm(watch, read);
  });
}

void FdWatcher::tell(const std::shared_ptr<Watch>& watch, bool read) {
  watch->waits[read] = false;
  FdWatcher* owner = watch->owner;
  if (owner == nullptr || owner->paused_) return;
  if (watch->wants[read]) {
    const int fd = watch->fd;
    // The watcher may go away in here, and takes the back pointer with it.
    owner->ready_(fd, read, !read);
  }
  if (watch->owner != nullptr) watch->owner->arm(watch, read);
}

}  // namespace vnetprobe
