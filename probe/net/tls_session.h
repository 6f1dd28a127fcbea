// A TLS client that touches no socket: bytes are fed in and taken out, so that they can travel inside
// of another protocol's packets too. What the handshake shows is an observer's to tell.
#pragma once

#include <memory>
#include <openssl/ssl.h>
#include <span>
#include <string>
#include <string_view>

#include "probe/net/byte_stream.h"
#include "probe/net/tls_contexts.h"
#include "probe/net/tls_observer.h"
#include "probe/net/wait.h"

namespace vnetprobe {

class TlsSession {
 public:
  // `alpn`: the one protocol to offer, "" for none. `guards`: a credential is to be sent. `contexts` outlive
  // the session.
  TlsSession(TlsContexts& contexts, const std::string& host, const std::string& alpn, bool guards);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  enum class Step { wants_more, done, failed };
  // Goes on with what was fed.
  Step handshake();
  void feed(std::string_view bytes);
  // What has to be sent.
  std::string take_outgoing();
  // All of a handshake that ended with this step, this wait, on this stream, but its times.
  Tls facts(Step step, Woken woken, const ByteStream& stream) const;

  // After the handshake.
  void write(std::string_view plain);
  // How much of it was filled; 0 when more has to be fed, or the session is over.
  std::size_t read(std::span<char> plain);
  // The far end said that it sends no more; or what it sends cannot be read.
  bool closed() const;
  bool broken() const { return broken_; }
  // Says that we send no more.
  void close();

  TlsObserver& observer() { return observer_; }
  const TlsObserver& observer() const { return observer_; }
  // Why a handshake or a read failed, or "".
  const std::string& error() const { return error_; }
  // What both sides agreed on, or "".
  std::string alpn() const;

 private:
  struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  const TrustAnchors& anchors_;
  TlsObserver observer_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
  BIO* in_ = nullptr;  // both belong to ssl_
  BIO* out_ = nullptr;
  bool broken_ = false;
  std::string error_{};
};

}  // namespace vnetprobe
