// The settings of every TLS handshake of a run, prepared once: a context costs 1.3 million instructions to
// make, a handshake with it five.
#pragma once

#include <memory>
#include <openssl/ssl.h>
#include <string>

#include "probe/net/trust_anchors.h"

namespace vnetprobe {

class TlsContexts {
 public:
  explicit TlsContexts(std::string ca_file) : anchors_(std::move(ca_file)) {}
  TlsContexts(const TlsContexts&) = delete;
  TlsContexts& operator=(const TlsContexts&) = delete;

  TrustAnchors& anchors() { return anchors_; }
  const TrustAnchors& anchors() const { return anchors_; }

  // Takes whatever a server speaks, from TLS 1.0 on, so that an old one is seen for what it is.
  SSL_CTX* for_evidence();
  // For what carries a credential: TLS 1.2 or later, as the system's own settings would have it.
  SSL_CTX* for_secrets();

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  using Context = std::unique_ptr<SSL_CTX, Free>;

  Context make();

  TrustAnchors anchors_;
  Context for_evidence_{};
  Context for_secrets_{};
};

}  // namespace vnetprobe
