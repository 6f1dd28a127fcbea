// A log is a channel of commands: Azure Pipelines finds "##vso[" anywhere in a line, GitHub's runner "::"
// at its beginning, and a TXT record may hold either.
#include "reports/inert.h"

#include <algorithm>

#include "reports/text.h"

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

void defuse_commands(std::string& text) {
  for (std::size_t at = text.find("##"); at != std::string::npos; at = text.find("##", at + 1)) {
    const bool opens = text.compare(at, 3, "##[") == 0 || is_vso(text, at);
    if (opens) text.replace(at, 1, "\\x23");
  }
  const std::size_t first = text.find_first_not_of(' ');
  if (first != std::string::npos && text.compare(first, 2, "::") == 0) text.replace(first, 1, "\\x3a");
}

}  // namespace

std::string inert(std::string_view text, std::size_t max) {
  std::string line = clean(text, max);
  replace_noncharacters(line);
  defuse_commands(line);
  return line;
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
