// A newcomer would bind to the interface by SO_BINDTODEVICE alone. Before Linux 5.7 that takes
// CAP_NET_RAW; the interface's own address then does nearly the same.
#include "probe/net/socket.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <unistd.h>

namespace vnetprobe {
namespace {

int bind_to(int fd, const IpAddress& address) {
  const KernelAddress local = to_kernel({.address = address, .port = 0});
  return ::bind(fd, local.get(), local.size) == 0 ? 0 : errno;
}

std::optional<IpAddress> address_of_interface(const std::string& name, bool v4) {
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return std::nullopt;
  std::optional<IpAddress> found;
  for (const ifaddrs* each = list; each != nullptr && !found; each = each->ifa_next) {
    if (each->ifa_addr == nullptr || name != each->ifa_name) continue;
    const auto address = from_kernel(each->ifa_addr);
    if (address && address->address.is_v4() == v4) found = address->address;
  }
  ::freeifaddrs(list);
  return found;
}

}  // namespace

void UniqueFd::reset(int fd) noexcept {
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

bool is_shortage(int error) {
  return error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS;
}

KernelAddress to_kernel(const SocketAddress& address) {
  KernelAddress out;
  const auto bytes = address.address.bytes();
  if (address.address.is_v4()) {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(address.port);
    std::memcpy(&in.sin_addr, bytes.data(), bytes.size());
    std::memcpy(&out.storage, &in, out.size = sizeof in);
  } else {
    sockaddr_in6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_port = htons(address.port);
    std::memcpy(&in.sin6_addr, bytes.data(), bytes.size());
    std::memcpy(&out.storage, &in, out.size = sizeof in);
  }
  return out;
}

std::optional<SocketAddress> from_kernel(const sockaddr* address) {
  if (address == nullptr) return std::nullopt;
  SocketAddress out;
  if (address->sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, address, sizeof in);
    std::array<std::uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &in.sin_addr, bytes.size());
    out.address = IpAddress::v4(bytes);
    out.port = ntohs(in.sin_port);
    return out;
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, address, sizeof in);
    std::array<std::uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
    out.address = IpAddress::v6(bytes);
    out.port = ntohs(in.sin6_port);
    return out;
  }
  return std::nullopt;
}

std::optional<SocketAddress> local_address(int fd) {
  KernelAddress name;
  name.size = sizeof name.storage;
  return ::getsockname(fd, name.get(), &name.size) == 0 ? from_kernel(name.get()) : std::nullopt;
}

std::optional<SocketAddress> peer_address(int fd) {
  KernelAddress name;
  name.size = sizeof name.storage;
  return ::getpeername(fd, name.get(), &name.size) == 0 ? from_kernel(name.get()) : std::nullopt;
}

int bind_source(int fd, const std::string& source, const IpAddress& destination) {
  if (source.empty()) return 0;
  const auto address = IpAddress::parse(source);
  if (is_loopback(destination) && !(address && is_loopback(*address))) return 0;
  if (address) return address->is_v4() == destination.is_v4() ? bind_to(fd, *address) : EAFNOSUPPORT;
  const auto size = static_cast<socklen_t>(source.size());
  if (::setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, source.c_str(), size) == 0) return 0;
  const int why = errno;
  const auto own = address_of_interface(source, destination.is_v4());
  return own ? bind_to(fd, *own) : why;
}

}  // namespace vnetprobe
