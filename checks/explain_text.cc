// Explanations as plain text and the catalogue page as Markdown. Commands keep their length: a broken
// command pastes as something else.
#include <algorithm>
#include <fmt/format.h>

#include "checks/check_notes.h"
#include "checks/codes.h"
#include "checks/errors.h"
#include "checks/explain.h"
#include "checks/kinds.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kColumns = 80;

// Words filled into lines; `first` stands before the first line, `rest` before the others.
std::string filled(std::string_view text, std::string_view first, std::string_view rest) {
  std::string out, line{first};
  bool has_word = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    if (has_word && line.size() + 1 + word.size() > kColumns) {
      out += line + "\n";
      line = rest;
      has_word = false;
    }
    if (has_word) line += ' ';
    line += word;
    has_word = true;
  }
  return out + line + "\n";
}

// Notes are folded, commands are not.
std::string indented(std::string_view text, std::string_view indent) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (line.starts_with("# "))
      out += filled(line.substr(2), fmt::format("{}# ", indent), fmt::format("{}# ", indent));
    else
      out += fmt::format("{}{}\n", indent, line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// What a reader wants to see of the dialects: all of one kind are alike, so one of them stands for it.
std::vector<Remedy> chosen(const std::vector<Remedy>& remedies) {
  std::vector<Remedy> out;
  for (const Remedy& remedy : remedies)
    if (remedy.as != "coredns" && remedy.as != "dnsmasq" && remedy.as != "bind") out.push_back(remedy);
  return out;
}

// A pipe would end the cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    if (c == '<') {
      out += "&lt;";
      continue;
    }
    out += c;
  }
  return out;
}

std::string links(std::string_view list) {
  std::string out;
  while (!list.empty()) {
    const std::size_t blank = std::min(list.find(' '), list.size());
    if (blank > 0) out += fmt::format("{}`{}`", out.empty() ? "" : ", ", list.substr(0, blank));
    list.remove_prefix(std::min(blank + 1, list.size()));
  }
  return out;
}

std::string section_of(const Explanation& explanation) {
  std::string out = fmt::format("### `{}`\n\n**{}.** ", explanation.word, cell(explanation.title));
  for (const auto& [name, value] : explanation.facts)
    out += fmt::format("{}{}: {}", &name == &explanation.facts.front().first ? "" : ", ", name, cell(value));
  out += ".\n\n";
  for (const Explanation::Section& section : explanation.sections) {
    if (section.remedies.empty() && section.items.empty())
      for (const std::string& text : section.paragraphs)
        out += fmt::format("*{}.* {}\n\n", section.heading, cell(text));
    if (!section.items.empty()) {
      std::string list;
      for (const auto& [word, title] : section.items)
        list += fmt::format("{}`{}`", list.empty() ? "" : ", ", word);
      out += fmt::format("*{}:* {}\n\n", section.heading, list);
    }
    for (const Remedy& remedy : chosen(section.remedies)) {
      if (remedy.as == "text") continue;
      out += fmt::format("```{}\n{}\n```\n\n",
                         remedy.as == "az" || remedy.as == "sh" ? "sh"
                         : remedy.as == "windows-dns"           ? "powershell"
                                                                : "text",
                         remedy.text);
    }
  }
  return out;
}

}  // namespace

std::string to_text(const Explanation& explanation) {
  std::string out = fmt::format("{} ({})\n", explanation.word, explanation.kind);
  out += filled(explanation.title, "  ", "  ");
  for (const auto& [name, value] : explanation.facts)
    out += filled(value, fmt::format("  {}: ", name), "    ");
  for (const Explanation::Section& section : explanation.sections) {
    out += fmt::format("\n{}\n", section.heading);
    for (const std::string& text : section.paragraphs) out += filled(text, "  ", "  ");
    for (const auto& [word, title] : section.items) {
      out += fmt::format("  {}\n", word);
      out += filled(title, "      ", "      ");
    }
    for (const Remedy& remedy : chosen(section.remedies))
      out += fmt::format("\n  {}:\n{}", remedy.as, indented(remedy.text, "    "));
  }
  return out;
}

std::string markdown_catalogue() {
  std::string out =
      "# Findings\n\n"
      "<!-- Written by the program from the tables that `vnetprobe explain` prints; do not edit. -->\n\n"
      "One cause, one finding. This page says of each what it means, how it is proved, how it is mended and "
      "what it does not prove; `vnetprobe explain CODE` prints the same.\n\n"
      "| finding | subject | severity | owner | in one line |\n| --- | --- | --- | --- | --- |\n";
  for (const Code& row : codes())
    out += fmt::format("| `{}` | {} | {} | {} | {} |\n", row.code, row.subject, to_string(row.severity),
                       to_string(row.owner), cell(row.title));
  out += "\n## Each finding\n\n";
  for (const Code& row : codes()) out += section_of(*find_explanation(row.code));
  out += "## Checks\n\n| check | the question | a pass does not prove |\n| --- | --- | --- |\n";
  for (const Kind& kind : kinds())
    for (const CheckNote& note : check_notes())
      if (note.kind == kind.id)
        out += fmt::format("| `{}` | {} | {} |\n", kind.id, cell(kind.question), cell(note.limits));
  out +=
      "\n## Errors that users see\n\n| error | where | what it means | findings |\n| --- | --- | --- | --- "
      "|\n";
  for (const UserError& error : user_errors())
    out += fmt::format("| {} | {} | {} | {} |\n", cell(error.name), cell(error.shown), cell(error.means),
                       links(error.findings));
  return out;
}

}  // namespace vnetprobe
