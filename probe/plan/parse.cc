// The files are read one after the other into one draft, and every mistake of every file is kept:
// a person with five mistakes runs this once, not five times.
#include "probe/plan/parse.h"

#include <fmt/core.h>

#include "probe/plan/sections.h"
#include "probe/plan/yaml_tree.h"

namespace vnetprobe {

std::string to_string(const InputError& error) {
  return error.line == 0 ? fmt::format("{}: {}", error.file, error.what)
                         : fmt::format("{}:{}:{}: {}", error.file, error.line, error.column, error.what);
}

ParsedPlan parse_plans(const std::vector<PlanText>& files, const Environment& environment) {
  Reading reading{files, environment};
  PlanDraft draft;
  for (std::size_t i = 0; i < files.size(); ++i) {
    reading.begin_file(i);
    const YamlFile file = read_yaml(files[i].text);
    for (const YamlError& error : file.errors) reading.fail({i, error.line, error.column}, error.what);
    if (file.root) read_plan(reading, *file.root, draft);
  }
  check_whole(reading, draft);
  return {std::move(draft.plan), reading.take_errors()};
}

}  // namespace vnetprobe
