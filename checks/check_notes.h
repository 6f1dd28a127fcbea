// What `explain` says of a check beyond its question: how it is asked, what a pass is worth, and
// which findings explain a failure.
#pragma once

#include <span>
#include <string_view>

namespace vnetprobe {

struct CheckNote {
  std::string_view kind{};
  std::string_view target{};  // what stands behind the slash of its id
  std::string_view suffix{};  // and behind the @, or ""
  std::string_view how{};
  std::string_view limits{};    // what a pass does not prove
  std::string_view findings{};  // codes, separated by blanks
};

// One for every kind of contract section 3, in its order.
std::span<const CheckNote> check_notes();

}  // namespace vnetprobe
