#include "probe/plan/origins.h"

#include <array>
#include <fmt/core.h>

#include "probe/azure/services.h"
#include "probe/plan/yaml_tree.h"

namespace vnetprobe {
namespace {

constexpr std::array<std::string_view, 4> kNaming = {"name", "fqdn", "host", "id"};

std::string path_under(const std::string& parent, std::string_view key) {
  return parent.empty() ? std::string{key} : fmt::format("{}/{}", parent, key);
}

std::string name_of(const YamlNode& item) {
  for (const std::string_view naming : kNaming)
    for (const auto& [key, value] : item.map)
      if (key->text == naming && value->kind == YamlNode::Kind::scalar) return value->text;
  return "";
}

void walk(const std::string& file, const std::string& path, const YamlNode& node, Origins& into) {
  if (!path.empty()) into.note(path, fmt::format("{}:{}", file, node.line));
  for (const auto& [key, value] : node.map) walk(file, path_under(path, key->text), *value, into);
  for (const YamlPointer& item : node.list)
    if (item->kind == YamlNode::Kind::map)
      if (const std::string name = name_of(*item); !name.empty())
        walk(file, item_path(path, name), *item, into);
}

}  // namespace

std::string item_path(std::string_view list, std::string_view name) {
  return fmt::format("{}/{}", list, canonical_host(name));
}

Origins origins_of(const std::vector<PlanText>& files) {
  Origins origins;
  for (const PlanText& file : files)
    if (const YamlFile read = read_yaml(file.text); read.root)
      walk(file.name == "-" ? "standard input" : file.name, "", *read.root, origins);
  return origins;
}

}  // namespace vnetprobe
