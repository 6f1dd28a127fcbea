// Text of strangers in Markdown. What is not a plain word stands in a code span, where neither markup nor
// autolinks, mentions or issue numbers of any dialect work.
#pragma once

#include <string>
#include <string_view>

namespace vnetprobe {

// A code span; a dash for text without a mark.
std::string markdown_code(std::string_view text);

// A sentence: plain words as they are, every other word as a code span.
std::string markdown_prose(std::string_view text);

// Lines in a code fence that no line of them closes.
std::string markdown_fence(std::string_view text);

}  // namespace vnetprobe
