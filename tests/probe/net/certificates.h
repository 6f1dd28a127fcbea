// Certificates made on the spot: an authority, and leaves with whatever is wrong with them.
#pragma once

#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <vector>

namespace vnetprobe::test {

struct FreeOpenSsl {
  void operator()(X509* x) const { X509_free(x); }
  void operator()(EVP_PKEY* x) const { EVP_PKEY_free(x); }
  void operator()(SSL_CTX* x) const { SSL_CTX_free(x); }
};
using X509Ptr = std::unique_ptr<X509, FreeOpenSsl>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeOpenSsl>;
using ContextPtr = std::unique_ptr<SSL_CTX, FreeOpenSsl>;

struct Identity {
  X509Ptr certificate{};
  KeyPtr key{};
};

struct LeafOptions {
  std::string common_name = "leaf";
  std::string names = "DNS:mystorage01.blob.core.windows.net";  // as openssl.cnf writes them
  long from_seconds = -3600;                                    // from now
  long to_seconds = 3600;
  bool sha1 = false;
};

Identity make_authority(const std::string& common_name);
Identity make_leaf(const Identity& authority, const LeafOptions& options);

// Written for the life of the object.
class PemFile {
 public:
  explicit PemFile(const X509& certificate);
  ~PemFile();
  PemFile(const PemFile&) = delete;
  PemFile& operator=(const PemFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A server's context, any TLS version from `least` to `most` (0: all).
ContextPtr server_context(const Identity& leaf, const Identity& authority, int least = 0, int most = 0);

}  // namespace vnetprobe::test
