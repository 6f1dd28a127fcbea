// A newcomer would ask SSL_get_error without clearing the queue first: OpenSSL then reports an error
// that curl left behind on this thread.
#include "probe/net/tls_session.h"

#include <array>
#include <limits>
#include <new>
#include <openssl/err.h>

#include "probe/net/clean_text.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxError = 500;

std::string openssl_error() {
  std::array<char, 256> text{};
  const unsigned long code = ERR_get_error();
  if (code == 0) return "the handshake failed";
  ERR_error_string_n(code, text.data(), text.size());
  return clean_line(text.data(), kMaxError);
}

int length_of(std::string_view bytes) {
  constexpr std::size_t kMost = static_cast<std::size_t>(std::numeric_limits<int>::max());
  return static_cast<int>(std::min(bytes.size(), kMost));
}

}  // namespace

TlsSession::TlsSession(Waits& waits, TrustAnchors& anchors, const std::string& host, const std::string& alpn)
    : nobody_(waits),
      observer_(anchors.store(), host, nobody_),
      context_(SSL_CTX_new(TLS_client_method())),
      ssl_() {
  if (!context_) throw std::bad_alloc();
  observer_.attach(context_.get());
  // The observer records and says yes; so the handshake shows what comes, and nothing is sent after it.
  SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_OFF);
  ssl_.reset(SSL_new(context_.get()));
  in_ = BIO_new(BIO_s_mem());
  out_ = BIO_new(BIO_s_mem());
  if (!ssl_ || in_ == nullptr || out_ == nullptr) {
    BIO_free(in_);
    BIO_free(out_);
    throw std::bad_alloc();
  }
  SSL_set_bio(ssl_.get(), in_, out_);
  SSL_set_tlsext_host_name(ssl_.get(), host.c_str());
  if (!alpn.empty()) {
    const std::string list = static_cast<char>(alpn.size()) + alpn;
    SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(list.data()),
                        static_cast<unsigned>(list.size()));
  }
  SSL_set_connect_state(ssl_.get());
}

TlsSession::~TlsSession() = default;

TlsSession::Step TlsSession::handshake() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) return Step::done;
  const int why = SSL_get_error(ssl_.get(), result);
  if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return Step::wants_more;
  error_ = openssl_error();
  return Step::failed;
}

void TlsSession::feed(std::string_view bytes) { BIO_write(in_, bytes.data(), length_of(bytes)); }

std::string TlsSession::take_outgoing() {
  std::string out(BIO_ctrl_pending(out_), '\0');
  if (out.empty()) return out;
  const int count = BIO_read(out_, out.data(), length_of(out));
  out.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return out;
}

void TlsSession::write(std::string_view plain) {
  ERR_clear_error();
  SSL_write(ssl_.get(), plain.data(), length_of(plain));
}

std::string TlsSession::read() {
  std::string out;
  std::array<char, 4096> buffer{};
  for (;;) {
    ERR_clear_error();
    const int count = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (count <= 0) return out;
    out.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

std::string TlsSession::alpn() const {
  const unsigned char* data = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &data, &size);
  return data == nullptr ? "" : clean_line({reinterpret_cast<const char*>(data), size}, 255);
}

}  // namespace vnetprobe
