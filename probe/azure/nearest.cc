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
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most) return most + 1;
  // This one, the one before, the one before that. What lies further from the diagonal than `most` is more
  // than that, whatever it is, and is not worked out: every line of a sweep asks.
  std::array<std::array<std::size_t, kLongest + 2>, 3> rows;
  const std::size_t band = std::min(most, kLongest), beyond = kLongest + 1;
  for (std::size_t j = 0; j <= b.size() + 1; ++j) rows[0][j] = j;
  rows[1] = rows[0];
  std::size_t least_before = 0;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::rotate(rows.begin(), rows.begin() + 2, rows.end());
    const std::size_t from = i > band ? i - band : 1, to = std::min(b.size(), i + band);
    rows[0][from - 1] = from > 1 ? beyond : i;
    rows[0][to + 1] = beyond;
    std::size_t least = rows[0][from - 1];
    for (std::size_t j = from; j <= to; ++j) {
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
