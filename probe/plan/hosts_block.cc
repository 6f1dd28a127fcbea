#include "probe/plan/hosts_block.h"

#include <fmt/core.h>
#include <optional>

#include "probe/plan/name_argument.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kBlank = " \t\r";

struct Word {
  std::string_view text{};
  int column = 0;
};

std::vector<Word> words_of(std::string_view line) {
  line = line.substr(0, line.find('#'));
  std::vector<Word> words;
  std::size_t at = 0;
  while ((at = line.find_first_not_of(kBlank, at)) != std::string_view::npos) {
    const std::size_t end = std::min(line.find_first_of(kBlank, at), line.size());
    words.push_back({line.substr(at, end - at), static_cast<int>(at) + 1});
    at = end;
  }
  return words;
}

template <class F>
void each_line(std::string_view text, F&& f) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  for (int line = 1; !text.empty(); ++line) {
    const std::size_t end = text.find('\n');
    if (!f(line, words_of(text.substr(0, end)))) return;
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
}

bool is_loopback_or_special(const IpAddress& address) {
  return classify(address, {}) == AddressClass::special;
}

}  // namespace

bool looks_like_hosts(std::string_view text) {
  bool yes = false;
  each_line(text, [&](int, const std::vector<Word>& words) {
    if (words.empty()) return true;
    yes = words.size() > 1 && IpAddress::parse(words.front().text).has_value();
    return false;
  });
  return yes;
}

HostsBlock read_hosts_block(const PlanText& file) {
  HostsBlock block;
  if (const auto offence = find_non_text(file.text)) {
    block.errors.push_back({file.name, offence->line, offence->column, offence->what});
    return block;
  }
  each_line(file.text, [&](int line, const std::vector<Word>& words) {
    if (words.empty()) return true;
    const auto address = IpAddress::parse(words.front().text);
    if (!address) {
      // "fe80::1%lo0 localhost" is a line of macOS that means this host alone.
      if (words.front().text.find('%') == std::string_view::npos)
        block.errors.push_back(
            {file.name, line, words.front().column,
             fmt::format("{} is not an IP address; a line reads `IP NAME`", shown(words.front().text))});
      return true;
    }
    if (is_loopback_or_special(*address)) return true;
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i].text.find('.') == std::string_view::npos) continue;
      const auto read = read_typed_name(words[i].text);
      if (const std::string* wrong = std::get_if<std::string>(&read)) {
        block.errors.push_back({file.name, line, words[i].column, *wrong});
        continue;
      }
      NameArgument named = std::get<NameArgument>(read);
      named.endpoint.ip = {*address};
      if (!named.note.empty()) block.notes.push_back(std::move(named.note));
      block.lines.push_back({std::move(named.endpoint), line, words.front().column});
    }
    return true;
  });
  return block;
}

}  // namespace vnetprobe
