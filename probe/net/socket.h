// Plain sockets: who owns one, what an address is to the kernel, where to send from.
#pragma once

#include <optional>
#include <string>
#include <sys/socket.h>
#include <utility>

#include "probe/model/address.h"

namespace vnetprobe {

class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  ~UniqueFd() { reset(); }
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }

  explicit operator bool() const { return fd_ >= 0; }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }
  void reset(int fd = -1) noexcept;

 private:
  int fd_ = -1;
};

// An errno by which this machine says that it has no more to give: nothing of it is the network's.
bool is_shortage(int error);

struct KernelAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};
KernelAddress to_kernel(const SocketAddress& address);
std::optional<SocketAddress> from_kernel(const sockaddr* address);

// Where a socket was bound to, or whom it is connected to.
std::optional<SocketAddress> local_address(int fd);
std::optional<SocketAddress> peer_address(int fd);

// --source: an address, or an interface by name. 0, or the errno of why the socket cannot be bound.
// Loopback destinations are left alone unless the source is loopback too: a stub on this host is
// not to be reached from an address of the network.
int bind_source(int fd, const std::string& source, const IpAddress& destination);

}  // namespace vnetprobe
