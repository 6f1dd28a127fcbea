// A newcomer would keep what the leaf comes to. The same leaf with an intermediate missing does not verify,
// so the key is everything that was sent, in its order.
#include "probe/net/seen_chains.h"

#include <algorithm>
#include <new>
#include <openssl/evp.h>

#include "probe/net/certificate_facts.h"

namespace vnetprobe {
namespace {

constexpr int kMaxChain = 10;
// Of certificates, not of the handshake: keys below 112 bits and SHA-1 fail, as they do with
// OpenSSL's own defaults in Debian.
constexpr int kCertificateLevel = 2;

// The leaf is there by itself where nothing was sent beside it.
std::vector<X509*> certificates_of(X509_STORE_CTX* context) {
  std::vector<X509*> sent;
  const STACK_OF(X509)* stack = X509_STORE_CTX_get0_untrusted(context);
  const int count = std::max(sk_X509_num(stack), 1);
  sent.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < sk_X509_num(stack); ++i) sent.push_back(sk_X509_value(stack, i));
  if (sent.empty() && X509_STORE_CTX_get0_cert(context) != nullptr)
    sent.push_back(X509_STORE_CTX_get0_cert(context));
  return sent;
}

std::shared_ptr<const SeenChain> verified(X509_STORE_CTX* context, const std::vector<X509*>& sent) {
  auto chain = std::make_shared<SeenChain>();
  X509_VERIFY_PARAM_set_auth_level(X509_STORE_CTX_get0_param(context), kCertificateLevel);
  const int right = X509_verify_cert(context);
  chain->verify_code = X509_STORE_CTX_get_error(context);
  if (right <= 0 && chain->verify_code == X509_V_OK) chain->verify_code = X509_V_ERR_UNSPECIFIED;
  for (X509* certificate : sent) {
    if (chain->certificates.size() == kMaxChain) break;
    chain->certificates.push_back(certificate_facts(*certificate));
  }
  const STACK_OF(X509)* built = X509_STORE_CTX_get0_chain(context);
  if (chain->verify_code == X509_V_OK && sk_X509_num(built) > 0) {
    X509& anchor = *sk_X509_value(built, sk_X509_num(built) - 1);
    chain->anchor_subject = subject_of(anchor);
    chain->anchor_sha256 = sha256_of(anchor);
  }
  return chain;
}

}  // namespace

std::shared_ptr<const SeenChain> SeenChains::verify(X509_STORE_CTX* context) {
  const std::vector<X509*> sent = certificates_of(context);
  std::vector<std::uint8_t> bytes;
  for (X509* certificate : sent) {
    unsigned char* encoded = nullptr;
    const int size = i2d_X509(certificate, &encoded);
    if (size < 0) throw std::bad_alloc();
    bytes.insert(bytes.end(), encoded, encoded + size);
    OPENSSL_free(encoded);
  }
  Digest digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
    throw std::bad_alloc();
  std::shared_ptr<const SeenChain>& chain = seen_[digest];
  if (!chain) chain = verified(context, sent);
  X509_STORE_CTX_set_error(context, chain->verify_code);
  return chain;
}

}  // namespace vnetprobe
