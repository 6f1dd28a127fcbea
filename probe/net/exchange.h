// What happens on one connected socket: a tunnel through a proxy where asked, one TLS handshake,
// one HTTP request. Every way it can end becomes evidence.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>

#include "probe/model/evidence.h"
#include "probe/net/byte_stream.h"
#include "probe/net/http_reply.h"
#include "probe/net/socket.h"
#include "probe/net/tls_contexts.h"
#include "probe/net/tls_session.h"
#include "probe/net/toolbox.h"
#include "probe/net/turns.h"
#include "probe/net/wait.h"

namespace vnetprobe {

class Exchange {
 public:
  // With `through_proxy` fd is connected to the proxy of `ask`.
  Exchange(Waits& waits, TlsContexts& contexts, Turns& turns, ContactAsk ask, UniqueFd fd,
           bool through_proxy);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Before run(): the answer's body becomes no evidence, take_body() has it.
  void keep_body_secret();
  Secret take_body() { return Secret(answer_.take_body()); }

  // Fills contact.tls and contact.http. Each step has its own `timeout`.
  asio::awaitable<void> run(std::chrono::milliseconds timeout, OnHandshake on_handshake, Contact& contact);

 private:
  asio::awaitable<Woken> open_tunnel(SteadyTime deadline, HttpReply& answer);
  asio::awaitable<Tls> handshake(SteadyTime deadline);
  asio::awaitable<Woken> converse(SteadyTime deadline);
  asio::awaitable<void> say_goodbye(SteadyTime deadline);
  void take_received();
  HttpOutcome outcome_of(const HttpReply& answer, Woken woken) const;
  std::string error_of(const HttpReply& answer) const;
  Http facts_of(const HttpReply& answer, Woken woken) const;
  Http http_facts(Woken woken) const;
  void hide_secrets(Http& http) const;

  Waits& waits_;
  TlsContexts& contexts_;
  Turns& turns_;
  ContactAsk ask_;
  std::string host_;
  bool through_proxy_;
  bool guards_;
  ByteStream stream_;
  std::string ahead_{};  // what came behind the proxy's answer
  std::optional<TlsSession> session_{};
  HttpReply answer_;
  bool secret_body_ = false;
};

}  // namespace vnetprobe
