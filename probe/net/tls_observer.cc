// A newcomer would have verification fail the handshake. Then nothing would be known of what came after; so
// it says yes to everything, and who asks verified() sends nothing.
#include "probe/net/tls_observer.h"

#include "probe/azure/public_roots.h"
#include "probe/net/certificate_facts.h"

namespace vnetprobe {
namespace {

int observer_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

TlsObserver* observer_of(const SSL* ssl) {
  return static_cast<TlsObserver*>(SSL_get_ex_data(ssl, observer_index()));
}

}  // namespace

void TlsObserver::prepare(SSL_CTX* context) noexcept {
  SSL_CTX_set_cert_verify_callback(context, &TlsObserver::on_verify, nullptr);
  SSL_CTX_set_info_callback(context, &TlsObserver::on_info);
}

void TlsObserver::attach(SSL* ssl) noexcept {
  SSL_set_ex_data(ssl, observer_index(), this);
  BIO* bio = SSL_get_rbio(ssl);
  BIO_set_callback_ex(bio, &TlsObserver::on_bytes);
  BIO_set_callback_arg(bio, reinterpret_cast<char*>(this));
}

int TlsObserver::on_verify(X509_STORE_CTX* context, void*) noexcept {
  const void* ssl = X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx());
  TlsObserver* self = observer_of(static_cast<const SSL*>(ssl));
  self->chain_ = self->anchors_.chains().verify(context);
  X509* leaf = X509_STORE_CTX_get0_cert(context);
  self->name_matches_ = leaf != nullptr && name_matches(*leaf, self->host_);
  if (self->guards_ && !self->anchors_.own() && self->chain_->verify_code == X509_V_OK &&
      !is_public_root(self->chain_->anchor_sha256))
    self->withheld_because_ = "the chain ends at no public root";
  return 1;
}

void TlsObserver::on_info(const SSL* ssl, int where, int value) noexcept {
  TlsObserver* self = observer_of(ssl);
  if (self == nullptr) return;
  // close_notify is no refusal.
  if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && (value & 0xFF) != SSL_AD_CLOSE_NOTIFY)
    self->alert_ = SSL_alert_desc_string_long(value);
  // In TLS 1.3 tickets that come later begin and end "handshakes" of their own.
  if ((where & SSL_CB_HANDSHAKE_DONE) != 0 && !self->done_) {
    self->done_ = true;
    self->most_ = self->bytes_ + self->most_after_;
    self->version_ = SSL_get_version(ssl);
    self->cipher_ = SSL_get_cipher_name(ssl);
  }
}

// OpenSSL reads messages that mean nothing (a hello request, a key update, a ticket) for as long as there
// are any, and does not come back: whoever sends them fast enough would have us hang. So an end is put to
// it from below.
long TlsObserver::on_bytes(BIO* bio, int operation, const char* data, std::size_t, int, long, int result,
                           std::size_t* processed) noexcept {
  auto* self = reinterpret_cast<TlsObserver*>(BIO_get_callback_arg(bio));
  if (operation == BIO_CB_READ && self->bytes_ > self->most_) {
    BIO_clear_retry_flags(bio);
    self->endless_ = true;
    return -1;
  }
  if (operation == (BIO_CB_READ | BIO_CB_RETURN) && result > 0 && processed != nullptr) {
    for (std::size_t i = 0; i < *processed && self->bytes_ + i < self->first_bytes_.size(); ++i)
      self->first_bytes_[self->bytes_ + i] = static_cast<std::uint8_t>(data[i]);
    self->bytes_ += *processed;
  }
  return result;
}

TlsOutcome TlsObserver::broken_outcome() const {
  if (!alert_.empty()) return TlsOutcome::alert;
  // A record begins with its type, 20 to 24, and the major version 3 (RFC 8446 section 5.1).
  const bool record = first_bytes_[0] >= 20 && first_bytes_[0] <= 24 && (bytes_ < 2 || first_bytes_[1] == 3);
  if (bytes_ > 0 && !record) return TlsOutcome::not_tls;
  return endless_ ? TlsOutcome::cut : TlsOutcome::failed;
}

void TlsObserver::describe(Tls& tls) const {
  tls.sni = host_;
  tls.version = version_;
  tls.cipher = cipher_;
  if (!chain_) return;
  tls.chain = chain_->certificates;
  tls.verify_code = chain_->verify_code;
  tls.verify_text = tls.verify_code == X509_V_OK ? "" : X509_verify_cert_error_string(tls.verify_code);
  tls.name_matches = name_matches_;
  tls.anchor_subject = chain_->anchor_subject;
  tls.anchor_sha256 = chain_->anchor_sha256;
}

}  // namespace vnetprobe
