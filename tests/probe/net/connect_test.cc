#include <doctest/doctest.h>
#include <sys/resource.h>

#include "probe/net/port_sample.h"
#include "probe/net/tcp_attempt.h"
#include "probe/net/tcp_dial.h"
#include "tests/probe/net/contact_lab.h"
#include "tests/probe/net/stray_event.h"

namespace vnetprobe {
namespace {

using namespace std::chrono_literals;
using test::ContactLab;
using test::FakePeer;
using test::FakeServer;

asio::awaitable<void> hold(std::shared_ptr<FakePeer> peer) { co_await peer->wait_for_close(); }

TEST_CASE("a connection, and nothing on it") {
  ContactLab lab;
  FakeServer server(lab.io, nullptr, hold);
  const Contact contact = lab.contact(ContactLab::ask(server.port(), false));
  REQUIRE(contact.connect);
  CHECK(contact.connect->outcome == ConnectOutcome::connected);
  CHECK(contact.connect->error == "");
  CHECK(contact.connect->local_address == "127.0.0.1");
  REQUIRE(contact.connect->tries.size() == 1);
  CHECK(contact.connect->tries[0].outcome == ConnectOutcome::connected);
  CHECK_FALSE(contact.tls);
  CHECK_FALSE(contact.http);
  CHECK(contact.target == test::kHost);
  CHECK(contact.port == server.port());
}

TEST_CASE("a closed port refuses at once") {
  ContactLab lab;
  std::uint16_t port = 0;
  { port = FakeServer(lab.io, nullptr, hold).port(); }
  const Contact contact = lab.contact(ContactLab::ask(port, true));
  CHECK(contact.connect.value().outcome == ConnectOutcome::refused);
  CHECK(contact.connect->error == "Connection refused");
  CHECK(contact.connect->tries.size() == 1);
  CHECK_FALSE(contact.tls);
  CHECK(lab.handshakes == 0);
}

TEST_CASE("no socket is to be had: that is no word about the port") {
  ContactLab lab;
  FakeServer server(lab.io, nullptr, hold);
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  rlimit none = before;
  none.rlim_cur = 0;
  ::setrlimit(RLIMIT_NOFILE, &none);
  const Contact contact = lab.contact(ContactLab::ask(server.port(), true));
  ::setrlimit(RLIMIT_NOFILE, &before);
  CHECK(contact.connect.value().outcome == ConnectOutcome::interrupted);
  CHECK(contact.connect->error == "Too many open files");
  CHECK(lab.toolbox->lacked() == "this machine has too few file descriptors (Too many open files)");
}

// A port that drops packets until it is opened.
class FullPort {
 public:
  explicit FullPort(asio::io_context& io) : acceptor_(io), filler_(io) {
    acceptor_.open(asio::ip::tcp::v4());
    acceptor_.bind({asio::ip::make_address("127.0.0.1"), 0});
    // A queue that is full takes no more: its SYNs are dropped by the kernel.
    acceptor_.listen(0);
    filler_.connect(acceptor_.local_endpoint());
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  void open() { acceptor_.accept(); }

 private:
  asio::ip::tcp::acceptor acceptor_;
  asio::ip::tcp::socket filler_;
};

TEST_CASE("a port that drops packets is dialled from two ports and given up at the timeout") {
  ContactLab lab;
  const FullPort full(lab.io);
  SUBCASE("to the end") {
    const Contact contact = lab.contact(ContactLab::ask(full.port(), true));
    const Connect& connect = contact.connect.value();
    CHECK(connect.outcome == ConnectOutcome::timed_out);
    CHECK(connect.duration >= 150ms);
    CHECK(connect.duration < 250ms);
    REQUIRE(connect.tries.size() == 2);
    CHECK(connect.tries[0].outcome == ConnectOutcome::timed_out);
    CHECK(connect.tries[1].started - connect.tries[0].started >= 75ms);
  }
  SUBCASE("until the run is interrupted") {
    asio::steady_timer soon(lab.io, 10ms);
    soon.async_wait([&lab](auto) { lab.toolbox->interrupt(); });
    const Contact contact = lab.contact(ContactLab::ask(full.port(), true));
    CHECK(contact.connect.value().outcome == ConnectOutcome::interrupted);
    CHECK(contact.connect->tries.at(0).outcome == ConnectOutcome::interrupted);
    CHECK(contact.connect->duration < 100ms);
    const Contact later = lab.contact(ContactLab::ask(full.port(), true));
    CHECK(later.connect.value().outcome == ConnectOutcome::interrupted);
    CHECK(later.connect->tries.empty());
  }
}

TEST_CASE("an event that was another's is no connection, and hides none") {
  asio::io_context io(1);
  Waits waits(io);
  FullPort full(io);
  const IpAddress loopback = IpAddress::parse("127.0.0.1").value();
  // The kernel sends its second SYN after a second.
  constexpr auto kTimeout = 8s;
  SUBCASE("dialled") {
    const auto dial = [&]() -> asio::awaitable<Dialled> {
      co_await test::leave_stray_event(waits);
      asio::post(io, [&] { full.open(); });  // behind the event
      SocketAddress to{.address = loopback, .port = full.port()};
      Dialled dialled = co_await tcp_dial(waits, to, kTimeout, "");
      co_return dialled;
    };
    const Dialled dialled = test::finish(io, dial());
    CHECK(dialled.connect.outcome == ConnectOutcome::connected);
    CHECK(dialled.connect.duration > 0.5s);
    CHECK(dialled.connect.tries.size() == 1);  // the other one would begin at half the time
  }
  SUBCASE("sampled") {
    const auto sample = [&]() -> asio::awaitable<std::vector<PortSeen>> {
      co_await test::leave_stray_event(waits);
      asio::post(io, [&] { full.open(); });
      std::vector<std::uint16_t> ports = {full.port()};
      std::vector<PortSeen> seen = co_await sample_ports(waits, loopback, std::move(ports), kTimeout, "");
      co_return seen;
    };
    const std::vector<PortSeen> seen = test::finish(io, sample());
    REQUIRE(seen.size() == 1);
    CHECK(seen.front().connect.outcome == ConnectOutcome::connected);
  }
}

TEST_CASE("sent from where it is told to") {
  asio::io_context io(1);
  Waits waits(io);
  asio::ip::tcp::acceptor server(io, {asio::ip::make_address("127.0.0.1"), 0});
  const SocketAddress to = {IpAddress::parse("127.0.0.1").value(), server.local_endpoint().port()};
  struct Row {
    const char* story;
    std::string source;
    ConnectOutcome outcome;
    std::string local;
  };
  const Row rows[] = {
      {"an address", "127.0.0.9", ConnectOutcome::connected, "127.0.0.9"},
      {"an address of another family", "::1", ConnectOutcome::connected, "127.0.0.1"},
      {"an interface is not used towards loopback", "nosuch0", ConnectOutcome::connected, "127.0.0.1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const Dialled dialled = test::finish(io, tcp_dial(waits, to, 100ms, row.source));
    if (row.source == "::1") {
      CHECK(dialled.connect.outcome == ConnectOutcome::unreachable);
      continue;
    }
    CHECK(dialled.connect.outcome == row.outcome);
    CHECK(dialled.connect.local_address == row.local);
  }
}

TEST_CASE("what errno says") {
  CHECK(connect_outcome(0) == ConnectOutcome::connected);
  CHECK(connect_outcome(ECONNREFUSED) == ConnectOutcome::refused);
  CHECK(connect_outcome(EHOSTUNREACH) == ConnectOutcome::unreachable);
  CHECK(connect_outcome(ENETUNREACH) == ConnectOutcome::unreachable);
  CHECK(connect_outcome(ETIMEDOUT) == ConnectOutcome::timed_out);
  CHECK(connect_outcome(ECONNRESET) == ConnectOutcome::reset);
  CHECK(connect_outcome(EPERM) == ConnectOutcome::failed);
}

}  // namespace
}  // namespace vnetprobe
