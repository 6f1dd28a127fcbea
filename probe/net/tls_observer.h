// Looks over OpenSSL's shoulder during one handshake: the chain, how it verified, the version, alerts,
// and whether what came was TLS at all.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <openssl/ssl.h>
#include <string>

#include "probe/model/evidence.h"
#include "probe/net/seen_chains.h"
#include "probe/net/trust_anchors.h"

namespace vnetprobe {

class TlsObserver {
 public:
  // `anchors` outlive the observer.
  TlsObserver(TrustAnchors& anchors, std::string host) : anchors_(anchors), host_(std::move(host)) {}
  TlsObserver(const TlsObserver&) = delete;
  TlsObserver& operator=(const TlsObserver&) = delete;

  // Before attach(): a credential is to be sent. A chain that verifies to no public root (nor to the user's
  // own anchors) then counts as unverified.
  void guard_secret() { guards_ = true; }
  bool withheld() const { return done_ && !withheld_because_.empty(); }
  const std::string& withheld_because() const { return withheld_because_; }

  // Bytes that may come after the handshake; who sends more is cut off. To be told generously: a record
  // may hold a byte.
  void expect_at_most(std::size_t bytes) { most_after_ = bytes; }

  // Of every context that a session is made with.
  static void prepare(SSL_CTX* context) noexcept;
  // Before the handshake, once the session has its BIOs. The observer outlives the session.
  void attach(SSL* ssl) noexcept;

  bool done() const { return done_; }
  bool verified() const {
    return done_ && !withheld() && chain_ && chain_->verify_code == X509_V_OK && name_matches_;
  }
  // How a handshake ended that is not done; `failed` when nothing seen tells.
  TlsOutcome broken_outcome() const;
  const std::string& alert() const { return alert_; }
  bool endless() const { return endless_; }  // cut off by us

  // Writes all but outcome, error and times.
  void describe(Tls& tls) const;

 private:
  static int on_verify(X509_STORE_CTX* context, void* self) noexcept;
  static void on_info(const SSL* ssl, int where, int value) noexcept;
  static long on_bytes(BIO* bio, int operation, const char* data, std::size_t size, int, long, int result,
                       std::size_t* processed) noexcept;

  TrustAnchors& anchors_;
  std::string host_;

  bool guards_ = false;
  std::string withheld_because_{};
  bool done_ = false;
  std::string version_{};
  std::string cipher_{};
  std::shared_ptr<const SeenChain> chain_{};  // null until the certificate has come
  bool name_matches_ = false;
  std::string alert_{};
  std::array<std::uint8_t, 3> first_bytes_{};
  std::size_t bytes_ = 0;
  std::size_t most_ = 256UL * 1024;  // of the handshake: more than any, OpenSSL takes chains of 100 KiB
  std::size_t most_after_ = 64UL * 1024;
  bool endless_ = false;
};

}  // namespace vnetprobe
