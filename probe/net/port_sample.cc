// A newcomer would dial each port as a connection of its own. Where nothing listens and one firewall
// drops, that is one time-out all the same; but where one port answers, the others need not be waited for.
#include "probe/net/port_sample.h"

#include <algorithm>
#include <cerrno>

#include "probe/net/fd_watcher.h"
#include "probe/net/tcp_attempt.h"

namespace vnetprobe {
namespace {

PortSeen seen(std::uint16_t port, const TcpAttempt& attempt) {
  PortSeen made;
  made.port = port;
  made.connect.outcome = attempt.record.outcome;
  made.connect.error = attempt.record.error;
  made.connect.started = attempt.record.started;
  made.connect.duration = attempt.record.duration;
  if (attempt.record.outcome == ConnectOutcome::connected)
    if (const auto local = local_address(attempt.fd.get()))
      made.connect.local_address = local->address.to_string();
  made.connect.tries = {attempt.record};
  return made;
}

}  // namespace

bool is_let_through(ConnectOutcome outcome) {
  return outcome == ConnectOutcome::connected || outcome == ConnectOutcome::refused ||
         outcome == ConnectOutcome::reset;
}

asio::awaitable<std::vector<PortSeen>> sample_ports(Waits& waits, IpAddress address,
                                                    std::vector<std::uint16_t> ports,
                                                    std::chrono::milliseconds timeout, std::string source) {
  const SteadyTime deadline = std::chrono::steady_clock::now() + timeout;
  std::vector<TcpAttempt> attempts(ports.size());
  Wait wait(waits);
  FdWatcher watcher(waits.io(), [&](int fd, bool, bool) {
    if (!look_ended(attempts, fd, waits.now())) return;
    watcher.want(fd, false, false);
    wait.wake();
  });
  Woken woken = waits.interrupted() ? Woken::interrupted : Woken::woken;
  for (std::size_t i = 0; i < ports.size() && woken != Woken::interrupted; ++i) {
    SocketAddress to;
    to.address = address;
    to.port = ports[i];
    attempts[i] = begin_attempt(to, source, waits.now());
    if (attempts[i].lack != 0) waits.lack(attempts[i].lack);
    if (!attempts[i].over) watcher.want(attempts[i].fd.get(), false, true);
  }
  const auto answered = [](const TcpAttempt& attempt) {
    return attempt.over && is_let_through(attempt.record.outcome);
  };
  const auto over = [](const TcpAttempt& attempt) { return attempt.over; };
  while (woken == Woken::woken && std::none_of(attempts.begin(), attempts.end(), answered) &&
         !std::all_of(attempts.begin(), attempts.end(), over))
    woken = co_await wait.until(deadline);

  std::vector<PortSeen> made;
  made.reserve(ports.size());
  for (std::size_t i = 0; i < ports.size(); ++i) {
    TcpAttempt& attempt = attempts[i];
    if (attempt.fd) watcher.forget(attempt.fd.get());
    if (!attempt.over && woken == Woken::woken) continue;  // another one answered
    if (!attempt.over && woken == Woken::timed_out) attempt.end(ETIMEDOUT, waits.now());
    if (!attempt.over) attempt.end(ConnectOutcome::interrupted, "", waits.now());
    made.push_back(seen(ports[i], attempt));
  }
  co_return made;
}

}  // namespace vnetprobe
