// The schema and the parser know the same keys, in the same places.
#include <algorithm>
#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "probe/plan/keys.h"
#include "tests/probe/plan/plans.h"

namespace vnetprobe {
namespace {

namespace json = boost::json;

json::object read_schema() {
  std::ifstream file{PLAN_SCHEMA};
  REQUIRE(file.good());
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str()).as_object();
}

const json::object& resolved(const json::object& root, const json::object& node) {
  const json::value* ref = node.if_contains("$ref");
  if (ref == nullptr) return node;
  const std::string_view path{ref->as_string()};
  constexpr std::string_view kPrefix = "#/$defs/";
  REQUIRE(path.starts_with(kPrefix));
  return resolved(root, root.at("$defs").at(path.substr(kPrefix.size())).as_object());
}

using Keys = std::map<std::string, std::set<std::string>>;

// Every mapping that the schema allows, by its path; addresses by service are one value with many
// faces, not a section.
void collect(const json::object& root, const json::object& given, const std::string& path, Keys& keys) {
  const json::object& node = resolved(root, given);
  if (const json::value* choices = node.if_contains("oneOf"))
    for (const json::value& each : choices->as_array()) collect(root, each.as_object(), path, keys);
  if (const json::value* items = node.if_contains("items")) collect(root, items->as_object(), path, keys);
  const json::value* properties = node.if_contains("properties");
  if (properties == nullptr || path.ends_with(".ip") || path.ends_with(".public_ip")) return;
  CHECK_FALSE(node.at("additionalProperties").as_bool());
  for (const auto& [name, value] : properties->as_object()) {
    keys[path].insert(std::string{name});
    collect(root, value.as_object(), path.empty() ? std::string{name} : path + "." + std::string{name}, keys);
  }
}

}  // namespace

TEST_CASE("schema and parser know the same keys") {
  Keys of_schema, of_parser;
  const json::object schema = read_schema();
  collect(schema, schema, "", of_schema);
  for (const KeyNames& each : plan_key_names())
    of_parser[std::string{each.path}] = std::set<std::string>(each.names.begin(), each.names.end());
  CHECK(of_schema.size() > 8);
  for (const auto& [path, names] : of_schema) {
    CAPTURE(path);
    CHECK(of_parser[path] == names);
  }
  for (const auto& [path, names] : of_parser) {
    CAPTURE(path);
    CHECK(of_schema[path] == names);
  }
}

TEST_CASE("the parser's tables are what it reads by: each key is known, in its place") {
  for (const KeyNames& each : plan_key_names()) {
    for (const std::string_view name : each.names) {
      std::string text = "{" + std::string{name} + ": {never: [this]}}";
      for (std::string path{each.path}; !path.empty();) {  // wrapped from the inside out
        const std::size_t dot = path.rfind('.');
        const std::string last = dot == std::string::npos ? path : path.substr(dot + 1);
        const bool single = last == "entra" || last == "identity" || last == "sas";
        text = "{" + last + ": " + (single ? text : "[" + text + "]") + "}";
        path = dot == std::string::npos ? "" : path.substr(0, dot);
      }
      CAPTURE(text);
      for (const std::string& error : printed(parse_text(text)).lines)
        CHECK(error.find("unknown key `" + std::string{name} + "`") == std::string::npos);
    }
  }
  CHECK(printed(parse_text("{version: 1, sas: 1}")).lines.size() == 1);  // a key in another's place
}

TEST_CASE("the schema's words are the parser's words") {
  const json::object schema = read_schema();
  struct Row {
    const char* key;
    const json::value& words;
    const char* before;
    const char* after;
  };
  const json::object& top = schema.at("properties").as_object();
  const auto inside = [&](const char* section, const char* key) -> const json::value& {
    return resolved(schema, top.at(section).at("items").at("properties").at(key).as_object()).at("enum");
  };
  const Row rows[] = {
      {"cloud", top.at("cloud").at("enum"), "{version: 1, cloud: ", "}"},
      {"also", top.at("also").at("items").at("enum"), "{version: 1, also: [", "]}"},
      {"experience", inside("vaults", "experience"), "{version: 1, vaults: [{name: v, experience: ", "}]}"},
      {"stage", inside("vaults", "stage"), "{version: 1, vaults: [{name: v, stage: ", "}]}"},
      {"public_access", inside("vaults", "public_access"),
       "{version: 1, vaults: [{name: v, public_access: ", "}]}"},
      {"connection_type", inside("managed_instances", "connection_type"),
       "{version: 1, managed_instances: [{host: m.a1.database.windows.net, connection_type: ", "}]}"},
      {"role", schema.at("$defs").at("endpoint").at("properties").at("role").at("enum"),
       "{version: 1, endpoints: [{fqdn: a.b, role: ", "}]}"},
      {"services",
       top.at("storage_accounts").at("items").at("properties").at("services").at("items").at("enum"),
       "{version: 1, storage_accounts: [{name: a, services: [", "]}]}"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.key);
    for (const json::value& word : row.words.as_array()) {
      CAPTURE(word);
      const std::string text{word.as_string()};
      CHECK(printed(parse_text(row.before + text + row.after)) == Lines{});
    }
    // The parser lists its own words when it meets another: as many as the schema has.
    const auto errors = printed(parse_text(std::string{row.before} + "xx" + row.after)).lines;
    REQUIRE(errors.size() == 1);
    const auto ticks = std::ranges::count(errors[0], '`');
    CHECK(ticks / 2 ==
          static_cast<std::ptrdiff_t>(row.words.as_array().size()) + 3);  // key, xx, did you mean
  }
}

}  // namespace vnetprobe
