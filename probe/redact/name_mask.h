// Host names for host names. What belongs to everybody stays: suffixes of Azure and of well-known
// places, "privatelink", geo codes, the pattern of Backup's record names. What belongs to somebody,
// which is every other label, becomes its pseudonym; so `NAME.blob.core.windows.net` and the account's
// name in the plan still fit together.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "probe/redact/address_mask.h"
#include "probe/redact/pseudonyms.h"

namespace vnetprobe {

class NameMask {
 public:
  NameMask(const Pseudonyms& names, const AddressMask& addresses) : names_(names), addresses_(addresses) {}

  // One label, or a word that names one thing: an account, a vault, a machine.
  std::string label(std::string_view text);
  // A name with dots, or a single label. A final dot and a leading one stay.
  std::string host(std::string_view text);

  // Every word that was replaced so far, in lower case: what free text is searched for.
  const std::set<std::string, std::less<>>& replaced() const { return replaced_; }

 private:
  std::string labels(std::string_view left, bool backup, bool store);

  const Pseudonyms& names_;
  const AddressMask& addresses_;
  std::set<std::string, std::less<>> replaced_{};
};

// A name that everybody knows, or that lies under a domain that only its provider writes into.
bool is_well_known_host(std::string_view name);

// A last label that says what kind of domain this is: com, local, corp.
bool is_place(std::string_view label);

}  // namespace vnetprobe
