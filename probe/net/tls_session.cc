// A newcomer would ask SSL_get_error without clearing the queue first: OpenSSL then reports an error
// that another session left behind on this thread.
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

TlsSession::TlsSession(TlsContexts& contexts, const std::string& host, const std::string& alpn, bool guards)
    : anchors_(contexts.anchors()),
      observer_(contexts.anchors(), host),
      ssl_(SSL_new(guards ? contexts.for_secrets() : contexts.for_evidence())),
      in_(BIO_new(BIO_s_mem())),
      out_(BIO_new(BIO_s_mem())) {
  if (!ssl_ || in_ == nullptr || out_ == nullptr) {
    BIO_free(in_);
    BIO_free(out_);
    throw std::bad_alloc();
  }
  if (guards) observer_.guard_secret();
  SSL_set_bio(ssl_.get(), in_, out_);
  observer_.attach(ssl_.get());
  // An address is no name of a server (RFC 6066 section 3).
  if (!IpAddress::parse(host)) SSL_set_tlsext_host_name(ssl_.get(), host.c_str());
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

Tls TlsSession::facts(Step step, Woken woken, const ByteStream& stream) const {
  Tls tls;
  observer_.describe(tls);
  tls.own_anchors = anchors_.own();
  if (step == Step::done) {
    tls.outcome = observer_.verified() ? TlsOutcome::verified : TlsOutcome::unverified;
    if (observer_.verified()) return tls;
    if (!anchors_.error().empty()) {
      tls.outcome = TlsOutcome::interrupted;
      tls.error = anchors_.error();
    } else if (observer_.withheld()) {
      tls.error = "no credential was sent: " + observer_.withheld_because();
    }
    return tls;
  }
  if (woken == Woken::interrupted) {
    tls.outcome = TlsOutcome::interrupted;
    return tls;
  }
  tls.outcome = observer_.broken_outcome();
  if (tls.outcome == TlsOutcome::failed && step == Step::wants_more)
    tls.outcome = stream.ended() ? TlsOutcome::cut : TlsOutcome::silent;
  if (tls.outcome == TlsOutcome::alert)
    tls.error = observer_.alert();
  else if (observer_.endless())
    tls.error = "no end of it";
  else if (step == Step::failed)
    tls.error = error_;
  else if (stream.ended())
    tls.error = stream.how_ended();
  return tls;
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

std::size_t TlsSession::read(std::span<char> plain) {
  ERR_clear_error();
  const int count = SSL_read(ssl_.get(), plain.data(), static_cast<int>(plain.size()));
  if (count > 0) return static_cast<std::size_t>(count);
  const int why = SSL_get_error(ssl_.get(), count);
  broken_ = why != SSL_ERROR_WANT_READ && why != SSL_ERROR_ZERO_RETURN;
  if (broken_) error_ = observer_.endless() ? "no end of it" : openssl_error();
  return 0;
}

bool TlsSession::closed() const { return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }

void TlsSession::close() {
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
}

std::string TlsSession::alpn() const {
  const unsigned char* data = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &data, &size);
  return data == nullptr ? "" : clean_line({reinterpret_cast<const char*>(data), size}, 255);
}

}  // namespace vnetprobe
