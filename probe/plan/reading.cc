// YAML has no types until somebody asks: 8443 is text where text is wanted and a number where a
// number is. Only quotes are final ("true" is never a boolean), except around ${NAME}, which YAML
// makes people quote inside braces.
#include "probe/plan/reading.h"

#include <algorithm>
#include <charconv>
#include <fmt/core.h>

#include "probe/azure/nearest.h"
#include "probe/model/scope.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

std::string found(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "nothing";
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "a mapping";
    case YamlNode::Kind::scalar:
      break;
  }
  return node.quoted ? fmt::format("the quoted text {}", shown(node.text)) : shown(node.text);
}

// May stand for a number or a boolean.
bool is_plain(const YamlNode& node) {
  return node.kind == YamlNode::Kind::scalar &&
         (!node.quoted || (node.text.starts_with("${") && node.text.ends_with('}')));
}

}  // namespace

std::string Reading::describe(const Place& place) const {
  if (place.line == 0) return files_[place.file].name;
  return fmt::format("{}:{}:{}", files_[place.file].name, place.line, place.column);
}

void Reading::fail(const Place& place, std::string what) { errors_.emplace_back(place, std::move(what)); }

void Reading::fail_type(std::string_view key, const YamlNode& node, std::string_view right) {
  fail_kind(fmt::format("`{}`", key), node, right);
}

void Reading::fail_kind(std::string_view what, const YamlNode& node, std::string_view right) {
  fail(place_of(node), fmt::format("{} must be {}, not {}", what, right, found(node)));
}

std::vector<InputError> Reading::take_errors() {
  std::ranges::stable_sort(errors_, [](const auto& a, const auto& b) { return a.first < b.first; });
  // Not std::ranges::unique: clang 14, and with it clang-tidy, cannot read libstdc++'s subrange.
  const auto repeated = [](const auto& a, const auto& b) {
    return !(a.first < b.first) && a.second == b.second;
  };
  errors_.erase(std::unique(errors_.begin(), errors_.end(), repeated), errors_.end());
  std::vector<InputError> errors;
  for (auto& [place, what] : errors_)
    errors.push_back({files_[place.file].name, place.line, place.column, std::move(what)});
  errors_.clear();
  return errors;
}

std::optional<std::string> Reading::filled_in(const YamlNode& node) {
  std::string out;
  std::string_view rest = node.text;
  for (;;) {
    const std::size_t start = rest.find("${");
    out += rest.substr(0, start);
    if (start == std::string_view::npos) return out;
    const std::size_t end = rest.find('}', start);
    const std::string name{rest.substr(start + 2, end == std::string_view::npos ? end : end - start - 2)};
    if (end == std::string_view::npos || !is_variable_name(name)) {
      fail(place_of(node), "`${` begins the name of an environment variable and ends with `}`: ${NAME}");
      return std::nullopt;
    }
    const char* value = environment_ ? environment_(name) : nullptr;
    if (value == nullptr) {
      fail(place_of(node), fmt::format("the environment variable {} is not set", name));
      return std::nullopt;
    }
    out += value;
    rest.remove_prefix(end + 1);
  }
}

Maybe<std::string> Reading::text(std::string_view key, const YamlNode& node, std::string_view right) {
  if (node.kind != YamlNode::Kind::scalar) {
    fail_type(key, node, right);
    return std::nullopt;
  }
  const auto value = filled_in(node);
  if (!value) return std::nullopt;
  if (value->empty()) {
    fail(place_of(node), fmt::format("`{}` is empty; it must be {}, or be left out", key, right));
    return std::nullopt;
  }
  if (has_control(*value)) {
    fail(place_of(node), fmt::format("`{}` holds a control character; it must be one line of text", key));
    return std::nullopt;
  }
  return At<std::string>{*value, place_of(node)};
}

void Reading::read(std::string_view key, const YamlNode& node, Maybe<std::string>& into) {
  if (auto value = text(key, node)) into = std::move(value);
}

void Reading::read(std::string_view key, const YamlNode& node, Maybe<bool>& into) {
  if (!is_plain(node)) return fail_type(key, node, "true or false");
  const auto value = filled_in(node);
  if (!value) return;
  const bool yes = *value == "true" || *value == "True" || *value == "TRUE";
  const bool no = *value == "false" || *value == "False" || *value == "FALSE";
  if (!yes && !no) return fail_type(key, node, "true or false");
  into = At<bool>{yes, place_of(node)};
}

void Reading::read(std::string_view key, const YamlNode& node, Maybe<std::uint16_t>& into) {
  constexpr std::string_view kRight = "a number from 1 to 65535";
  if (!is_plain(node)) return fail_type(key, node, kRight);
  const auto value = filled_in(node);
  if (!value) return;
  std::uint16_t number = 0;
  const char* end = value->data() + value->size();
  const auto [stopped, error] = std::from_chars(value->data(), end, number);
  if (error != std::errc{} || stopped != end || number == 0) return fail_type(key, node, kRight);
  into = At<std::uint16_t>{number, place_of(node)};
}

void Reading::read(std::string_view key, const YamlNode& node, std::vector<At<std::string>>& into) {
  if (node.kind != YamlNode::Kind::list) return fail_type(key, node, "a list");
  for (const YamlPointer& item : node.list)
    if (auto value = text(key, *item)) into.push_back(std::move(*value));
}

void Reading::read(std::string_view key, const YamlNode& node, Addresses& into) {
  constexpr std::string_view kRight = "an IP address or a list of them";
  if (node.kind == YamlNode::Kind::list) {
    for (const YamlPointer& item : node.list) {
      if (item->kind == YamlNode::Kind::list)
        fail_type(key, *item, "an IP address");
      else
        read(key, *item, into);
    }
    return;
  }
  const auto value = text(key, node, kRight);
  if (!value) return;
  if (const auto address = IpAddress::parse(value->value))
    into.push_back({*address, value->place});
  else
    fail(value->place, fmt::format("`{}` must be {}, not {}", key, kRight, shown(value->value)));
}

void Reading::read(std::string_view key, const YamlNode& node, AddressesByService& into) {
  if (node.kind != YamlNode::Kind::map) return read(key, node, into[""]);
  for (const auto& [name, value] : node.map)
    if (const auto service = one_of(key, *name, service_words())) read(key, *value, into[service->value]);
}

Maybe<std::string> Reading::one_of(std::string_view key, const YamlNode& node,
                                   const std::vector<std::string_view>& words) {
  auto value = text(key, node, listed(words));
  if (!value || std::ranges::find(words, value->value) != words.end()) return value;
  fail(value->place, fmt::format("`{}` must be {}, not {}; did you mean `{}`?", key, listed(words),
                                 shown(value->value), nearest(value->value, words)));
  return std::nullopt;
}

bool is_variable_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && !digit(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return letter(c) || digit(c); });
}

const std::vector<std::string_view>& service_words() {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> all;
    for (const auto& [service, word] : kNames<Service>)
      if (is_storage(service)) all.push_back(word);
    return all;
  }();
  return words;
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += fmt::format("`{}`", words[i]);
  }
  return out;
}

}  // namespace vnetprobe
