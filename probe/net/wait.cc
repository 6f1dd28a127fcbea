// A newcomer would ask the timer's error code what happened. A timer that is cancelled after it
// went off still says "went off", so the flags are asked instead.
#include "probe/net/wait.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vnetprobe {

void Waits::interrupt() {
  interrupted_ = true;
  for (Wait* wait = first_; wait != nullptr; wait = wait->after_) wait->wake();
  for (const auto& hook : hooks_) hook();
}

Wait::Wait(Waits& waits) : waits_(waits), after_(waits.first_), timer_(waits.io()) {
  if (after_ != nullptr) after_->before_ = this;
  waits_.first_ = this;
}

Wait::~Wait() {
  (before_ != nullptr ? before_->after_ : waits_.first_) = after_;
  if (after_ != nullptr) after_->before_ = before_;
}

void Wait::wake() noexcept {
  woken_ = true;
  boost::system::error_code ignored;
  timer_.cancel(ignored);
}

asio::awaitable<Woken> Wait::until(SteadyTime deadline) {
  if (!woken_ && !waits_.interrupted()) {
    timer_.expires_at(deadline);
    auto [ended] = co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    static_cast<void>(ended);
  }
  if (waits_.interrupted()) co_return Woken::interrupted;
  const bool woken = woken_;
  woken_ = false;
  co_return woken ? Woken::woken : Woken::timed_out;
}

}  // namespace vnetprobe
