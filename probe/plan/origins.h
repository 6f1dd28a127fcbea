// Who said what of a plan: for the comments of `vnetprobe plan`, and for nothing else.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "probe/plan/parse.h"

namespace vnetprobe {

// From a path to words, "plan.yaml:12" or "command line". A path is a key of the plan; an item of a
// list is called by its name, host or fqdn in lower case: "vaults/contoso-rsv/stage".
class Origins {
 public:
  // The first word on a path stays, as the first file to say a thing does.
  void note(std::string path, std::string words) { said_.emplace(std::move(path), std::move(words)); }
  void replace(const std::string& path, std::string words) { said_[path] = std::move(words); }
  void add_missing(const Origins& from) { said_.insert(from.said_.begin(), from.said_.end()); }
  // "" where nobody said anything of it.
  std::string_view of(const std::string& path) const {
    const auto found = said_.find(path);
    return found == said_.end() ? std::string_view{} : std::string_view{found->second};
  }

 private:
  std::map<std::string, std::string> said_{};
};

// Lines of the plan files that gave each value. The files must have passed parse_plans.
Origins origins_of(const std::vector<PlanText>& files);

// How an item of a list is called in a path.
std::string item_path(std::string_view list, std::string_view name);

}  // namespace vnetprobe
