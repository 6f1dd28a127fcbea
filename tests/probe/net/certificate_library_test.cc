#include "probe/net/certificate_library.h"

#include <doctest/doctest.h>
#include <openssl/decoder.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string>

#include "tests/probe/net/certificates.h"

namespace vnetprobe {
namespace {

using test::ContextPtr;
using test::KeyPtr;

int decoders_of(OSSL_LIB_CTX* library) {
  int count = 0;
  OSSL_DECODER_do_all_provided(
      library, [](OSSL_DECODER*, void* seen) { ++*static_cast<int*>(seen); }, &count);
  return count;
}

KeyPtr new_key(const std::string& type, const std::string& curve) {
  struct Free {
    void operator()(EVP_PKEY_CTX* making) const { EVP_PKEY_CTX_free(making); }
  };
  const std::unique_ptr<EVP_PKEY_CTX, Free> making(
      EVP_PKEY_CTX_new_from_name(nullptr, type.c_str(), nullptr));
  EVP_PKEY* made = nullptr;
  if (EVP_PKEY_keygen_init(making.get()) != 1) return nullptr;
  if (!curve.empty() && EVP_PKEY_CTX_set_group_name(making.get(), curve.c_str()) != 1) return nullptr;
  EVP_PKEY_generate(making.get(), &made);
  return KeyPtr(made);
}

TEST_CASE("every key that a certificate may hold is read, by fewer decoders") {
  OSSL_LIB_CTX* const library = certificate_library();
  REQUIRE(library != nullptr);
  CHECK(certificate_library() == library);
  CHECK(decoders_of(library) > 0);
  CHECK(decoders_of(library) * 2 < decoders_of(nullptr));
  struct Row {
    std::string type;
    std::string curve;
  };
  for (const Row& row :
       {Row{"RSA", ""}, Row{"RSA-PSS", ""}, Row{"EC", "P-256"}, Row{"EC", "P-384"}, Row{"EC", "P-521"},
        Row{"EC", "brainpoolP256r1"}, Row{"ED25519", ""}, Row{"ED448", ""}}) {
    CAPTURE(row.type);
    CAPTURE(row.curve);
    const KeyPtr key = new_key(row.type, row.curve);
    REQUIRE(key);
    unsigned char* encoded = nullptr;
    const int size = i2d_PUBKEY(key.get(), &encoded);
    REQUIRE(size > 0);
    const unsigned char* from = encoded;
    const KeyPtr read(d2i_PUBKEY_ex(nullptr, &from, size, library, nullptr));
    OPENSSL_free(encoded);
    REQUIRE(read);
    CHECK(EVP_PKEY_eq(read.get(), key.get()) == 1);
  }
}

// Each of these settings is a process's own: ctest runs this with one and with the other.
TEST_CASE("a machine that is set up for other providers is left as it is" * doctest::skip()) {
  CHECK(certificate_library() == nullptr);
}

TEST_CASE("what OpenSSL offers otherwise is there: ciphers, groups, signatures") {
  const ContextPtr here(SSL_CTX_new_ex(certificate_library(), nullptr, TLS_client_method()));
  const ContextPtr there(SSL_CTX_new(TLS_client_method()));
  REQUIRE(here);
  const auto ciphers = [](const ContextPtr& context) {
    std::string names;
    STACK_OF(SSL_CIPHER)* list = SSL_CTX_get_ciphers(context.get());
    for (int i = 0; i < sk_SSL_CIPHER_num(list); ++i)
      names += std::string(SSL_CIPHER_get_name(sk_SSL_CIPHER_value(list, i))) + ' ';
    return names;
  };
  CHECK_FALSE(ciphers(here).empty());
  CHECK(ciphers(here) == ciphers(there));
  for (const char* groups : {"X25519:P-256:X448:P-521:P-384", "ffdhe2048:ffdhe4096"})
    CHECK(SSL_CTX_set1_groups_list(here.get(), groups) == 1);
}

}  // namespace
}  // namespace vnetprobe
