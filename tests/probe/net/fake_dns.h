// A DNS server on the test's own loop, UDP and TCP on one port of a loopback address. A script says
// what it sends for each question, and when.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "probe/dns/message.h"
#include "probe/model/evidence.h"
#include "tests/probe/dns/message_builder.h"

namespace vnetprobe::test {

struct FakeQuery {
  DnsMessage message{};
  Transport transport = Transport::udp;
  int number = 0;  // over both transports, from 1
};

struct FakeReply {
  Bytes bytes{};
  std::chrono::milliseconds after{0};
  bool cut = false;  // TCP: close in place of an answer
};

using FakeScript = std::function<std::vector<FakeReply>(const FakeQuery&)>;

class FakeDns {
 public:
  struct Serves {
    bool udp = true;
    bool tcp = true;
  };
  FakeDns(boost::asio::io_context& io, const std::string& address, FakeScript script);
  FakeDns(boost::asio::io_context& io, const std::string& address, FakeScript script, Serves serves);
  ~FakeDns();

  SocketAddress address() const;
  int seen() const;            // questions
  int connections() const;     // TCP
  int most_in_flight() const;  // questions whose last reply was not out yet

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace vnetprobe::test
