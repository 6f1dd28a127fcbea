#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <dirent.h>
#include <doctest/doctest.h>

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

}  // namespace
}  // namespace vnetprobe
