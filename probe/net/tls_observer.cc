// A newcomer would ask curl afterwards. Once verification has failed, curl 7.88 has neither chain
// nor times; and it calls a reset, an alert and plain HTTP on the port the same code 35.
#include "probe/net/tls_observer.h"

#include <algorithm>

#include "probe/azure/public_roots.h"
#include "probe/net/certificate_facts.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxChain = 10;
// Of certificates, not of the handshake: keys below 112 bits and SHA-1 fail, as they do with
// OpenSSL's own defaults in Debian.
constexpr int kCertificateLevel = 2;

int observer_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

TlsObserver* observer_of(const SSL* ssl) {
  return static_cast<TlsObserver*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), observer_index()));
}

}  // namespace

void TlsObserver::attach(SSL_CTX* context) noexcept {
  SSL_CTX_set1_cert_store(context, anchors_);
  SSL_CTX_set_ex_data(context, observer_index(), this);
  SSL_CTX_set_cert_verify_callback(context, &TlsObserver::on_verify, this);
  SSL_CTX_set_info_callback(context, &TlsObserver::on_info);
  // One handshake, one chain: a second would be about another one than the evidence shows.
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
  // 34 KiB a connection that are needed only while a record is on its way.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  if (guards_) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_CLEANSE_PLAINTEXT);  // what is received may hold a token
    return;
  }
  // Servers of TLS 1.0 and 1.1 sign with MD5 and SHA-1: with the level at its default they look
  // like a broken handshake, not like an old version.
  SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context, 0);
  SSL_CTX_set_cipher_list(context, "DEFAULT@SECLEVEL=0");
  SSL_CTX_set_options(context, SSL_OP_LEGACY_SERVER_CONNECT);
}

// Says yes to everything, so that the handshake shows what comes; curl reads the recorded error and
// ends with code 60 before it sends a request.
int TlsObserver::on_verify(X509_STORE_CTX* context, void* data) noexcept {
  auto* self = static_cast<TlsObserver*>(data);
  X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(context), kCertificateLevel);
  const int right = X509_verify_cert(context);
  self->verify_code_ = X509_STORE_CTX_get_error(context);
  if (right <= 0 && self->verify_code_ == X509_V_OK) {
    self->verify_code_ = X509_V_ERR_UNSPECIFIED;
    X509_STORE_CTX_set_error(context, self->verify_code_);
  }
  const auto keep = [](X509* certificate) {
    X509_up_ref(certificate);
    return Keep(certificate);
  };
  const STACK_OF(X509)* sent = X509_STORE_CTX_get0_untrusted(context);
  self->chain_.clear();
  for (int i = 0; i < sk_X509_num(sent) && self->chain_.size() < kMaxChain; ++i)
    self->chain_.push_back(keep(sk_X509_value(sent, i)));
  if (self->chain_.empty() && X509_STORE_CTX_get0_cert(context) != nullptr)
    self->chain_.push_back(keep(X509_STORE_CTX_get0_cert(context)));
  const STACK_OF(X509)* built = X509_STORE_CTX_get0_chain(context);
  if (self->verify_code_ == X509_V_OK && sk_X509_num(built) > 0)
    self->anchor_ = keep(sk_X509_value(built, sk_X509_num(built) - 1));
  if (self->guards_ && !self->own_anchors_ && self->verify_code_ == X509_V_OK &&
      (!self->anchor_ || !is_public_root(sha256_of(*self->anchor_)))) {
    self->withheld_because_ = "the chain ends at no public root";
    X509_STORE_CTX_set_error(context, X509_V_ERR_CERT_UNTRUSTED);
  }
  return 1;
}

void TlsObserver::on_info(const SSL* ssl, int where, int value) noexcept {
  TlsObserver* self = observer_of(ssl);
  if (self == nullptr) return;
  if ((where & SSL_CB_HANDSHAKE_START) != 0 && !self->started_) {
    self->started_ = true;
    if (BIO* bio = SSL_get_rbio(ssl)) {
      BIO_set_callback_ex(bio, &TlsObserver::on_bytes);
      BIO_set_callback_arg(bio, reinterpret_cast<char*>(self));
    }
  }
  // close_notify is no refusal.
  if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && (value & 0xFF) != SSL_AD_CLOSE_NOTIFY)
    self->alert_ = SSL_alert_desc_string_long(value);
  // In TLS 1.3 tickets that come later begin and end "handshakes" of their own.
  if ((where & SSL_CB_HANDSHAKE_DONE) != 0 && !self->done_) {
    self->done_ = true;
    self->most_ = self->bytes_ + self->most_after_;
    self->version_ = SSL_get_version(ssl);
    self->cipher_ = SSL_get_cipher_name(ssl);
    self->wake_.wake();
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
    self->endless_ = self->ended_ = true;
    return -1;
  }
  const bool read = operation == (BIO_CB_READ | BIO_CB_RETURN);
  if (!read && operation != (BIO_CB_WRITE | BIO_CB_RETURN)) return result;
  if (result <= 0) {
    self->ended_ = self->ended_ || (!self->done_ && BIO_should_retry(bio) == 0);
  } else if (read && processed != nullptr) {
    for (std::size_t i = 0; i < *processed && self->bytes_ + i < self->first_bytes_.size(); ++i)
      self->first_bytes_[self->bytes_ + i] = static_cast<std::uint8_t>(data[i]);
    self->bytes_ += *processed;
  }
  return result;
}

bool TlsObserver::name_matches() const {
  return !chain_.empty() && vnetprobe::name_matches(*chain_.front(), host_);
}

TlsOutcome TlsObserver::broken_outcome() const {
  if (!alert_.empty()) return TlsOutcome::alert;
  // A record begins with its type, 20 to 24, and the major version 3 (RFC 8446 section 5.1).
  const bool record = first_bytes_[0] >= 20 && first_bytes_[0] <= 24 && (bytes_ < 2 || first_bytes_[1] == 3);
  if (bytes_ > 0 && !record) return TlsOutcome::not_tls;
  return ended_ ? TlsOutcome::cut : TlsOutcome::failed;
}

void TlsObserver::describe(Tls& tls) const {
  tls.sni = host_;
  tls.version = version_;
  tls.cipher = cipher_;
  for (const Keep& certificate : chain_) tls.chain.push_back(certificate_facts(*certificate));
  if (chain_.empty()) return;
  tls.verify_code = verify_code_;
  tls.verify_text = verify_code_ == X509_V_OK ? "" : X509_verify_cert_error_string(verify_code_);
  tls.name_matches = name_matches();
  if (!anchor_) return;
  tls.anchor_subject = subject_of(*anchor_);
  tls.anchor_sha256 = sha256_of(*anchor_);
}

}  // namespace vnetprobe
