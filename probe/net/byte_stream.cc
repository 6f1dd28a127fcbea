#include "probe/net/byte_stream.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <openssl/crypto.h>
#include <sys/socket.h>

#include "probe/net/secret.h"

namespace vnetprobe {

ByteStream::ByteStream(Waits& waits, UniqueFd fd, Turns* turns)
    : fd_(std::move(fd)),
      wait_(waits),
      watcher_(
          waits.io(),
          [this](int ready, bool, bool) {
            watcher_.want(ready, false, false);
            wait_.wake();
          },
          turns) {}

ByteStream::~ByteStream() { watcher_.forget(fd_.get()); }

void ByteStream::end(int error) {
  ended_ = true;
  error_ = error == 0 ? "" : std::strerror(error);
}

asio::awaitable<Woken> ByteStream::send(std::string bytes, SteadyTime deadline) {
  Woken woken = Woken::woken;
  for (std::size_t sent = 0; sent < bytes.size() && !ended_ && woken == Woken::woken;) {
    const ssize_t count = ::send(fd_.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count >= 0) {
      sent += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      watcher_.want(fd_.get(), false, true);
      woken = co_await wait_.until(deadline);
    } else if (errno != EINTR) {
      end(errno);
    }
  }
  wipe(bytes);
  co_return woken;
}

asio::awaitable<Woken> ByteStream::receive(SteadyTime deadline) {
  Woken woken = Woken::woken;
  while (received_.empty() && !ended_ && woken == Woken::woken) {
    const ssize_t count = receive_some();
    if (count > 0) break;
    if (count == 0) {
      end(0);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      watcher_.want(fd_.get(), true, false);
      woken = co_await wait_.until(deadline);
    } else if (errno != EINTR) {
      end(errno);
    }
  }
  co_return woken;
}

// Room for a whole record of TLS that is there only while it is filled: of a thousand connections most
// receive a few bytes at a time, and what is kept is as long as they are.
ssize_t ByteStream::receive_some() {
  constexpr std::size_t kAtOnce = 16 * 1024;
  std::array<char, kAtOnce> room;
  const ssize_t count = ::recv(fd_.get(), room.data(), room.size(), 0);
  if (count <= 0) return count;
  received_.assign(room.data(), static_cast<std::size_t>(count));
  OPENSSL_cleanse(room.data(), static_cast<std::size_t>(count));
  return count;
}

std::string ByteStream::take() { return std::exchange(received_, {}); }

}  // namespace vnetprobe
