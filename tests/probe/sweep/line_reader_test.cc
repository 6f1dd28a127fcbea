#include "probe/sweep/line_reader.h"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <cstdio>
#include <doctest/doctest.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace vnetprobe {
namespace {

using Lines = std::vector<LineReader::Line>;

asio::awaitable<void> collect(LineReader& reader, Lines& lines) {
  for (;;) {
    if (const std::optional<LineReader::Line> line = reader.take()) {
      lines.push_back(*line);
      continue;
    }
    if (reader.ended()) co_return;
    co_await reader.more();
  }
}

int file_with(const std::string& text) {
  const int fd = ::memfd_create("names", 0);
  REQUIRE(::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  REQUIRE(::lseek(fd, 0, SEEK_SET) == 0);
  return fd;
}

// Several ask at once, as the workers of a sweep do.
Lines read_file_by(int readers, const std::string& text) {
  asio::io_context io;
  LineReader reader(io, file_with(text));
  Lines lines;
  for (int i = 0; i < readers; ++i) asio::co_spawn(io, collect(reader, lines), asio::detached);
  io.run();
  CHECK(reader.error().empty());
  CHECK(reader.bytes_taken() == text.size());
  CHECK(reader.bytes_in_all() == text.size());
  return lines;
}

TEST_CASE("every line comes once, with its number") {
  for (const int readers : {1, 7}) {
    CAPTURE(readers);
    std::string text;
    constexpr std::uint64_t kLines = 20'000;  // several blocks
    for (std::uint64_t i = 1; i <= kLines; ++i) text += "name" + std::to_string(i) + ".example\n";
    const Lines lines = read_file_by(readers, text);
    REQUIRE(lines.size() == kLines);
    std::vector<bool> seen(kLines + 1);
    for (const LineReader::Line& line : lines) {
      CHECK_FALSE(seen.at(line.number));
      seen[line.number] = true;
      CHECK(line.text == "name" + std::to_string(line.number) + ".example");
    }
  }
}

TEST_CASE("the last line needs no line feed, and an empty file has none") {
  const Lines lines = read_file_by(3, "a\n\nb");
  REQUIRE(lines.size() == 3);
  CHECK(lines[1].text.empty());
  CHECK(lines[2].text == "b");
  CHECK(read_file_by(2, "").empty());
}

TEST_CASE("a line without end is one line, and costs no more than a long one") {
  const Lines lines = read_file_by(2, "a\n" + std::string(500'000, 'x') + "\nb\n");
  REQUIRE(lines.size() == 3);
  CHECK(lines[1].too_long);
  CHECK(lines[1].text.size() == LineReader::kMaxLine);
  CHECK(lines[2].text == "b");
  CHECK(lines[2].number == 3);
}

TEST_CASE("a pipe is read while the loop goes on, and stop() ends the wait for it") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  asio::io_context io;
  LineReader reader(io, ends[0]);
  Lines lines;
  asio::co_spawn(io, collect(reader, lines), asio::detached);
  REQUIRE(::write(ends[1], "a\nb", 3) == 3);
  while (lines.empty()) io.run_one();
  CHECK(lines.size() == 1);  // "b" may go on
  REQUIRE(::write(ends[1], "c\n", 2) == 2);
  while (lines.size() < 2) io.run_one();
  CHECK(lines[1].text == "bc");
  reader.stop();
  io.run();  // ends though the pipe is open
  CHECK(lines.size() == 2);
  ::close(ends[1]);
}

}  // namespace
}  // namespace vnetprobe
