#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <dirent.h>
#include <doctest/doctest.h>

#include "probe/net/http_head.h"
#include "probe/net/http_reply.h"
#include "probe/net/http_request.h"
#include "tests/probe/net/certificates.h"
#include "tests/probe/net/contact_lab.h"

namespace vnetprobe {
namespace {

using namespace std::chrono_literals;
using test::ContactLab;
using test::FakePeer;
using test::FakeServer;

const std::string kFine =
    "HTTP/1.1 200 OK\r\nServer: Fake/1.0\r\nX-Ms-Request-Id: 1-2\r\nContent-Length: 5\r\n\r\nhello";

// The words of a conversation are its own: it may outlive the server that began it.
asio::awaitable<void> say(std::shared_ptr<FakePeer> peer, std::string answer, bool stay) {
  co_await peer->read_request();
  if (!answer.empty()) co_await peer->write(answer);
  if (stay) co_await peer->wait_for_close();
}

asio::awaitable<void> repeat(std::shared_ptr<FakePeer> peer, std::string first, std::string again) {
  co_await peer->read_request();
  bool going = co_await peer->write(first);
  while (going) going = co_await peer->write(again);
}

// A server that reads the request, writes this and closes.
test::PeerScript saying(std::string answer) {
  return [answer](std::shared_ptr<FakePeer> peer) { return say(std::move(peer), answer, false); };
}

// The same, but it stays.
test::PeerScript saying_and_staying(std::string answer) {
  return [answer](std::shared_ptr<FakePeer> peer) { return say(std::move(peer), answer, true); };
}

// This again and again until the client has enough.
test::PeerScript repeating(std::string first, std::string again) {
  return [first, again](std::shared_ptr<FakePeer> peer) { return repeat(std::move(peer), first, again); };
}

std::string header(const Http& http, std::string_view name) {
  for (const Header& each : http.headers)
    if (each.name == name) return each.value;
  return "-";
}

int open_descriptors() {
  int count = 0;
  DIR* directory = ::opendir("/proc/self/fd");
  while (::readdir(directory) != nullptr) ++count;
  ::closedir(directory);
  return count;
}

TEST_CASE("an answer in full, and what was asked") {
  ContactLab lab;
  std::string request;
  FakeServer server(lab.io, nullptr, [&request](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
    request = co_await peer->read_request();
    co_await peer->write(kFine);
  });
  HttpAsk ask;
  ask.path = "/probe?restype=container&comp=list&sig=secret";
  ask.headers = {"x-ms-version: 2019-12-12"};
  const Contact contact = lab.contact(ContactLab::ask(server.port(), false, ask));
  REQUIRE(contact.http);
  const Http& http = *contact.http;
  CHECK(http.outcome == HttpOutcome::answered);
  CHECK(http.status == 200);
  CHECK(http.reason == "OK");
  CHECK(header(http, "x-ms-request-id") == "1-2");
  CHECK(http.headers.size() == 3);
  CHECK(http.body == "hello");
  CHECK_FALSE(http.body_truncated);
  CHECK(http.error == "");
  CHECK(http.method == "GET");
  const std::string authority = std::string(test::kHost) + ":" + std::to_string(server.port());
  CHECK(http.url == "http://" + authority + "/probe?restype=container&comp=list&sig=…");
  CHECK(request.starts_with("GET /probe?restype=container&comp=list&sig=secret HTTP/1.1\r\n"));
  CHECK(request.find("\r\nHost: " + authority + "\r\n") != std::string::npos);
  CHECK(request.find("\r\nx-ms-version: 2019-12-12\r\n") != std::string::npos);
  CHECK(request.find("Accept-Encoding") == std::string::npos);
  CHECK_FALSE(contact.tls);
}

TEST_CASE("over TLS the answer comes after the certificate") {
  const test::Identity authority = test::make_authority("Test Root");
  const test::Identity leaf = test::make_leaf(authority, {});
  const test::ContextPtr context = test::server_context(leaf, authority);
  const test::PemFile anchors(*authority.certificate);
  ContactLab lab(anchors.path(), 1000ms);
  bool known_before = false;
  FakeServer server(lab.io, context.get(), [&](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
    co_await peer->handshake();
    const std::string request = co_await peer->read_request();
    while (lab.handshakes == 0) co_await asio::post(lab.io, asio::use_awaitable);
    known_before = true;
    co_await peer->write(kFine);
  });
  const Contact contact = lab.contact(ContactLab::ask(server.port(), true, HttpAsk{}));
  CHECK(contact.tls.value().outcome == TlsOutcome::verified);
  CHECK(contact.http.value().outcome == HttpOutcome::answered);
  CHECK(contact.http->body == "hello");
  CHECK(known_before);
  CHECK(lab.handshakes == 1);
  CHECK(contact.http->url.starts_with("https://"));
}

TEST_CASE("answers of every kind") {
  struct Row {
    const char* story;
    test::PeerScript script;
    HttpOutcome outcome;
    int status;
    bool body_truncated = false;
  };
  const std::string redirect =
      "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
  const std::string packed = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc";
  const std::string half = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf";
  const Row rows[] = {
      {"fine", saying(kFine), HttpOutcome::answered, 200},
      {"until the connection ends", saying("HTTP/1.1 404 Not Found\r\n\r\nno"), HttpOutcome::answered, 404},
      {"HTTP/1.0", saying("HTTP/1.0 403 Forbidden\r\n\r\n"), HttpOutcome::answered, 403},
      {"a redirect is not followed", saying(redirect), HttpOutcome::answered, 302},
      {"a status of a firewall's own", saying("HTTP/1.1 470 status code 470\r\n\r\n"), HttpOutcome::answered,
       470},
      {"packed bodies are left packed", saying(packed), HttpOutcome::answered, 200},
      {"an interim answer, then the answer", saying("HTTP/1.1 100 Continue\r\n\r\n" + kFine),
       HttpOutcome::answered, 200},
      {"a body that is cut", saying(half), HttpOutcome::answered, 200, true},
      {"a body that stalls", saying_and_staying(half), HttpOutcome::answered, 200, true},
      {"a body without end", repeating("HTTP/1.1 200 OK\r\n\r\n", std::string(4000, 'x')),
       HttpOutcome::answered, 200, true},
      {"bad chunks", saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
       HttpOutcome::answered, 200, true},
      {"nothing", saying_and_staying(""), HttpOutcome::silent, 0},
      {"headers that stall", saying_and_staying("HTTP/1.1 200 OK\r\nServer: x\r\n"), HttpOutcome::silent,
       200},
      {"closed", saying(""), HttpOutcome::cut, 0},
      {"closed among the headers", saying("HTTP/1.1 200 OK\r\nServer: x\r\n"), HttpOutcome::cut, 200},
      {"garbage", saying("\x01\x02\x03\x04 garbage\r\n\r\n"), HttpOutcome::not_http, 0},
      {"mail", saying("220 mail.example ESMTP\r\n"), HttpOutcome::not_http, 0},
      {"a header without end", repeating("HTTP/1.1 200 OK\r\nX: ", std::string(4000, 'x')),
       HttpOutcome::failed, 200},
      {"headers without end", repeating("HTTP/1.1 200 OK\r\n", "X: " + std::string(200, 'x') + "\r\n"),
       HttpOutcome::failed, 200},
      {"interim answers without end", repeating("", "HTTP/1.1 100 Continue\r\n\r\n"), HttpOutcome::failed,
       100},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.story));
    // Where we put an end to it the bytes count, not the time that a busy machine takes for them.
    const bool endless = row.outcome == HttpOutcome::failed;
    ContactLab lab("", endless ? 5000ms : 200ms);
    FakeServer server(lab.io, nullptr, row.script);
    const Contact contact = lab.contact(ContactLab::ask(server.port(), false, HttpAsk{}));
    REQUIRE(contact.http);
    const Http& http = *contact.http;
    CHECK(http.outcome == row.outcome);
    CHECK(http.status == row.status);
    CHECK(http.body_truncated == row.body_truncated);
    CHECK(http.body.size() <= 4096);
    CHECK((http.error == "") == (row.outcome == HttpOutcome::answered || row.outcome == HttpOutcome::silent));
    CHECK(http.duration < (endless ? 5000ms : 300ms));
    if (row.outcome == HttpOutcome::silent) CHECK(http.duration >= 200ms);
    CHECK(server.connections() == 1);
  }
}

TEST_CASE("a reset in the place of an answer") {
  ContactLab lab;
  FakeServer server(lab.io, nullptr, [](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
    co_await peer->read_request();
    peer->reset();
  });
  const Contact contact = lab.contact(ContactLab::ask(server.port(), false, HttpAsk{}));
  CHECK(contact.http.value().outcome == HttpOutcome::cut);
}

TEST_CASE("HEAD waits for no body") {
  ContactLab lab;
  FakeServer server(lab.io, nullptr, saying_and_staying("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"));
  HttpAsk ask;
  ask.method = "HEAD";
  const Contact contact = lab.contact(ContactLab::ask(server.port(), false, ask));
  CHECK(contact.http.value().outcome == HttpOutcome::answered);
  CHECK_FALSE(contact.http->body_truncated);
  CHECK(contact.http->duration < 100ms);
}

TEST_CASE("bodies and headers of strangers are made harmless") {
  ContactLab lab;
  FakeServer server(
      lab.io, nullptr,
      saying("HTTP/1.1 200 O\xe2\x80\xaeK\r\nX-A: \xff\xc2\x9b\r\n\r\n<b>\x1b[0m\xc3\xa9\n\xe2\x80\xae"));
  const Contact contact = lab.contact(ContactLab::ask(server.port(), false, HttpAsk{}));
  REQUIRE(contact.http);
  CHECK(contact.http->reason == R"(O\u202eK)");
  CHECK(header(*contact.http, "x-a") == "\xEF\xBF\xBD\\x9b");
  CHECK(contact.http->body == "<b>\\x1b[0m\xc3\xa9\n\\u202e");
}

TEST_CASE("interrupted while waiting for the answer") {
  ContactLab lab("", 5000ms);
  FakeServer server(lab.io, nullptr, [&lab](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
    co_await peer->read_request();
    lab.toolbox->interrupt();
    co_await peer->wait_for_close();
  });
  const Contact contact = lab.contact(ContactLab::ask(server.port(), false, HttpAsk{}));
  CHECK(contact.http.value().outcome == HttpOutcome::interrupted);
  CHECK(contact.http->duration < 1000ms);
}

TEST_CASE("the environment's proxy is not obeyed, the one that is asked for is") {
  ContactLab lab("", 1000ms);
  std::vector<std::string> to_proxy;
  std::string answer =
      "HTTP/1.1 407 Proxy Authentication Required\r\nVia: 1.1 squid\r\nContent-Length: 0\r\n\r\n";
  FakeServer proxy(lab.io, nullptr, [&](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
    const std::string request = co_await peer->read_request();
    to_proxy.push_back(request);
    co_await peer->write(answer);
    co_await peer->wait_for_close();
  });
  const std::string url = "http://u%40x:p@127.0.0.1:" + std::to_string(proxy.port());
  SUBCASE("environment") {
    FakeServer server(lab.io, nullptr, saying(kFine));
    ::setenv("http_proxy", url.c_str(), 1);
    const Contact contact = lab.contact(ContactLab::ask(server.port(), false, HttpAsk{}));
    ::unsetenv("http_proxy");
    CHECK(contact.http.value().status == 200);
    CHECK(to_proxy.empty());
  }
  SUBCASE("a proxy that wants a password") {
    ContactAsk ask = ContactLab::ask(443, true, HttpAsk{});
    ask.address = IpAddress::parse("192.0.2.1").value();  // never dialled
    ask.proxy = url;
    const Contact contact = lab.contact(ask);
    CHECK(contact.connect.value().outcome == ConnectOutcome::connected);
    CHECK_FALSE(contact.tls);
    REQUIRE(contact.http);
    CHECK(contact.http->outcome == HttpOutcome::answered);
    CHECK(contact.http->method == "CONNECT");
    CHECK(contact.http->status == 407);
    CHECK(header(*contact.http, "via") == "1.1 squid");
    REQUIRE(to_proxy.size() == 1);
    CHECK(to_proxy[0].starts_with("CONNECT mystorage01.blob.core.windows.net:443 HTTP/1.1\r\n"));
    CHECK(to_proxy[0].find("\r\nProxy-Authorization: Basic dUB4OnA=\r\n") != std::string::npos);
  }
  SUBCASE("a proxy that opens the tunnel") {
    answer = "HTTP/1.1 200 Connection established\r\n\r\n";
    ContactAsk ask = ContactLab::ask(443, true, HttpAsk{});
    ask.proxy = "http://localhost:" + std::to_string(proxy.port());
    const Contact contact = lab.contact(ask);
    // Behind the tunnel nobody speaks TLS.
    CHECK(contact.tls.value().outcome == TlsOutcome::silent);
    CHECK_FALSE(contact.http);
  }
  SUBCASE("a proxy that is none") {
    ContactAsk ask = ContactLab::ask(443, true, HttpAsk{});
    ask.proxy = "socks5://127.0.0.1:1";
    const Contact contact = lab.contact(ask);
    CHECK(contact.connect.value().outcome == ConnectOutcome::failed);
    CHECK_FALSE(contact.connect->error.empty());
  }
}

TEST_CASE("what a proxy says to CONNECT without end is not listened to") {
  const std::string wants = "HTTP/1.1 407 Proxy Authentication Required\r\n";
  const struct {
    const char* story;
    std::string first, again;
    HttpOutcome outcome;
  } rows[] = {
      {"a body", wants + "Content-Length: 99999999999\r\n\r\n", std::string(4000, 'x'),
       HttpOutcome::answered},
      {"chunks", wants + "Transfer-Encoding: chunked\r\n\r\n", "4\r\nxxxx\r\n", HttpOutcome::answered},
      {"headers", wants, "X: " + std::string(200, 'x') + "\r\n", HttpOutcome::failed},
      {"interim answers", "", "HTTP/1.1 100 Continue\r\n\r\n", HttpOutcome::failed},
  };
  for (const auto& row : rows) {
    CAPTURE(std::string(row.story));
    ContactLab lab("", 10000ms);
    FakeServer proxy(lab.io, nullptr, repeating(row.first, row.again));
    ContactAsk ask = ContactLab::ask(443, true, HttpAsk{});
    ask.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
    const Contact contact = lab.contact(ask);
    CHECK_FALSE(contact.tls);
    CHECK(contact.http.value().outcome == row.outcome);
    CHECK(contact.http->duration < 10000ms);
  }
}

TEST_CASE("many contacts at once leave no descriptor behind") {
  ContactLab lab("", 60ms);
  FakeServer fine(lab.io, nullptr, saying(kFine)), silent(lab.io, nullptr, saying_and_staying(""));
  lab.toolbox->load_anchors();  // takes longer than these steps may
  // Once beforehand, for what libraries open and keep.
  lab.contact(ContactLab::ask(fine.port(), false, HttpAsk{}));
  const int before = open_descriptors();
  int done = 0;
  for (int i = 0; i < 20; ++i) {
    const bool tls = i % 4 == 3;
    ContactAsk ask = ContactLab::ask(i % 2 == 0 ? fine.port() : silent.port(), tls, HttpAsk{});
    asio::co_spawn(lab.io, lab.toolbox->contact(ask, {}), [&done](std::exception_ptr, Contact) { ++done; });
  }
  while (done < 20) lab.io.run_one();
  while (lab.io.poll() > 0) continue;  // the servers see the end
  CHECK(open_descriptors() == before);
}

TEST_CASE("shown_url") {
  struct Row {
    const char* story;
    const char* path;
    std::uint16_t port;
    bool tls;
    const char* url;
  };
  const Row rows[] = {
      {"plain", "/", 443, true, "https://h/"},
      {"a port of its own", "/x", 8443, true, "https://h:8443/x"},
      {"no TLS", "/", 80, false, "http://h/"},
      {"harmless parameters stay", "/c?restype=container&comp=list", 443, true,
       "https://h/c?restype=container&comp=list"},
      {"a SAS does not", "/c?sv=2019&sig=abc%3D&comp=list", 443, true, "https://h/c?sv=…&sig=…&comp=list"},
      {"a word alone", "/c?acl", 443, true, "https://h/c?acl"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    ContactAsk ask;
    ask.port = row.port;
    ask.tls = row.tls;
    ask.http = HttpAsk{.path = row.path};
    CHECK(shown_url(ask, "h") == row.url);
  }
}

TEST_CASE("where an answer ends") {
  struct Row {
    const char* story;
    std::string bytes;
    std::string body;
    bool over;         // before the connection ends
    bool whole;        // after it has ended in order
    std::size_t left;  // bytes that are none of it
  };
  const std::string ok = "HTTP/1.1 200 OK\r\n", chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  const Row rows[] = {
      {"a length", ok + "Content-Length: 5\r\n\r\nhello!", "hello", true, true, 1},
      {"a length of nothing", ok + "Content-Length: 0\r\n\r\n!", "", true, true, 1},
      {"less than the length", ok + "Content-Length: 6\r\n\r\nhello", "hello", false, false, 0},
      {"no length", ok + "\r\nhello", "hello", false, true, 0},
      {"the same length twice", ok + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhello", "he", true, true,
       3},
      {"more than is wanted", ok + "\r\nhello, world", "hello, w", true, false, 0},
      {"just what is wanted", ok + "Content-Length: 8\r\n\r\nhello, w", "hello, w", true, true, 0},
      {"chunks", chunked + "2\r\nhe\r\n3;a=b\r\nllo\r\n0\r\nX: y\r\n\r\n!", "hello", true, true, 1},
      {"chunks are the last of two codings",
       ok + "Transfer-Encoding: gzip, Chunked\r\n\r\n2\r\nhe\r\n0\r\n\r\n", "he", true, true, 0},
      {"what wants to be a header in a trailer", chunked + "2\r\nhe\r\n0\r\nContent-Length: five\r\n\r\n",
       "he", true, false, 0},
      {"a trailer without end", chunked + "0\r\nX: " + std::string(kMaxHead, 'x'), "", true, false, 0},
      {"words without end beside a chunk's size", chunked + "2;" + std::string(kMaxHead, 'x'), "", true,
       false, 0},
      {"no chunk but the last", chunked + "0\r\n\r\n", "", true, true, 0},
      {"a chunk that is cut", chunked + "64\r\nhe", "he", false, false, 0},
      {"no end of the chunks", chunked + "2\r\nhe\r\n", "he", false, false, 0},
      {"a chunk without its end", chunked + "2\r\nhello\r\n0\r\n\r\n", "he", true, false, 0},
      {"a chunk of no size", chunked + "\r\nhe\r\n", "", true, false, 0},
      {"a chunk of a size beyond all", chunked + "10000000000000000\r\nhe", "", true, false, 0},
      {"no content", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello", "", true, true, 5},
      {"not modified", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello", "", true, true, 5},
      {"another protocol", "HTTP/1.1 101 Switching Protocols\r\n\r\nhello", "", true, true, 5},
  };
  for (const Row& row : rows) {
    // Byte by byte a head without end takes its time.
    const std::size_t little = row.bytes.size() > kMaxHead ? 1000 : 1;
    for (const std::size_t at_once : {row.bytes.size(), little, 3 * little}) {
      CAPTURE(std::string(row.story));
      CAPTURE(at_once);
      HttpReply reply(false, 8);
      std::size_t taken = 0;
      while (taken < row.bytes.size() && !reply.over())
        taken += reply.feed(std::string_view(row.bytes).substr(taken, at_once));
      CHECK(reply.over() == row.over);
      // What goes beyond the limit, or cannot be read, is thrown away as it came.
      if (row.whole || !row.over) CHECK(row.bytes.size() - taken == row.left);
      reply.end(true);
      CHECK(reply.head().complete());
      CHECK(reply.body() == row.body);
      CHECK(reply.whole() == row.whole);
    }
  }
}

TEST_CASE("an end that nobody announced makes a body less than whole") {
  HttpReply reply(false, 8);
  reply.feed("HTTP/1.1 200 OK\r\n\r\nhello");
  reply.end(false);
  CHECK(reply.body() == "hello");
  CHECK_FALSE(reply.whole());
}

TEST_CASE("what has no head") {
  using Fault = HttpReply::Fault;
  struct Row {
    const char* story;
    std::string bytes;
    Fault fault;
    bool over;  // before the connection ends
  };
  const Row rows[] = {
      {"nothing", "", Fault::none, false},
      {"a beginning", "HTT", Fault::none, false},
      {"another word", "HTML", Fault::not_http, true},
      {"no status", "HTTP/1.1 fine\r\n\r\n", Fault::not_http, true},
      {"a header without a colon", "HTTP/1.1 200 OK\r\nServer\r\n\r\n", Fault::not_http, true},
      {"a NUL", std::string("HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", 25), Fault::not_http, true},
      {"a header of two lines", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n", Fault::none, false},
      {"line feeds alone", "HTTP/1.1 200 OK\nA: b\n\n", Fault::not_http, true},
      {"a version to come", "HTTP/2 204\r\n\r\n", Fault::not_http, true},
      {"a status below all", "HTTP/1.1 099 \r\n\r\n", Fault::not_http, true},
      {"a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello", Fault::not_http,
       true},
      {"a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello", Fault::not_http, true},
      {"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhello",
       Fault::not_http, true},
      {"a length beside chunks",
       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Fault::not_http,
       true},
      {"a control character in a header", "HTTP/1.1 200 OK\r\nA: \x1b[0m\r\n\r\n", Fault::not_http, true},
      {"something else behind an interim answer", "HTTP/1.1 100 Continue\r\n\r\nServer: a\r\n",
       Fault::not_http, true},
      {"a line beyond all", "HTTP/1.1 200 " + std::string(kMaxHead, 'x'), Fault::too_long, true},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.story));
    HttpReply reply(false, 8);
    reply.feed(row.bytes);
    CHECK(reply.over() == row.over);
    reply.end(true);
    CHECK_FALSE(reply.head().complete());
    CHECK(reply.fault() == row.fault);
    CHECK_FALSE(reply.whole());
  }
}

TEST_CASE("what a request says") {
  ContactAsk ask;
  ask.port = 443;
  ask.http = HttpAsk{.path = "/a b?c"};
  CHECK(request_text(ask, "h") ==
        "GET /a%20b?c HTTP/1.1\r\nHost: h\r\nUser-Agent: vnetprobe\r\nConnection: close\r\n"
        "Accept: */*\r\n\r\n");
  ask.http->method = "POST";
  ask.http->headers = {"Accept: application/json"};
  ask.http->secret_headers = {Secret("X-Key: k")};
  ask.http->secret_query = Secret("sig=s");
  ask.http->body = Secret("a=b");
  ask.port = 8443;
  CHECK(
      request_text(ask, "fd00::1") ==
      "POST /a%20b?c&sig=s HTTP/1.1\r\nHost: [fd00::1]:8443\r\nUser-Agent: vnetprobe\r\nConnection: close\r\n"
      "Accept: application/json\r\nX-Key: k\r\nContent-Type: application/x-www-form-urlencoded\r\n"
      "Content-Length: 3\r\n\r\na=b");
  ask.http->headers = {"A: b\r\nC: d"};
  CHECK_THROWS_AS(request_text(ask, "h"), std::invalid_argument);
  ask.proxy = "http://proxy:3128";
  CHECK(connect_text(ask, "h") == "CONNECT h:8443 HTTP/1.1\r\nHost: h:8443\r\nUser-Agent: vnetprobe\r\n\r\n");
  ask.proxy = "http://user@proxy:3128";
  CHECK(connect_text(ask, "h").find("\r\nProxy-Authorization: Basic dXNlcjo=\r\n") != std::string::npos);
}

TEST_CASE("what is wrong with a head is told") {
  HttpReply reply(false, 8);
  reply.feed("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n");
  CHECK(reply.why() == "bad Content-Length");
}

TEST_CASE("an interim answer leaves nothing behind") {
  HttpReply reply(false, 8);
  reply.feed("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 204 \r\nX-Empty:\r\n\r\n");
  CHECK(reply.over());
  const HttpHead& head = reply.head();
  CHECK(head.complete());
  CHECK(head.status() == 204);
  CHECK(head.reason() == "");
  REQUIRE(head.headers().size() == 1);
  CHECK(head.headers()[0].name == "x-empty");
}

TEST_CASE("headers without what lets somebody in") {
  struct Row {
    const char* name;
    const char* came;
    const char* value;
  };
  const Row rows[] = {
      {"Set-Cookie", "session=0123; Path=/", "session=…"},
      {"Set-Cookie", "nameless", "nameless=…"},
      {"Location", "https://user:secret@portal.example/login?token=1#x", "https://portal.example/login?…"},
      {"Location", "https://portal.example/a@b", "https://portal.example/a@b"},
      {"Location", "/login?token=1", "/login?…"},
      {"Location", "/login#token=1", "/login?…"},
      {"Refresh", "0; url=https://user@portal.example/", "0; url=https://portal.example/"},
      {"X-Url", "https://portal.example/?a=b", "https://portal.example/?a=b"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.came);
    HttpHead head;
    head.add(row.name, row.came);
    CHECK(head.headers().at(0).value == row.value);
  }
}

}  // namespace
}  // namespace vnetprobe
