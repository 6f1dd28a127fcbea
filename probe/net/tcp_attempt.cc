// A newcomer would take "writable" for "connected". SO_ERROR says; and on loopback a socket may
// have connected to itself, when the kernel gave it the very port it dials.
#include "probe/net/tcp_attempt.h"

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>

namespace vnetprobe {

void TcpAttempt::end(ConnectOutcome outcome, const char* why, Millis now) {
  record.outcome = outcome;
  record.error = why;
  record.duration = now - record.started;
  over = true;
}

void TcpAttempt::end(int error, Millis now) {
  if (is_shortage(error)) lack = error;
  end(connect_outcome(error), error == 0 ? "" : std::strerror(error), now);
}

TcpAttempt begin_attempt(const SocketAddress& to, const std::string& source, Millis now) {
  TcpAttempt attempt;
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

void TcpAttempt::look(Millis now) {
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  if (error == 0 && !peer_address(fd.get())) return;  // woken for nothing
  if (error == 0 && peer_address(fd.get()) == local_address(fd.get())) error = ECONNREFUSED;
  end(error, now);
}

bool look_ended(std::span<TcpAttempt> attempts, int fd, Millis now) {
  for (TcpAttempt& attempt : attempts) {
    if (attempt.fd.get() != fd) continue;
    attempt.look(now);
    if (!attempt.over) return false;
  }
  return true;
}

ConnectOutcome connect_outcome(int error) {
  if (is_shortage(error)) return ConnectOutcome::interrupted;
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

}  // namespace vnetprobe
