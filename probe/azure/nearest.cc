// The words come from files of strangers: only their first bytes are compared, so that a long one
// costs no more than a short one.
#include "probe/azure/nearest.h"

#include <algorithm>
#include <array>

namespace vnetprobe {
namespace {

constexpr std::size_t kLongest = 64;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most) {
  a = a.substr(0, kLongest);
  b = b.substr(0, kLongest);
  std::array<std::array<std::size_t, kLongest + 1>, 3>
      rows{};  // this one, the one before, the one before that
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most) return most + 1;
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  std::size_t least_before = 0;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::rotate(rows.begin(), rows.begin() + 2, rows.end());
    rows[0][0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      rows[0][j] = std::min({rows[1][j] + 1, rows[0][j - 1] + 1, rows[1][j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        rows[0][j] = std::min(rows[0][j], rows[2][j - 2] + 1);
      least = std::min(least, rows[0][j]);
    }
    // No later row is below the lower of two that follow each other.
    if (least > most && least_before > most) return most + 1;
    least_before = least;
  }
  return std::min(rows[0][b.size()], most + 1);
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  const auto best = std::ranges::min_element(
      candidates, {}, [&](std::string_view candidate) { return edit_distance(word, candidate); });
  return best == candidates.end() ? std::string_view{} : *best;
}

}  // namespace vnetprobe
