// Enumerators and the words for them, one table for each enum: the same words stand in plans,
// reports and messages. A type joins by specialising kNames<T>.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace vnetprobe {

template <class T>
inline constexpr bool kNames = false;  // specialised as std::array<std::pair<T, std::string_view>, N>

template <class T>
concept Named = std::is_enum_v<T> && requires {
  kNames<T>.size();
};

template <class T, std::size_t N>
using NameTable = std::array<std::pair<T, std::string_view>, N>;

template <Named T>
constexpr std::string_view to_string(T value) {
  for (const auto& [each, name] : kNames<T>)
    if (each == value) return name;
  return "?";
}

template <Named T>
constexpr std::optional<T> from_string(std::string_view name) {
  for (const auto& [each, word] : kNames<T>)
    if (word == name) return each;
  return std::nullopt;
}

}  // namespace vnetprobe
