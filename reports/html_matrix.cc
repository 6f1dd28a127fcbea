// Targets by views, a table a zone; what was asked of a target after its name stands in the same row.
#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/verdict_line.h"
#include "reports/zone_blocks.h"

namespace vnetprobe {

namespace {

std::vector<std::string> views_of(const Report& report, const Block& block) {
  std::vector<std::string> views;
  const auto add = [&](const std::string& view) {
    const bool asked = block.served.contains(view) || std::ranges::any_of(block.rows, [&](const auto& row) {
                         return row.second.by_view.contains(view);
                       });
    if (asked && std::ranges::find(views, view) == views.end()) views.push_back(view);
  };
  for (const ResolverPlan& resolver : report.plan.resolvers) add(resolver.name);
  for (const Result& check : report.checks) add(check.view);
  return views;
}

std::string words_of(const Result& check) {
  for (const char* key : {"addresses", "answer", "outcome"})
    if (const auto text = fact(check, key);
        !text.empty() && (check.status == Status::fail || key[0] == 'a')) {
      std::string words(text);
      if (key[0] == 'o') std::ranges::replace(words, '_', ' ');
      return words;
    }
  if (check.kind == "dns.zone") {
    if (check.status == Status::pass) return "served";
    if (check.status == Status::fail || check.status == Status::warn) return "not served";
  }
  if (check.kind == "public.refused") {
    if (check.status == Status::pass) return "closed";
    if (check.status == Status::fail) return "open";
    if (check.status == Status::warn) return "unproved";
  }
  return std::string(check.status == Status::pass ? "ok" : to_string(check.status));
}

std::string cell_of(const HtmlFacts& facts, const Result* check) {
  if (check == nullptr) return "<td class=\"empty\">\xc2\xb7</td>";
  const auto number = facts.number_of_check.find(check->id);
  return fmt::format("<td class=\"{}\"><a href=\"#c{}\">{}</a></td>", to_string(check->status),
                     number == facts.number_of_check.end() ? 0 : number->second, html(words_of(*check), 120));
}

template <class Map, class Key>
const Result* pick(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second;
}

std::string table_of(const HtmlFacts& facts, const Block& block) {
  const std::vector<std::string> views = views_of(facts.report, block);
  std::vector<PathColumn> columns;
  for (const PathColumn& column : kPathColumns)
    if (std::ranges::any_of(block.rows,
                            [&](const auto& row) { return row.second.path.contains(column.kind); }))
      columns.push_back(column);
  std::string out;
  const auto to = std::back_inserter(out);
  fmt::format_to(to,
                 "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                 "aria-label=\"{0}\"><table><caption>{0}</caption>\n"
                 "<thead><tr><th scope=\"col\">target</th>",
                 html(block.zone, 255));
  for (const std::string& view : views) fmt::format_to(to, "<th scope=\"col\">{}</th>", html(view, 60));
  for (const PathColumn& column : columns) fmt::format_to(to, "<th scope=\"col\">{}</th>", column.head);
  out += "</tr></thead>\n<tbody>\n";
  if (!block.served.empty()) {
    out += "<tr class=\"zone\"><th scope=\"row\">the zone</th>";
    for (const std::string& view : views) out += cell_of(facts, pick(block.served, view));
    for (std::size_t i = 0; i < columns.size(); ++i) out += "<td></td>";
    out += "</tr>\n";
  }
  for (const std::string& subject : block.order) {
    const Row& row = block.rows.at(subject);
    fmt::format_to(to, "<tr><th scope=\"row\">{}</th>", html(row.label, 255));
    for (const std::string& view : views) out += cell_of(facts, pick(row.by_view, view));
    for (const PathColumn& column : columns) out += cell_of(facts, pick(row.path, column.kind));
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

}  // namespace

std::string html_matrix(const HtmlFacts& facts) {
  const std::vector<Block> blocks = blocks_of(facts.report);
  if (blocks.empty()) return "";
  std::string out = "<section id=\"matrix\"><h2>Targets by views</h2>\n";
  for (const Block& block : blocks) out += table_of(facts, block);
  return out + "</section>\n";
}

}  // namespace vnetprobe
