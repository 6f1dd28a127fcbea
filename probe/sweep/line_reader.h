// Lines of a file or a pipe, one at a time, however long the stream is. While a pipe has nothing to say
// the loop goes on with other work.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probe/net/signal.h"

namespace vnetprobe {

namespace asio = boost::asio;

class LineReader {
 public:
  struct Line {
    std::string text{};
    std::uint64_t number = 0;  // from 1
    bool too_long = false;     // the rest of it is dropped
  };
  static constexpr std::size_t kMaxLine = 4096;  // bytes

  // Takes the descriptor over.
  LineReader(asio::io_context& io, int fd);

  // The next line of what has been read. nullopt: wait for more(), unless it has ended().
  std::optional<Line> take();
  // Until more has been read or nothing more will come. Several may wait.
  asio::awaitable<void> more();
  // At the end, after a read error (see error()), or after stop(): more() brings nothing.
  bool ended() const { return ended_; }
  // A pipe is waited for no longer. A regular file is read to its end: that costs no waiting.
  void stop();

  const std::string& error() const { return error_; }
  std::uint64_t bytes_taken() const { return bytes_read_ - (buffer_.size() - at_); }
  std::uint64_t bytes_in_all() const { return bytes_in_all_; }  // 0 where nobody knows

 private:
  asio::awaitable<void> fill();

  asio::posix::stream_descriptor stream_;
  Signal filled_;
  std::string buffer_{};  // what was read; a line at a time is taken from it, also while more is read
  std::vector<char> block_{};
  std::size_t at_ = 0;
  std::uint64_t number_ = 0;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t bytes_in_all_ = 0;
  std::string error_{};
  bool dropping_ = false;  // the rest of a line that was too long
  bool regular_ = false;
  bool reading_ = false;
  bool ended_ = false;
};

}  // namespace vnetprobe
