// A newcomer would let every question sleep for its share of a second. Then the one that is asked
// first may be sent last; here they stand in a queue, and only its head looks at the clock.
#include "probe/net/dns_pace.h"

#include <algorithm>

namespace vnetprobe {

namespace {

constexpr double kFirstWindow = 50, kNarrowestWindow = 4, kWidestWindow = 1000;

}  // namespace

void ResolverHealth::asked(SteadyTime now) { first_asked_ = std::min(first_asked_, now); }

SteadyTime ResolverHealth::gives_up_at() const {
  if (answered_ || first_asked_ == SteadyTime::max()) return SteadyTime::max();
  return first_asked_ + timeout_;
}

DnsPace::DnsPace(Waits& waits, Limits limits)
    : waits_(waits),
      limits_(limits),
      tokens_(limits.burst),
      window_(limits.max_in_flight > 0 ? std::min<double>(limits.max_in_flight, kFirstWindow)
                                       : kFirstWindow) {}

asio::awaitable<DnsPace::Entry> DnsPace::enter(const ResolverHealth& health) {
  Wait wait(waits_);
  const auto place = queue_.insert(queue_.end(), &wait);
  Entry entry = Entry::interrupted;
  while (!waits_.interrupted()) {
    const SteadyTime now = std::chrono::steady_clock::now();
    SteadyTime look_again = health.gives_up_at();
    if (now >= look_again) {
      entry = Entry::given_up;
      break;
    }
    if (queue_.front() == &wait && place_free()) {
      const SteadyTime token = next_token(now);
      if (token <= now) {
        ++in_flight_;
        charge();
        entry = Entry::admitted;
        break;
      }
      look_again = std::min(look_again, token);
    }
    co_await wait.until(look_again);
  }
  queue_.erase(place);
  wake_first();
  co_return entry;
}

void DnsPace::leave() {
  --in_flight_;
  wake_first();
}

bool DnsPace::place_free() const {
  if (limits_.adaptive) return in_flight_ < window();
  return limits_.max_in_flight <= 0 || in_flight_ < limits_.max_in_flight;
}

void DnsPace::lost() {
  ++lost_;
  weigh();
}

void DnsPace::answered() {
  ++answered_;
  weigh();
}

// Once a window's worth of packets has told. A wire that loses one in ten is a bad wire and no reason
// to slow down; one in four is a server that is asked too fast.
void DnsPace::weigh() {
  if (!limits_.adaptive || lost_ + answered_ < window()) return;
  const double most = limits_.max_in_flight > 0 ? limits_.max_in_flight : kWidestWindow;
  const double share = static_cast<double>(lost_) / (lost_ + answered_);
  if (share > 0.25)
    window_ = std::max(kNarrowestWindow, window_ / 2);
  else if (share < 0.15)
    window_ = std::min(most, window_ * 1.5);
  lost_ = answered_ = 0;
  wake_first();
}

SteadyTime DnsPace::next_token(SteadyTime now) {
  if (limits_.max_qps <= 0) return now;
  const std::chrono::duration<double> passed = now - filled_at_;
  const double most = std::max(1, limits_.burst);
  tokens_ = std::min(most, tokens_ + passed.count() * limits_.max_qps);
  filled_at_ = now;
  if (tokens_ >= 1) return now;
  const std::chrono::duration<double> missing((1 - tokens_) / limits_.max_qps);
  // Rounded up, or the head of the queue would look a hair too early and spin.
  return now + std::chrono::ceil<std::chrono::milliseconds>(missing);
}

void DnsPace::wake_first() {
  if (!queue_.empty()) queue_.front()->wake();
}

}  // namespace vnetprobe
