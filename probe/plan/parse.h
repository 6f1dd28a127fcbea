// From plan files to a Plan: everything that is wrong is found at once, at its line and column.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/plan.h"

namespace vnetprobe {

// "FILE:LINE:COLUMN: what, and what would be right". Line and column count from 1; 0 means that
// the whole file is meant, and is left out of the text.
struct InputError {
  std::string file{};
  int line = 0;
  int column = 0;
  std::string what{};
  friend bool operator==(const InputError&, const InputError&) = default;
};
std::string to_string(const InputError& error);

// One plan file as read: `name` is what the user typed, "-" for standard input. At most 1 MiB.
struct PlanText {
  std::string name{};
  std::string text{};
};
inline constexpr std::size_t kMaxPlanBytes = 1024 * 1024;

// Where "${NAME}" comes from; a null pointer means unset. The seam for tests.
using Environment = std::function<const char*(const std::string&)>;

struct ParsedPlan {
  Plan plan{};
  std::vector<InputError> errors{};  // empty: the plan is right
};

// Files in the order of the command line; later files add to earlier ones (contract 2.1).
// Size, encoding, aliases and keys written twice are looked at before yaml-cpp sees a byte.
ParsedPlan parse_plans(const std::vector<PlanText>& files, const Environment& environment);

}  // namespace vnetprobe
