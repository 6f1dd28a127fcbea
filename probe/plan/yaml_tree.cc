// An alias is a second pointer to the same node, so the tree itself never grows by it. What would
// grow is the walk over the tree, and that is what the bound counts: the weight of every node that
// an alias stands for, added up without walking.
#include "probe/plan/yaml_tree.h"

#include <fmt/core.h>
#include <istream>
#include <streambuf>
#include <unordered_map>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

struct Refused {
  YamlError error{};
};

// Reads what it is given without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // a get area is never written through
    setg(begin, begin, begin + text.size());
  }
};

class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::vector<YamlError>& errors) : errors_(errors) {}

  YamlPointer root() const { return root_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0)
      throw Refused{at(mark,
                       "a second document begins here; a plan is one document, give each in a file of "
                       "its own with -p")};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto node = make(mark, YamlNode::Kind::null);
    if (!open_.empty() && open_.back().key) {  // yaml-cpp marks what comes after; the key is where to look
      node->line = open_.back().key->line;
      node->column = open_.back().key->column;
    }
    add(node, anchor, 1);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const auto node = make(mark, YamlNode::Kind::scalar);
    node->text = value;
    node->quoted = tag != "?";  // yaml-cpp: "?" is a plain scalar without a tag, "!" a quoted one
    add(node, anchor, 1);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchored_.find(anchor);
    if (found == anchored_.end()) throw Refused{at(mark, "an alias inside what it stands for has no end")};
    aliased_ += found->second.weight;
    if (aliased_ > kMaxAliasedValues)
      throw Refused{at(mark, fmt::format("aliases stand for more than {} values up to here; write them out",
                                         kMaxAliasedValues))};
    add(found->second.node, YAML::NullAnchor, found->second.weight);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open_.push_back({make(mark, YamlNode::Kind::list), anchor});
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open_.push_back({make(mark, YamlNode::Kind::map), anchor});
  }
  void OnMapEnd() override {
    keep_first_of_each_key(*open_.back().node);
    close();
  }

 private:
  struct Open {
    std::shared_ptr<YamlNode> node{};
    YAML::anchor_t anchor = YAML::NullAnchor;
    std::size_t weight = 1;
    YamlPointer key{};  // map: waits for its value
  };
  struct Anchored {
    YamlPointer node{};
    std::size_t weight = 0;
  };

  static YamlError at(const YAML::Mark& mark, std::string what) {
    return {mark.line + 1, mark.column + 1, std::move(what)};
  }

  static std::shared_ptr<YamlNode> make(const YAML::Mark& mark, YamlNode::Kind kind) {
    auto node = std::make_shared<YamlNode>();
    node->kind = kind;
    node->line = mark.line + 1;
    node->column = mark.column + 1;
    return node;
  }

  void add(const YamlPointer& node, YAML::anchor_t anchor, std::size_t weight) {
    if (anchor != YAML::NullAnchor) anchored_[anchor] = {node, weight};
    if (open_.empty()) {
      root_ = node;
      return;
    }
    Open& parent = open_.back();
    parent.weight += weight;
    if (parent.node->kind == YamlNode::Kind::list) {
      parent.node->list.push_back(node);
    } else if (!parent.key) {
      parent.key = node;
    } else {
      parent.node->map.push_back({std::exchange(parent.key, nullptr), node});
    }
  }

  void close() {
    const Open done = std::move(open_.back());
    open_.pop_back();
    add(done.node, done.anchor, done.weight);
  }

  void keep_first_of_each_key(YamlNode& map) {
    std::unordered_map<std::string_view, int> first_line;
    std::erase_if(map.map, [&](const YamlNode::Entry& entry) {
      const YamlNode& key = *entry.key;
      if (key.kind != YamlNode::Kind::scalar) {
        errors_.push_back({key.line, key.column, "a key must be a word"});
        return true;
      }
      const auto [found, is_new] = first_line.emplace(key.text, key.line);
      if (!is_new)
        errors_.push_back({key.line, key.column,
                           fmt::format("{} is written twice in one mapping, first on line {}; keep one",
                                       shown(key.text), found->second)});
      return !is_new;
    });
  }

  std::vector<YamlError>& errors_;
  std::vector<Open> open_{};
  std::unordered_map<YAML::anchor_t, Anchored> anchored_{};
  std::size_t aliased_ = 0;
  int documents_ = 0;
  YamlPointer root_{};
};

}  // namespace

YamlFile read_yaml(std::string_view text) {
  YamlFile file;
  if (auto fault = find_non_text(text)) {
    file.errors.push_back(*fault);
    return file;
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  TreeBuilder builder{file.errors};
  try {
    ViewBuffer buffer{text};
    std::istream stream{&buffer};
    YAML::Parser parser{stream};
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refused& refused) {
    file.errors.push_back(refused.error);
    return file;
  } catch (const YAML::DeepRecursion& deep) {
    file.errors.push_back(
        {deep.mark.line + 1, deep.mark.column + 1, "lists and mappings are nested too deeply to be a plan"});
    return file;
  } catch (const YAML::Exception& broken) {
    file.errors.push_back({broken.mark.line + 1, broken.mark.column + 1,
                           // yaml-cpp repeats one byte of the text, be it the half of a letter.
                           fmt::format("this is not YAML: {}", without_controls(broken.msg))});
    return file;
  }
  if (!builder.root() || builder.root()->kind == YamlNode::Kind::null)
    file.errors.push_back({0, 0, "the file is empty; the least that a plan says is `version: 1`"});
  else
    file.root = builder.root();
  return file;
}

}  // namespace vnetprobe
