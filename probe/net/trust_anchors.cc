// A newcomer would let every context read the bundle by itself. That is 30 ms of parsing each time.
#include "probe/net/trust_anchors.h"

#include <cstdlib>
#include <fmt/format.h>
#include <new>
#include <openssl/err.h>

#include "probe/net/certificate_library.h"

namespace vnetprobe {
namespace {

constexpr const char* kSystemBundle = "/etc/ssl/certs/ca-certificates.crt";

}  // namespace

X509_STORE* TrustAnchors::store() {
  if (store_) return store_.get();
  store_.reset(X509_STORE_new());
  if (!store_) throw std::bad_alloc();
  const char* environment = std::getenv("SSL_CERT_FILE");
  const bool from_environment = environment != nullptr && *environment != '\0';
  const std::string file = own() ? ca_file_ : from_environment ? environment : kSystemBundle;
  // Who names an intermediate or the server's own certificate means it.
  if (own()) X509_STORE_set_flags(store_.get(), X509_V_FLAG_PARTIAL_CHAIN);
  ERR_clear_error();
  if (X509_STORE_load_file_ex(store_.get(), file.c_str(), certificate_library(), nullptr) != 1) {
    const char* why = ERR_reason_error_string(ERR_peek_last_error());
    error_ = fmt::format("{}: {}", file, why == nullptr ? "no certificates in it" : why);
    ERR_clear_error();
  }
  return store_.get();
}

}  // namespace vnetprobe
