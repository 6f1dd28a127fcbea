// Where in the plan files something stands, and values that remember it.
#pragma once

#include <cstddef>
#include <optional>
#include <tuple>

namespace vnetprobe {

struct Place {
  std::size_t file = 0;  // index into the files given
  int line = 0;          // 0: the whole file
  int column = 0;
  friend bool operator<(const Place& a, const Place& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  }
};

template <class T>
struct At {
  T value{};
  Place place{};
};

// A key that may be missing.
template <class T>
using Maybe = std::optional<At<T>>;

}  // namespace vnetprobe
