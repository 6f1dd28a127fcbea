// One timer for a C library that says "call me in n milliseconds". May be destroyed while its
// completion is queued.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace vnetprobe {

namespace asio = boost::asio;

class LoopTimer {
 public:
  LoopTimer(asio::io_context& io, std::function<void()> fire);
  ~LoopTimer();
  LoopTimer(const LoopTimer&) = delete;
  LoopTimer& operator=(const LoopTimer&) = delete;

  // Replaces what was armed before. Fires from the loop, never from in here.
  void arm(std::chrono::milliseconds after) noexcept;
  void cancel() noexcept;
  bool armed() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace vnetprobe
