// Lines for a pipe, a terminal or a file, each written at once and whole. A reader that is slow must not
// hold up a run, whose times would then be the reader's: what would have to wait is kept for later.
#pragma once

#include <deque>
#include <string>
#include <utility>

namespace vnetprobe {

class LineSink {
 public:
  LineSink(int fd, bool owned) : fd_(fd), owned_(owned) {}
  ~LineSink();
  LineSink(const LineSink&) = delete;
  LineSink& operator=(const LineSink&) = delete;

  // Writes what can be written without waiting.
  void put(std::string line);
  // Writes all of it, however long that takes. "" or what went wrong, now or before.
  std::string drain();

 private:
  bool takes_one() const;
  void write_first();

  int fd_;
  bool owned_;
  std::deque<std::string> lines_{};
  int error_ = 0;
};

}  // namespace vnetprobe
