// A newcomer would make the descriptor non-blocking. It is shared with the shell that started us, and so
// would be its mode. A pipe that poll() finds writable takes PIPE_BUF bytes without waiting (pipe(7)); the
// longer lines come at the end of a run, when waiting costs nothing.
#include "probe/line_sink.h"

#include <cerrno>
#include <cstring>
#include <limits.h>
#include <poll.h>
#include <string_view>
#include <unistd.h>

namespace vnetprobe {

LineSink::~LineSink() {
  if (owned_) ::close(fd_);
}

bool LineSink::takes_one() const {
  pollfd asked{.fd = fd_, .events = POLLOUT, .revents = 0};
  return lines_.front().size() <= PIPE_BUF && ::poll(&asked, 1, 0) == 1;
}

void LineSink::write_first() {
  const std::string line = std::move(lines_.front());
  lines_.pop_front();
  for (std::string_view left = line; !left.empty() && error_ == 0;) {
    const ssize_t n = ::write(fd_, left.data(), left.size());
    if (n >= 0)
      left.remove_prefix(static_cast<std::size_t>(n));
    else if (errno != EINTR)
      error_ = errno;
  }
}

void LineSink::put(std::string line) {
  if (error_ != 0) return;
  lines_.push_back(std::move(line));
  while (!lines_.empty() && takes_one()) write_first();
}

std::string LineSink::drain() {
  while (!lines_.empty()) write_first();
  return error_ == 0 ? "" : std::strerror(error_);
}

}  // namespace vnetprobe
