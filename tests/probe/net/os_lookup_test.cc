// Also built under TSan: these are the only threads of the program.
#include "probe/net/os_lookup.h"

#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <doctest/doctest.h>
#include <mutex>
#include <netdb.h>
#include <sys/resource.h>

#include "tests/probe/net/loop.h"
#include "tests/probe/net/stray_event.h"

namespace vnetprobe {
namespace {

using namespace std::chrono_literals;

// Names wait here until they are let through.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    most_ = std::max(most_, ++inside_);
    arrived_.notify_all();
    opened_.wait(lock, [this] { return open_; });
    --inside_;
    arrived_.notify_all();
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }
  void close() {
    const std::lock_guard lock(mutex_);
    open_ = false;
    most_ = 0;
  }
  void wait_for(int inside) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return inside_ == inside; });
  }
  int most() {
    const std::lock_guard lock(mutex_);
    return most_;
  }

 private:
  std::mutex mutex_{};
  std::condition_variable opened_{}, arrived_{};
  bool open_ = false;
  int inside_ = 0, most_ = 0;
};

Gate& gate() {
  static Gate gate;
  return gate;
}

SystemAnswer behind_the_gate(const std::string& name) {
  gate().pass();
  SystemAnswer answer;
  answer.canonical = name;
  answer.addresses = {IpAddress::parse("10.1.0.4").value()};
  return answer;
}

SystemAnswer at_once(const std::string& name) {
  SystemAnswer answer;
  if (name == "again") answer.eai = EAI_AGAIN;
  if (name == "system") {
    answer.eai = EAI_SYSTEM;
    answer.error = EIO;
  }
  if (name == "starved") {
    answer.eai = EAI_SYSTEM;
    answer.error = EMFILE;
  }
  if (name == "no memory") answer.eai = EAI_MEMORY;
  if (answer.eai != 0) return answer;
  answer.canonical = "Canon.Example.";
  for (const char* address : {"fd00::4", "10.1.0.9", "10.1.0.4", "10.1.0.9"})
    answer.addresses.push_back(IpAddress::parse(address).value());
  return answer;
}

TEST_CASE("what the C library says") {
  struct Row {
    const char* name;
    int eai;
    const char* error;
    std::size_t addresses;
  };
  const Row rows[] = {{"fine", 0, "", 3},
                      {"again", EAI_AGAIN, "Temporary failure in name resolution", 0},
                      {"system", EAI_SYSTEM, "Input/output error", 0}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    asio::io_context io(1);
    Waits waits(io);
    OsLookup lookups(waits, at_once);
    const SystemLookup lookup = test::finish(io, lookups.look_up("system", "target", row.name));
    CHECK(lookup.finished);
    CHECK(lookup.view == "system");
    CHECK(lookup.subject == "target");
    CHECK(lookup.name == row.name);
    CHECK(lookup.eai == row.eai);
    CHECK(lookup.error == row.error);
    CHECK(lookup.addresses.size() == row.addresses);
    if (row.eai != 0) continue;
    CHECK(lookup.canonical == "canon.example");
    CHECK(lookup.addresses.front().to_string() == "10.1.0.4");
    CHECK(lookup.addresses.back().to_string() == "fd00::4");
  }
}

TEST_CASE("a name that this machine has nothing left for was not asked") {
  struct Row {
    const char* name;
    int lacks;
  };
  for (const Row& row : {Row{"starved", EMFILE}, Row{"no memory", ENOMEM}}) {
    CAPTURE(row.name);
    asio::io_context io(1);
    Waits waits(io);
    OsLookup lookups(waits, at_once);
    const SystemLookup lookup = test::finish(io, lookups.look_up("system", "target", row.name));
    CHECK_FALSE(lookup.finished);
    CHECK(waits.lacked() == row.lacks);
  }
}

// glibc says EAI_NONAME when it may open nothing: no difference to a name that does not exist.
SystemAnswer without_descriptors(const std::string&) {
  rlimit none{};
  ::getrlimit(RLIMIT_NOFILE, &none);
  none.rlim_cur = 0;
  ::setrlimit(RLIMIT_NOFILE, &none);
  SystemAnswer answer;
  answer.eai = EAI_NONAME;
  return answer;
}

TEST_CASE("no such name, and no descriptor to ask with, is no answer") {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  asio::io_context io(1);
  Waits waits(io);
  OsLookup lookups(waits, without_descriptors);
  const SystemLookup lookup = test::finish(io, lookups.look_up("system", "target", "any"));
  ::setrlimit(RLIMIT_NOFILE, &before);
  CHECK_FALSE(lookup.finished);
  CHECK(lookup.error == "not asked to the end: Too many open files");
  CHECK(waits.lacked() == EMFILE);
}

TEST_CASE("the hosts file is asked") {
  asio::io_context io(1);
  Waits waits(io);
  OsLookup lookups(waits);
  const SystemLookup lookup = test::finish(io, lookups.look_up("system", "", "localhost"));
  CHECK(lookup.finished);
  CHECK(lookup.eai == 0);
  CHECK_FALSE(lookup.addresses.empty());
}

TEST_CASE("an event that was another's ends no look-up, and loses none") {
  gate().close();
  asio::io_context io(1);
  Waits waits(io);
  OsLookup lookups(waits, behind_the_gate);
  asio::steady_timer lost(io, 5s);
  lost.async_wait([&](const boost::system::error_code& ended) {
    if (!ended) waits.interrupt();
  });
  const auto after_a_stray_event = [&]() -> asio::awaitable<SystemLookup> {
    co_await test::leave_stray_event(waits);
    asio::post(io, [] { gate().open(); });  // behind the event
    SystemLookup lookup = co_await lookups.look_up("system", "", "n");
    co_return lookup;
  };
  const SystemLookup lookup = test::finish(io, after_a_stray_event());
  CHECK(lookup.finished);
  CHECK_FALSE(waits.interrupted());
}

TEST_CASE("no more than 32 at once, and the rest in turn") {
  gate().close();
  asio::io_context io(1);
  Waits waits(io);
  OsLookup lookups(waits, behind_the_gate);
  int finished = 0;
  for (int i = 0; i < 50; ++i)
    asio::co_spawn(
        io, lookups.look_up("system", "", "n" + std::to_string(i)),
        [&finished](std::exception_ptr, SystemLookup lookup) { finished += lookup.finished ? 1 : 0; });
  while (io.poll() > 0) continue;
  gate().wait_for(32);
  CHECK(finished == 0);
  gate().open();
  io.restart();
  io.run();
  CHECK(finished == 50);
  CHECK(gate().most() == 32);
  gate().wait_for(0);
}

TEST_CASE("interrupted while the C library is silent, and the thread outlives the loop") {
  gate().close();
  {
    asio::io_context io(1);
    Waits waits(io);
    OsLookup lookups(waits, behind_the_gate);
    std::vector<SystemLookup> done;
    for (int i = 0; i < 40; ++i)
      asio::co_spawn(io, lookups.look_up("system", "", "n"),
                     [&done](std::exception_ptr, SystemLookup lookup) { done.push_back(std::move(lookup)); });
    while (io.poll() > 0) continue;
    gate().wait_for(32);
    waits.interrupt();
    io.restart();
    io.run();
    REQUIRE(done.size() == 40);
    for (const SystemLookup& lookup : done) CHECK_FALSE(lookup.finished);
  }
  gate().open();
  gate().wait_for(0);
}

}  // namespace
}  // namespace vnetprobe
