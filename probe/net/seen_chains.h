// What the chains of a run come to, each of them verified and read once. One certificate serves all accounts
// of a storage stamp: of the 31 handshakes with 18 endpoints 23 show a chain that was seen before, and a
// chain costs two million instructions.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <openssl/x509.h>
#include <string>
#include <vector>

#include "probe/model/evidence.h"

namespace vnetprobe {

struct SeenChain {
  int verify_code = X509_V_ERR_UNSPECIFIED;
  std::vector<Certificate> certificates{};  // as sent, the first ten
  std::string anchor_subject{};             // "" where it verified to none
  std::string anchor_sha256{};
};

class SeenChains {
 public:
  // Of the chain that this verification is about; its error is set as X509_verify_cert() sets it. What was
  // sent decides, to the last byte, and not the name that was asked for: that is not a chain's to answer.
  std::shared_ptr<const SeenChain> verify(X509_STORE_CTX* context);

 private:
  using Digest = std::array<std::uint8_t, 32>;
  std::map<Digest, std::shared_ptr<const SeenChain>> seen_{};
};

}  // namespace vnetprobe
