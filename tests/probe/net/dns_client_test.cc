#include "probe/net/dns_client.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <doctest/doctest.h>
#include <list>
#include <sys/resource.h>

#include "tests/probe/net/fake_dns.h"
#include "tests/probe/net/loop.h"

namespace vnetprobe {
namespace {

using namespace std::chrono_literals;
using test::Bytes;
using test::FakeDns;
using test::FakeQuery;
using test::FakeReply;
using test::MessageBuilder;
using test::operator+;
using Replies = std::vector<FakeReply>;
using Outcomes = std::vector<DnsOutcome>;

constexpr const char* kName = "mystorage01.blob.core.windows.net";
constexpr auto kTimeout = 250ms;

Replies one(const MessageBuilder& message, std::chrono::milliseconds after = 0ms) {
  return {{.bytes = message.bytes(), .after = after}};
}
MessageBuilder to(const FakeQuery& query) { return MessageBuilder(query.message); }
MessageBuilder right(const FakeQuery& query) { return to(query).a(kName, "10.1.3.5"); }

NetOptions quick() {
  NetOptions options;
  options.timeout = kTimeout;
  return options;
}

// Where only the pace is looked at and no question is to be repeated.
NetOptions patient() {
  NetOptions options;
  options.timeout = 2000ms;
  return options;
}

struct Lab {
  asio::io_context io{1};
  Waits waits{io};
  std::optional<DnsClient> client{};

  explicit Lab(NetOptions options = quick()) { client.emplace(waits, options); }
  ~Lab() {
    waits.interrupt();
    client.reset();
    io.run();
  }
  DnsQuestion ask(const SocketAddress& server, Transport transport = Transport::udp) {
    DnsAsk question;
    question.server = server;
    question.name = kName;
    question.transport = transport;
    return test::finish(io, client->ask(question));
  }
  std::vector<DnsQuestion> ask_many(const std::vector<SocketAddress>& servers) {
    std::vector<DnsQuestion> done;
    for (const SocketAddress& server : servers) {
      DnsAsk question;
      question.server = server;
      question.name = kName;
      asio::co_spawn(io, client->ask(question),
                     [&](std::exception_ptr, DnsQuestion q) { done.push_back(q); });
    }
    io.restart();
    while (done.size() < servers.size()) io.run_one();
    return done;
  }
};

Outcomes outcomes(const DnsQuestion& question) {
  Outcomes all;
  for (const DnsTry& each : question.tries) all.push_back(each.outcome);
  return all;
}

TEST_CASE("a server that could not be asked for want of a socket is not given up") {
  NetOptions options;
  options.timeout = 20ms;
  Lab lab(options);
  const SocketAddress server = {.address = IpAddress::parse("127.0.0.1").value(), .port = 9};
  const SocketAddress other = {.address = IpAddress::parse("127.0.0.2").value(), .port = 9};
  lab.ask(other);  // the loop has all the descriptors of its own now
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  rlimit none = before;
  none.rlim_cur = 0;
  ::setrlimit(RLIMIT_NOFILE, &none);
  Outcomes outcomes;
  try {
    for (int i = 0; i < 4; ++i) outcomes.push_back(lab.ask(server).outcome);
  } catch (const std::exception& error) {
    CHECK(error.what() == std::string());
  }
  ::setrlimit(RLIMIT_NOFILE, &before);
  CHECK(outcomes == Outcomes(4, DnsOutcome::interrupted));
  CHECK(lab.waits.lacked() == EMFILE);
}

TEST_CASE("one answer over UDP") {
  struct Row {
    const char* story;
    std::function<Replies(const FakeQuery&)> script;
    DnsOutcome outcome;
    int rcode;
    std::size_t tries;
  };
  const Row rows[] = {
      {"the address", [](const FakeQuery& q) { return one(right(q)); }, DnsOutcome::answered, 0, 1},
      {"no such name, with the SOA",
       [](const FakeQuery& q) {
         return one(to(q).rcode(3).authority("privatelink.blob.core.windows.net", rr::kSOA,
                                             test::soa_data("a", "b")));
       },
       DnsOutcome::answered, rcode::kNxDomain, 1},
      {"REFUSED ends it", [](const FakeQuery& q) { return one(to(q).rcode(5)); }, DnsOutcome::answered,
       rcode::kRefused, 1},
      {"SERVFAIL is asked again, and stays", [](const FakeQuery& q) { return one(to(q).rcode(2)); },
       DnsOutcome::answered, rcode::kServFail, 2},
      {"SERVFAIL, then right",
       [](const FakeQuery& q) { return q.number == 1 ? one(to(q).rcode(2)) : one(right(q)); },
       DnsOutcome::answered, 0, 2},
      {"the first packet is lost",
       [](const FakeQuery& q) { return q.number == 1 ? Replies{} : one(right(q)); }, DnsOutcome::answered, 0,
       2},
      {"a late answer to the first of two",
       [](const FakeQuery& q) { return q.number == 1 ? one(right(q), 45ms) : Replies{}; },
       DnsOutcome::answered, 0, 2},
      {"a header alone that says FORMERR, with EDNS and without",
       [](const FakeQuery& q) { return one(to(q).no_question().rcode(1)); }, DnsOutcome::answered,
       rcode::kFormErr, 2},
      {"FORMERR to EDNS, and right without",
       [](const FakeQuery& q) { return one(q.message.opt ? to(q).rcode(1) : right(q)); },
       DnsOutcome::answered, 0, 2},
      {"a header alone to EDNS, and right without",
       [](const FakeQuery& q) { return one(q.message.opt ? to(q).no_question().rcode(1) : right(q)); },
       DnsOutcome::answered, 0, 2},
      {"FORMERR of one that knows EDNS", [](const FakeQuery& q) { return one(to(q).rcode(1).opt({})); },
       DnsOutcome::answered, rcode::kFormErr, 1},
      {"FORMERR to another question, then right",
       [](const FakeQuery& q) {
         return Replies{
             FakeReply{.bytes = MessageBuilder(q.message.id, "x.example", rr::kA).rcode(1).bytes()},
             FakeReply{.bytes = right(q).bytes()}};
       },
       DnsOutcome::answered, 0, 1},
      {"with an extended error",
       [](const FakeQuery& q) { return one(right(q).opt(test::extended_error(18, "no"))); },
       DnsOutcome::answered, 0, 1},
      {"an empty datagram, then the answer",
       [](const FakeQuery& q) {
         return Replies{FakeReply{}, FakeReply{.bytes = right(q).bytes()}};
       },
       DnsOutcome::answered, 0, 1},
      {"garbage, then the answer",
       [](const FakeQuery& q) {
         return Replies{FakeReply{.bytes = Bytes(20, 0xEE)}, FakeReply{.bytes = right(q).bytes()}};
       },
       DnsOutcome::answered, 0, 1},
      {"another's question, then the answer",
       [](const FakeQuery& q) {
         return Replies{
             FakeReply{
                 .bytes =
                     MessageBuilder(q.message.id, "x.example", rr::kA).a("x.example", "10.6.6.6").bytes()},
             FakeReply{.bytes = right(q).bytes()}};
       },
       DnsOutcome::answered, 0, 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    Lab lab;
    FakeDns server(lab.io, "127.0.0.1", row.script);
    const DnsQuestion question = lab.ask(server.address());
    CHECK(question.outcome == row.outcome);
    CHECK(question.rcode == row.rcode);
    CHECK(question.tries.size() == row.tries);
    CHECK(question.transport == Transport::udp);
    CHECK(question.duration < kTimeout);
    if (row.rcode == 0) CHECK(question.answers == std::vector<DnsRecord>{{kName, rr::kA, 60, "10.1.3.5"}});
    if (row.rcode == 3) CHECK(question.authorities.size() == 1);
  }
}

TEST_CASE("what an answer says of itself is kept") {
  Lab lab;
  FakeDns server(lab.io, "127.0.0.1", [](const FakeQuery& q) {
    CHECK(q.message.opt.value().udp_size == 1232);
    CHECK(q.message.flags.rd);
    return one(right(q).flags(0x0420).opt(test::extended_error(15, "blocked") + test::option(3, {1, 2})));
  });
  const DnsQuestion question = lab.ask(server.address());
  CHECK(question.flags == DnsFlags{.aa = true, .rd = true, .ra = true, .ad = true});
  REQUIRE(question.opt);
  CHECK(question.opt->errors.at(0).code == 15);
  CHECK(question.opt->errors.at(0).text == "blocked");
  CHECK(question.opt->nsid == "0102");
}

TEST_CASE("nothing usable over UDP") {
  struct Row {
    const char* story;
    std::function<Replies(const FakeQuery&)> script;
    DnsOutcome outcome;
  };
  const Row rows[] = {
      {"silence", [](const FakeQuery&) { return Replies{}; }, DnsOutcome::silent},
      {"garbage", [](const FakeQuery&) { return Replies{FakeReply{.bytes = Bytes(40, 0xEE)}}; },
       DnsOutcome::garbage},
      {"text",
       [](const FakeQuery&) {
         return Replies{FakeReply{.bytes = Bytes{'h', 'i'}}};
       },
       DnsOutcome::garbage},
      {"an empty datagram", [](const FakeQuery&) { return Replies{FakeReply{}}; }, DnsOutcome::garbage},
      {"the right question and then garbage",
       [](const FakeQuery& q) {
         return one(to(q).answer(kName, rr::kA, {1, 2, 3}));
       },
       DnsOutcome::garbage},
      {"the question sent back",
       [](const FakeQuery& q) {
         return Replies{FakeReply{.bytes = build_query({.id = q.message.id, .name = kName}).value()}};
       },
       DnsOutcome::garbage},
      {"the wrong id",
       [](const FakeQuery& q) {
         return one(MessageBuilder(static_cast<std::uint16_t>(q.message.id + 1), kName, rr::kA)
                        .a(kName, "10.6.6.6"));
       },
       DnsOutcome::silent},
      {"the wrong question",
       [](const FakeQuery& q) { return one(MessageBuilder(q.message.id, "x.example", rr::kA)); },
       DnsOutcome::silent},
      {"the wrong type",
       [](const FakeQuery& q) { return one(MessageBuilder(q.message.id, kName, rr::kAAAA)); },
       DnsOutcome::silent},
  };
  // All at once, since each takes the whole of its time.
  Lab lab;
  std::list<FakeDns> servers;
  std::vector<SocketAddress> addresses;
  for (const Row& row : rows)
    addresses.push_back(servers.emplace_back(lab.io, "127.0.0.1", row.script).address());
  const auto questions = lab.ask_many(addresses);
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const std::size_t number = static_cast<std::size_t>(&row - rows);
    const auto asked = std::find_if(questions.begin(), questions.end(),
                                    [&](const DnsQuestion& q) { return q.server == addresses[number]; });
    REQUIRE(asked != questions.end());
    const DnsQuestion& question = *asked;
    CHECK(question.outcome == row.outcome);
    CHECK(outcomes(question) == Outcomes(4, row.outcome));
    CHECK(question.rcode == -1);
    CHECK(question.answers.empty());
    CHECK(std::next(servers.begin(), static_cast<std::ptrdiff_t>(number))->seen() == 4);
    // Exactly the timeout when nothing came; sooner when every try has ended.
    CHECK(question.duration < kTimeout + 80ms);
    if (row.outcome == DnsOutcome::silent) CHECK(question.duration >= kTimeout);
    const double due[] = {0, 0.1, 0.3, 0.7};
    for (std::size_t i = 0; i < 4; ++i) {
      const Millis after = question.tries[i].started - question.started;
      CHECK(after >= due[i] * Millis(kTimeout));
      CHECK(after < due[i] * Millis(kTimeout) + 50ms);
    }
  }
}

TEST_CASE("a closed port answers every try at once") {
  Lab lab;
  FakeDns server(lab.io, "127.0.0.1", {}, {.udp = false, .tcp = false});
  const DnsQuestion udp = lab.ask(server.address());
  CHECK(udp.outcome == DnsOutcome::refused);
  CHECK(outcomes(udp) == Outcomes(4, DnsOutcome::refused));
  CHECK(udp.duration < kTimeout);
  const DnsQuestion tcp = lab.ask(server.address(), Transport::tcp);
  CHECK(tcp.outcome == DnsOutcome::refused);
  CHECK(outcomes(tcp) == Outcomes(4, DnsOutcome::refused));
}

TEST_CASE("a truncated answer goes over to TCP") {
  const auto script = [](const FakeQuery& q) {
    return one(q.transport == Transport::udp ? to(q).flags(0x0200) : right(q));
  };
  SUBCASE("which answers") {
    Lab lab;
    FakeDns server(lab.io, "127.0.0.1", script);
    const DnsQuestion question = lab.ask(server.address());
    CHECK(question.outcome == DnsOutcome::answered);
    CHECK(question.transport == Transport::tcp);
    CHECK_FALSE(question.flags.tc);
    CHECK(question.answers.size() == 1);
    REQUIRE(question.tries.size() == 2);
    CHECK(question.tries[0].transport == Transport::udp);
    CHECK(question.tries[0].outcome == DnsOutcome::answered);
    CHECK(question.tries[1].transport == Transport::tcp);
    CHECK(question.duration < 50ms);
  }
  SUBCASE("which cuts it too, and a part of an answer is none") {
    for (const Transport first : {Transport::udp, Transport::tcp}) {
      Lab lab;
      FakeDns server(lab.io, "127.0.0.1", [](const FakeQuery& q) { return one(right(q).flags(0x0200)); });
      const DnsQuestion question = lab.ask(server.address(), first);
      CHECK(question.outcome == DnsOutcome::garbage);
      CHECK(question.transport == Transport::tcp);
      CHECK(question.flags.tc);
      CHECK(question.answers.empty());
      CHECK(question.tries.size() == (first == Transport::udp ? 2 : 1));
      CHECK(question.tries.back().outcome == DnsOutcome::garbage);
      CHECK(question.duration < kTimeout);
    }
  }
  SUBCASE("which is closed") {
    Lab lab;
    FakeDns server(lab.io, "127.0.0.1", script, {.tcp = false});
    const DnsQuestion question = lab.ask(server.address());
    CHECK(question.outcome == DnsOutcome::refused);
    CHECK(question.transport == Transport::tcp);
    CHECK(question.flags.tc);
    CHECK(question.answers.empty());
    CHECK(outcomes(question) == Outcomes{DnsOutcome::answered, DnsOutcome::refused, DnsOutcome::refused,
                                         DnsOutcome::refused, DnsOutcome::refused});
  }
  SUBCASE("which is silent") {
    Lab lab;
    FakeDns server(lab.io, "127.0.0.1", [](const FakeQuery& q) {
      return q.transport == Transport::udp ? one(to(q).flags(0x0200)) : Replies{};
    });
    const DnsQuestion question = lab.ask(server.address());
    CHECK(question.outcome == DnsOutcome::silent);
    CHECK(question.flags.tc);
    CHECK(outcomes(question) == Outcomes{DnsOutcome::answered, DnsOutcome::silent});
    CHECK(question.duration >= kTimeout);
  }
}

TEST_CASE("many at once to a server that refuses EDNS") {
  Lab lab;
  FakeDns server(lab.io, "127.0.0.1",
                 [](const FakeQuery& q) { return one(q.message.opt ? to(q).rcode(1) : right(q)); });
  for (const DnsQuestion& question : lab.ask_many(std::vector<SocketAddress>(10, server.address()))) {
    CHECK(question.rcode == 0);
    CHECK(question.tries.size() == 2);
  }
  // Over TCP c-ares asks again by itself, but not what was under way already.
  for (int i = 0; i < 3; ++i) CHECK(lab.ask(server.address(), Transport::tcp).rcode == 0);
}

TEST_CASE("TCP") {
  SUBCASE("one connection serves several questions") {
    Lab lab;
    FakeDns server(lab.io, "127.0.0.1", [](const FakeQuery& q) { return one(right(q)); });
    for (int i = 0; i < 3; ++i)
      CHECK(lab.ask(server.address(), Transport::tcp).outcome == DnsOutcome::answered);
    CHECK(server.connections() == 1);
  }
  SUBCASE("a server that closes is asked again") {
    Lab lab;
    FakeDns server(lab.io, "127.0.0.1", [](const FakeQuery& q) {
      return q.number == 1 ? Replies{FakeReply{.cut = true}} : one(right(q));
    });
    const DnsQuestion question = lab.ask(server.address(), Transport::tcp);
    CHECK(question.outcome == DnsOutcome::answered);
    CHECK(outcomes(question) == Outcomes{DnsOutcome::cut, DnsOutcome::answered});
  }
  SUBCASE("a server that always closes") {
    Lab lab;
    FakeDns server(lab.io, "127.0.0.1", [](const FakeQuery&) { return Replies{FakeReply{.cut = true}}; });
    CHECK(lab.ask(server.address(), Transport::tcp).outcome == DnsOutcome::cut);
  }
}

TEST_CASE("IPv6") {
  Lab lab;
  FakeDns server(lab.io, "::1", [](const FakeQuery& q) { return one(right(q)); });
  CHECK(lab.ask(server.address()).outcome == DnsOutcome::answered);
  CHECK(lab.ask(server.address(), Transport::tcp).outcome == DnsOutcome::answered);
}

TEST_CASE("a name that cannot be sent is not sent") {
  Lab lab;
  FakeDns server(lab.io, "127.0.0.1", [](const FakeQuery& q) { return one(right(q)); });
  DnsAsk question;
  question.server = server.address();
  question.name = "a..b";
  const DnsQuestion asked = test::finish(lab.io, lab.client->ask(question));
  CHECK(asked.outcome == DnsOutcome::unreachable);
  CHECK(asked.tries.empty());
  CHECK(server.seen() == 0);
}

TEST_CASE("a name is asked in lower case, the root as the root") {
  Lab lab;
  std::vector<std::string> seen;
  FakeDns server(lab.io, "127.0.0.1", [&seen](const FakeQuery& q) {
    seen.push_back(q.message.question.name);
    return one(to(q));
  });
  for (const char* name : {"MyStorage01.Blob.Core.Windows.NET.", "."}) {
    DnsAsk question;
    question.server = server.address();
    question.name = name;
    CHECK(test::finish(lab.io, lab.client->ask(question)).outcome == DnsOutcome::answered);
  }
  CHECK(seen == std::vector<std::string>{kName, ""});
}

TEST_CASE("no more questions at once than allowed") {
  NetOptions options = patient();
  options.max_in_flight = 3;
  Lab lab(options);
  FakeDns server(lab.io, "127.0.0.1", [](const FakeQuery& q) { return one(right(q), 2ms); });
  for (const DnsQuestion& question : lab.ask_many(std::vector<SocketAddress>(20, server.address())))
    CHECK(question.outcome == DnsOutcome::answered);
  CHECK(server.most_in_flight() == 3);
}

TEST_CASE("no faster than allowed") {
  NetOptions options = patient();
  options.max_qps = 200;
  options.burst = 5;
  Lab lab(options);
  FakeDns server(lab.io, "127.0.0.1", [](const FakeQuery& q) { return one(right(q)); });
  const Millis begin = lab.waits.now();
  const auto questions = lab.ask_many(std::vector<SocketAddress>(25, server.address()));
  const Millis took = lab.waits.now() - begin;
  CHECK(took >= 100ms);  // 5 at once, 20 more at 200 a second
  CHECK(took < 250ms);
  for (const DnsQuestion& question : questions) {
    CHECK(question.outcome == DnsOutcome::answered);
    CHECK(question.tries.size() == 1);
    CHECK(question.duration < 60ms);  // the time in the queue is not the resolver's
  }
}

TEST_CASE("0 lifts a limit") {
  NetOptions options = patient();
  options.timeout = 20000ms;  // so that no question is asked again before the last was asked at all
  options.max_in_flight = options.max_qps = 0;
  Lab lab(options);
  FakeDns server(lab.io, "127.0.0.1", [](const FakeQuery& q) { return one(right(q), 500ms); });
  lab.ask_many(std::vector<SocketAddress>(200, server.address()));
  CHECK(server.most_in_flight() == 200);
}

TEST_CASE("loopback stubs share one pace") {
  NetOptions options = patient();
  options.max_in_flight = 2;
  Lab lab(options);
  int in_flight = 0, most = 0;
  const auto script = [&](const FakeQuery& q) {
    most = std::max(most, ++in_flight);
    asio::steady_timer timer(lab.io);
    auto later = std::make_shared<asio::steady_timer>(lab.io, 2ms);
    later->async_wait([&in_flight, later](auto) { --in_flight; });
    return one(right(q), 2ms);
  };
  FakeDns one_stub(lab.io, "127.0.0.1", script), other_stub(lab.io, "127.0.0.53", script);
  std::vector<SocketAddress> servers;
  for (int i = 0; i < 6; ++i) servers.insert(servers.end(), {one_stub.address(), other_stub.address()});
  lab.ask_many(servers);
  CHECK(most == 2);
}

TEST_CASE("a silent resolver costs exactly the timeout, once") {
  NetOptions options = quick();
  options.max_in_flight = 2;
  Lab lab(options);
  FakeDns silent(lab.io, "127.0.0.1", [](const FakeQuery&) { return Replies{}; });
  const Millis begin = lab.waits.now();
  const auto questions = lab.ask_many(std::vector<SocketAddress>(9, silent.address()));
  const DnsQuestion later = lab.ask(silent.address());
  const Millis took = lab.waits.now() - begin;
  CHECK(took >= kTimeout);
  CHECK(took < kTimeout + 80ms);
  int asked = 0;
  for (const DnsQuestion& question : questions) {
    CHECK(question.outcome == DnsOutcome::silent);
    asked += question.tries.empty() ? 0 : 1;
  }
  CHECK(asked == 2);
  CHECK(later.outcome == DnsOutcome::silent);
  CHECK(later.tries.empty());
  CHECK(silent.seen() == 8);
}

TEST_CASE("one answer keeps a resolver in") {
  NetOptions options = quick();
  options.max_in_flight = 1;
  Lab lab(options);
  FakeDns server(lab.io, "127.0.0.1",
                 [](const FakeQuery& q) { return q.number == 1 ? one(right(q)) : Replies{}; });
  const auto questions = lab.ask_many(std::vector<SocketAddress>(3, server.address()));
  for (const DnsQuestion& question : questions) CHECK_FALSE(question.tries.empty());
}

TEST_CASE("interrupt ends what is asked, what waits its turn, and what will be asked") {
  NetOptions options;  // five seconds
  options.max_in_flight = 1;
  Lab lab(options);
  FakeDns silent(lab.io, "127.0.0.1", [&lab](const FakeQuery&) {
    lab.waits.interrupt();
    return Replies{};
  });
  const auto questions = lab.ask_many(std::vector<SocketAddress>(2, silent.address()));
  for (const DnsQuestion& question : questions) CHECK(question.outcome == DnsOutcome::interrupted);
  CHECK(outcomes(questions[0]).size() + outcomes(questions[1]).size() == 1);
  CHECK(lab.ask(silent.address()).outcome == DnsOutcome::interrupted);
  CHECK(lab.waits.now() < 1000ms);
}

TEST_CASE("a loop with nothing left to ask ends, though c-ares keeps sockets and late questions") {
  Lab lab;
  FakeDns silent(lab.io, "127.0.0.1",
                 [](const FakeQuery& q) { return q.number == 4 ? one(right(q)) : Replies{}; });
  auto tcp =
      std::make_optional<FakeDns>(lab.io, "127.0.0.2", [](const FakeQuery& q) { return one(right(q)); });
  CHECK(lab.ask(silent.address()).tries.size() == 4);
  CHECK(lab.ask(tcp->address(), Transport::tcp).outcome == DnsOutcome::answered);
  // The fakes hold the loop up, so what is watched is asked of a loop of its own.
  asio::io_context io(1);
  Waits waits(io);
  DnsClient client(waits, quick());
  DnsAsk question;
  question.server = silent.address();
  question.name = kName;
  bool done = false;
  asio::co_spawn(io, client.ask(question), [&done](std::exception_ptr, DnsQuestion) { done = true; });
  const auto begin = std::chrono::steady_clock::now();
  io.run();
  CHECK(done);
  CHECK(std::chrono::steady_clock::now() - begin < kTimeout + 80ms);
}

TEST_CASE("who asks by a call back is called from the loop, and may ask again from there without end") {
  Lab lab;
  const auto answering = [](const FakeQuery& q) { return one(right(q)); };
  FakeDns server(lab.io, "127.0.0.1", answering);
  constexpr int kQuestions = 100'000;  // deep enough for a stack, if one stood on the other
  int told = 0;
  bool inside = false;
  std::function<void()> ask_on = [&] {
    inside = true;
    DnsAsk question;
    question.server = server.address();
    question.name = std::string(300, 'x');  // cannot be sent: over before it began
    lab.client->ask(std::move(question), [&](DnsQuestion&& answer) {
      CHECK_FALSE(inside);
      if (answer.outcome == DnsOutcome::unreachable && ++told < kQuestions) ask_on();
    });
    inside = false;
  };
  ask_on();
  lab.io.restart();
  while (told < kQuestions) REQUIRE(lab.io.run_one() > 0);
  CHECK(lab.ask(server.address()).outcome == DnsOutcome::answered);
}

TEST_CASE("what answers lead to leaves at once, when all of them are told") {
  Lab lab(patient());
  asio::ip::udp::socket server(lab.io, {asio::ip::make_address("127.0.0.1"), 0});
  DnsAsk question;
  question.server = {IpAddress::parse("127.0.0.1").value(), server.local_endpoint().port()};
  question.name = kName;
  std::vector<std::size_t> at_the_server;  // bytes that wait to be read, as each is told
  constexpr std::size_t kQuestions = 3;
  for (std::size_t i = 0; i < kQuestions; ++i)
    lab.client->ask(question, [&](DnsQuestion&& answer) {
      CHECK(answer.outcome == DnsOutcome::answered);
      at_the_server.push_back(server.available());
      lab.client->ask(question, [](DnsQuestion&&) {});
    });
  for (std::size_t i = 0; i < kQuestions; ++i) {
    Bytes bytes(512);
    asio::ip::udp::endpoint from;
    bytes.resize(server.receive_from(asio::buffer(bytes), from));
    FakeQuery query;
    query.message = parse_message(bytes).value();
    server.send_to(asio::buffer(right(query).bytes()), from);
  }
  while (at_the_server.size() < kQuestions) lab.io.run_one();
  CHECK(at_the_server == std::vector<std::size_t>(kQuestions, 0));
  CHECK(server.available() > 0);
}

TEST_CASE("a client that goes tells who still asks") {
  Lab lab;
  FakeDns silent(lab.io, "127.0.0.1", [](const FakeQuery&) { return Replies{}; });
  std::vector<DnsOutcome> told;
  for (int i = 0; i < 2; ++i) {
    DnsAsk question;
    question.server = silent.address();
    question.name = kName;
    lab.client->ask(std::move(question), [&](DnsQuestion&& answer) { told.push_back(answer.outcome); });
  }
  lab.client.reset();
  CHECK(told == std::vector<DnsOutcome>(2, DnsOutcome::interrupted));
}

}  // namespace
}  // namespace vnetprobe
