// Looks over curl's shoulder during one handshake: the chain, how it verified, the version, alerts,
// and whether what came was TLS at all. Changes nothing but what must be changed to see old servers.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <vector>

#include "probe/model/evidence.h"
#include "probe/net/wait.h"

namespace vnetprobe {

class TlsObserver {
 public:
  TlsObserver(X509_STORE* anchors, std::string host, Wait& wake)
      : anchors_(anchors), host_(std::move(host)), wake_(wake) {}
  TlsObserver(const TlsObserver&) = delete;
  TlsObserver& operator=(const TlsObserver&) = delete;

  // Before attach(): a credential is to be sent. Only TLS 1.2 or later is offered, and a chain that
  // verifies to no public root (nor to the user's own anchors) is reported to curl as unverified, so
  // that no request leaves.
  void guard_secret(bool own_anchors) {
    guards_ = true;
    own_anchors_ = own_anchors;
  }
  bool withheld() const { return done_ && !withheld_because_.empty(); }
  const std::string& withheld_because() const { return withheld_because_; }

  // Bytes that may come after the handshake; who sends more is cut off. To be told generously: a record
  // may hold a byte.
  void expect_at_most(std::size_t bytes) { most_after_ = bytes; }

  // Before the handshake, from CURLOPT_SSL_CTX_FUNCTION. The observer outlives the connection.
  void attach(SSL_CTX* context) noexcept;

  bool started() const { return started_; }  // our hello is on its way
  bool done() const { return done_; }
  bool verified() const { return done_ && verify_code_ == X509_V_OK && name_matches(); }
  bool name_matches() const;
  // How a handshake ended that is not done; `failed` when nothing seen tells.
  TlsOutcome broken_outcome() const;
  const std::string& alert() const { return alert_; }
  bool endless() const { return endless_; }  // cut off by us

  // Writes all but outcome, error and times.
  void describe(Tls& tls) const;

 private:
  struct FreeX509 {
    void operator()(X509* certificate) const { X509_free(certificate); }
  };
  using Keep = std::unique_ptr<X509, FreeX509>;

  static int on_verify(X509_STORE_CTX* context, void* self) noexcept;
  static void on_info(const SSL* ssl, int where, int value) noexcept;
  static long on_bytes(BIO* bio, int operation, const char* data, std::size_t size, int, long, int result,
                       std::size_t* processed) noexcept;

  X509_STORE* anchors_;
  std::string host_;
  Wait& wake_;

  bool guards_ = false;
  bool own_anchors_ = false;
  std::string withheld_because_{};
  bool started_ = false;
  bool done_ = false;
  std::string version_{};
  std::string cipher_{};
  std::vector<Keep> chain_{};
  Keep anchor_{};
  int verify_code_ = X509_V_ERR_UNSPECIFIED;
  std::string alert_{};
  std::array<std::uint8_t, 3> first_bytes_{};
  std::size_t bytes_ = 0;
  std::size_t most_ = 256UL * 1024;  // of the handshake: more than any, OpenSSL takes chains of 100 KiB
  std::size_t most_after_ = 64UL * 1024;
  bool ended_ = false;  // the far end reset or closed
  bool endless_ = false;
};

}  // namespace vnetprobe
