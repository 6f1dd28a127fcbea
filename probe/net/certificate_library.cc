// A newcomer would look for a setting. There is none: what a library context has is what its providers offer.
// So this one has a provider of our own, which hands on what OpenSSL's default provider offers, but of its
// decoders those alone that read a public key as it stands in a certificate (SubjectPublicKeyInfo, RFC 5280
// section 4.1).
#include "probe/net/certificate_library.h"

#include <openssl/core_dispatch.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <string_view>
#include <vector>

namespace vnetprobe {
namespace {

using Function = void (*)();

// Never unloaded: OpenSSL does that as the process ends.
OSSL_PROVIDER* default_provider() {
  static OSSL_PROVIDER* const provider = OSSL_PROVIDER_load(nullptr, "default");
  return provider;
}

bool reads_public_key(const OSSL_ALGORITHM& decoder) {
  const std::string_view properties = decoder.property_definition;
  return properties.find("input=der") != std::string_view::npos &&
         properties.find("structure=SubjectPublicKeyInfo") != std::string_view::npos;
}

std::vector<OSSL_ALGORITHM> kept(const OSSL_ALGORITHM* decoder) {
  std::vector<OSSL_ALGORITHM> list;
  for (; decoder != nullptr && decoder->algorithm_names != nullptr; ++decoder)
    if (reads_public_key(*decoder)) list.push_back(*decoder);
  list.emplace_back();  // its end
  return list;
}

const OSSL_ALGORITHM* query(void*, int operation, int* no_cache) {
  const OSSL_ALGORITHM* offered = OSSL_PROVIDER_query_operation(default_provider(), operation, no_cache);
  if (operation != OSSL_OP_DECODER) return offered;
  static const std::vector<OSSL_ALGORITHM> list = kept(offered);
  return list.data();
}

int capabilities(void*, const char* what, OSSL_CALLBACK* each, void* argument) {
  return OSSL_PROVIDER_get_capabilities(default_provider(), what, each, argument);
}

const OSSL_DISPATCH kFunctions[] = {
    {OSSL_FUNC_PROVIDER_QUERY_OPERATION, reinterpret_cast<Function>(query)},
    {OSSL_FUNC_PROVIDER_GET_CAPABILITIES, reinterpret_cast<Function>(capabilities)},
    {0, nullptr},
};

int start(const OSSL_CORE_HANDLE*, const OSSL_DISPATCH*, const OSSL_DISPATCH** functions, void** context) {
  *functions = kFunctions;
  // The algorithms are its, and expect its context.
  *context = OSSL_PROVIDER_get0_provider_ctx(default_provider());
  return 1;
}

OSSL_LIB_CTX* make() {
  // Who set this machine up otherwise means it. Without its settings read, every machine is as it came.
  if (OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CONFIG, nullptr) != 1) return nullptr;
  if (OSSL_PROVIDER_available(nullptr, "default") != 1 ||
      EVP_default_properties_is_fips_enabled(nullptr) == 1)
    return nullptr;
  if (default_provider() == nullptr) return nullptr;
  OSSL_LIB_CTX* library = OSSL_LIB_CTX_new();
  if (library == nullptr) return nullptr;
  constexpr const char* kName = "certificates";
  if (OSSL_PROVIDER_add_builtin(library, kName, start) == 1 && OSSL_PROVIDER_load(library, kName) != nullptr)
    return library;
  OSSL_LIB_CTX_free(library);
  return nullptr;
}

}  // namespace

OSSL_LIB_CTX* certificate_library() {
  static OSSL_LIB_CTX* const library = make();
  return library;
}

}  // namespace vnetprobe
