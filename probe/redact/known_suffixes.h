// Suffixes that belong to everybody: those of the service catalogue, and of places that a chain of
// aliases or a certificate passes on its way.
#pragma once

#include <string_view>

namespace vnetprobe {

struct KnownSuffix {
  std::string_view name{};  // "" for none
  bool own = false;         // every name below it is the provider's own, none is a customer's
  bool backup = false;      // the label before it is a geo code
  bool store = false;       // a storage stamp's: the label before the stamp is a service
};

// The longest that this name, in lower case, is or ends in.
KnownSuffix known_suffix(std::string_view name);

// Names that are kept whole wherever they stand.
bool is_kept_name(std::string_view name);

}  // namespace vnetprobe
