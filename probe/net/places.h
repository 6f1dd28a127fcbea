// How many may talk at once, from the first packet on. A conversation by TLS needs some 80 KiB while it
// lasts, and a thousand at once finish no sooner than a hundred by turns: it is the processor that they wait
// for. Never a barrier: who waits behind others that are merely silent goes ahead after a few milliseconds.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <list>

#include "probe/net/wait.h"

namespace vnetprobe {

class Places {
 public:
  explicit Places(Waits& waits) : waits_(waits) {}
  Places(const Places&) = delete;
  Places& operator=(const Places&) = delete;

  // First come, first served; at once when the run is interrupted. Each ends with leave().
  asio::awaitable<void> enter();
  void leave();

 private:
  Waits& waits_;
  int taken_ = 0;
  SteadyTime last_entry_{};
  std::list<Wait*> queue_{};
};

// One that was entered; left when this goes.
class HeldPlace {
 public:
  explicit HeldPlace(Places& places) : places_(places) {}
  ~HeldPlace() { places_.leave(); }
  HeldPlace(const HeldPlace&) = delete;
  HeldPlace& operator=(const HeldPlace&) = delete;

 private:
  Places& places_;
};

}  // namespace vnetprobe
