// OpenSSL's own algorithms, with fewer decoders. Version 3.0 looks through all forty for that of a
// certificate's key, at every certificate that it reads: half of what reading one costs.
#pragma once

#include <openssl/types.h>

namespace vnetprobe {

// For certificates and for TLS; lives as long as the process. nullptr, which is OpenSSL's own library
// context, where this machine has OpenSSL set up for other providers than its own, or for FIPS 140.
OSSL_LIB_CTX* certificate_library();

}  // namespace vnetprobe
