// Text in which names, addresses and ids may stand anywhere.
#pragma once

#include <string>
#include <string_view>

#include "probe/redact/name_mask.h"

namespace vnetprobe {

class TextMask {
 public:
  TextMask(const Pseudonyms& names, const AddressMask& addresses, NameMask& hosts)
      : names_(names), addresses_(addresses), hosts_(hosts) {}

  // Words that are not known to be harmless are replaced, whether they were met elsewhere or not.
  std::string operator()(std::string_view text) const;

 private:
  std::string run(std::string_view text) const;
  std::string word(std::string_view text) const;

  const Pseudonyms& names_;
  const AddressMask& addresses_;
  NameMask& hosts_;
};

}  // namespace vnetprobe
