// az and ARM change their output over the years, and people edit it: a field that is null or of another type
// is one that is missing, wherever it is. The fixtures are walked, so a field that is new in one is tested
// too.
#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "probe/model/containers.h"
#include "probe/plan/az_read.h"

namespace vnetprobe {
namespace {

namespace json = boost::json;

// Everything that was read, as text.
template <class T>
void tell(std::string& out, const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    out += value;
  } else if constexpr (std::is_integral_v<T>) {
    out += std::to_string(value);
  } else if constexpr (requires { value.to_string(); }) {
    out += value.to_string();
  } else if constexpr (kIsOptional<T>) {
    value ? tell(out, *value) : static_cast<void>(out += "none");
  } else if constexpr (kIsVector<T>) {
    for (const auto& each : value) tell(out += "[", each), out += "]";
  } else {
    visit_fields(value, [&out](std::string_view name, const auto& member) {
      tell(out.append("\n").append(name).append(" "), member);
    });
  }
}

std::string told(const json::value& from) {
  const AzReading reading = read_az({{"az.json", json::serialize(from)}});
  CHECK(reading.errors.empty());
  std::string out;
  tell(out, reading.facts);
  return out;
}

// RFC 6901, of everything below `value`.
void places_of(const json::value& value, const std::string& path, std::vector<std::string>& into) {
  const auto add = [&](const std::string& token, const json::value& each) {
    const std::string place = path + "/" + token;
    into.push_back(place);
    places_of(each, place, into);
  };
  if (const json::object* object = value.if_object())
    for (const auto& [name, each] : *object) add(std::string(name), each);
  if (const json::array* array = value.if_array())
    for (std::size_t i = 0; i < array->size(); ++i) add(std::to_string(i), (*array)[i]);
}

json::value another_type(const json::value& value) {
  if (value.is_string()) return 7;
  return value.is_bool() ? json::value("true") : json::value(true);
}

json::value with(const json::value& from, const std::string& place, const json::value& put) {
  json::value changed = from;
  json::error_code failed;
  *changed.find_pointer(place, failed) = put;
  return changed;
}

json::value without(const json::value& from, const std::string& place) {
  json::value changed = from;
  json::error_code failed;
  const std::size_t slash = place.rfind('/');
  json::value& parent = *changed.find_pointer(place.substr(0, slash), failed);
  const std::string token = place.substr(slash + 1);
  if (json::object* object = parent.if_object()) object->erase(token);
  if (json::array* array = parent.if_array()) array->erase(array->begin() + std::stol(token));
  return changed;
}

// Of a subnet's addresses only their number is read.
bool is_counted(const std::string& place) {
  const std::size_t list = place.rfind("/ipConfigurations/");
  return place.find("/subnets/") < list && place.find('/', list + 18) == std::string::npos;
}

}  // namespace

TEST_CASE("a field that is null or of another type reads as one that is missing") {
  std::size_t read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(AZ_FIXTURES)) {
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const json::value whole = json::parse(text.str());
    const std::string all = told(whole);
    std::vector<std::string> places;
    places_of(whole, "", places);
    REQUIRE(!places.empty());
    for (const std::string& place : places) {
      if (is_counted(place)) continue;
      CAPTURE(entry.path().filename());
      CAPTURE(place);
      const std::string missing = told(without(whole, place));
      CHECK(told(with(whole, place, nullptr)) == missing);
      CHECK(told(with(whole, place, another_type(json::value(whole.at_pointer(place))))) == missing);
      read += missing != all ? 1 : 0;
    }
  }
  // Or nothing was tested but fields that nobody reads.
  CHECK(read > 150);
}

}  // namespace vnetprobe
