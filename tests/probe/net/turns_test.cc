#include "probe/net/turns.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect_pipe.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/writable_pipe.hpp>
#include <doctest/doctest.h>
#include <string>

namespace vnetprobe {
namespace {

TEST_CASE("turns come in the order in which they were taken") {
  asio::io_context io;
  Turns turns(io);
  std::string seen;
  turns.take([&] {
    seen += 'a';
    turns.take([&] { seen += 'c'; });
  });
  turns.take([&] { seen += 'b'; });
  CHECK(seen.empty());  // never from inside take()
  io.run();
  CHECK(seen == "abc");
  turns.take([&] { seen += 'd'; });  // an empty queue begins again
  io.restart();
  io.run();
  CHECK(seen == "abcd");
}

TEST_CASE("what becomes readable during a turn is read before the turn after the next") {
  asio::io_context io;
  asio::readable_pipe answers(io);
  asio::writable_pipe wire(io);
  asio::connect_pipe(answers, wire);
  Turns turns(io);
  std::string seen;
  char byte = 0;
  asio::async_read(answers, asio::buffer(&byte, 1),
                   [&](boost::system::error_code, std::size_t) { seen += '!'; });
  turns.take([&] {
    seen += '0';
    wire.write_some(asio::buffer("x", 1));
  });
  for (const char name : std::string("123456789")) turns.take([&seen, name] { seen += name; });
  io.run();
  CHECK(seen.size() == 11);
  CHECK(seen.find('!') <= 2);
}

TEST_CASE("turns that nobody waits for any more do nothing") {
  asio::io_context io;
  bool ran = false;
  {
    Turns turns(io);
    turns.take([&] { ran = true; });
  }
  io.run();
  CHECK_FALSE(ran);
}

}  // namespace
}  // namespace vnetprobe
