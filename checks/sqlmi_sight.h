// What the TDS connection to a managed instance is worth: shared by the judge, which says pass or
// fail, and the rules, which name the cause. Pure (azure-facts 6).
#pragma once

#include <string>

#include "checks/case.h"
#include "checks/contact_sight.h"

namespace vnetprobe {

enum class TdsSight {
  fine,
  not_tds,             // something else answers
  encryption_missing,  // a SQL server that does not insist on encryption
  silent,
  cut,
  tls_fault,  // `tls_sight` says which
  no_connection,
  unknown,
};

struct InstanceSight {
  TdsSight sight = TdsSight::unknown;
  TlsSight tls_sight = TlsSight::unknown;
  const Tds* tds = nullptr;  // what decides, where there is any
  const Tls* tls = nullptr;
  bool strict = false;  // TDS 8 is the only way in: what decides came that way
};

// The pre-login answer says that nobody logs in without encryption.
bool demands_encryption(const Tds& tds);

// By this contact and, where the pre-login in the clear got no answer of a SQL server, by the one that
// tried TDS 8 at the same address.
InstanceSight instance_sight(const Case& run, std::size_t target, const Contact& contact);

// The contact by TDS 8 to the address of `contact`, or null.
const Contact* strict_contact(const Case& run, std::size_t target, const Contact& contact);

// "answers with \"HTTP/1.1 400 Ba…\"", "ends the connection (…)": a clause about a fault of the pre-login.
std::string in_words(const InstanceSight& sight);

}  // namespace vnetprobe
