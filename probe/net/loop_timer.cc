// A newcomer would let the completion capture the timer. A completion that is queued when the timer
// is armed anew, or dies, must do nothing: so it holds the state and the number of its arming.
#include "probe/net/loop_timer.h"

#include <boost/asio/steady_timer.hpp>

namespace vnetprobe {

struct LoopTimer::State {
  State(asio::io_context& io, std::function<void()> f) : timer(io), fire(std::move(f)) {}
  asio::steady_timer timer;
  std::function<void()> fire;
  unsigned arming = 0;
  bool armed = false;
};

LoopTimer::LoopTimer(asio::io_context& io, std::function<void()> fire)
    : state_(std::make_shared<State>(io, std::move(fire))) {}

LoopTimer::~LoopTimer() { cancel(); }

void LoopTimer::arm(std::chrono::milliseconds after) noexcept {
  state_->armed = true;
  const unsigned arming = ++state_->arming;
  state_->timer.expires_after(after);
  state_->timer.async_wait([state = state_, arming](const boost::system::error_code&) {
    if (!state->armed || state->arming != arming) return;
    state->armed = false;
    state->fire();
  });
}

void LoopTimer::cancel() noexcept {
  state_->armed = false;
  boost::system::error_code ignored;
  state_->timer.cancel(ignored);
}

bool LoopTimer::armed() const { return state_->armed; }

}  // namespace vnetprobe
