#include <chrono>
#include <doctest/doctest.h>

#include "probe/net/port_sample.h"
#include "probe/tds/packet.h"
#include "probe/tds/prelogin.h"
#include "tests/probe/net/certificates.h"
#include "tests/probe/net/contact_lab.h"
#include "tests/probe/tds/bytes.h"

namespace vnetprobe {
namespace {

using namespace std::chrono_literals;
using test::bytes_of;
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

ContactAsk tds_ask(std::uint16_t port, TdsAsk how = TdsAsk::prelogin) {
  ContactAsk ask = ContactLab::ask(port, false);
  ask.tds = how;
  return ask;
}

// VERSION 12.0.5751, and this byte of ENCRYPTION.
std::string answer(const std::string& encryption) {
  return tds::wrap(tds::kTabularResult,
                   bytes_of("00 00 0B 00 06 01 00 11 00 01 FF 0C 00 16 77 00 00") + bytes_of(encryption));
}

// A server's TLS in memory, in packets of 500 bytes that no message ends in the middle of.
class WrappedTls {
 public:
  explicit WrappedTls(SSL_CTX* context)
      : ssl_(SSL_new(context)), in_(BIO_new(BIO_s_mem())), out_(BIO_new(BIO_s_mem())) {
    SSL_set_bio(ssl_, in_, out_);
    SSL_set_accept_state(ssl_);
  }
  ~WrappedTls() { SSL_free(ssl_); }
  WrappedTls(const WrappedTls&) = delete;
  WrappedTls& operator=(const WrappedTls&) = delete;

  // True when the handshake is over, well or not.
  bool step(const std::string& bytes, std::string& reply) {
    BIO_write(in_, bytes.data(), static_cast<int>(bytes.size()));
    const int result = SSL_do_handshake(ssl_);
    const bool again = result != 1 && SSL_get_error(ssl_, result) == SSL_ERROR_WANT_READ;
    std::string out(BIO_ctrl_pending(out_), '\0');
    if (!out.empty()) BIO_read(out_, out.data(), static_cast<int>(out.size()));
    constexpr std::size_t kPiece = 500;
    for (std::size_t at = 0; at < out.size(); at += kPiece) {
      std::string packet = tds::wrap(tds::kPrelogin, out.substr(at, kPiece));
      packet[1] = 0;
      reply += packet;
    }
    return !again;
  }

 private:
  SSL* ssl_;
  BIO* in_;
  BIO* out_;
};

struct SqlServer {
  std::string answer{};
  SSL_CTX* context = nullptr;  // null: silence after the answer
  std::string request{};       // what the client sent first
  bool one_by_one = false;     // the answer comes byte by byte
  bool resets = false;         // after the answer
};

asio::awaitable<void> serve(std::shared_ptr<FakePeer> peer, SqlServer& sql) {
  sql.request = co_await peer->read_raw();
  const std::size_t piece = sql.one_by_one ? 1 : std::max<std::size_t>(1, sql.answer.size());
  for (std::size_t at = 0; at < sql.answer.size(); at += piece) {
    std::string part = sql.answer.substr(at, piece);
    const bool sent = co_await peer->write_raw(std::move(part));
    if (!sent) co_return;
  }
  if (sql.resets) {
    peer->reset();
    co_return;
  }
  if (sql.context != nullptr) {
    WrappedTls tls(sql.context);
    tds::PacketReader packets(tds::kPrelogin);
    for (bool over = false; !over;) {
      const std::string came = co_await peer->read_raw();
      if (came.empty()) co_return;
      packets.feed(came);
      if (!packets.message_complete()) continue;
      std::string reply;
      over = tls.step(packets.take_payload(), reply);
      const bool sent = co_await peer->write_raw(std::move(reply));
      if (!sent) co_return;
    }
  }
  co_await peer->wait_for_close();
}

Contact talk(SqlServer& sql, const std::string& anchors, std::chrono::milliseconds timeout = 1000ms) {
  ContactLab lab(anchors, timeout);
  FakeServer server(lab.io, nullptr,
                    [&](std::shared_ptr<FakePeer> peer) { return serve(std::move(peer), sql); });
  return lab.contact(tds_ask(server.port()));
}

TEST_CASE("pre-login, and the handshake inside of TDS packets") {
  const PemFile anchors(*authority().certificate);
  struct Row {
    const char* story;
    LeafOptions leaf;
    int version;
    TlsOutcome outcome;
    const char* version_text;
  };
  const Row rows[] = {
      {"TLS 1.2", {}, TLS1_2_VERSION, TlsOutcome::verified, "TLSv1.2"},
      {"TLS 1.3", {}, TLS1_3_VERSION, TlsOutcome::verified, "TLSv1.3"},
      {"TLS 1.0", {}, TLS1_VERSION, TlsOutcome::verified, "TLSv1"},
      {"another name", {.names = "DNS:other.example"}, TLS1_2_VERSION, TlsOutcome::unverified, "TLSv1.2"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const Identity leaf = test::make_leaf(authority(), row.leaf);
    const ContextPtr context = test::server_context(leaf, authority(), row.version, row.version);
    SqlServer sql{.answer = answer("03"), .context = context.get(), .one_by_one = true};
    const Contact contact = talk(sql, anchors.path());
    CHECK(sql.request == tds::wrap(tds::kPrelogin, tds::prelogin_request(tds::Encryption::off)));
    REQUIRE(contact.tds);
    CHECK(contact.tds->outcome == TdsOutcome::answered);
    CHECK(contact.tds->offered == "off");
    CHECK(contact.tds->encryption == "required");
    CHECK(contact.tds->version == "12.0.5751");
    REQUIRE(contact.tds->options.size() == 2);
    CHECK(contact.tds->options[1].name == "encryption");
    CHECK(contact.tds->options[1].data == "03");
    REQUIRE(contact.tls);
    CHECK(contact.tls->outcome == row.outcome);
    CHECK(contact.tls->version == row.version_text);
    CHECK(contact.tls->sni == test::kHost);
    CHECK(contact.tls->chain.size() == 2);
    CHECK_FALSE(contact.http);
  }
}

TEST_CASE("pre-logins that come to nothing") {
  struct Row {
    const char* story;
    std::string answer;
    bool resets;
    TdsOutcome outcome;
    std::string first_bytes;
  };
  const Row rows[] = {
      {"silence", "", false, TdsOutcome::silent, ""},
      {"half an answer, and silence", answer("03").substr(0, 20), false, TdsOutcome::silent, ""},
      {"a reset", "", true, TdsOutcome::cut, ""},
      {"half an answer, and a reset", answer("03").substr(0, 20), true, TdsOutcome::cut, ""},
      {"an HTTP server", "HTTP/1.1 400 Bad Request\r\n", false, TdsOutcome::not_tds,
       tds::hex("HTTP/1.1 400 Bad Request\r\n")},
      {"one byte of a banner", "S", false, TdsOutcome::not_tds, "53"},
      {"our packet, sent back", tds::wrap(tds::kPrelogin, tds::prelogin_request(tds::Encryption::off)), false,
       TdsOutcome::not_tds,
       tds::hex(tds::wrap(tds::kPrelogin, tds::prelogin_request(tds::Encryption::off)).substr(0, 32))},
      {"a token stream", bytes_of("04 01 00 0C 00 00 01 00 AA 01 02 03"), false, TdsOutcome::not_tds,
       "0401000c00000100aa010203"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    SqlServer sql{.answer = row.answer, .resets = row.resets};
    const Contact contact = talk(sql, "", 150ms);
    REQUIRE(contact.connect);
    CHECK(contact.connect->outcome == ConnectOutcome::connected);
    REQUIRE(contact.tds);
    CHECK(contact.tds->outcome == row.outcome);
    CHECK(contact.tds->first_bytes == row.first_bytes);
    CHECK_FALSE(contact.tls);
    if (row.outcome == TdsOutcome::silent) CHECK(contact.tds->duration >= Millis(149));
  }
}

TEST_CASE("no handshake with a server that has no encryption") {
  SqlServer sql{.answer = answer("02")};
  const Contact contact = talk(sql, "");
  CHECK(contact.tds->encryption == "not_supported");
  CHECK_FALSE(contact.tls);
}

TEST_CASE("handshakes inside of TDS that come to nothing") {
  struct Row {
    const char* story;
    std::string more;
    bool resets;
    TlsOutcome outcome;
  };
  const Row rows[] = {
      {"silence", "", false, TlsOutcome::silent},
      {"a reset", "", true, TlsOutcome::cut},
      {"no TLS in the packets", tds::wrap(tds::kPrelogin, "hello, this is no TLS"), false,
       TlsOutcome::not_tls},
      {"no packets", "HTTP/1.1 400 Bad Request", false, TlsOutcome::not_tls},
      {"an alert in the packets", tds::wrap(tds::kPrelogin, bytes_of("15 03 03 00 02 02 46")), false,
       TlsOutcome::alert},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    ContactLab lab("", 200ms);
    FakeServer server(lab.io, nullptr, [&](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
      std::string request = co_await peer->read_raw();
      std::string reply = answer("03");
      bool sent = co_await peer->write_raw(std::move(reply));
      if (!sent) co_return;
      const std::string hello = co_await peer->read_raw();
      CHECK(hello.starts_with("\x12\x01"));
      std::string more = row.more;
      sent = co_await peer->write_raw(std::move(more));
      if (!sent) co_return;
      if (row.resets)
        peer->reset();
      else
        co_await peer->wait_for_close();
    });
    const Contact contact = lab.contact(tds_ask(server.port()));
    REQUIRE(contact.tls);
    CHECK(contact.tls->outcome == row.outcome);
    if (row.outcome == TlsOutcome::alert) CHECK(contact.tls->error == "protocol version");
  }
}

int agree_on_tds8(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* offered,
                  unsigned length, void*) {
  if (length != 8 || std::string(reinterpret_cast<const char*>(offered), length) != "\x07tds/8.0")
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = offered + 1;
  *size = offered[0];
  return SSL_TLSEXT_ERR_OK;
}

TEST_CASE("TDS 8: TLS first, with its ALPN, and the pre-login inside") {
  const PemFile anchors(*authority().certificate);
  const Identity leaf = test::make_leaf(authority(), {});
  const ContextPtr context = test::server_context(leaf, authority());
  SSL_CTX_set_alpn_select_cb(context.get(), agree_on_tds8, nullptr);
  ContactLab lab(anchors.path(), 1000ms);
  FakeServer server(lab.io, context.get(), [](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
    const bool done = co_await peer->handshake();
    if (!done) co_return;
    std::string reply = answer("04");
    const bool sent = co_await peer->write(std::move(reply));
    if (sent) co_await peer->wait_for_close();
  });
  const Contact contact = lab.contact(tds_ask(server.port(), TdsAsk::strict));
  REQUIRE(contact.tls);
  CHECK(contact.tls->outcome == TlsOutcome::verified);
  REQUIRE(contact.tds);
  CHECK(contact.tds->outcome == TdsOutcome::answered);
  CHECK(contact.tds->offered == "strict");
  CHECK(contact.tds->encryption == "strict");
  CHECK(contact.tds->alpn == "tds/8.0");
}

TEST_CASE("an interrupted run ends a pre-login at once") {
  ContactLab lab("", 60s);
  FakeServer server(lab.io, nullptr, [&](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
    std::string request = co_await peer->read_raw();
    lab.toolbox->interrupt();
    co_await peer->wait_for_close();
  });
  const Contact contact = lab.contact(tds_ask(server.port()));
  REQUIRE(contact.tds);
  CHECK(contact.tds->outcome == TdsOutcome::interrupted);
}

TEST_CASE("a sample of ports ends with the first that answers") {
  ContactLab lab("", 5s);
  FakeServer server(lab.io, nullptr, [](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
    co_await peer->wait_for_close();
  });
  std::uint16_t closed = 0;
  {
    FakeServer gone(lab.io, nullptr, [](std::shared_ptr<FakePeer> peer) -> asio::awaitable<void> {
      co_await peer->wait_for_close();
    });
    closed = gone.port();
  }
  struct Row {
    const char* story;
    std::vector<std::uint16_t> ports;
    ConnectOutcome outcome;
  };
  const Row rows[] = {{"a listener", {server.port()}, ConnectOutcome::connected},
                      {"a reset", {closed}, ConnectOutcome::refused}};
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const std::vector<Contact> seen =
        test::finish(lab.io, lab.toolbox->sample(ContactLab::ask(1, false), row.ports));
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].port == row.ports[0]);
    CHECK(seen[0].connect->outcome == row.outcome);
  }
  CHECK(is_let_through(ConnectOutcome::reset));
  CHECK_FALSE(is_let_through(ConnectOutcome::timed_out));
  CHECK_FALSE(is_let_through(ConnectOutcome::unreachable));
}

}  // namespace
}  // namespace vnetprobe
