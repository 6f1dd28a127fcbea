// "Did you mean": the candidate that a typing error is closest to.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace vnetprobe {

// Letters to insert, drop, replace or swap with their neighbour; upper and lower case are the same. What is
// further than `most` is said to be one more than that, and costs little.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most = 1000);

// The first of the closest; "" when there are no candidates.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace vnetprobe
