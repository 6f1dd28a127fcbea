// Writes one text into every string of a value, however deep: it walks the same visit_fields as the JSON
// report, so a member that is new in the model is hostile here the day it is added. Lists and options that
// are empty get one element.
#pragma once

#include <string>

#include "reports/json_fields.h"

namespace vnetprobe {

template <class T>
void write_every_string(T&& value, const std::string& text) {
  using Type = std::remove_cvref_t<T>;
  if constexpr (std::same_as<Type, std::string>) {
    value = text;
  } else if constexpr (kIsNullWhenEmpty<Type>) {
    value.text = text;
  } else if constexpr (std::same_as<Type, Facts>) {
    value = {{text, text}};
  } else if constexpr (kIsOptional<Type>) {
    if (!value) value.emplace();
    write_every_string(*value, text);
  } else if constexpr (kIsVector<Type>) {
    if (value.empty()) value.emplace_back();
    for (auto& each : value) write_every_string(each, text);
  } else if constexpr (kIsMap<Type>) {
    value[text];
    for (auto& [name, each] : value) write_every_string(each, text);
  } else if constexpr (std::integral<Type> || Named<Type> || Texty<Type> || std::same_as<Type, Millis>) {
    // Nothing that a stranger could write.
  } else {
    visit_fields(value, [&text](std::string_view, auto&& member) { write_every_string(member, text); });
  }
}

// By name, so that evidence of a new sort does not compile before it stands here.
inline void write_every_string_of(Evidence& evidence, const std::string& text) {
  auto& [questions, lookups, contacts, host, az, discovery, identity] = evidence;
  write_every_string(questions, text);
  write_every_string(lookups, text);
  write_every_string(contacts, text);
  write_every_string(host, text);
  write_every_string(az, text);
  write_every_string(discovery, text);
  identity.tokens.emplace_back();
  identity.sas.emplace_back();
  write_every_string(identity, text);
}

}  // namespace vnetprobe
