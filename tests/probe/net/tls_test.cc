#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>
#include <openssl/x509v3.h>

#include "tests/probe/net/certificates.h"
#include "tests/probe/net/contact_lab.h"

namespace vnetprobe {
namespace {

using namespace std::chrono_literals;
using test::ContactLab;
using test::ContextPtr;
using test::FakePeer;
using test::FakeServer;
using test::Identity;
using test::LeafOptions;
using test::PemFile;

const Identity& authority() {
  static const Identity identity = test::make_authority("Test Root");
  return identity;
}

const Identity& stranger() {
  static const Identity identity = test::make_authority("A firewall");
  return identity;
}

asio::awaitable<void> shake(std::shared_ptr<FakePeer> peer) {
  const bool done = co_await peer->handshake();
  if (done) co_await peer->wait_for_close();
}

TEST_CASE("handshakes that are done") {
  struct Row {
    const char* story;
    LeafOptions leaf;
    bool own_authority;
    TlsOutcome outcome;
    int verify_code;
    bool name_matches;
    int version = 0;
    const char* version_text = "TLSv1.3";
  };
  const Row rows[] = {
      {"all is right", {}, true, TlsOutcome::verified, X509_V_OK, true},
      {"a wildcard", {.names = "DNS:*.blob.core.windows.net"}, true, TlsOutcome::verified, X509_V_OK, true},
      {"an authority that nobody knows",
       {},
       false,
       TlsOutcome::unverified,
       X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
       true},
      {"another name", {.names = "DNS:other.example"}, true, TlsOutcome::unverified, X509_V_OK, false},
      {"expired",
       {.from_seconds = -7200, .to_seconds = -60},
       true,
       TlsOutcome::unverified,
       X509_V_ERR_CERT_HAS_EXPIRED,
       true},
      {"not valid yet",
       {.from_seconds = 3600, .to_seconds = 7200},
       true,
       TlsOutcome::unverified,
       X509_V_ERR_CERT_NOT_YET_VALID,
       true},
      {"signed with SHA-1", {.sha1 = true}, true, TlsOutcome::unverified, X509_V_ERR_CA_MD_TOO_WEAK, true},
      {"TLS 1.2", {}, true, TlsOutcome::verified, X509_V_OK, true, TLS1_2_VERSION, "TLSv1.2"},
      {"nothing above TLS 1.1", {}, true, TlsOutcome::verified, X509_V_OK, true, TLS1_1_VERSION, "TLSv1.1"},
      {"nothing above TLS 1.0", {}, true, TlsOutcome::verified, X509_V_OK, true, TLS1_VERSION, "TLSv1"},
  };
  const PemFile anchors(*authority().certificate);
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const Identity& signer = row.own_authority ? authority() : stranger();
    const Identity leaf = test::make_leaf(signer, row.leaf);
    const ContextPtr context = test::server_context(leaf, signer, row.version, row.version);
    ContactLab lab(anchors.path(), 1000ms);
    FakeServer server(lab.io, context.get(), shake);
    const Contact contact = lab.contact(ContactLab::ask(server.port(), true));
    REQUIRE(contact.tls);
    const Tls& tls = *contact.tls;
    CHECK(tls.outcome == row.outcome);
    CHECK(tls.verify_code == row.verify_code);
    CHECK((tls.verify_text == "") == (row.verify_code == X509_V_OK));
    CHECK(tls.name_matches == row.name_matches);
    CHECK(tls.version == row.version_text);
    CHECK_FALSE(tls.cipher.empty());
    CHECK(tls.sni == test::kHost);
    CHECK(tls.own_anchors);
    REQUIRE(tls.chain.size() == 2);
    CHECK(tls.chain[0].subject == "CN=leaf");
    CHECK(tls.chain[0].issuer == tls.chain[1].subject);
    CHECK(tls.chain[0].names == std::vector<std::string>{row.leaf.names.substr(4)});
    CHECK(tls.chain[0].sha256.size() == 64);
    CHECK(tls.chain[0].not_after.seconds - tls.chain[0].not_before.seconds ==
          row.leaf.to_seconds - row.leaf.from_seconds);
    const bool anchored = row.verify_code == X509_V_OK;
    CHECK(tls.anchor_subject == (anchored ? "CN=Test Root" : ""));
    CHECK(tls.anchor_sha256 == (anchored ? tls.chain[1].sha256 : ""));
    CHECK_FALSE(contact.http);
    CHECK(lab.handshakes == 1);
    CHECK(lab.seen.outcome == row.outcome);
  }
}

asio::awaitable<void> reset_after_hello(std::shared_ptr<FakePeer> peer) {
  co_await peer->read_raw();
  peer->reset();
}
asio::awaitable<void> close_after_hello(std::shared_ptr<FakePeer> peer) { co_await peer->read_raw(); }
asio::awaitable<void> plain_http(std::shared_ptr<FakePeer> peer) {
  co_await peer->read_raw();
  co_await peer->write_raw("HTTP/1.1 400 Bad Request\r\n\r\n");
}
asio::awaitable<void> one_letter(std::shared_ptr<FakePeer> peer) {
  co_await peer->read_raw();
  co_await peer->write_raw("S");
}
asio::awaitable<void> chatter(std::shared_ptr<FakePeer> peer) {
  co_await peer->write_raw("220 mail.example ESMTP\r\n");
  co_await peer->wait_for_close();
}
asio::awaitable<void> half_a_record(std::shared_ptr<FakePeer> peer) {
  co_await peer->read_raw();
  co_await peer->write_raw(std::string("\x16\x03\x03\x40\x00\x02", 6));
  co_await peer->wait_for_close();
}
asio::awaitable<void> handshake_failure(std::shared_ptr<FakePeer> peer) {
  co_await peer->read_raw();
  co_await peer->write_raw(std::string("\x15\x03\x03\x00\x02\x02\x28", 7));
}
// What a client may ignore, for ever: hello requests.
asio::awaitable<void> no_end(std::shared_ptr<FakePeer> peer) {
  co_await peer->read_raw();
  std::string requests;
  for (int i = 0; i < 1000; ++i) requests += std::string("\x16\x03\x03\x00\x04\x00\x00\x00\x00", 9);
  bool going = true;
  while (going) going = co_await peer->write_raw(requests);
}
asio::awaitable<void> silence(std::shared_ptr<FakePeer> peer) { co_await peer->wait_for_close(); }

TEST_CASE("handshakes that are not done") {
  struct Row {
    const char* story;
    asio::awaitable<void> (*script)(std::shared_ptr<FakePeer>);
    TlsOutcome outcome;
    const char* error;  // in the error's text
  };
  const Row rows[] = {
      {"reset after the hello", reset_after_hello, TlsOutcome::cut, "reset by peer"},
      {"closed after the hello", close_after_hello, TlsOutcome::cut, ""},
      {"plain HTTP", plain_http, TlsOutcome::not_tls, "wrong version number"},
      {"one letter and closed", one_letter, TlsOutcome::not_tls, ""},
      {"mail", chatter, TlsOutcome::not_tls, "wrong version number"},
      {"half a record, then nothing", half_a_record, TlsOutcome::silent, ""},
      {"an alert", handshake_failure, TlsOutcome::alert, "handshake failure"},
      {"nothing", silence, TlsOutcome::silent, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.story));
    const PemFile anchors(*authority().certificate);
    ContactLab lab(anchors.path());
    FakeServer server(lab.io, nullptr, row.script);
    const Contact contact = lab.contact(ContactLab::ask(server.port(), true, HttpAsk{}));
    REQUIRE(contact.tls);
    const Tls& tls = *contact.tls;
    CHECK(tls.outcome == row.outcome);
    CHECK(tls.error.find(row.error) != std::string::npos);
    CHECK(tls.chain.empty());
    CHECK(tls.version == "");
    CHECK_FALSE(contact.http);
    CHECK(lab.handshakes == 0);
    if (row.outcome == TlsOutcome::silent) {
      CHECK(tls.duration >= 150ms);
      CHECK(tls.duration < 250ms);
    } else {
      CHECK(tls.duration < 140ms);
    }
  }
}

TEST_CASE("hello requests without end are cut off by their number, not by the time") {
  const PemFile anchors(*authority().certificate);
  constexpr auto kLong = 10000ms;
  ContactLab lab(anchors.path(), kLong);
  FakeServer server(lab.io, nullptr, no_end);
  const Contact contact = lab.contact(ContactLab::ask(server.port(), true, HttpAsk{}));
  REQUIRE(contact.tls);
  CHECK(contact.tls->outcome == TlsOutcome::cut);
  CHECK(contact.tls->error == "no end of it");
  CHECK(contact.tls->duration < kLong);
  CHECK_FALSE(contact.http);
  CHECK(lab.handshakes == 0);
}

TEST_CASE("a server that wants no TLS 1.0 to 1.3 of ours says so by an alert of its own") {
  const Identity leaf = test::make_leaf(authority(), {});
  const ContextPtr context = test::server_context(leaf, authority());
  SSL_CTX_set_cipher_list(context.get(), "ECDHE-ECDSA-AES128-GCM-SHA256");  // with an RSA key
  SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
  ContactLab lab;
  FakeServer server(lab.io, context.get(), shake);
  const Contact contact = lab.contact(ContactLab::ask(server.port(), true));
  CHECK(contact.tls.value().outcome == TlsOutcome::alert);
}

asio::awaitable<void> ask_for_more(std::shared_ptr<FakePeer> peer, asio::io_context& io, bool for_ever) {
  co_await peer->handshake();
  co_await peer->read_request();
  bool going = co_await peer->ask_again();
  for (int i = 0; going && for_ever; ++i) {
    going = co_await peer->ask_again();
    if (i % 100 == 0) co_await asio::post(io, asio::use_awaitable);  // the client is of this loop too
  }
  co_await peer->write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("one handshake, whatever the server asks for after it") {
  struct Row {
    const char* story;
    int version;
    bool for_ever;
    HttpOutcome outcome;
  };
  const Row rows[] = {
      {"renegotiation", TLS1_2_VERSION, false, HttpOutcome::answered},
      {"new keys", TLS1_3_VERSION, false, HttpOutcome::answered},
      {"new keys for ever", TLS1_3_VERSION, true, HttpOutcome::cut},
  };
  const PemFile anchors(*authority().certificate);
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const Identity leaf = test::make_leaf(authority(), {});
    const ContextPtr context = test::server_context(leaf, authority(), row.version, row.version);
    constexpr auto kLong = 20000ms;  // a few hundred are enough, but for a sanitizer on a busy machine
    ContactLab lab(anchors.path(), kLong);
    FakeServer server(lab.io, context.get(), [&lab, for_ever = row.for_ever](std::shared_ptr<FakePeer> peer) {
      return ask_for_more(std::move(peer), lab.io, for_ever);
    });
    const Contact contact = lab.contact(ContactLab::ask(server.port(), true, HttpAsk{}));
    CHECK(contact.tls.value().outcome == TlsOutcome::verified);
    CHECK(contact.tls->chain.size() == 2);
    CHECK(contact.http.value().outcome == row.outcome);
    CHECK(contact.http->duration < kLong);
    CHECK(lab.handshakes == 1);
  }
}

TEST_CASE("nothing is asked of a server that does not verify") {
  const Identity leaf = test::make_leaf(stranger(), {});
  const ContextPtr context = test::server_context(leaf, stranger());
  const PemFile anchors(*authority().certificate);
  ContactLab lab(anchors.path(), 1000ms);
  std::string request = "never read";
  FakeServer server(lab.io, context.get(),
                    [&request](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
                      co_await peer->handshake();
                      request = co_await peer->read_request();
                    });
  HttpAsk http;
  http.headers = {"Authorization: Bearer secret"};
  const Contact contact = lab.contact(ContactLab::ask(server.port(), true, http));
  CHECK(contact.tls.value().outcome == TlsOutcome::unverified);
  CHECK_FALSE(contact.http);
  while (request == "never read") lab.io.run_one();
  CHECK(request == "");
}

TEST_CASE("interrupted in the handshake") {
  ContactLab lab("", 5000ms);
  FakeServer server(lab.io, nullptr, [&lab](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
    co_await peer->read_raw();
    lab.toolbox->interrupt();
    co_await peer->wait_for_close();
  });
  const Contact contact = lab.contact(ContactLab::ask(server.port(), true, HttpAsk{}));
  CHECK(contact.tls.value().outcome == TlsOutcome::interrupted);
  CHECK(contact.tls->duration < 1000ms);
}

TEST_CASE("text in certificates is made harmless") {
  const Identity leaf = test::make_leaf(
      authority(), {.common_name = "evil\x1b[31m\u202e", .names = "DNS:a.example,IP:10.1.2.4,IP:fd00::4"});
  const ContextPtr context = test::server_context(leaf, authority());
  const PemFile anchors(*authority().certificate);
  ContactLab lab(anchors.path(), 1000ms);
  FakeServer server(lab.io, context.get(), shake);
  const Contact contact = lab.contact(ContactLab::ask(server.port(), true));
  const Certificate& shown = contact.tls.value().chain.at(0);
  CHECK(shown.subject.find('\x1b') == std::string::npos);
  CHECK(shown.subject.find("\u202e") == std::string::npos);
  CHECK(shown.names == std::vector<std::string>{"a.example", "10.1.2.4", "fd00::4"});
}

TEST_CASE("an address as the name") {
  const Identity leaf = test::make_leaf(authority(), {.names = "IP:127.0.0.1"});
  const ContextPtr context = test::server_context(leaf, authority());
  const PemFile anchors(*authority().certificate);
  ContactLab lab(anchors.path(), 1000ms);
  FakeServer server(lab.io, context.get(), shake);
  ContactAsk ask = ContactLab::ask(server.port(), true);
  ask.host = "127.0.0.1";
  CHECK(lab.contact(ask).tls.value().outcome == TlsOutcome::verified);
}

TEST_CASE("anchors that cannot be read are told, and nobody is accused") {
  ContactLab lab("/nonexistent/ca.pem", 1000ms);
  lab.toolbox->load_anchors();
  CHECK(lab.toolbox->anchors_error().find("/nonexistent/ca.pem") == 0);
  const Identity leaf = test::make_leaf(authority(), {});
  const ContextPtr context = test::server_context(leaf, authority());
  FakeServer server(lab.io, context.get(), shake);
  const Contact contact = lab.contact(ContactLab::ask(server.port(), true));
  CHECK(contact.tls.value().outcome == TlsOutcome::interrupted);
  CHECK(contact.tls->error == lab.toolbox->anchors_error());
  CHECK_FALSE(contact.tls->chain.empty());  // what came is shown
}

TEST_CASE("SSL_CERT_FILE counts where no file is given") {
  const PemFile anchors(*authority().certificate);
  ::setenv("SSL_CERT_FILE", anchors.path().c_str(), 1);
  ContactLab lab("", 1000ms);
  lab.toolbox->load_anchors();
  ::unsetenv("SSL_CERT_FILE");
  CHECK(lab.toolbox->anchors_error() == "");
  const Identity leaf = test::make_leaf(authority(), {});
  const ContextPtr context = test::server_context(leaf, authority());
  FakeServer server(lab.io, context.get(), shake);
  const Contact contact = lab.contact(ContactLab::ask(server.port(), true));
  CHECK(contact.tls.value().outcome == TlsOutcome::verified);
  CHECK_FALSE(contact.tls->own_anchors);
}

}  // namespace
}  // namespace vnetprobe
