#include "probe/net/tls_contexts.h"

#include <new>

#include "probe/net/certificate_library.h"
#include "probe/net/tls_observer.h"

namespace vnetprobe {

TlsContexts::Context TlsContexts::make() {
  Context context(SSL_CTX_new_ex(certificate_library(), nullptr, TLS_client_method()));
  if (!context) throw std::bad_alloc();
  SSL_CTX* made = context.get();
  SSL_CTX_set1_cert_store(made, anchors_.store());
  SSL_CTX_set_verify(made, SSL_VERIFY_PEER, nullptr);
  TlsObserver::prepare(made);
  // A resumed session shows no chain.
  SSL_CTX_set_session_cache_mode(made, SSL_SESS_CACHE_OFF);
  // One handshake, one chain: a second would be about another one than the evidence shows.
  SSL_CTX_set_options(made, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION);
  // 34 KiB a connection that are needed only while a record is on its way.
  SSL_CTX_set_mode(made, SSL_MODE_RELEASE_BUFFERS);
  return context;
}

SSL_CTX* TlsContexts::for_evidence() {
  if (for_evidence_) return for_evidence_.get();
  for_evidence_ = make();
  SSL_CTX* made = for_evidence_.get();
  // Servers of TLS 1.0 and 1.1 sign with MD5 and SHA-1: with the level at its default they look
  // like a broken handshake, not like an old version.
  SSL_CTX_set_min_proto_version(made, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(made, 0);
  SSL_CTX_set_cipher_list(made, "DEFAULT@SECLEVEL=0");
  SSL_CTX_set_options(made, SSL_OP_LEGACY_SERVER_CONNECT);
  return made;
}

SSL_CTX* TlsContexts::for_secrets() {
  if (for_secrets_) return for_secrets_.get();
  for_secrets_ = make();
  SSL_CTX_set_min_proto_version(for_secrets_.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(for_secrets_.get(), SSL_OP_CLEANSE_PLAINTEXT);  // what is received may hold a token
  return for_secrets_.get();
}

}  // namespace vnetprobe
