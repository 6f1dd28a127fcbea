// Words are looked up in three tables, findings first: no code is the id of a check or the name of an
// error, and a test holds that.
#include "checks/explain.h"

#include <algorithm>
#include <fmt/format.h>

#include "checks/check_notes.h"
#include "checks/codes.h"
#include "checks/errors.h"
#include "checks/kinds.h"
#include "probe/azure/nearest.h"

namespace vnetprobe {
namespace {

using Section = Explanation::Section;
using Items = std::vector<std::pair<std::string, std::string>>;

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

void add_words(Explanation& into, std::string heading, std::string_view text) {
  if (!text.empty()) into.sections.push_back({std::move(heading), {std::string{text}}, {}, {}});
}

// "a b c", each with its title.
Items titled(std::string_view list) {
  Items items;
  while (!list.empty()) {
    const std::size_t blank = std::min(list.find(' '), list.size());
    const std::string_view code = list.substr(0, blank);
    if (!code.empty()) items.emplace_back(code, code_row(code).title);
    list.remove_prefix(std::min(blank + 1, list.size()));
  }
  return items;
}

bool lists(std::string_view list, std::string_view code) {
  for (const auto& [each, title] : titled(list))
    if (each == code) return true;
  return false;
}

const CheckNote* note_of(std::string_view kind) {
  for (const CheckNote& note : check_notes())
    if (note.kind == kind) return &note;
  return nullptr;
}

std::string id_of(const CheckNote& note) {
  return fmt::format("{}/{}{}{}", note.kind, note.target, note.suffix.empty() ? "" : "@", note.suffix);
}

Explanation of_code(const Code& row) {
  Explanation out{.word = std::string{row.code}, .kind = "finding", .title = std::string{row.title}};
  out.facts = {{"severity", std::string{to_string(row.severity)}},
               {"owner", std::string{to_string(row.owner)}},
               {"subject", std::string{row.subject}}};
  add_words(out, "What it means", row.why);
  add_words(out, "How it is proved", row.proof);
  add_words(out, "What it does not prove", row.limits);
  add_words(out, "How it is mended", row.mend);
  if (std::vector<Remedy> remedies = example_remedies(row.code);
      remedies.size() > 1 || remedies.front().as != "text")
    out.sections.push_back({"For example",
                            {"With the names of an example; a report fills in its own."},
                            {},
                            std::move(remedies)});
  Items checks, errors;
  for (const Kind& kind : kinds())
    if (const CheckNote* note = note_of(kind.id); note != nullptr && lists(note->findings, row.code))
      checks.emplace_back(kind.id, kind.question);
  for (const UserError& error : user_errors())
    if (lists(error.findings, row.code)) errors.emplace_back(error.name, error.shown);
  if (!checks.empty()) out.sections.push_back({"Checks that fail for it", {}, std::move(checks), {}});
  if (!errors.empty()) out.sections.push_back({"Errors that users see", {}, std::move(errors), {}});
  return out;
}

Explanation of_check(const Kind& kind) {
  Explanation out{.word = std::string{kind.id}, .kind = "check", .title = std::string{kind.question}};
  const CheckNote* note = note_of(kind.id);
  if (note != nullptr) out.facts.emplace_back("id", id_of(*note));
  if (!kind.needs.empty()) out.facts.emplace_back("needs", kind.needs);
  if (note == nullptr) return out;
  add_words(out, "How it is asked", note->how);
  add_words(out, "What a pass does not prove", note->limits);
  out.sections.push_back({"Findings that explain a failure", {}, titled(note->findings), {}});
  return out;
}

Explanation of_error(const UserError& error) {
  Explanation out{.word = std::string{error.name}, .kind = "error", .title = std::string{error.shown}};
  add_words(out, "What it means", error.means);
  add_words(out, "What to run", error.run);
  if (error.findings.empty())
    add_words(out, "Findings that explain it", "None: what the network does is not its cause.");
  else
    out.sections.push_back({"Findings that explain it", {}, titled(error.findings), {}});
  return out;
}

std::vector<std::string_view> all_words() {
  std::vector<std::string_view> words;
  for (const Code& row : codes()) words.push_back(row.code);
  for (const Kind& kind : kinds()) words.push_back(kind.id);
  for (const UserError& error : user_errors()) words.push_back(error.name);
  return words;
}

}  // namespace

std::optional<Explanation> find_explanation(std::string_view word) {
  const std::string wanted = lower(word);
  for (const Code& row : codes())
    if (row.code == wanted) return of_code(row);
  // A check may be given by its whole id, as reports print it.
  const std::string_view kind_of_id = std::string_view{wanted}.substr(0, wanted.find('/'));
  for (const Kind& kind : kinds())
    if (kind.id == kind_of_id) return of_check(kind);
  if (const UserError* error = find_user_error(word)) return of_error(*error);
  return std::nullopt;
}

std::optional<std::string> explain(std::string_view word) {
  const std::optional<Explanation> found = find_explanation(word);
  if (!found) return std::nullopt;
  return to_text(*found);
}

std::vector<std::string> nearest_words(std::string_view word) {
  constexpr std::size_t kMost = 3;
  const std::string wanted = lower(word);
  std::vector<std::pair<std::size_t, std::string_view>> ranked;
  for (const std::string_view each : all_words()) {
    std::size_t distance = edit_distance(wanted, each);
    // "zone-not-linked" and "blob linked" mean the code that holds them.
    if (wanted.size() > 3 && lower(each).find(wanted) != std::string::npos) distance = 1;
    ranked.emplace_back(distance, each);
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> out;
  for (const auto& [distance, each] : ranked)
    if (out.size() < kMost && (out.empty() || distance <= ranked.front().first + 2)) out.emplace_back(each);
  return out;
}

std::vector<Listed> list_codes() {
  std::vector<Listed> out;
  for (const Code& row : codes()) out.push_back({std::string{row.code}, std::string{row.title}});
  return out;
}

std::vector<Listed> list_checks() {
  std::vector<Listed> out;
  for (const Kind& kind : kinds()) out.push_back({std::string{kind.id}, std::string{kind.question}});
  return out;
}

std::vector<Listed> list_errors() {
  std::vector<Listed> out;
  for (const UserError& error : user_errors())
    out.push_back({std::string{error.name}, std::string{error.shown}});
  return out;
}

}  // namespace vnetprobe
