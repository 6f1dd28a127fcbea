// Puts the parts of connections, which a saved report keeps with the checks that own them, together
// again: one Contact for each connection that was made.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "probe/model/evidence.h"
#include "probe/model/report.h"

namespace vnetprobe {

class ContactMerge {
 public:
  explicit ContactMerge(std::vector<Contact>& into) : into_(into) {}

  // An item that stood with a check: what the check rests on. Nothing for an item without any part.
  std::optional<std::pair<std::size_t, ContactPart>> add(Contact&& item);
  // An item that no check owns.
  void add_unattached(Contact&& item);

 private:
  std::size_t place(Contact&& item, bool whole);

  std::vector<Contact>& into_;
  std::vector<bool> whole_{};  // owned by one check in full: nothing may be added
  std::unordered_map<std::string, std::vector<std::size_t>> by_identity_{};
};

}  // namespace vnetprobe
