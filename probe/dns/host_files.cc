// A newcomer would take `search` and `domain` lines together. The last one alone counts, and
// `nameserver` lines add up; so does `options`.
#include "probe/dns/host_files.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_set>

#include "probe/dns/name.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxLine = 1000;
constexpr std::string_view kBlank = " \t\r\f\v";

// Calls f(line number, line) for every line.
template <class F>
void each_line(std::string_view text, F&& f) {
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    f(++number, text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

std::string_view without_comment(std::string_view line, std::string_view marks) {
  return line.substr(0, line.find_first_of(marks));
}

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> found;
  for (;;) {
    const std::size_t begin = line.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return found;
    const std::size_t end = std::min(line.find_first_of(kBlank, begin), line.size());
    found.push_back(line.substr(begin, end - begin));
    line.remove_prefix(end);
  }
}

// "fe80::1%eth0" is an address of a link; the link's name is no part of our address.
std::optional<IpAddress> address_of(std::string_view word) {
  return IpAddress::parse(word.substr(0, word.find('%')));
}

std::string printable(std::string_view text) {
  const std::string_view cut = text.substr(0, kMaxLine);
  std::string shown;
  for (const char c : cut)
    if (c >= ' ' && c <= '~')
      shown += c;
    else if (c == '\t')
      shown += ' ';
    else
      shown += fmt::format("\\x{:02x}", static_cast<std::uint8_t>(c));
  return shown;
}

}  // namespace

ResolvConf parse_resolv_conf(std::string_view text) {
  ResolvConf conf;
  each_line(text, [&conf](int, std::string_view line) {
    const auto word = words(without_comment(line, "#;"));
    if (word.size() < 2) return;
    const auto rest = [&word] {
      std::vector<std::string> values;
      for (std::size_t i = 1; i < word.size(); ++i) values.push_back(printable(word[i]));
      return values;
    };
    if (word[0] == "nameserver") {
      if (const auto address = address_of(word[1])) conf.nameservers.push_back(*address);
    } else if (word[0] == "search") {
      conf.search = rest();
    } else if (word[0] == "domain") {
      conf.search = {printable(word[1])};
    } else if (word[0] == "options") {
      for (std::string& option : rest()) conf.options.push_back(std::move(option));
    }
  });
  return conf;
}

std::vector<HostsLine> parse_hosts(std::string_view text, const std::string& file,
                                   const std::vector<std::string>& names) {
  std::unordered_set<std::string> wanted;
  for (const std::string& name : names) wanted.insert(canonical_name(name));
  std::vector<HostsLine> lines;
  each_line(text, [&](int number, std::string_view whole) {
    const auto word = words(without_comment(whole, "#"));
    if (word.size() < 2) return;
    const auto address = address_of(word[0]);
    if (!address) return;
    HostsLine line;
    bool touches = wanted.empty();
    for (std::size_t i = 1; i < word.size(); ++i) {
      line.names.push_back(canonical_name(printable(word[i])));
      touches = touches || wanted.contains(line.names.back());
    }
    if (!touches) return;
    line.line = number;
    line.file = file;
    line.address = *address;
    line.text = printable(whole.substr(0, whole.find_last_not_of(kBlank) + 1));
    lines.push_back(std::move(line));
  });
  return lines;
}

std::string parse_nsswitch_hosts(std::string_view text) {
  std::string hosts;
  each_line(text, [&hosts](int, std::string_view line) {
    const auto word = words(without_comment(line, "#"));
    if (word.empty() || !word[0].starts_with("hosts:")) return;
    hosts = printable(word[0].substr(6));
    for (std::size_t i = 1; i < word.size(); ++i) {
      if (!hosts.empty()) hosts += ' ';
      hosts += printable(word[i]);
    }
  });
  return hosts;
}

}  // namespace vnetprobe
