// What a certificate says, as evidence.
#pragma once

#include <openssl/x509.h>
#include <string>

#include "probe/model/evidence.h"

namespace vnetprobe {

Certificate certificate_facts(X509& certificate);

// RFC 2253, made fit for a report.
std::string subject_of(X509& certificate);
std::string sha256_of(X509& certificate);

// The certificate may stand for this name or, when it is one, this address (RFC 6125).
bool name_matches(X509& certificate, const std::string& host);

}  // namespace vnetprobe
