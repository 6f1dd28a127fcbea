// A newcomer would read regular files by other means, for epoll refuses them. Asio knows: a read that
// can be done at once is done at once.
#include "probe/sweep/line_reader.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/stat.h>

namespace vnetprobe {
namespace {

constexpr std::size_t kBlock = 64UL * 1024;

}  // namespace

LineReader::LineReader(asio::io_context& io, int fd) : stream_(io), filled_(io) {
  struct stat about {};
  regular_ = ::fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
  if (regular_) bytes_in_all_ = static_cast<std::uint64_t>(about.st_size);
  boost::system::error_code wrong;
  stream_.assign(fd, wrong);
  if (!wrong) return;
  error_ = wrong.message();
  ended_ = true;
}

asio::awaitable<void> LineReader::more() {
  if (ended_) co_return;
  if (reading_)
    co_await filled_.changed();
  else
    co_await fill();
}

void LineReader::stop() {
  if (regular_) return;
  ended_ = true;
  boost::system::error_code ignored;
  stream_.cancel(ignored);
}

std::optional<LineReader::Line> LineReader::take() {
  while (at_ < buffer_.size()) {
    const std::size_t end = buffer_.find('\n', at_);
    const bool whole = end != std::string::npos;
    const std::size_t size = (whole ? end : buffer_.size()) - at_;
    if (!whole && !ended_ && size <= kMaxLine) return std::nullopt;
    const std::size_t begin = std::exchange(at_, whole ? end + 1 : buffer_.size());
    if (std::exchange(dropping_, !whole)) continue;
    return Line{buffer_.substr(begin, std::min(size, kMaxLine)), ++number_, size > kMaxLine};
  }
  return std::nullopt;
}

asio::awaitable<void> LineReader::fill() {
  reading_ = true;
  block_.resize(kBlock);
  const auto room = asio::buffer(block_);
  auto [wrong, count] = co_await stream_.async_read_some(room, asio::as_tuple(asio::use_awaitable));
  buffer_.erase(0, std::exchange(at_, 0));
  buffer_.append(block_.data(), count);
  bytes_read_ += count;
  if (wrong) ended_ = true;
  if (wrong && wrong != asio::error::eof && wrong != asio::error::operation_aborted) error_ = wrong.message();
  reading_ = false;
  filled_.notify();
}

}  // namespace vnetprobe
