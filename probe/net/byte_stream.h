// Bytes to and from one connected socket, for protocols that c-ares does not speak.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <sys/types.h>

#include "probe/net/fd_watcher.h"
#include "probe/net/socket.h"
#include "probe/net/wait.h"

namespace vnetprobe {

class ByteStream {
 public:
  // `fd` is connected and does not block. With `turns`, what has come is noticed when its turn has come.
  ByteStream(Waits& waits, UniqueFd fd, Turns* turns = nullptr);
  ~ByteStream();
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  // All of it, or as much as was possible: `woken`, and then ended() may be true. It may hold a credential,
  // and is wiped.
  asio::awaitable<Woken> send(std::string bytes, SteadyTime deadline);
  // At least one byte, or the end of the stream.
  asio::awaitable<Woken> receive(SteadyTime deadline);
  // What receive() has collected, and forgets it. Whoever takes a credential in this way wipes it.
  std::string take();

  // The far end closed or reset; error() says which: "" for an orderly close.
  bool ended() const { return ended_; }
  const std::string& error() const { return error_; }
  // The same in words.
  std::string how_ended() const { return error_.empty() ? "closed by the far end" : error_; }

 private:
  ssize_t receive_some();  // as recv()
  void end(int error);

  UniqueFd fd_;
  Wait wait_;
  FdWatcher watcher_;
  std::string received_{};
  bool ended_ = false;
  std::string error_{};
};

}  // namespace vnetprobe
