// A command that is broken inside quotes, a substitution or a here-document pastes as something else.
// When this file is not sure, it leaves the line as it is, however long.
#include "reports/remedy_lines.h"

#include <algorithm>
#include <fmt/format.h>

#include "reports/text.h"

namespace vnetprobe {

namespace {

// "<resource group>", and not "< file" or "2<&1".
bool opens_placeholder(std::string_view line, std::size_t at) {
  if (line[at] != '<' || at + 1 >= line.size()) return false;
  const char next = line[at + 1];
  return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
}

// The words of a command; empty when quotes or brackets do not close.
std::vector<std::string> shell_words(std::string_view line, char escape) {
  std::vector<std::string> words(1);
  char quote = 0;
  int depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == ' ' && quote == 0 && depth == 0) {
      if (!words.back().empty()) words.emplace_back();
      continue;
    }
    words.back() += c;
    if (c == escape && quote != '\'' && i + 1 < line.size()) {
      words.back() += line[++i];
    } else if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"' || (c == '`' && escape != '`')) {
      quote = c;
    } else if (c == '(' || c == '{' || opens_placeholder(line, i)) {
      ++depth;
    } else if (c == ')' || c == '}' || (c == '>' && depth > 0)) {
      --depth;
    }
  }
  if (quote != 0 || depth != 0) return {};
  if (words.back().empty()) words.pop_back();
  return words;
}

// An option and its values stay together where they fit in `room`.
std::vector<std::string> units_of(const std::vector<std::string>& words, std::size_t room) {
  std::vector<std::string> units;
  for (std::size_t i = 0; i < words.size();) {
    std::string unit = words[i];
    std::size_t end = i + 1;
    while (end < words.size() && !words[end].starts_with('-')) unit += ' ' + words[end++];
    if (columns(unit) <= room) {
      units.push_back(std::move(unit));
    } else {
      units.insert(units.end(), words.begin() + static_cast<std::ptrdiff_t>(i),
                   words.begin() + static_cast<std::ptrdiff_t>(end));
    }
    i = end;
  }
  return units;
}

void fold_command(std::string_view line, char sign, std::size_t room, std::vector<std::string>& out) {
  constexpr std::size_t kSignRoom = 2;  // a space and the sign
  const std::string indent(line.find_first_not_of(' '), ' ');
  bool open_end = false;  // whoever wrote it continues on the next line already
  if (line.ends_with(sign)) {
    open_end = true;
    line.remove_suffix(1);
  }
  const auto units = units_of(shell_words(line, sign), room - 4 - kSignRoom);
  if (units.empty()) {
    out.push_back(std::string(line) + (open_end ? std::string(1, sign) : ""));
    return;
  }
  std::string current = indent + units.front();
  for (std::size_t i = 1; i < units.size(); ++i) {
    const bool last = i + 1 == units.size() && !open_end;
    if (columns(current) + 1 + columns(units[i]) + (last ? 0 : kSignRoom) <= room) {
      current += ' ' + units[i];
    } else {
      out.push_back(current + ' ' + sign);
      current = indent + "  " + units[i];
    }
  }
  out.push_back(open_end ? current + ' ' + sign : current);
}

void fold_words(std::string_view line, std::string_view prefix, std::size_t room,
                std::vector<std::string>& out) {
  std::string current(prefix);
  for (const std::string_view word : words_of(line)) {
    const bool first = current.size() == prefix.size();
    if (!first && columns(current) + 1 + columns(word) > room) {
      out.push_back(current);
      current = prefix;
    }
    if (current.size() != prefix.size()) current += ' ';
    current += word;
  }
  out.push_back(current);
}

}  // namespace

std::vector<std::string> remedy_lines(const Remedy& remedy, std::size_t room) {
  const bool shell = remedy.as == "az" || remedy.as == "sh";
  const bool powershell = remedy.as == "windows-dns";
  const bool here_document = remedy.text.find("<<") != std::string::npos;
  std::vector<std::string> out;
  std::string_view rest = remedy.text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string line = clean(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const bool blank = line.find_first_not_of(' ') == std::string::npos;
    const bool folds = columns(line) > room && !blank && !here_document;
    if (folds && remedy.as == "text") {
      fold_words(line, "", room, out);
    } else if (folds && line.starts_with('#')) {
      fold_words(std::string_view(line).substr(1), "# ", room, out);
    } else if (folds && (shell || powershell)) {
      fold_command(line, shell ? '\\' : '`', room, out);
    } else {
      out.push_back(line);
    }
  }
  return out;
}

std::string remedy_place(std::string_view as) {
  if (as == "az") return "with the Azure CLI";
  if (as == "sh") return "in a shell";
  if (as == "windows-dns") return "in PowerShell on the DNS server";
  if (as == "coredns") return "in CoreDNS's Corefile";
  if (as == "bind") return "in BIND's named.conf";
  if (as == "unbound") return "in unbound.conf";
  if (as == "dnsmasq") return "in dnsmasq.conf";
  if (as == "hosts") return "in the hosts file";
  if (as == "text" || as.empty()) return "";
  return fmt::format("with {}", as);
}

}  // namespace vnetprobe
