#include "probe/azure/public_roots.h"

#include <doctest/doctest.h>
#include <ostream>
#include <string>

namespace vnetprobe {

TEST_CASE("is_public_root") {
  struct Row {
    std::string story;
    std::string_view sha256;
    bool expected;
  };
  const Row rows[] = {
      {"DigiCert Global Root G2", "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f", true},
      {"in upper case", "CB3CCBB76031E5E0138F8DD39A23F9DE47FFC35E43C1144CEA27D46A5AB1CB5F", true},
      {"Microsoft RSA Root CA 2017", "c741f70f4b2a8d88bf2e71c14122ef53ef10eba0cfa5e64cfa20f418853073e0",
       true},
      {"Microsoft TLS RSA Root G2, which Debian 12 does not know",
       "6a170583db584151e1c454eeca2a64cc5d8e484a5bd1156e720b4458654ee9e5", true},
      {"one digit off", "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5e", false},
      {"cut short", "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5", false},
      {"nothing", "", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    CHECK(is_public_root(row.sha256) == row.expected);
  }
  CHECK(public_root_count() == 143);
}

}  // namespace vnetprobe
