#include "tests/probe/net/fake_dns.h"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace vnetprobe::test {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;

namespace {

constexpr auto kQuiet = asio::as_tuple(asio::use_awaitable);

}  // namespace

struct FakeDns::State : std::enable_shared_from_this<FakeDns::State> {
  State(asio::io_context& i, FakeScript s) : io(i), script(std::move(s)), socket(i), acceptor(i) {}

  asio::io_context& io;
  FakeScript script;
  udp::socket socket;
  tcp::acceptor acceptor;
  SocketAddress address{};
  int seen = 0, connections = 0, in_flight = 0, most_in_flight = 0;
  bool closed = false;

  std::vector<FakeReply> replies(const Bytes& bytes, Transport transport) {
    auto message = parse_message(bytes);
    if (!message) return {};
    FakeQuery query;
    query.message = std::move(*message);
    query.transport = transport;
    query.number = ++seen;
    most_in_flight = std::max(most_in_flight, ++in_flight);
    return script(query);
  }

  static asio::awaitable<void> answer_udp(std::shared_ptr<State> self, std::vector<FakeReply> replies,
                                          udp::endpoint to) {
    for (const FakeReply& reply : replies) {
      if (reply.after.count() > 0) {
        asio::steady_timer timer(self->io, reply.after);
        co_await timer.async_wait(kQuiet);
      }
      if (self->closed) co_return;
      boost::system::error_code ignored;
      self->socket.send_to(asio::buffer(reply.bytes), to, 0, ignored);
    }
    --self->in_flight;
  }

  static asio::awaitable<void> serve_udp(std::shared_ptr<State> self) {
    Bytes buffer(65536);
    udp::endpoint from;
    while (!self->closed) {
      auto [error, size] = co_await self->socket.async_receive_from(asio::buffer(buffer), from, kQuiet);
      if (error) continue;
      const Bytes bytes(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size));
      std::vector<FakeReply> replies = self->replies(bytes, Transport::udp);
      asio::co_spawn(self->io, answer_udp(self, std::move(replies), from), asio::detached);
    }
  }

  static asio::awaitable<void> serve_connection(std::shared_ptr<State> self, tcp::socket peer) {
    for (;;) {
      std::array<std::uint8_t, 2> length{};
      auto [no_length, a] = co_await asio::async_read(peer, asio::buffer(length), kQuiet);
      if (no_length) co_return;
      Bytes bytes(static_cast<std::size_t>(length[0] << 8 | length[1]));
      auto [no_bytes, b] = co_await asio::async_read(peer, asio::buffer(bytes), kQuiet);
      if (no_bytes) co_return;
      const std::vector<FakeReply> replies = self->replies(bytes, Transport::tcp);
      for (const FakeReply& reply : replies) {
        if (reply.after.count() > 0) {
          asio::steady_timer timer(self->io, reply.after);
          co_await timer.async_wait(kQuiet);
        }
        if (reply.cut || self->closed) co_return;
        Bytes framed = {static_cast<std::uint8_t>(reply.bytes.size() >> 8),
                        static_cast<std::uint8_t>(reply.bytes.size() & 0xFF)};
        framed = framed + reply.bytes;
        co_await asio::async_write(peer, asio::buffer(framed), kQuiet);
      }
      --self->in_flight;
    }
  }

  static asio::awaitable<void> serve_tcp(std::shared_ptr<State> self) {
    while (!self->closed) {
      tcp::socket peer(self->io);
      auto [error] = co_await self->acceptor.async_accept(peer, kQuiet);
      if (error) continue;
      ++self->connections;
      asio::co_spawn(self->io, serve_connection(self, std::move(peer)), asio::detached);
    }
  }
};

FakeDns::FakeDns(asio::io_context& io, const std::string& address, FakeScript script)
    : FakeDns(io, address, std::move(script), Serves{}) {}

FakeDns::FakeDns(asio::io_context& io, const std::string& address, FakeScript script, Serves serves)
    : state_(std::make_shared<State>(io, std::move(script))) {
  const auto ip = asio::ip::make_address(address);
  // A free UDP port need not be free for TCP.
  for (;;) {
    udp::socket socket(io, udp::endpoint(ip, 0));
    const std::uint16_t port = socket.local_endpoint().port();
    tcp::acceptor acceptor(io);
    acceptor.open(ip.is_v4() ? tcp::v4() : tcp::v6());
    boost::system::error_code taken;
    acceptor.bind(tcp::endpoint(ip, port), taken);
    if (taken) continue;
    state_->address = {.address = IpAddress::parse(address).value(), .port = port};
    if (serves.tcp) {
      acceptor.listen();
      state_->acceptor = std::move(acceptor);
      asio::co_spawn(io, State::serve_tcp(state_), asio::detached);
    }
    if (serves.udp) {
      state_->socket = std::move(socket);
      asio::co_spawn(io, State::serve_udp(state_), asio::detached);
    }
    return;
  }
}

FakeDns::~FakeDns() {
  state_->closed = true;
  boost::system::error_code ignored;
  state_->socket.close(ignored);
  state_->acceptor.close(ignored);
}

SocketAddress FakeDns::address() const { return state_->address; }
int FakeDns::seen() const { return state_->seen; }
int FakeDns::connections() const { return state_->connections; }
int FakeDns::most_in_flight() const { return state_->most_in_flight; }

}  // namespace vnetprobe::test
