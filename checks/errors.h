// Errors as users see them, in a portal, an agent's log or a T-SQL window, and what they have to do
// with names and networks (azure-facts 2.7, 5, 6, 8, 14).
#pragma once

#include <span>
#include <string_view>

namespace vnetprobe {

struct UserError {
  std::string_view name{};     // as it is printed
  std::string_view aliases{};  // other ways to write it, separated by "|"
  std::string_view shown{};    // who says it, and when
  std::string_view means{};
  std::string_view run{};       // what to run, and where
  std::string_view findings{};  // codes that explain it, most likely first, separated by blanks; may be ""
};

std::span<const UserError> user_errors();

// By name or alias; upper and lower case, blanks and punctuation do not count: "MARS 100050",
// "mars-100050" and "100050" are one. nullptr for anything else.
const UserError* find_user_error(std::string_view word);

}  // namespace vnetprobe
