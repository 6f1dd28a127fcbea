// What would trip a newcomer: the mask is the thread's. The only other threads are those of getaddrinfo,
// which take no signals at all, so holding them here holds them for the process.
#include "probe/held_signals.h"

#include <cerrno>
#include <ctime>
#include <pthread.h>

namespace vnetprobe {

HeldSignals::HeldSignals() {
  ::sigemptyset(&held_);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&held_, number);
  ::pthread_sigmask(SIG_BLOCK, &held_, &before_);
}

HeldSignals::~HeldSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

bool HeldSignals::one_within(std::chrono::milliseconds time) const {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point until = Clock::now() + time;
  for (;;) {
    const auto left = std::chrono::nanoseconds(until - Clock::now()).count();
    if (left <= 0) return false;
    constexpr std::int64_t kSecond = 1'000'000'000;
    const timespec wait{.tv_sec = left / kSecond, .tv_nsec = left % kSecond};
    if (::sigtimedwait(&held_, nullptr, &wait) > 0) return true;
    if (errno != EINTR) return false;
  }
}

}  // namespace vnetprobe
