// A TCP server on the test's own loop, plain or with TLS by OpenSSL, that follows a script for each
// connection.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <openssl/ssl.h>
#include <string>

#include "probe/model/address.h"

namespace vnetprobe::test {

// The server's end of one connection.
class FakePeer {
 public:
  FakePeer(boost::asio::ip::tcp::socket socket, SSL_CTX* context);
  ~FakePeer();
  FakePeer(const FakePeer&) = delete;
  FakePeer& operator=(const FakePeer&) = delete;

  // False when the client is gone or the handshake fails.
  boost::asio::awaitable<bool> handshake();
  // Asks for another handshake, up to TLS 1.2; says that its keys have changed, in TLS 1.3.
  boost::asio::awaitable<bool> ask_again();
  // What has come up to the empty line of a request, or as much as came.
  boost::asio::awaitable<std::string> read_request();
  // At least one byte, as they come, never decrypted; "" at the end.
  boost::asio::awaitable<std::string> read_raw();
  boost::asio::awaitable<bool> write(std::string text);
  boost::asio::awaitable<bool> write_raw(std::string bytes);
  // Until the client closes.
  boost::asio::awaitable<void> wait_for_close();
  void reset();  // RST in place of FIN

 private:
  boost::asio::awaitable<std::string> read_some();
  boost::asio::awaitable<bool> wait(int result);

  boost::asio::ip::tcp::socket socket_;
  SSL* ssl_ = nullptr;
};

using PeerScript = std::function<boost::asio::awaitable<void>(std::shared_ptr<FakePeer>)>;

class FakeServer {
 public:
  // `context` null: no TLS. It is not owned.
  FakeServer(boost::asio::io_context& io, SSL_CTX* context, PeerScript script);
  ~FakeServer();

  std::uint16_t port() const;
  int connections() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace vnetprobe::test
