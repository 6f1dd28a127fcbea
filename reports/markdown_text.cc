// Backslashes do not help: GitHub's autolinks and mentions are found after escapes are gone. Code spans are
// the one place where Markdown leaves text alone.
#include "reports/markdown_text.h"

#include <algorithm>
#include <fmt/format.h>

#include "reports/inert.h"
#include "reports/text.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kMaxSpan = 1000;

std::size_t longest_run(std::string_view text, char of) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == of ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// The span of text that is inert already.
std::string span(std::string_view text) {
  const std::string ticks(longest_run(text, '`') + 1, '`');
  const bool touches = text.starts_with('`') || text.ends_with('`');
  const std::string_view pad = touches ? " " : "";
  return fmt::format("{}{}{}{}{}", ticks, pad, text, pad, ticks);
}

bool is_plain(std::string_view word) {
  constexpr std::size_t kMaxWord = 30;  // longer ones may be a commit's hash
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '\'';
  };
  const auto letter = [&](char c) { return plain(c) && c != '-' && c != '\''; };
  return word.size() <= kMaxWord && std::ranges::all_of(word, plain) && std::ranges::any_of(word, letter);
}

}  // namespace

std::string markdown_code(std::string_view text) {
  const std::string line = inert(text, kMaxSpan);
  // A span of spaces alone is shown as nothing.
  return line.find_first_not_of(' ') == std::string::npos ? "-" : span(line);
}

std::string markdown_prose(std::string_view text) {
  constexpr std::string_view kOpening = "(";
  constexpr std::string_view kClosing = ".,;:)?";
  const std::string line = inert(text);
  std::string out;
  for (std::string_view word : words_of(line)) {
    if (!out.empty()) out += ' ';
    std::string_view lead = word.substr(0, std::min(word.find_first_not_of(kOpening), word.size()));
    word.remove_prefix(lead.size());
    const std::size_t end = word.find_last_not_of(kClosing) + 1;
    const std::string_view tail = word.substr(end);
    word = word.substr(0, end);
    if (word.empty()) {
      out += lead.empty() && tail == ":" ? std::string(tail) : span(std::string(lead) + std::string(tail));
    } else {
      out += fmt::format("{}{}{}", lead, is_plain(word) ? std::string(word) : span(word), tail);
    }
  }
  return out;
}

std::string markdown_fence(std::string_view text) {
  const std::string fence(std::max<std::size_t>(longest_run(text, '`') + 1, 3), '`');
  std::string out = fence + "text\n";
  for (const std::string& line : inert_lines(text)) out += line + '\n';
  return out + fence;
}

}  // namespace vnetprobe
