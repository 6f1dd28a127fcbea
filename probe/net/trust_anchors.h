// The certificates that a chain may end in: --ca-file, else SSL_CERT_FILE as OpenSSL's users know
// it, else the system's bundle. Parsed once (about 30 ms for Debian's) and shared by all handshakes.
#pragma once

#include <memory>
#include <openssl/x509.h>
#include <string>

#include "probe/net/seen_chains.h"

namespace vnetprobe {

class TrustAnchors {
 public:
  explicit TrustAnchors(std::string ca_file) : ca_file_(std::move(ca_file)) {}

  // Parses on the first call.
  X509_STORE* store();
  // "" or why there are no anchors; then no chain verifies.
  const std::string& error() const { return error_; }
  // --ca-file stands in for the system's store and for the public roots.
  bool own() const { return !ca_file_.empty(); }
  // What chains come to here.
  SeenChains& chains() { return chains_; }

 private:
  struct Free {
    void operator()(X509_STORE* store) const { X509_STORE_free(store); }
  };
  std::string ca_file_;
  std::string error_{};
  std::unique_ptr<X509_STORE, Free> store_{};
  SeenChains chains_{};
};

}  // namespace vnetprobe
