// A newcomer would count and no more. Behind a hundred endpoints that take a connection and say nothing, the
// next would wait for their time-outs: whatever the others do, one more may go in every few milliseconds.
#include "probe/net/places.h"

#include <chrono>

namespace vnetprobe {
namespace {

constexpr int kAtOnce = 100;
constexpr std::chrono::milliseconds kPatience{4};

}  // namespace

asio::awaitable<void> Places::enter() {
  Wait wait(waits_);
  const auto place = queue_.insert(queue_.end(), &wait);
  while (!waits_.interrupted()) {
    const SteadyTime patient_until = last_entry_ + kPatience;
    const bool first = queue_.front() == &wait;
    if (first && (taken_ < kAtOnce || std::chrono::steady_clock::now() >= patient_until)) break;
    const SteadyTime look_again = first ? patient_until : SteadyTime::max();
    co_await wait.until(look_again);
  }
  ++taken_;
  last_entry_ = std::chrono::steady_clock::now();
  queue_.erase(place);
  if (!queue_.empty()) queue_.front()->wake();
}

void Places::leave() {
  --taken_;
  if (!queue_.empty()) queue_.front()->wake();
}

}  // namespace vnetprobe
