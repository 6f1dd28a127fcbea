// One line on a terminal's standard error that says what is being waited for. Never in a pipe, and not on
// a terminal that knows no escape codes (TERM=dumb).
#pragma once

#include <functional>

#include "probe/cli.h"
#include "probe/run.h"

namespace vnetprobe {

class ProgressLine {
 public:
  explicit ProgressLine(const Command& command);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // Null when nothing is to be shown.
  std::function<void(const Gathering&, Millis)> callback() const;

 private:
  bool shown_ = false;
};

}  // namespace vnetprobe
