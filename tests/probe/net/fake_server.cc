#include "tests/probe/net/fake_server.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <csignal>

#include "tests/probe/net/loop.h"

namespace vnetprobe::test {

using asio::ip::tcp;

namespace {

constexpr auto kQuiet = asio::as_tuple(asio::use_awaitable);

// OpenSSL writes to sockets without MSG_NOSIGNAL. Ours alone, for the probe is not to need it.
class NoPipeSignal {
 public:
  NoPipeSignal() : before_(std::signal(SIGPIPE, SIG_IGN)) {}
  ~NoPipeSignal() { std::signal(SIGPIPE, before_); }
  NoPipeSignal(const NoPipeSignal&) = delete;
  NoPipeSignal& operator=(const NoPipeSignal&) = delete;

 private:
  void (*before_)(int);
};

template <class F>
int call(F&& f) {
  const NoPipeSignal guard;
  return f();
}

}  // namespace

FakePeer::FakePeer(tcp::socket socket, SSL_CTX* context) : socket_(std::move(socket)) {
  socket_.non_blocking(true);
  if (context == nullptr) return;
  ssl_ = SSL_new(context);
  SSL_set_fd(ssl_, socket_.native_handle());
}

FakePeer::~FakePeer() { SSL_free(ssl_); }

// True when OpenSSL is to be called again.
asio::awaitable<bool> FakePeer::wait(int result) {
  const int why = SSL_get_error(ssl_, result);
  if (why == SSL_ERROR_WANT_READ) {
    auto [error] = co_await socket_.async_wait(tcp::socket::wait_read, kQuiet);
    co_return !error;
  }
  if (why == SSL_ERROR_WANT_WRITE) {
    auto [error] = co_await socket_.async_wait(tcp::socket::wait_write, kQuiet);
    co_return !error;
  }
  co_return false;
}

asio::awaitable<bool> FakePeer::handshake() {
  for (;;) {
    const int result = call([this] { return SSL_accept(ssl_); });
    if (result == 1) co_return true;
    const bool again = co_await wait(result);
    if (!again) co_return false;
  }
}

asio::awaitable<bool> FakePeer::ask_again() {
  for (;;) {
    const int result = call([this] {
      if (SSL_version(ssl_) == TLS1_3_VERSION)
        SSL_key_update(ssl_, SSL_KEY_UPDATE_NOT_REQUESTED);
      else if (SSL_renegotiate_pending(ssl_) == 0)
        SSL_renegotiate(ssl_);
      return SSL_do_handshake(ssl_);
    });
    if (result == 1) co_return true;
    const bool again = co_await wait(result);
    if (!again) co_return false;
  }
}

asio::awaitable<std::string> FakePeer::read_some() {
  if (ssl_ == nullptr) {
    std::string bytes = co_await read_raw();
    co_return bytes;
  }
  for (;;) {
    std::string bytes(4096, '\0');
    const int count = call([&] { return SSL_read(ssl_, bytes.data(), static_cast<int>(bytes.size())); });
    if (count > 0) {
      bytes.resize(static_cast<std::size_t>(count));
      co_return bytes;
    }
    const bool again = co_await wait(count);
    if (!again) co_return std::string();
  }
}

asio::awaitable<std::string> FakePeer::read_request() {
  std::string request;
  while (request.find("\r\n\r\n") == std::string::npos) {
    const std::string more = co_await read_some();
    if (more.empty()) break;
    request += more;
  }
  co_return request;
}

asio::awaitable<std::string> FakePeer::read_raw() {
  std::string bytes(4096, '\0');
  // Not async_read_some: after a short read Asio waits for news from epoll, and a FIN that was there
  // before the read is none.
  auto [gone] = co_await socket_.async_wait(tcp::socket::wait_read, kQuiet);
  boost::system::error_code error = gone;
  const std::size_t count = error ? 0 : socket_.read_some(asio::buffer(bytes), error);
  bytes.resize(error ? 0 : count);
  co_return bytes;
}

asio::awaitable<bool> FakePeer::write(std::string text) {
  if (ssl_ == nullptr) {
    const bool written = co_await write_raw(std::move(text));
    co_return written;
  }
  while (!text.empty()) {
    const int size = static_cast<int>(std::min<std::size_t>(text.size(), 16384));
    const int count = call([&] { return SSL_write(ssl_, text.data(), size); });
    if (count > 0) {
      text.erase(0, static_cast<std::size_t>(count));
      continue;
    }
    const bool again = co_await wait(count);
    if (!again) co_return false;
  }
  co_return true;
}

asio::awaitable<bool> FakePeer::write_raw(std::string bytes) {
  auto [error, count] = co_await asio::async_write(socket_, asio::buffer(bytes), kQuiet);
  static_cast<void>(count);
  co_return !error;
}

asio::awaitable<void> FakePeer::wait_for_close() {
  for (;;) {
    const std::string more = co_await read_raw();
    if (more.empty()) co_return;
  }
}

void FakePeer::reset() {
  socket_.set_option(asio::socket_base::linger(true, 0));
  socket_.close();
}

struct FakeServer::State {
  State(asio::io_context& i, SSL_CTX* c, PeerScript s)
      : io(i), context(c), script(std::move(s)), acceptor(i, tcp::endpoint(tcp::v4(), 0)) {}

  asio::io_context& io;
  SSL_CTX* context;
  PeerScript script;
  tcp::acceptor acceptor;
  int connections = 0;
  bool closed = false;

  static asio::awaitable<void> serve(std::shared_ptr<State> self) {
    while (!self->closed) {
      tcp::socket socket(self->io);
      auto [error] = co_await self->acceptor.async_accept(socket, kQuiet);
      if (error) continue;
      ++self->connections;
      auto peer = std::make_shared<FakePeer>(std::move(socket), self->context);
      asio::co_spawn(self->io, self->script(std::move(peer)), asio::detached);
    }
  }
};

FakeServer::FakeServer(asio::io_context& io, SSL_CTX* context, PeerScript script)
    : state_(std::make_shared<State>(io, context, std::move(script))) {
  asio::co_spawn(io, State::serve(state_), asio::detached);
}

FakeServer::~FakeServer() {
  state_->closed = true;
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
}

std::uint16_t FakeServer::port() const { return state_->acceptor.local_endpoint().port(); }
int FakeServer::connections() const { return state_->connections; }

}  // namespace vnetprobe::test
