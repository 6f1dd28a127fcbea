// One pair of templates, to_json and from_json, over everything a report is made of. They walk the
// same visit_fields, so what is written is what is read back: a struct joins by its visit_fields, an
// enum by its kNames. Reading stops at the first thing that is wrong and says what and where.
#pragma once

#include <boost/json/value.hpp>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "probe/model/address.h"
#include "probe/model/containers.h"
#include "probe/model/names.h"
#include "probe/model/report.h"
#include "probe/model/time.h"
#include "reports/json_writer.h"

namespace vnetprobe {

// A string that is null in JSON when it is empty.
template <class String>
struct NullWhenEmpty {
  String& text;
};
template <class String>
NullWhenEmpty(String&) -> NullWhenEmpty<String>;

template <class T>
inline constexpr bool kIsNullWhenEmpty = false;
template <class S>
inline constexpr bool kIsNullWhenEmpty<NullWhenEmpty<S>> = true;

// Values that are written as text. `parse` of the type turns the text back.
template <class T>
concept Texty = std::same_as<T, IpAddress> || std::same_as<T, Cidr> || std::same_as<T, SocketAddress> ||
    std::same_as<T, UtcTime>;

std::string text_of(const IpAddress& value);
std::string text_of(const Cidr& value);
std::string text_of(const SocketAddress& value);
std::string text_of(const UtcTime& value);
bool parse_text(std::string_view text, IpAddress& value);
bool parse_text(std::string_view text, Cidr& value);
bool parse_text(std::string_view text, SocketAddress& value);
bool parse_text(std::string_view text, UtcTime& value);
std::string_view what_is(const IpAddress*);
std::string_view what_is(const Cidr*);
std::string_view what_is(const SocketAddress*);
std::string_view what_is(const UtcTime*);

// ---- writing ------------------------------------------------------------------------------------

template <class T>
void to_json(JsonWriter& to, const T& value);

// The members alone, for an object that gets further members of its own.
template <class T>
void members_to_json(JsonWriter& to, const T& value) {
  visit_fields(value, [&to](std::string_view name, const auto& member) {
    to.key(name);
    to_json(to, member);
  });
}

// Facts are an object; of a key that comes twice the first is written.
void facts_to_json(JsonWriter& to, const Facts& facts);

template <class T>
void to_json(JsonWriter& to, const T& value) {
  if constexpr (std::same_as<T, bool>) {
    to.boolean(value);
  } else if constexpr (std::unsigned_integral<T>) {
    to.unsigned_integer(value);
  } else if constexpr (std::signed_integral<T>) {
    to.integer(value);
  } else if constexpr (std::same_as<T, Millis>) {
    to.millis(value);
  } else if constexpr (Named<T>) {
    to.string(to_string(value));
  } else if constexpr (Texty<T>) {
    to.string(text_of(value));
  } else if constexpr (std::same_as<T, std::string>) {
    to.string(value);
  } else if constexpr (std::same_as<T, Facts>) {
    facts_to_json(to, value);
  } else if constexpr (kIsNullWhenEmpty<T>) {
    value.text.empty() ? to.null() : to.string(value.text);
  } else if constexpr (kIsOptional<T>) {
    if (value) {
      to_json(to, *value);
    } else {
      to.null();
    }
  } else if constexpr (kIsVector<T>) {
    to.begin_array();
    for (const auto& each : value) to_json(to, each);
    to.end_array();
  } else if constexpr (kIsMap<T>) {
    to.begin_object();
    for (const auto& [name, each] : value) {
      to.key(name);
      to_json(to, each);
    }
    to.end_object();
  } else {
    to.begin_object();
    members_to_json(to, value);
    to.end_object();
  }
}

// One member of an object that is written member by member.
template <class T>
void member_to_json(JsonWriter& to, std::string_view name, const T& value) {
  to.key(name);
  to_json(to, value);
}

// A value's JSON form alone: two values are the same where these are.
template <class T>
std::string json_of(const T& value) {
  JsonWriter to;
  to_json(to, value);
  return std::move(to).take();
}

// ---- reading ------------------------------------------------------------------------------------

// A value and the way to it from the root. Lives on the stack of the reader; the path is put into
// words only when something is wrong.
class JsonPlace {
 public:
  JsonPlace(const boost::json::value& value, std::string& error) : value_(value), error_(error) {}

  const boost::json::value& value() const { return value_; }
  JsonPlace member(std::string_view name, const boost::json::value& value) const {
    return {value, error_, this, name, kNoIndex};
  }
  JsonPlace element(std::size_t index, const boost::json::value& value) const {
    return {value, error_, this, {}, index};
  }

  // "checks[3].evidence.questions[0].type"; "" for the root.
  std::string path() const;
  // Notes "PATH: expected WHAT" and returns false.
  bool expected(std::string_view what) const;
  bool wrong(std::string_view sentence) const;

 private:
  static constexpr std::size_t kNoIndex = static_cast<std::size_t>(-1);
  JsonPlace(const boost::json::value& value, std::string& error, const JsonPlace* parent,
            std::string_view name, std::size_t index)
      : value_(value), error_(error), parent_(parent), name_(name), index_(index) {}

  const boost::json::value& value_;
  std::string& error_;
  const JsonPlace* parent_ = nullptr;
  std::string_view name_{};
  std::size_t index_ = kNoIndex;
};

template <class T>
bool from_json(const JsonPlace& at, T&& into);

bool string_from_json(const JsonPlace& at, std::string& into);
bool facts_from_json(const JsonPlace& at, Facts& into);

template <std::integral T>
bool integer_from_json(const JsonPlace& at, T& into) {
  boost::json::error_code failed;
  const T number = at.value().to_number<T>(failed);
  if (failed)
    return at.expected("a whole number from " + std::to_string(std::numeric_limits<T>::min()) + " to " +
                       std::to_string(std::numeric_limits<T>::max()));
  into = number;
  return true;
}

template <Named T>
bool name_from_json(const JsonPlace& at, T& into) {
  std::string word;
  std::optional<T> value;
  if (at.value().is_string()) value = from_string<T>(at.value().get_string());
  if (value) {
    into = *value;
    return true;
  }
  std::string words;
  for (const auto& [each, name] : kNames<T>) {
    if (!words.empty()) words += ", ";
    words += name;
  }
  return at.expected("one of " + words);
}

// Every member that is there; a missing one keeps what it has, an unknown one is not looked at.
template <class T>
bool members_from_json(const JsonPlace& at, T& into) {
  const auto* object = at.value().if_object();
  if (object == nullptr) return at.expected("an object");
  bool right = true;
  visit_fields(into, [&](std::string_view name, auto&& member) {
    if (!right) return;
    if (const auto* found = object->if_contains(name)) right = from_json(at.member(name, *found), member);
  });
  return right;
}

template <class T>
bool from_json(const JsonPlace& at, T&& into) {
  using Type = std::remove_cvref_t<T>;
  if constexpr (std::same_as<Type, bool>) {
    if (!at.value().is_bool()) return at.expected("true or false");
    into = at.value().get_bool();
    return true;
  } else if constexpr (std::integral<Type>) {
    return integer_from_json(at, into);
  } else if constexpr (std::same_as<Type, Millis>) {
    if (!at.value().is_number()) return at.expected("a number of milliseconds");
    into = Millis(at.value().template to_number<double>());
    return true;
  } else if constexpr (Named<Type>) {
    return name_from_json(at, into);
  } else if constexpr (Texty<Type>) {
    if (at.value().is_string() && parse_text(at.value().get_string(), into)) return true;
    return at.expected(what_is(static_cast<const Type*>(nullptr)));
  } else if constexpr (std::same_as<Type, std::string>) {
    return string_from_json(at, into);
  } else if constexpr (std::same_as<Type, Facts>) {
    return facts_from_json(at, into);
  } else if constexpr (kIsNullWhenEmpty<Type>) {
    if (at.value().is_null()) return true;
    return string_from_json(at, into.text);
  } else if constexpr (kIsOptional<Type>) {
    if (at.value().is_null()) return true;
    return from_json(at, into.emplace());
  } else if constexpr (kIsVector<Type>) {
    const auto* array = at.value().if_array();
    if (array == nullptr) return at.expected("an array");
    into.clear();
    into.reserve(array->size());
    for (std::size_t i = 0; i < array->size(); ++i)
      if (!from_json(at.element(i, (*array)[i]), into.emplace_back())) return false;
    return true;
  } else if constexpr (kIsMap<Type>) {
    const auto* object = at.value().if_object();
    if (object == nullptr) return at.expected("an object");
    for (const auto& [name, each] : *object)
      if (!from_json(at.member(name, each), into[std::string(name)])) return false;
    return true;
  } else {
    return members_from_json(at, into);
  }
}

}  // namespace vnetprobe
