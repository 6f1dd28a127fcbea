#include "tests/probe/net/certificates.h"

#include <cstdlib>
#include <filesystem>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdexcept>
#include <unistd.h>

namespace vnetprobe::test {
namespace {

void must(bool right) {
  if (!right) throw std::runtime_error("OpenSSL would not");
}

void extend(X509& certificate, X509& issuer, int nid, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  must(extension != nullptr && X509_add_ext(&certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

X509Ptr blank(const std::string& common_name, EVP_PKEY& key, long from, long to) {
  static long serial = 1;
  X509Ptr certificate(X509_new());
  X509* x = certificate.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(x), from);
  X509_gmtime_adj(X509_getm_notAfter(x), to);
  X509_set_pubkey(x, &key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.data()),
                             static_cast<int>(common_name.size()), -1, 0);
  return certificate;
}

}  // namespace

Identity make_authority(const std::string& common_name) {
  Identity authority;
  authority.key.reset(EVP_RSA_gen(2048));
  must(authority.key != nullptr);
  authority.certificate = blank(common_name, *authority.key, -7200, 7200);
  X509* x = authority.certificate.get();
  X509_set_issuer_name(x, X509_get_subject_name(x));
  extend(*x, *x, NID_basic_constraints, "critical,CA:TRUE");
  extend(*x, *x, NID_subject_key_identifier, "hash");
  extend(*x, *x, NID_key_usage, "critical,keyCertSign");
  must(X509_sign(x, authority.key.get(), EVP_sha256()) > 0);
  return authority;
}

Identity make_leaf(const Identity& authority, const LeafOptions& options) {
  static const KeyPtr key(EVP_RSA_gen(2048));  // slow to make, and nobody looks at it
  Identity leaf;
  EVP_PKEY_up_ref(key.get());
  leaf.key.reset(key.get());
  leaf.certificate = blank(options.common_name, *leaf.key, options.from_seconds, options.to_seconds);
  X509* x = leaf.certificate.get();
  X509_set_issuer_name(x, X509_get_subject_name(authority.certificate.get()));
  extend(*x, *authority.certificate, NID_subject_alt_name, options.names);
  must(X509_sign(x, authority.key.get(), options.sha1 ? EVP_sha1() : EVP_sha256()) > 0);
  return leaf;
}

PemFile::PemFile(const X509& certificate) {
  std::string path = (std::filesystem::temp_directory_path() / "vnetprobe-test-XXXXXX").string();
  const int fd = ::mkstemp(path.data());
  std::FILE* file = ::fdopen(fd, "w");
  must(file != nullptr && PEM_write_X509(file, &certificate) == 1);
  std::fclose(file);
  path_ = path;
}

PemFile::~PemFile() { ::unlink(path_.c_str()); }

ContextPtr server_context(const Identity& leaf, const Identity& authority, int least, int most) {
  ContextPtr context(SSL_CTX_new(TLS_server_method()));
  SSL_CTX_set_cipher_list(context.get(), "DEFAULT@SECLEVEL=0");
  SSL_CTX_set_min_proto_version(context.get(), least);
  SSL_CTX_set_max_proto_version(context.get(), most);
  must(SSL_CTX_use_certificate(context.get(), leaf.certificate.get()) == 1);
  must(SSL_CTX_use_PrivateKey(context.get(), leaf.key.get()) == 1);
  must(SSL_CTX_add1_chain_cert(context.get(), authority.certificate.get()) == 1);
  return context;
}

}  // namespace vnetprobe::test
