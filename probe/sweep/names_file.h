// One line of a names file: `name` or `name,address…`, as a spreadsheet or `az … -o tsv` gives them.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "probe/plan/name_argument.h"

namespace vnetprobe {

struct NameLineError {
  int column = 1;
  std::string what{};  // "…, and what would be right"
};

// std::monostate for a line that says nothing (blank, or a comment that begins with #).
using NameLine = std::variant<std::monostate, NameArgument, NameLineError>;

NameLine read_name_line(std::string_view line);

}  // namespace vnetprobe
