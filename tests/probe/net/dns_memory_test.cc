// By itself, for its own operator new: what the program takes is counted, whoever frees it.
#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <cstdlib>
#include <doctest/doctest.h>
#include <new>
#include <sys/socket.h>

#include "probe/net/dns_client.h"
#include "probe/net/socket.h"
#include "tests/probe/dns/message_builder.h"

namespace {

int taken = 0;

void* counted(std::size_t size) {
  ++taken;
  if (void* room = std::malloc(size)) return room;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* room) noexcept { std::free(room); }
void operator delete[](void* room) noexcept { std::free(room); }
void operator delete(void* room, std::size_t) noexcept { std::free(room); }
void operator delete[](void* room, std::size_t) noexcept { std::free(room); }

namespace vnetprobe {
namespace {

using test::Bytes;
using test::MessageBuilder;

constexpr const char* kName = "mystorage01.blob.core.windows.net";
constexpr const char* kPrivate = "mystorage01.privatelink.blob.core.windows.net";

constexpr int kAll = 200;  // questions

// Answers each question that has come with these bytes, under its id. No word of the test framework from here
// to the end: it takes memory itself.
void answer(int server, const Bytes& bytes) {
  std::array<std::uint8_t, 512> packet{};
  sockaddr_storage from{};
  auto* const peer = reinterpret_cast<sockaddr*>(&from);
  socklen_t size = sizeof from;
  if (::recvfrom(server, packet.data(), packet.size(), 0, peer, &size) < 2) return;
  std::copy(bytes.begin() + 2, bytes.end(), packet.begin() + 2);
  ::sendto(server, packet.data(), bytes.size(), 0, peer, size);
}

struct Row {
  std::uint16_t type;
  Bytes bytes;
};

// Asks for one row and the other from the loop, as a sweep does.
class Asker {
 public:
  Asker(Waits& waits, DnsClient& client, const std::array<Row, 2>& rows)
      : waits_(waits),
        client_(client),
        rows_(rows),
        server_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    const KernelAddress anywhere = to_kernel({IpAddress::parse("127.0.0.1").value(), 0});
    REQUIRE(::bind(server_.get(), anywhere.get(), anywhere.size) == 0);
    ask_.view = "a view with a long name";
    ask_.subject = ask_.name = kName;
    ask_.server = local_address(server_.get()).value();
    told_.reserve(1);
  }

  // One that nobody answers: without any c-ares would close its socket, and the next costs a new one.
  void ask_in_vain() {
    client_.ask(ask_, [](DnsQuestion&&) {});
    std::array<std::uint8_t, 512> packet{};
    REQUIRE(::recv(server_.get(), packet.data(), packet.size(), 0) > 0);
  }

  void go_on() {
    // The first ones have everything made: sockets, lists, and what is used again.
    constexpr int kFirst = 20;
    const Row& row = rows_.at(static_cast<std::size_t>(count_ % 2));
    if (count_ > kFirst) most_ = std::max(most_, taken - before_);
    if (++count_ > kAll) return waits_.interrupt();
    before_ = taken;
    ask_.type = row.type;
    client_.ask(ask_, [this](DnsQuestion&& question) {
      right_ += question.outcome == DnsOutcome::answered && question.answers.front().data == kPrivate ? 1 : 0;
      told_.push_back(std::move(question));
      client_.use_again(told_);
      asio::post(waits_.io(), [this] { go_on(); });
    });
    answer(server_.get(), row.bytes);
  }
  int right() const { return right_; }
  int most_taken() const { return most_; }

 private:
  Waits& waits_;
  DnsClient& client_;
  const std::array<Row, 2>& rows_;
  UniqueFd server_;
  DnsAsk ask_{};
  std::vector<DnsQuestion> told_{};
  int count_ = 0;
  int before_ = 0;
  int most_ = 0;
  int right_ = 0;
};

TEST_CASE("from a question to its answer nothing is taken that those before it did not have") {
  const Bytes soa = test::soa_data("ns.example.net", "azureprivatedns-host.microsoft.com");
  const std::array<Row, 2> rows = {
      Row{rr::kA, MessageBuilder(1, kName, rr::kA).cname(kName, kPrivate).a(kPrivate, "10.1.3.5").bytes()},
      Row{rr::kAAAA, MessageBuilder(1, kName, rr::kAAAA)
                         .cname(kName, kPrivate)
                         .authority("example.net", rr::kSOA, soa)
                         .bytes()}};
  asio::io_context io(1);
  Waits waits(io);
  NetOptions options;
  options.max_qps = 0;
  DnsClient client(waits, options);
  Asker asker(waits, client, rows);
  asker.ask_in_vain();
  asio::post(io, [&] { asker.go_on(); });
  io.run();
  CHECK(asker.right() == kAll);
  CHECK(asker.most_taken() == 0);
}

}  // namespace
}  // namespace vnetprobe
