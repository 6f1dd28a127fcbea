// A TLS client that touches no socket: bytes are fed in and taken out, so that they can travel inside
// of another protocol's packets. What the handshake shows is an observer's to tell.
#pragma once

#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <string_view>

#include "probe/net/tls_observer.h"
#include "probe/net/trust_anchors.h"
#include "probe/net/wait.h"

namespace vnetprobe {

class TlsSession {
 public:
  // `alpn`: the one protocol to offer, "" for none. `anchors` outlive the session.
  TlsSession(Waits& waits, TrustAnchors& anchors, const std::string& host, const std::string& alpn);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  enum class Step { wants_more, done, failed };
  // Goes on with what was fed.
  Step handshake();
  void feed(std::string_view bytes);
  // What has to be sent.
  std::string take_outgoing();

  // After the handshake.
  void write(std::string_view plain);
  std::string read();

  const TlsObserver& observer() const { return observer_; }
  // Why a handshake failed, or "".
  const std::string& error() const { return error_; }
  // What both sides agreed on, or "".
  std::string alpn() const;

 private:
  struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  Wait nobody_;
  TlsObserver observer_;
  std::unique_ptr<SSL_CTX, FreeContext> context_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
  BIO* in_ = nullptr;  // both belong to ssl_
  BIO* out_ = nullptr;
  std::string error_{};
};

}  // namespace vnetprobe
