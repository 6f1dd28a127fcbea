#include "probe/net/places.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>
#include <vector>

namespace vnetprobe {
namespace {

asio::awaitable<void> enter(Places& places, int who, std::vector<int>& entered) {
  co_await places.enter();
  entered.push_back(who);
}

void send_in(asio::io_context& io, Places& places, int count, std::vector<int>& entered) {
  for (int who = 0; who < count; ++who) asio::co_spawn(io, enter(places, who, entered), asio::detached);
}

bool in_order(const std::vector<int>& entered) {
  for (std::size_t i = 0; i < entered.size(); ++i)
    if (entered[i] != static_cast<int>(i)) return false;
  return true;
}

TEST_CASE("a hundred go in at once, and whoever follows as one of them leaves") {
  asio::io_context io;
  Waits waits(io);
  Places places(waits);
  std::vector<int> entered;
  send_in(io, places, 120, entered);
  io.poll();
  CHECK(entered.size() >= 100);
  CHECK(entered.size() < 120);
  for (int i = 0; i < 20; ++i) places.leave();
  io.poll();
  CHECK(entered.size() == 120);
  CHECK(in_order(entered));
}

TEST_CASE("silence of those within keeps nobody out for long") {
  asio::io_context io;
  Waits waits(io);
  Places places(waits);
  std::vector<int> entered;
  const Millis begun = waits.now();
  send_in(io, places, 110, entered);
  io.run();
  CHECK(entered.size() == 110);
  CHECK(in_order(entered));
  // Ten of them one by one, 4 ms after each other.
  CHECK((waits.now() - begun).count() >= 40);
}

TEST_CASE("an interrupt lets everybody through to their end") {
  asio::io_context io;
  Waits waits(io);
  Places places(waits);
  std::vector<int> entered;
  send_in(io, places, 300, entered);
  io.poll();
  waits.interrupt();
  io.run();
  CHECK(entered.size() == 300);
}

}  // namespace
}  // namespace vnetprobe
