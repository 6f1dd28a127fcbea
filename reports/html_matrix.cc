// Targets by views, a table a zone; what was asked of a target after its name stands in the same row.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <string_view>

#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/text.h"
#include "reports/verdict_line.h"
#include "reports/zone_blocks.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kMaxRows = 60;

std::string words_of(const Report& report, const Result& check) {
  for (const char* key : {"addresses", "answer", "outcome"})
    if (const auto text = fact(check, key);
        !text.empty() && (check.status == Status::fail || key[0] == 'a')) {
      std::string words(text);
      if (key[0] == 'o') std::ranges::replace(words, '_', ' ');
      return words;
    }
  if (check.kind == "dns.zone") return std::string(served_word(report, check));
  if (check.kind == "public.refused") {
    if (check.status == Status::pass) return "closed";
    if (check.status == Status::fail) return "open";
    if (check.status == Status::warn) return "unproved";
  }
  return std::string(check.status == Status::pass ? "ok" : to_string(check.status));
}

// On a phone there is no row of heads: a cell knows its column.
std::string cell_of(const HtmlFacts& facts, const Result* check, std::string_view column) {
  if (check == nullptr) return "<td class=\"empty\">\xc2\xb7</td>";
  const auto number = facts.number_of_check.find(check->id);
  return fmt::format("<td class=\"{}\" data-column=\"{}\"><a href=\"#c{}\">{}</a></td>",
                     to_string(check->status), html(column, 60),
                     number == facts.number_of_check.end() ? 0 : number->second,
                     html(words_of(facts.report, *check), 120));
}

template <class Map, class Key>
const Result* pick(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second;
}

struct Table {
  std::vector<std::string> views{};
  std::vector<PathColumn> columns{};
};

bool is_well(const Row& row) {
  const auto passed = [](const auto& cell) { return cell.second->status == Status::pass; };
  return std::ranges::all_of(row.by_view, passed) && std::ranges::all_of(row.path, passed);
}

// Those of `subjects`, below the row of the zone itself if it is asked for.
std::string table_of(const HtmlFacts& facts, const Table& table, const Block& block,
                     const std::vector<std::string>& subjects, bool with_zone) {
  std::string out;
  const auto to = std::back_inserter(out);
  fmt::format_to(to,
                 "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                 "aria-label=\"{0}{1}\"><table><caption>{0}{1}</caption>\n"
                 "<thead><tr><th scope=\"col\">target</th>",
                 html(block.zone, 255), with_zone ? "" : ", all well");
  for (const std::string& view : table.views) fmt::format_to(to, "<th scope=\"col\">{}</th>", html(view, 60));
  for (const PathColumn& column : table.columns) fmt::format_to(to, "<th scope=\"col\">{}</th>", column.head);
  out += "</tr></thead>\n<tbody>\n";
  if (with_zone && !block.served.empty()) {
    out += "<tr class=\"zone\"><th scope=\"row\">the zone</th>";
    for (const std::string& view : table.views) out += cell_of(facts, pick(block.served, view), view);
    for (std::size_t i = 0; i < table.columns.size(); ++i) out += "<td class=\"empty\"></td>";
    out += "</tr>\n";
  }
  for (const std::string& subject : subjects) {
    const Row& row = block.rows.at(subject);
    fmt::format_to(to, "<tr><th scope=\"row\">{}</th>", html(row.label, 255));
    for (const std::string& view : table.views) out += cell_of(facts, pick(row.by_view, view), view);
    for (const PathColumn& column : table.columns)
      out += cell_of(facts, pick(row.path, column.kind), column.head);
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

// Of a long list the rows that are well are folded.
std::string tables_of(const HtmlFacts& facts, const Block& block) {
  const Table table{.views = views_of(facts.report, block), .columns = columns_of(block)};
  std::vector<std::string> well;
  std::vector<std::string> shown = block.order;
  if (shown.size() > kMaxRows) {
    std::stable_partition(shown.begin(), shown.end(),
                          [&block](const std::string& subject) { return !is_well(block.rows.at(subject)); });
    const auto first = std::find_if(shown.begin(), shown.end(), [&block](const std::string& subject) {
      return is_well(block.rows.at(subject));
    });
    well.assign(first, shown.end());
    shown.erase(first, shown.end());
  }
  std::string out = table_of(facts, table, block, shown, true);
  if (!well.empty())
    out += fmt::format("<details class=\"rest\"><summary>{} {}, all well</summary>{}</details>\n",
                       shown.empty() ? "all" : "and",
                       count_of(well.size(), shown.empty() ? "target" : "more target"),
                       table_of(facts, table, block, well, false));
  return out;
}

}  // namespace

std::string html_matrix(const HtmlFacts& facts) {
  const std::vector<Block> blocks = blocks_of(facts.report);
  if (blocks.empty()) return "";
  std::string out = "<section id=\"matrix\"><h2>Targets by views</h2>\n";
  for (const Block& block : blocks) out += tables_of(facts, block);
  return out + "</section>\n";
}

}  // namespace vnetprobe
