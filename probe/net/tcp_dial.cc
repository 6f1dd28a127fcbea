#include "probe/net/tcp_dial.h"

#include <array>
#include <cerrno>

#include "probe/net/fd_watcher.h"
#include "probe/net/tcp_attempt.h"

namespace vnetprobe {

asio::awaitable<Dialled> tcp_dial(Waits& waits, SocketAddress to, std::chrono::milliseconds timeout,
                                  std::string source) {
  const SteadyTime start = std::chrono::steady_clock::now();
  const std::array<SteadyTime, 2> begins = {start, start + timeout / 2};
  std::array<TcpAttempt, 2> attempts{};
  std::size_t begun = 0;
  TcpAttempt* decides = nullptr;
  Woken woken = waits.interrupted() ? Woken::interrupted : Woken::woken;

  Wait wait(waits);
  FdWatcher watcher(waits.io(), [&](int fd, bool, bool) {
    if (!look_ended(attempts, fd, waits.now())) return;
    watcher.want(fd, false, false);
    wait.wake();
  });

  while (woken != Woken::interrupted && decides == nullptr) {
    const SteadyTime now = std::chrono::steady_clock::now();
    if (begun < begins.size() && now >= begins[begun]) {
      TcpAttempt& attempt = attempts[begun++];
      attempt = begin_attempt(to, source, waits.now());
      if (attempt.lack != 0) waits.lack(attempt.lack);
      if (!attempt.over) watcher.want(attempt.fd.get(), false, true);
    }
    // A connection first, then whoever was told no: silence of the other socket says less.
    for (TcpAttempt& attempt : attempts)
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
    TcpAttempt& attempt = attempts[i];
    watcher.forget(attempt.fd.get());
    if (!attempt.over) {
      attempt.end(ETIMEDOUT, waits.now());
      if (woken == Woken::interrupted) attempt.end(ConnectOutcome::interrupted, "", waits.now());
    }
    connect.tries.push_back(attempt.record);
  }
  if (woken != Woken::interrupted) {
    const TcpAttempt& shown = decides != nullptr ? *decides : attempts.front();
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
