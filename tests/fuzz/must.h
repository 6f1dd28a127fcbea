// What fuzzers state. A property that does not hold is an exception: a crash to libFuzzer, and to the test
// that replays the inputs a failure with the line in it.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace vnetprobe {

inline void must(bool right, int line = __builtin_LINE()) {
  if (!right) throw std::logic_error("what must hold at line " + std::to_string(line) + " does not");
}

// Text that a terminal may be shown: UTF-8, no control characters of either set, no DEL, nothing that turns
// the direction of writing. Tab and line end where they are asked for.
bool is_tame(std::string_view text, std::string_view allowed = {});

// The input in pieces: one input is several files, or a line and what follows it. The byte 0x1E between.
std::vector<std::string> pieces_of(const std::uint8_t* data, std::size_t size);

// Whether this input has the property that takes a hundred times as long as its reader. While a fuzzer runs,
// one input in so many has it, and the bytes say which, so that what was found is found again; where inputs
// are replayed, every one.
bool has_turn(const std::uint8_t* data, std::size_t size, std::size_t one_in);

}  // namespace vnetprobe
