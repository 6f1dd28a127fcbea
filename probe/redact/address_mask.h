// Addresses for addresses: two that share their first N bits still do, so what lies in a network lies
// in its pseudonym; private stays private, public stays public, and what means something by itself
// (loopback, link-local, multicast, 168.63.129.16) stays what it is. One address, one pseudonym.
#pragma once

#include "probe/model/address.h"
#include "probe/redact/pseudonyms.h"

namespace vnetprobe {

class AddressMask {
 public:
  explicit AddressMask(const Pseudonyms& names) : names_(names) {}

  IpAddress operator()(const IpAddress& address) const;
  Cidr operator()(const Cidr& network) const;

 private:
  const Pseudonyms& names_;
};

}  // namespace vnetprobe
