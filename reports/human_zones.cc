// Views that gave the same answers everywhere in a table share one column: healthy reports are narrow, and a
// column of its own means a view of its own.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "reports/grid.h"
#include "reports/human_parts.h"
#include "reports/marks.h"
#include "reports/text.h"
#include "reports/verdict_line.h"
#include "reports/zone_blocks.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kMaxAddresses = 4;

std::vector<std::string> split_addresses(std::string_view list) {
  std::vector<std::string> addresses;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view one = list.substr(0, end);
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    addresses.emplace_back(one);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  if (addresses.size() > kMaxAddresses) {
    const std::size_t more = addresses.size() - kMaxAddresses + 1;
    addresses.resize(kMaxAddresses - 1);
    addresses.push_back(fmt::format("and {} more", more));
  }
  return addresses;
}

// What a reference view gives is shown and not judged: a warning there asks for nobody's attention.
Status shown_status(const Result& check, bool reference) {
  return reference && check.status == Status::warn ? Status::skip : check.status;
}

Cell answer_cell(const Result* check, bool reference) {
  if (check == nullptr) return {{"-", Ink::faint}};
  const Status status = shown_status(*check, reference);
  Cell cell;
  for (std::string& each : split_addresses(fact(*check, "addresses")))
    cell.push_back({std::move(each), ink_of(status)});
  if (cell.empty()) {
    std::string word(fact(*check, "answer"));
    if (word.empty()) word = check->status == Status::pass ? "ok" : to_string(check->status);
    cell.push_back({std::move(word), ink_of(status)});
  }
  cell.front().text += mark_of(status);
  return cell;
}

Cell served_cell(const Report& report, const Result* check, bool reference) {
  if (check == nullptr) return {{"-", Ink::faint}};
  const Status status = shown_status(*check, reference);
  return {{fmt::format("{}{}", served_word(report, *check), mark_of(status)), ink_of(status)}};
}

Cell path_cell(std::string_view kind, const Row& row) {
  const auto found = row.path.find(kind);
  if (found == row.path.end()) return {{"-", Ink::faint}};
  const Result& check = *found->second;
  const std::string_view outcome = fact(check, "outcome");
  if (check.status == Status::fail && !outcome.empty()) {
    std::string words(outcome);
    std::ranges::replace(words, '_', ' ');
    return {{words + " !", Ink::bad}};
  }
  if (kind != "public.refused") return {short_status(check.status)};
  switch (check.status) {
    case Status::pass:
      return {{"closed", Ink::good}};
    case Status::fail:
      return {{"OPEN !", Ink::bad}};
    case Status::warn:
      return {{"unproved ?", Ink::doubtful}};
    default:
      return {short_status(check.status)};
  }
}

struct ViewColumn {
  std::vector<std::string> names{};
  std::vector<Cell> cells{};
};

bool same_cells(const std::vector<Cell>& a, const std::vector<Cell>& b) {
  return std::ranges::equal(a, b, [](const Cell& x, const Cell& y) {
    return std::ranges::equal(
        x, y, [](const Span& s, const Span& t) { return s.text == t.text && s.ink == t.ink; });
  });
}

// A reference view raises no finding of its own.
bool is_reference(const Report& report, const std::string& view) {
  const auto found = std::ranges::find(report.plan.resolvers, view, &ResolverPlan::name);
  return found != report.plan.resolvers.end() && !found->required;
}

std::vector<ViewColumn> view_columns(const Report& report, const Block& block) {
  std::vector<ViewColumn> shown;
  for (const std::string& view : views_of(report, block)) {
    const bool reference = is_reference(report, view);
    ViewColumn one{.names = {reference ? view + " (ref)" : view}};
    const auto pick = [&view](const auto& by_view) {
      const auto found = by_view.find(view);
      return found == by_view.end() ? nullptr : found->second;
    };
    if (!block.served.empty()) one.cells.push_back(served_cell(report, pick(block.served), reference));
    for (const std::string& subject : block.order)
      one.cells.push_back(answer_cell(pick(block.rows.at(subject).by_view), reference));
    const auto twin =
        std::ranges::find_if(shown, [&](const ViewColumn& s) { return same_cells(s.cells, one.cells); });
    if (twin == shown.end()) {
      shown.push_back(std::move(one));
    } else {
      twin->names.push_back(one.names.front());
    }
  }
  return shown;
}

// "azure, dc1", on as many lines as it takes.
Cell head_cell(const std::vector<std::string>& names) {
  constexpr std::size_t kRoom = 24;
  Cell head = {{"", Ink::faint}};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = names[i] + (i + 1 < names.size() ? "," : "");
    std::string& line = head.back().text;
    if (line.empty()) {
      line = name;
    } else if (line.size() + 1 + name.size() <= kRoom) {
      line += ' ' + name;
    } else {
      head.push_back({name, Ink::faint});
    }
  }
  return head;
}

Grid grid_of(const Report& report, const Block& block) {
  Grid grid{.title = block.zone};
  if (!block.served.empty()) grid.rows.push_back({.label = "(the zone)"});
  for (const std::string& subject : block.order) grid.rows.push_back({.label = block.rows.at(subject).label});
  for (ViewColumn& column : view_columns(report, block)) {
    grid.heads.push_back(head_cell(column.names));
    for (std::size_t i = 0; i < grid.rows.size(); ++i)
      grid.rows[i].cells.push_back(std::move(column.cells[i]));
  }
  const std::size_t first = block.served.empty() ? 0 : 1;
  for (const auto& [kind, head] : columns_of(block)) {
    grid.heads.push_back({{std::string(head), Ink::faint}});
    if (first == 1) grid.rows.front().cells.emplace_back();
    for (std::size_t i = 0; i < block.order.size(); ++i)
      grid.rows[first + i].cells.push_back(path_cell(kind, block.rows.at(block.order[i])));
  }
  return grid;
}

}  // namespace

void print_zones(Page& page, const Report& report) {
  for (const Block& block : blocks_of(report)) {
    page.gap();
    print(page, grid_of(report, block));
  }
}

}  // namespace vnetprobe
