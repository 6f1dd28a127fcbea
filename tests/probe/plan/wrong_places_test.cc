// A plan with every key that there is, and then one place after the other wrong. A key that is new in the
// parser does not pass until it stands here.
#include <algorithm>
#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <map>
#include <set>

#include "probe/plan/keys.h"
#include "tests/probe/plan/plans.h"

namespace vnetprobe {
namespace {

namespace json = boost::json;

const json::value& whole_plan() {
  static const json::value plan = json::parse(R"({
    "version": 1, "name": "n", "cloud": "public", "vnet": ["10.1.0.0/16"],
    "resolvers": [{"name": "dc1", "address": "10.1.0.53", "required": false}],
    "public_resolver": "203.0.113.53",
    "vaults": [{"name": "v", "region": "westeurope", "geo": "we", "id": "1", "experience": "classic",
                "stage": "created", "private_endpoint": "pe", "public_access": "disabled",
                "endpoints": [{"fqdn": "a.blob.core.windows.net", "ip": ["10.1.1.1"], "role": "ecs", "port": 443}]}],
    "storage_accounts": [{"name": "b", "services": ["blob"], "ip": {"blob": ["10.1.1.2"]}, "container": "c",
                          "purpose": "p", "sas": {"env": "SAS"}, "public_access": "disabled",
                          "public_ip": {"blob": ["20.60.1.1"]}},
                         {"name": "c", "ip": "10.1.1.3", "sas": {"file": "sas.txt"}}],
    "denied_storage_accounts": ["d"], "service_endpoint_policy": true,
    "managed_instances": [{"host": "m.a1.database.windows.net", "ip": ["10.1.1.4"], "private_endpoint": false,
                           "connection_type": "proxy", "public_endpoint": "disabled", "mi_link": false}],
    "key_vaults": [{"name": "k", "ip": ["10.1.1.5"], "public_access": "disabled"}],
    "endpoints": [{"fqdn": "e.example.com", "ip": ["10.1.1.6"], "role": "none", "port": 8443}],
    "entra": {"tenant": "t"}, "also": ["crl"], "identity": {"managed_identity": true, "client_id": "c"}})");
  return plan;
}

struct Spot {
  std::string pointer{};  // RFC 6901
  std::string section{};  // "vaults.endpoints", without the numbers
  std::string named{};    // how a message calls what is there
};

// An item of these lists is called by its kind.
const std::map<std::string, std::string>& kinds() {
  static const std::map<std::string, std::string> all = {{"resolvers", "a resolver"},
                                                         {"vaults", "a vault"},
                                                         {"storage_accounts", "a storage account"},
                                                         {"managed_instances", "a managed instance"},
                                                         {"key_vaults", "a key vault"},
                                                         {"endpoints", "an endpoint"}};
  return all;
}

void places_of(const json::value& value, const Spot& here, const std::string& key, std::vector<Spot>& into) {
  into.push_back(here);
  if (const json::object* object = value.if_object())
    for (const auto& [name, each] : *object) {
      // Addresses by service are the value of `ip`.
      const std::string own = key == "ip" || key == "public_ip" ? key : std::string(name);
      const std::string section = here.section.empty() ? own : here.section + "." + own;
      places_of(each, {here.pointer + "/" + std::string(name), section, "`" + own + "`"}, own, into);
    }
  if (const json::array* array = value.if_array())
    for (std::size_t i = 0; i < array->size(); ++i) {
      const auto kind = kinds().find(key);
      places_of((*array)[i],
                {here.pointer + "/" + std::to_string(i), here.section,
                 kind == kinds().end() ? here.named : kind->second},
                key, into);
    }
}

std::vector<Spot> places() {
  std::vector<Spot> all;
  places_of(whole_plan(), {"", "", "a plan"}, "", all);
  return all;
}

Lines errors_with(const std::string& pointer, const json::value& put) {
  json::value plan = whole_plan();
  json::error_code failed;
  *plan.find_pointer(pointer, failed) = put;
  return printed(parse_text(json::serialize(plan)));
}

bool says(const Lines& errors, const std::string& what) {
  return std::ranges::any_of(errors.lines, [&](const std::string& line) {
    return line.starts_with("plan.yaml:1:") && line.find(what) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("the plan with everything has every key, and is right") {
  CHECK(printed(parse_text(json::serialize(whole_plan()))) == Lines{});
  std::map<std::string, std::set<std::string>> there;
  for (const Spot& each : places()) {
    const json::object* object = whole_plan().at_pointer(each.pointer).if_object();
    if (object == nullptr) continue;
    for (const auto& member : *object) there[each.section].emplace(member.key());
  }
  for (const KeyNames& each : plan_key_names()) {
    CAPTURE(each.path);
    CHECK(there[std::string(each.path)] == std::set<std::string>(each.names.begin(), each.names.end()));
  }
}

TEST_CASE("nothing, a mapping or a word where another thing belongs is told by its key") {
  for (const Spot& each : places()) {
    CAPTURE(each.pointer);
    const json::value there = whole_plan().at_pointer(each.pointer);
    // A file with nothing in it is told otherwise.
    if (!each.pointer.empty()) CHECK(says(errors_with(each.pointer, nullptr), each.named + " must be "));
    if (there.is_structured())
      CHECK(says(errors_with(each.pointer, "zzz"), each.named + " must be "));
    else
      CHECK(says(errors_with(each.pointer, json::object{{"zzz", 1}}), each.named + " must be "));
    // Quoted, a truth or a number is text.
    if (there.is_bool() || there.is_number())
      CHECK(says(errors_with(each.pointer, json::value(json::serialize(there))), each.named + " must be "));
  }
}

TEST_CASE("a key that nobody knows is told wherever it is") {
  for (const Spot& each : places()) {
    json::value there = whole_plan().at_pointer(each.pointer);
    if (!there.is_object()) continue;
    CAPTURE(each.pointer);
    there.as_object()["zzz"] = "10.1.1.9";
    CHECK(says(errors_with(each.pointer, there), "`zzz`"));
  }
}

TEST_CASE("a variable that is not set is told wherever it is, and once") {
  for (const Spot& each : places()) {
    const json::value there = whole_plan().at_pointer(each.pointer);
    // The version is a number and no variable's.
    if (there.is_structured() || each.pointer == "/version") continue;
    CAPTURE(each.pointer);
    const Lines errors = errors_with(each.pointer, "${UNSET}");
    CHECK(std::ranges::count_if(errors.lines, [](const std::string& line) {
            return line.ends_with(": the environment variable UNSET is not set");
          }) == 1);
  }
}

}  // namespace vnetprobe
