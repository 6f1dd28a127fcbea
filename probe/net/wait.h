// The only way in which probe/net waits. A C callback wakes a Wait and does nothing else; the
// coroutine goes on later, from the loop, never inside c-ares, curl or OpenSSL. interrupt() of the
// run ends every Wait, those of the future too, so no other cancellation is needed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <list>

#include "probe/model/time.h"

namespace vnetprobe {

namespace asio = boost::asio;
using SteadyTime = std::chrono::steady_clock::time_point;

enum class Woken { woken, timed_out, interrupted };

class Wait;

// All waits of one run, and the run's clock.
class Waits {
 public:
  explicit Waits(asio::io_context& io) : io_(io) {}
  Waits(const Waits&) = delete;
  Waits& operator=(const Waits&) = delete;

  asio::io_context& io() { return io_; }
  void interrupt();
  bool interrupted() const { return interrupted_; }
  // This machine had none left (errno): descriptors, memory, threads. What it was wanted for was not
  // done, which says nothing of any far end; the first one is kept.
  void lack(int error) noexcept {
    if (lacked_ == 0) lacked_ = error;
  }
  int lacked() const { return lacked_; }
  Millis now() const { return since_start(std::chrono::steady_clock::now()); }
  Millis since_start(SteadyTime time) const { return time - start_; }

  // Called by interrupt(), for who waits in other ways than a Wait does; as long as the hook lives.
  class Hook {
   public:
    Hook(Waits& waits, std::function<void()> on_interrupt)
        : waits_(waits), place_(waits.hooks_.insert(waits.hooks_.end(), std::move(on_interrupt))) {}
    ~Hook() { waits_.hooks_.erase(place_); }
    Hook(const Hook&) = delete;
    Hook& operator=(const Hook&) = delete;

   private:
    Waits& waits_;
    std::list<std::function<void()>>::iterator place_;
  };

 private:
  friend class Wait;
  asio::io_context& io_;
  SteadyTime start_ = std::chrono::steady_clock::now();
  Wait* first_ = nullptr;  // of a list through all of them
  std::list<std::function<void()>> hooks_{};
  bool interrupted_ = false;
  int lacked_ = 0;
};

class Wait {
 public:
  explicit Wait(Waits& waits);
  ~Wait();
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

  // What is woken before anyone waits is not lost; waking twice is waking once.
  void wake() noexcept;
  // One waiter at a time. SteadyTime::max() for no limit.
  asio::awaitable<Woken> until(SteadyTime deadline);

 private:
  friend class Waits;
  Waits& waits_;
  Wait* before_ = nullptr;
  Wait* after_ = nullptr;
  asio::steady_timer timer_;
  bool woken_ = false;
};

}  // namespace vnetprobe
