// A mapping of the plan as a table of its keys: what is not in the table is an error, and the
// schema test walks the same tables.
#pragma once

#include <fmt/core.h>
#include <span>
#include <string_view>
#include <vector>

#include "probe/azure/nearest.h"
#include "probe/plan/reading.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {

template <class T>
struct Key {
  std::string_view name{};
  void (*read)(Reading& reading, std::string_view key, const YamlNode& value, T& into) = nullptr;
};

// Reads a value into a member, by the member's type.
template <auto Member, class T>
void into(Reading& reading, std::string_view key, const YamlNode& value, T& draft) {
  reading.read(key, value, draft.*Member);
}

// `what` is how a message calls it, "a vault" or "`entra`". False when the node is no mapping. Unknown keys
// are errors, the known ones are read in the order of the file.
template <class T, std::size_t N>
bool read_map(Reading& reading, std::string_view what, const YamlNode& node, const Key<T> (&keys)[N],
              T& draft) {
  if (node.kind != YamlNode::Kind::map) {
    reading.fail_kind(what, node, fmt::format("a mapping that begins with `{}`", keys[0].name));
    return false;
  }
  for (const auto& [name, value] : node.map) {
    const Key<T>* found = nullptr;
    for (const Key<T>& each : keys)
      if (each.name == name->text) found = &each;
    if (found != nullptr) {
      found->read(reading, found->name, *value, draft);
      continue;
    }
    std::vector<std::string_view> known;
    for (const Key<T>& each : keys) known.push_back(each.name);
    reading.fail(reading.place_of(*name), fmt::format("unknown key {}; the nearest known key is `{}`",
                                                      shown(name->text), nearest(name->text, known)));
  }
  return true;
}

inline bool has_key(const YamlNode& map, std::string_view key) {
  for (const auto& [name, value] : map.map)
    if (name->text == key) return true;
  return false;
}

// Calls `each` for every item of a list.
template <class F>
void read_list(Reading& reading, std::string_view key, const YamlNode& node, F&& each) {
  if (node.kind != YamlNode::Kind::list) return reading.fail_type(key, node, "a list");
  for (const YamlPointer& item : node.list) each(*item);
}

// The keys of one mapping, for the test that holds the JSON Schema and the parser together.
// `path` is "" for the plan itself, "vaults.endpoints" for an endpoint of a vault.
struct KeyNames {
  std::string_view path{};
  std::vector<std::string_view> names{};
};
std::vector<KeyNames> plan_key_names();

template <class T, std::size_t N>
KeyNames names_of(std::string_view path, const Key<T> (&keys)[N]) {
  KeyNames out{path, {}};
  for (const Key<T>& each : keys) out.names.push_back(each.name);
  return out;
}

}  // namespace vnetprobe
