// Text of strangers made fit for a terminal, and measured as a terminal measures it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vnetprobe {

// One line without surprises: line breaks and tabs become spaces, other control characters and
// invisible marks are shown as \x1b or \u202e, bytes that are not UTF-8 as U+FFFD. Past `max` characters
// the text ends with a note of how much there is; 0 means no limit.
std::string clean(std::string_view text, std::size_t max = 0);

// Columns that clean text takes.
std::size_t columns(std::string_view clean_text);

// The words between spaces.
std::vector<std::string_view> words_of(std::string_view text);

// Cuts clean text into pieces of at most `room` columns, at least one character each.
std::vector<std::string> chop(std::string_view clean_text, std::size_t room);

// "1 check", "2 checks".
std::string count_of(std::size_t n, std::string_view noun);

// "FAIL" of "fail"; letters of ASCII alone.
std::string upper(std::string_view text);

// "a, b, c"
std::string join(const std::vector<std::string>& parts, std::string_view between = ", ");

}  // namespace vnetprobe
