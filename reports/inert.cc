// A log is a channel of commands: Azure Pipelines finds "##vso[" anywhere in a line, GitHub's runner "::"
// at its beginning, and a TXT record may hold either.
#include "reports/inert.h"

#include <algorithm>
#include <utility>

#include "reports/text.h"
#include "reports/utf8.h"

namespace vnetprobe {

namespace {

// U+FFFE and U+FFFF are well-formed UTF-8 and no characters of XML (XML 1.0 section 2.2).
void replace_noncharacters(std::string& text) {
  for (std::size_t at = text.find("\xef\xbf"); at != std::string::npos; at = text.find("\xef\xbf", at + 3)) {
    const char last = text[at + 2];
    if (last == '\xbe' || last == '\xbf') text[at + 2] = '\xbd';
  }
}

// "##vso[", in whatever case: the agent does not mind.
bool is_vso(std::string_view text, std::size_t at) {
  const std::string_view word = text.substr(at, 6);
  return std::ranges::equal(word, std::string_view("##vso["),
                            [](char a, char b) { return a == b || (b >= 'a' && b <= 'z' && a == b - 32); });
}

// What .NET's TrimStart takes away, with which GitHub's runner begins.
bool is_space(char32_t c) {
  return c == U' ' || (c >= 0x09 && c <= 0x0d) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x3000;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The names of GitHub's commands begin with a letter: "::1" is an address and stays.
void defuse_commands(std::string& text) {
  for (std::size_t at = text.find("##"); at != std::string::npos; at = text.find("##", at + 1)) {
    const bool opens = text.compare(at, 3, "##[") == 0 || is_vso(text, at);
    if (opens) text.replace(at, 1, "\\x23");
  }
  std::size_t first = 0;
  while (first < text.size()) {
    // A colour of the page's own: whoever takes colours out of a log sees what stands behind.
    if (text.compare(first, 2, "\x1b[") == 0) {
      first = std::min(text.find('m', first), text.size() - 1) + 1;
      continue;
    }
    const CodePoint point = decode_utf8(text, first);
    if (!point.valid || !is_space(point.value)) break;
    first += point.length;
  }
  if (text.compare(first, 2, "::") == 0 && first + 2 < text.size() && is_letter(text[first + 2]))
    text.replace(first, 1, "\\x3a");
}

}  // namespace

std::string inert(std::string_view text, std::size_t max) {
  std::string line = clean(text, max);
  replace_noncharacters(line);
  defuse_commands(line);
  return line;
}

std::string without_commands(std::string&& page) {
  if (page.find("::") == std::string::npos && page.find("##") == std::string::npos) return std::move(page);
  std::string out;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = std::min(page.find('\n', at), page.size());
    std::string line = page.substr(at, end - at);
    defuse_commands(line);
    out += line;
    if (end < page.size()) out += '\n';
    at = end + 1;
  }
  return out;
}

std::vector<std::string> inert_lines(std::string_view text) {
  constexpr std::size_t kMaxLines = 400;
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < kMaxLines) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(inert(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace vnetprobe
