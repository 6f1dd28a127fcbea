// A newcomer would take "writable" for "connected". SO_ERROR says; and on loopback a socket may
// have connected to itself, when the kernel gave it the very port it dials.
#include "probe/net/tcp_dial.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>

#include "probe/net/fd_watcher.h"

namespace vnetprobe {
namespace {

// One of the two sockets.
struct Attempt {
  UniqueFd fd{};
  ConnectTry record{};
  bool over = false;

  void end(ConnectOutcome outcome, const char* why, Millis now) {
    record.outcome = outcome;
    record.error = why;
    record.duration = now - record.started;
    over = true;
  }
  void end(int error, Millis now) {
    end(connect_outcome(error), error == 0 ? "" : std::strerror(error), now);
  }
};

Attempt begin(const SocketAddress& to, const std::string& source, Millis now) {
  Attempt attempt;
  attempt.record.started = now;
  const KernelAddress address = to_kernel(to);
  attempt.fd.reset(::socket(address.get()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!attempt.fd) {
    attempt.end(errno, now);
    return attempt;
  }
  const int on = 1;
  ::setsockopt(attempt.fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (const int error = bind_source(attempt.fd.get(), source, to.address)) {
    attempt.end(error, now);
    return attempt;
  }
  if (::connect(attempt.fd.get(), address.get(), address.size) == 0) {
    attempt.end(0, now);
  } else if (errno != EINPROGRESS) {
    attempt.end(errno, now);
  }
  return attempt;
}

void look(Attempt& attempt, Millis now) {
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(attempt.fd.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  if (error == 0 && !peer_address(attempt.fd.get())) return;  // woken for nothing
  if (error == 0 && peer_address(attempt.fd.get()) == local_address(attempt.fd.get())) error = ECONNREFUSED;
  attempt.end(error, now);
}

}  // namespace

ConnectOutcome connect_outcome(int error) {
  switch (error) {
    case 0:
      return ConnectOutcome::connected;
    case ECONNREFUSED:
      return ConnectOutcome::refused;
    case ETIMEDOUT:
      return ConnectOutcome::timed_out;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
      return ConnectOutcome::unreachable;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
      return ConnectOutcome::reset;
    default:
      return ConnectOutcome::failed;
  }
}

asio::awaitable<Dialled> tcp_dial(Waits& waits, SocketAddress to, std::chrono::milliseconds timeout,
                                  std::string source) {
  const SteadyTime start = std::chrono::steady_clock::now();
  const std::array<SteadyTime, 2> begins = {start, start + timeout / 2};
  std::array<Attempt, 2> attempts{};
  std::size_t begun = 0;
  Attempt* decides = nullptr;
  Woken woken = waits.interrupted() ? Woken::interrupted : Woken::woken;

  Wait wait(waits);
  FdWatcher watcher(waits.io(), [&](int fd, bool, bool) {
    for (Attempt& attempt : attempts)
      if (attempt.fd.get() == fd && !attempt.over) look(attempt, waits.now());
    watcher.want(fd, false, false);
    wait.wake();
  });

  while (woken != Woken::interrupted && decides == nullptr) {
    const SteadyTime now = std::chrono::steady_clock::now();
    if (begun < begins.size() && now >= begins[begun]) {
      Attempt& attempt = attempts[begun++];
      attempt = begin(to, source, waits.now());
      if (!attempt.over) watcher.want(attempt.fd.get(), false, true);
    }
    // A connection first, then whoever was told no: silence of the other socket says less.
    for (Attempt& attempt : attempts)
      if (attempt.over && (decides == nullptr || attempt.record.outcome == ConnectOutcome::connected))
        decides = &attempt;
    if (decides != nullptr || now >= start + timeout) break;
    const SteadyTime next = begun < begins.size() ? begins[begun] : start + timeout;
    woken = co_await wait.until(next);
  }

  Dialled dialled;
  Connect& connect = dialled.connect;
  connect.started = waits.since_start(start);
  connect.duration = waits.now() - connect.started;
  if (woken == Woken::interrupted) connect.outcome = ConnectOutcome::interrupted;
  for (std::size_t i = 0; i < begun; ++i) {
    Attempt& attempt = attempts[i];
    watcher.forget(attempt.fd.get());
    if (!attempt.over) {
      attempt.end(ETIMEDOUT, waits.now());
      if (woken == Woken::interrupted) attempt.end(ConnectOutcome::interrupted, "", waits.now());
    }
    connect.tries.push_back(attempt.record);
  }
  if (woken != Woken::interrupted) {
    const Attempt& shown = decides != nullptr ? *decides : attempts.front();
    connect.outcome = shown.record.outcome;
    connect.error = shown.record.error;
  }
  if (decides != nullptr && connect.outcome == ConnectOutcome::connected) {
    if (const auto local = local_address(decides->fd.get()))
      connect.local_address = local->address.to_string();
    dialled.fd = std::move(decides->fd);
  }
  co_return dialled;
}

}  // namespace vnetprobe
