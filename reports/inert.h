// Text of strangers for outputs that other programs read, or that a pipeline prints into its log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vnetprobe {

// What a single line may hold at most, in characters, where a format has no limit of its own.
inline constexpr std::size_t kMaxLine = 2000;

// clean() text that no XML reader rejects (no U+FFFE, U+FFFF) and in which no CI runner finds a command:
// "##vso[", "##[" and a leading "::name" are shown with \x23 and \x3a. Never more than `max` characters and
// a note of how much there was.
std::string inert(std::string_view text, std::size_t max = kMaxLine);

// A page of lines, set and coloured already, in none of which a CI runner finds a command: for what
// wrapping has put at the beginning of a line.
std::string without_commands(std::string&& page);

// The lines of a text that may have several, each inert; at most 400.
std::vector<std::string> inert_lines(std::string_view text);

}  // namespace vnetprobe
