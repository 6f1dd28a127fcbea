// What happens on one connected socket: a tunnel through a proxy where asked, one TLS handshake,
// one HTTP request. curl does the work; every way it can end becomes evidence.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "probe/model/evidence.h"
#include "probe/net/curl_multi.h"
#include "probe/net/http_head.h"
#include "probe/net/socket.h"
#include "probe/net/tls_observer.h"
#include "probe/net/toolbox.h"
#include "probe/net/trust_anchors.h"
#include "probe/net/wait.h"

namespace vnetprobe {

class Exchange {
 public:
  // `proxy` is the address that fd is connected to when that is a proxy.
  Exchange(Waits& waits, CurlMulti& multi, TrustAnchors& anchors, ContactAsk ask, UniqueFd fd,
           std::optional<SocketAddress> proxy);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Before run(): the answer's body becomes no evidence, take_body() has it.
  void keep_body_secret() { secret_body_ = true; }
  Secret take_body() { return Secret(std::move(body_)); }

  // Fills contact.tls and contact.http. Each step has its own `timeout`.
  asio::awaitable<void> run(std::chrono::milliseconds timeout, OnHandshake on_handshake, Contact& contact);

 private:
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  using List = std::unique_ptr<curl_slist, FreeList>;

  static curl_socket_t on_open(void* self, curlsocktype, curl_sockaddr*) noexcept;
  static int on_connected(void*, curl_socket_t, curlsocktype) noexcept;
  static CURLcode on_context(CURL*, void* context, void* self) noexcept;
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept;
  static std::size_t on_header(char* data, std::size_t one, std::size_t size, void* self) noexcept;
  static std::size_t on_body(char* data, std::size_t one, std::size_t size, void* self) noexcept;

  void set_connection();
  void set_tls();
  void set_request();
  void set_secrets(const HttpAsk& http);
  void append(List& list, const std::string& text);
  void append(List& list, const Secret& secret);
  void hide_secrets(Http& http) const;
  asio::awaitable<Woken> until_handshake(SteadyTime deadline);
  asio::awaitable<Woken> until_over(SteadyTime deadline);
  Tls tls_facts(Woken woken) const;
  Http http_facts(Woken woken) const;
  HttpOutcome http_outcome(Woken woken) const;
  Http tunnel_facts(Woken woken) const;

  Waits& waits_;
  CurlMulti& multi_;
  ContactAsk ask_;
  std::string host_;
  std::optional<SocketAddress> proxy_;
  UniqueFd fd_;
  bool own_anchors_;
  const TrustAnchors& anchors_;  // of the toolbox, which outlives us
  Wait wait_;
  TlsObserver observer_;
  HttpHead head_{};
  std::string body_{};
  bool body_cut_ = false;
  std::size_t tunnel_steps_ = 0;
  bool secret_body_ = false;
  char error_[CURL_ERROR_SIZE] = {};
  List headers_{};
  List connect_to_{};
  CurlTransfer transfer_{};
};

// A URL fit for a report: the values of query parameters that may be secret are left out.
std::string shown_url(const ContactAsk& ask, const std::string& host);

}  // namespace vnetprobe
