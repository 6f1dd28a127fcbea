// visit_fields(self, f) calls f(name, member) for every member of a plain struct. Written once
// beside each struct, it is what the JSON writer, the JSON reader and the redactor walk, so that
// what is written is what is read back.
#pragma once

#include <concepts>
#include <type_traits>

namespace vnetprobe {

// T or const T: lets one template serve the writer (const) and the reader.
template <class T, class U>
concept Is = std::same_as<std::remove_const_t<T>, U>;

}  // namespace vnetprobe
