// What happens on one connected socket of a SQL server: pre-login, then the TLS handshake inside of
// TDS packets (MS-TDS 2.2.6.5, 3.2.5.2); or, strict, TLS first with ALPN tds/8.0 and the pre-login
// inside of it. Nobody logs in. Every way it can end becomes evidence.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>

#include "probe/model/evidence.h"
#include "probe/net/byte_stream.h"
#include "probe/net/tls_session.h"
#include "probe/net/toolbox.h"
#include "probe/net/trust_anchors.h"
#include "probe/tds/packet.h"

namespace vnetprobe {

class TdsExchange {
 public:
  TdsExchange(Waits& waits, TlsContexts& contexts, const ContactAsk& ask, UniqueFd fd);

  // Fills contact.tds and contact.tls. Each step has its own `timeout`.
  asio::awaitable<void> run(std::chrono::milliseconds timeout, OnHandshake on_handshake, Contact& contact);

 private:
  asio::awaitable<void> run_strict(std::chrono::milliseconds timeout, Contact& contact);
  asio::awaitable<Tds> prelogin(bool inside_tls, std::chrono::milliseconds timeout);
  asio::awaitable<Tls> handshake(bool in_packets, std::chrono::milliseconds timeout);
  std::string take_received(bool inside_tls);
  void take_answer(const std::string& payload, Tds& tds) const;

  Waits& waits_;
  bool strict_;
  TlsSession session_;
  ByteStream stream_;
};

}  // namespace vnetprobe
