// YAML takes many plain words for something else ("no", "1e3", "~", "12:30"), so text stands plain only
// where it is made of the characters of host names and begins with a letter that no such word begins
// with; everything else is quoted the way JSON does it, which is YAML too.
#include "probe/plan/print_plan.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "probe/plan/plan_tree.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
  return out;
}

bool is_plain(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kTaken = {"null", "true", "false", "yes",
                                                             "no",   "on",   "off",   "nan"};
  if (text.empty() || std::ranges::find(kTaken, text) != kTaken.end()) return false;
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool address = text.find('.') != std::string_view::npos || text.find('/') != std::string_view::npos;
  if (!lower(text.front()) && !(digit(text.front()) && address)) return false;
  return std::ranges::all_of(
      text, [&](char c) { return lower(c) || digit(c) || c == '.' || c == '-' || c == '_' || c == '/'; });
}

std::string scalar(const PlanNode& node) {
  if (node.kind == PlanNode::Kind::bare) return node.text;
  return is_plain(node.text) ? node.text : quoted(node.text);
}

bool is_flat(const PlanNode& list) {
  return std::ranges::all_of(list.items,
                             [](const PlanNode& each) { return each.kind == PlanNode::Kind::text; });
}

std::string flow(const PlanNode& list) {
  std::vector<std::string> words;
  for (const PlanNode& each : list.items) words.push_back(scalar(each));
  return fmt::format("[{}]", fmt::join(words, ", "));
}

class Yaml {
 public:
  explicit Yaml(const Origins& origins) : origins_(origins) {}

  // `first` is what the first line begins with, where that is not the indent.
  void map(const PlanNode& node, std::size_t indent, std::string first = "") {
    for (const auto& [key, value] : node.members) {
      const std::string head = first.empty() ? std::string(indent, ' ') : first;
      const std::string item_origin{first.empty() ? std::string_view{} : origins_.of(node.path)};
      first.clear();
      switch (value.kind) {
        case PlanNode::Kind::text:
        case PlanNode::Kind::bare:
          line(fmt::format("{}{}: {}", head, key, scalar(value)), value, item_origin);
          break;
        case PlanNode::Kind::map:
          line(fmt::format("{}{}:", head, key), value, item_origin);
          map(value, indent + 2);
          break;
        case PlanNode::Kind::list:
          if (is_flat(value)) {
            line(fmt::format("{}{}: {}", head, key, flow(value)), value, item_origin);
            break;
          }
          line(fmt::format("{}{}:", head, key), value, item_origin);
          for (const PlanNode& each : value.items) map(each, indent + 4, std::string(indent + 2, ' ') + "- ");
          break;
      }
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void line(const std::string& text, const PlanNode& node, std::string_view item_origin) {
    std::string_view origin = origins_.of(node.path);
    if (origin.empty()) origin = item_origin;
    if (origin.empty() && node.is_default) origin = "default";
    out_ += text;
    // A file's name is whatever somebody called it.
    if (!origin.empty() && !has_control(origin)) out_ += fmt::format("  # {}", origin);
    out_ += '\n';
  }

  const Origins& origins_;
  std::string out_{};
};

void write_json(const PlanNode& node, std::size_t indent, std::string& out) {
  const std::string pad(indent + 2, ' ');
  const auto close = [&](char bracket) { out += fmt::format("\n{}{}", std::string(indent, ' '), bracket); };
  bool first = true;
  const auto next = [&] {
    out += first ? "\n" : ",\n";
    first = false;
    out += pad;
  };
  switch (node.kind) {
    case PlanNode::Kind::bare:
      out += node.text;
      break;
    case PlanNode::Kind::text:
      out += quoted(node.text);
      break;
    case PlanNode::Kind::list:
      out += '[';
      for (const PlanNode& each : node.items) {
        if (!is_flat(node)) {
          next();
        } else if (&each != &node.items.front()) {
          out += ", ";
        }
        write_json(each, indent + 2, out);
      }
      if (first)
        out += ']';
      else
        close(']');
      break;
    case PlanNode::Kind::map:
      out += '{';
      for (const auto& [key, value] : node.members) {
        next();
        out += fmt::format("\"{}\": ", key);
        write_json(value, indent + 2, out);
      }
      close('}');
      break;
  }
}

}  // namespace

std::string print_plan_yaml(const Plan& plan, const Origins& origins) {
  Yaml yaml(origins);
  yaml.map(tree_of(plan), 0);
  std::string text = yaml.take();
  if (plan.vnet.empty()) {
    std::vector<std::string> networks;
    for (const Cidr& each : default_private_networks())
      networks.push_back(scalar({.kind = PlanNode::Kind::text, .text = each.to_string()}));
    text += fmt::format("# vnet: [{}]  # default\n", fmt::join(networks, ", "));
  }
  return text;
}

std::string print_plan_json(const Plan& plan) {
  std::string text;
  write_json(tree_of(plan), 0, text);
  return text + "\n";
}

}  // namespace vnetprobe
