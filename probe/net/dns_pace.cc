#include "probe/net/dns_pace.h"

#include <algorithm>

namespace vnetprobe {

namespace {

// The widest is what a socket's receive buffer holds of answers (dns_channel): one more is lost at home.
constexpr double kFirstWindow = 50, kNarrowestWindow = 4, kWidestWindow = 500;

}  // namespace

void ResolverHealth::asked(SteadyTime now) { first_asked_ = std::min(first_asked_, now); }

SteadyTime ResolverHealth::gives_up_at() const {
  if (answered_ || first_asked_ == SteadyTime::max()) return SteadyTime::max();
  return first_asked_ + timeout_;
}

DnsPace::DnsPace(Limits limits)
    : limits_(limits),
      tokens_(limits.burst),
      window_(limits.max_in_flight > 0 ? std::min<double>(limits.max_in_flight, kFirstWindow)
                                       : kFirstWindow) {}

SteadyTime DnsPace::opens_at(SteadyTime now) { return place_free() ? next_token(now) : SteadyTime::max(); }

void DnsPace::enter() {
  ++in_flight_;
  charge();
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
}

SteadyTime DnsPace::next_token(SteadyTime now) {
  if (limits_.max_qps <= 0) return now;
  const std::chrono::duration<double> passed = now - filled_at_;
  const double most = std::max(1, limits_.burst);
  tokens_ = std::min(most, tokens_ + passed.count() * limits_.max_qps);
  filled_at_ = now;
  if (tokens_ >= 1) return now;
  const std::chrono::duration<double> missing((1 - tokens_) / limits_.max_qps);
  // Rounded up, or who waits would look a hair too early and spin.
  return now + std::chrono::ceil<std::chrono::milliseconds>(missing);
}

}  // namespace vnetprobe
