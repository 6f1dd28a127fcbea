// One line on a terminal's standard error that says what is being waited for. Never in a pipe.
#pragma once

#include <functional>

#include "probe/run.h"

namespace vnetprobe {

class ProgressLine {
 public:
  explicit ProgressLine(bool shown) : shown_(shown) {}
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // Null when nothing is to be shown.
  std::function<void(const Gathering&, Millis)> callback() const;

 private:
  bool shown_;
};

}  // namespace vnetprobe
