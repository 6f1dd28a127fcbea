// A plan file as a tree of values, each with its place. Built from yaml-cpp's events, not from its
// nodes: those keep a key that is written twice without a word and expand every alias.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vnetprobe {

struct YamlNode;
using YamlPointer = std::shared_ptr<const YamlNode>;

struct YamlNode {
  enum class Kind { null, scalar, list, map };

  struct Entry {
    YamlPointer key{};  // a scalar; each text once
    YamlPointer value{};
  };

  Kind kind = Kind::null;
  bool quoted = false;  // scalar: text by its quotes, never a number or true
  int line = 0;         // from 1
  int column = 0;       // from 1, in bytes
  std::string text{};   // scalar
  std::vector<YamlPointer> list{};
  std::vector<Entry> map{};  // in the order of the file
};

struct YamlError {
  int line = 0;  // 0: the whole file
  int column = 0;
  std::string what{};
};

struct YamlFile {
  YamlPointer root{};  // null when the text could not be read
  std::vector<YamlError> errors{};
};

// Values that all aliases of a file may stand for together; a bomb has billions.
inline constexpr std::size_t kMaxAliasedValues = 10000;

// Refuses what is too long, binary, not UTF-8, empty, not YAML, more than one document, and aliases
// that expand past the bound, each at its place, in time proportional to the text. A key that is
// written twice is an error too, and the first of the two is kept.
YamlFile read_yaml(std::string_view text);

}  // namespace vnetprobe
