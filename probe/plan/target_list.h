// The targets of a scope while they are collected: a name that comes again is the same target.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "probe/model/scope.h"

namespace vnetprobe {

class TargetList {
 public:
  // Merges into the target of the same name and duty: addresses add up, what one leaves open the
  // other fills in. The plan's parser has refused contradictions.
  void add(Target target);

  std::vector<Target> take() { return std::move(targets_); }

 private:
  std::map<std::pair<Duty, std::string>, std::size_t> index_{};
  std::vector<Target> targets_{};
};

}  // namespace vnetprobe
