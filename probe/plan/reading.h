// What all sections of a plan share while the files are read: the errors so far, the environment,
// and how a value of each type is taken from a node. A value of the wrong type is an error at its
// place and leaves what it was read into untouched.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "probe/plan/parse.h"
#include "probe/plan/place.h"
#include "probe/plan/yaml_tree.h"

namespace vnetprobe {

using Addresses = std::vector<At<IpAddress>>;
using AddressesByService = std::map<std::string, Addresses>;  // "" stands for every service

class Reading {
 public:
  Reading(const std::vector<PlanText>& files, const Environment& environment)
      : files_(files), environment_(environment) {}

  void begin_file(std::size_t index) { file_ = index; }
  const std::string& file_name() const { return files_[file_].name; }

  Place place_of(const YamlNode& node) const { return {file_, node.line, node.column}; }
  std::string describe(const Place& place) const;  // "FILE:LINE:COLUMN"

  void fail(const Place& place, std::string what);
  // "`KEY` must be RIGHT, not FOUND"
  void fail_type(std::string_view key, const YamlNode& node, std::string_view right);
  // The same of something that has no key: "a vault must be …"
  void fail_kind(std::string_view what, const YamlNode& node, std::string_view right);
  // Sorted by file and place, each once; empties the list.
  std::vector<InputError> take_errors();

  // The text of a scalar with ${NAME} filled in; not empty.
  Maybe<std::string> text(std::string_view key, const YamlNode& node, std::string_view right = "text");

  void read(std::string_view key, const YamlNode& node, Maybe<std::string>& into);
  void read(std::string_view key, const YamlNode& node, Maybe<bool>& into);
  void read(std::string_view key, const YamlNode& node, Maybe<std::uint16_t>& into);  // 1 to 65535
  void read(std::string_view key, const YamlNode& node, std::vector<At<std::string>>& into);
  void read(std::string_view key, const YamlNode& node, Addresses& into);  // one, or a list
  void read(std::string_view key, const YamlNode& node, AddressesByService& into);
  template <Named E>
  void read(std::string_view key, const YamlNode& node, Maybe<E>& into) {
    std::vector<std::string_view> words;
    for (const auto& [each, word] : kNames<E>) words.push_back(word);
    const auto chosen = one_of(key, node, words);
    if (chosen) into = At<E>{*from_string<E>(chosen->value), chosen->place};
  }

  // Exactly one of `words`, with the nearest named otherwise.
  Maybe<std::string> one_of(std::string_view key, const YamlNode& node,
                            const std::vector<std::string_view>& words);

 private:
  std::optional<std::string> filled_in(const YamlNode& node);

  const std::vector<PlanText>& files_;
  const Environment& environment_;
  std::size_t file_ = 0;
  std::vector<std::pair<Place, std::string>> errors_{};
};

// Letters, digits and "_", no digit first: what ${NAME} takes.
bool is_variable_name(std::string_view text);

// Storage services, as `services` and addresses by service name them.
const std::vector<std::string_view>& service_words();

// "a, b or c", each in backquotes.
std::string listed(const std::vector<std::string_view>& words);

}  // namespace vnetprobe
