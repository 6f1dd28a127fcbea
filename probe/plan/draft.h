// The plan while its files are read: what is merged so far, and what has to be held against the
// whole once the last file is in.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "probe/plan/reading.h"

namespace vnetprobe {

// Who said what of whom. Later files add, and may repeat, but not contradict (contract 2.1).
class Claims {
 public:
  // `subject` is unique; `label` is what a message calls it. An error names both places.
  void claim(Reading& reading, const std::string& subject, std::string_view label, std::string_view key,
             std::string_view value, const Place& place);

 private:
  std::map<std::pair<std::string, std::string>, At<std::string>> said_{};
};

// What of a vault is checked against the rest of it.
struct VaultFacts {
  Maybe<std::string> region{};
  Maybe<std::string> geo{};
  Maybe<Access> public_access{};
  std::vector<At<std::string>> names{};  // of its endpoints
};

struct PlanDraft {
  Plan plan{};
  Claims claims{};
  Addresses expected{};                        // every `ip` of the files
  std::map<std::string, VaultFacts> vaults{};  // by name
  std::vector<At<std::string>> denied{};       // storage accounts
};

// One value of something named: claimed, and kept.
inline std::string claim_text(const std::string& value) { return value; }
inline std::string claim_text(bool value) { return value ? "true" : "false"; }
inline std::string claim_text(std::uint16_t value) { return std::to_string(value); }
inline std::string claim_text(const SocketAddress& value) { return value.to_string(); }
template <Named E>
std::string claim_text(E value) {
  return std::string{to_string(value)};
}

template <class T, class U>
void settle(Reading& reading, Claims& claims, const std::string& subject, std::string_view label,
            std::string_view key, const Maybe<T>& given, U& into) {
  if (!given) return;
  claims.claim(reading, subject, label, key, claim_text(given->value), given->place);
  into = given->value;
}

// Adds addresses to a target's, once each, and to those that must lie within `vnet`.
void add_expected(PlanDraft& draft, const Addresses& addresses, std::vector<IpAddress>& into);

// A host name as a plan may write it, put into its canonical form; an error otherwise.
bool check_host(Reading& reading, std::string_view key, At<std::string>& host);

// One DNS label: a storage account, a key vault.
bool check_label(Reading& reading, std::string_view key, At<std::string>& label);

}  // namespace vnetprobe
