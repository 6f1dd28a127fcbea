// Signals that have to wait: while a file is written, which is then there whole, and between two runs,
// where one of them is an answer.
#pragma once

#include <chrono>
#include <csignal>

namespace vnetprobe {

// SIGINT, SIGTERM and SIGHUP, for this thread, as long as it lives. What came meanwhile does its work
// afterwards.
class HeldSignals {
 public:
  HeldSignals();
  ~HeldSignals();
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  // Waits for one of them, and takes it. False when none has come in this time.
  bool one_within(std::chrono::milliseconds time) const;

 private:
  sigset_t held_{};
  sigset_t before_{};
};

}  // namespace vnetprobe
