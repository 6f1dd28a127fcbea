#include <doctest/doctest.h>

#include "probe/net/dns_pace.h"

namespace vnetprobe {
namespace {

void tell(DnsPace& pace, int answered, int lost) {
  for (int i = 0; i < lost; ++i) pace.lost();
  for (int i = 0; i < answered; ++i) pace.answered();
}

TEST_CASE("the window grows on success up to its limit") {
  DnsPace limited({.max_in_flight = 60, .adaptive = true});
  CHECK(limited.window() == 50);
  tell(limited, 50, 0);
  CHECK(limited.window() == 60);
  DnsPace lifted({.adaptive = true});
  tell(lifted, 10'000, 0);
  CHECK(lifted.window() == 500);
}

TEST_CASE("the window shrinks on loss, and not for a wire that loses one packet in ten") {
  DnsPace bad_wire({.adaptive = true});
  tell(bad_wire, 45, 5);
  CHECK(bad_wire.window() > 50);
  DnsPace between({.adaptive = true});
  tell(between, 40, 10);
  CHECK(between.window() == 50);
  DnsPace overrun({.adaptive = true});
  tell(overrun, 30, 20);
  CHECK(overrun.window() == 25);
  for (int i = 0; i < 100; ++i) tell(overrun, 0, 100);
  CHECK(overrun.window() == 4);
}

}  // namespace
}  // namespace vnetprobe
