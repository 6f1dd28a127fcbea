// A plan as a tree of keys and values, the step before YAML or JSON. Reading the text back gives an
// equal plan, as long as no value holds "${", which a plan file takes for a variable.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "probe/model/plan.h"

namespace vnetprobe {

struct PlanNode {
  enum class Kind { text, bare, list, map };  // bare: a number, true or false

  Kind kind = Kind::map;
  std::string text{};
  std::vector<PlanNode> items{};
  std::vector<std::pair<std::string, PlanNode>> members{};
  std::string path{};       // as in Origins
  bool is_default = false;  // what the plan would say without it
};

// What says nothing is left out, except choices whose default a reader should see.
PlanNode tree_of(const Plan& plan);

}  // namespace vnetprobe
