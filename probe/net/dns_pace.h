// How fast a resolver is asked. Azure DNS drops what comes above 200 questions at once and 1000 a
// second for a VM, and a loopback stub hands questions on to it, so several resolvers may share one
// pace.
#pragma once

#include <chrono>

#include "probe/model/evidence.h"
#include "probe/net/wait.h"

namespace vnetprobe {

// Whether a resolver is worth waiting for: one that has answered nothing at all for the timeout
// since it was first asked is given up, and costs exactly that.
class ResolverHealth {
 public:
  explicit ResolverHealth(std::chrono::milliseconds timeout) : timeout_(timeout) {}

  void asked(SteadyTime now);
  void answered() { answered_ = true; }
  void failed(DnsOutcome how) { last_failure_ = how; }

  bool given_up(SteadyTime now) const { return now >= gives_up_at(); }
  SteadyTime gives_up_at() const;
  DnsOutcome last_failure() const { return last_failure_; }

 private:
  std::chrono::milliseconds timeout_;
  SteadyTime first_asked_ = SteadyTime::max();
  bool answered_ = false;
  DnsOutcome last_failure_ = DnsOutcome::silent;
};

// Counts and reads the clock that it is shown; who waits for it stands elsewhere (dns_client).
class DnsPace {
 public:
  struct Limits {
    int max_in_flight = 0;  // 0: no limit
    int max_qps = 0;        // 0: no limit
    int burst = 0;
    bool adaptive = false;  // the window follows loss, below max_in_flight
  };

  explicit DnsPace(Limits limits);

  // When one more question may go: `now`, or when there is a token for it, or SteadyTime::max() where
  // another has to leave first.
  SteadyTime opens_at(SteadyTime now);
  // Every question that enters leaves.
  void enter();
  void leave() { --in_flight_; }
  // One more packet of a question that is in: does not wait, but those behind do.
  void charge() { tokens_ -= 1; }

  // What became of packets, for the adaptive window: a try that had to be repeated, and a question
  // that was answered.
  void lost();
  void answered();
  int window() const { return static_cast<int>(window_); }

 private:
  bool place_free() const;
  SteadyTime next_token(SteadyTime now);
  void weigh();

  Limits limits_;
  int in_flight_ = 0;
  double tokens_ = 0;
  double window_ = 0;            // adaptive alone
  int lost_ = 0, answered_ = 0;  // since the window was last weighed
  SteadyTime filled_at_ = std::chrono::steady_clock::now();
};

}  // namespace vnetprobe
