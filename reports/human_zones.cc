// A target's zone is not in its results; the dns.private results carry it as the fact "zone", and every
// other result joins them by its subject. Views that gave the same answers everywhere in a table share
// one column: healthy reports are narrow, and a column of its own means a view of its own.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "reports/grid.h"
#include "reports/human_parts.h"
#include "reports/text.h"
#include "reports/verdict_line.h"

namespace vnetprobe {

namespace {

constexpr std::string_view kNoZone = "other endpoints";
constexpr std::size_t kMaxAddresses = 4;

struct PathColumn {
  std::string_view kind;
  std::string_view head;
};
constexpr std::array<PathColumn, 6> kPath = {{
    {"net.connect", "tcp"},
    {"tls.handshake", "tls"},
    {"service.answer", "svc"},
    {"sqlmi.prelogin", "tds"},
    {"sqlmi.redirect", "redir"},
    {"public.refused", "public"},
}};

struct Row {
  std::string label{};
  std::map<std::string, const Result*> by_view{};
  std::map<std::string_view, Status> path{};  // by kind, the worst of its addresses
};

struct Block {
  std::string zone{};
  std::map<std::string, const Result*> served{};  // dns.zone by view
  std::vector<std::string> order{};               // subjects
  std::map<std::string, Row> rows{};
};

// How much a status asks for attention, when several stand in one cell.
int weight(Status status) {
  switch (status) {
    case Status::pass:
      return 1;
    case Status::skip:
      return 0;
    case Status::warn:
      return 2;
    case Status::unknown:
      return 3;
    case Status::fail:
      return 4;
  }
  return 0;
}

// The name without its zone, or without the public form of the zone.
std::string label_of(const std::string& name, std::string_view zone) {
  constexpr std::string_view kPrivate = "privatelink.";
  std::string_view parent = zone;
  if (!name.ends_with(fmt::format(".{}", parent)) && parent.starts_with(kPrivate))
    parent.remove_prefix(kPrivate.size());
  if (!parent.empty() && name.ends_with(fmt::format(".{}", parent)))
    return name.substr(0, name.size() - parent.size() - 1);
  return name;
}

std::vector<Block> blocks_of(const Report& report) {
  std::map<std::string, std::string> zone_of;
  std::map<std::string, std::string> told_label;
  for (const Result& check : report.checks) {
    if (check.subject.empty()) continue;
    if (const auto zone = fact(check, "zone"); !zone.empty()) zone_of.try_emplace(check.subject, zone);
    if (const auto label = fact(check, "label"); !label.empty()) told_label.try_emplace(check.subject, label);
  }
  std::vector<Block> blocks;
  const auto block_of = [&blocks](const std::string& zone) -> Block& {
    const auto found = std::ranges::find(blocks, zone, &Block::zone);
    if (found != blocks.end()) return *found;
    return blocks.emplace_back(Block{.zone = zone});
  };
  for (const Result& check : report.checks) {
    if (!stands_in_zone_table(check)) continue;
    if (check.kind == "dns.zone") {
      block_of(check.target).served.emplace(check.view, &check);
      continue;
    }
    const auto zone = zone_of.find(check.subject);
    Block& block = block_of(zone == zone_of.end() ? std::string(kNoZone) : zone->second);
    const auto [row, is_new] = block.rows.try_emplace(check.subject);
    if (is_new) {
      block.order.push_back(check.subject);
      const auto told = told_label.find(check.subject);
      row->second.label = told == told_label.end() ? label_of(check.subject, block.zone) : told->second;
    }
    if (check.kind == "dns.private") {
      row->second.by_view.emplace(check.view, &check);
    } else {
      const auto [status, first] = row->second.path.try_emplace(check.kind, check.status);
      if (!first && weight(check.status) > weight(status->second)) status->second = check.status;
    }
  }
  // Endpoints without a zone come last.
  std::ranges::stable_partition(blocks, [](const Block& b) { return b.zone != kNoZone; });
  return blocks;
}

Ink ink_of(Status status) {
  switch (status) {
    case Status::pass:
      return Ink::good;
    case Status::fail:
      return Ink::bad;
    case Status::warn:
    case Status::unknown:
      return Ink::doubtful;
    case Status::skip:
      return Ink::faint;
  }
  return Ink::plain;
}

// " !" and " ?" say in a plain report what colour says on a terminal.
std::string_view mark_of(Status status) {
  if (status == Status::fail) return " !";
  return status == Status::warn || status == Status::unknown ? " ?" : "";
}

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

Cell answer_cell(const Result* check) {
  if (check == nullptr) return {{"-", Ink::faint}};
  Cell cell;
  for (std::string& each : split_addresses(fact(*check, "addresses")))
    cell.push_back({std::move(each), ink_of(check->status)});
  if (cell.empty()) {
    std::string word(fact(*check, "answer"));
    if (word.empty()) word = check->status == Status::pass ? "ok" : to_string(check->status);
    cell.push_back({std::move(word), ink_of(check->status)});
  }
  cell.front().text += mark_of(check->status);
  return cell;
}

Cell served_cell(const Result* check) {
  if (check == nullptr) return {{"-", Ink::faint}};
  std::string word;
  switch (check->status) {
    case Status::pass:
      word = "served";
      break;
    case Status::fail:
      word = "not served";
      break;
    case Status::warn:
      word = "not served";
      break;
    default:
      word = to_string(check->status);
  }
  return {{word + std::string(mark_of(check->status)), ink_of(check->status)}};
}

Cell path_cell(std::string_view kind, const Row& row) {
  const auto found = row.path.find(kind);
  if (found == row.path.end()) return {{"-", Ink::faint}};
  if (kind != "public.refused") return {short_status(found->second)};
  switch (found->second) {
    case Status::pass:
      return {{"closed", Ink::good}};
    case Status::fail:
      return {{"OPEN !", Ink::bad}};
    case Status::warn:
      return {{"unproved ?", Ink::doubtful}};
    default:
      return {short_status(found->second)};
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

// The views in the order of the plan, then in order of appearance.
std::vector<std::string> views_of(const Report& report, const Block& block) {
  std::vector<std::string> views;
  const auto seen = [&block](const std::string& view) {
    const auto has = [&view](const auto& row) { return row.second.by_view.contains(view); };
    return block.served.contains(view) || std::ranges::any_of(block.rows, has);
  };
  const auto add = [&](const std::string& view) {
    if (seen(view) && std::ranges::find(views, view) == views.end()) views.push_back(view);
  };
  for (const ResolverPlan& resolver : report.plan.resolvers) add(resolver.name);
  for (const Result& check : report.checks)
    if (stands_in_zone_table(check) && !check.view.empty()) add(check.view);
  return views;
}

// A reference view raises no finding of its own: its column says so.
std::string view_head(const Report& report, const std::string& view) {
  const auto found = std::ranges::find(report.plan.resolvers, view, &ResolverPlan::name);
  return found != report.plan.resolvers.end() && !found->required ? view + " (ref)" : view;
}

std::vector<ViewColumn> view_columns(const Report& report, const Block& block) {
  std::vector<ViewColumn> shown;
  for (const std::string& view : views_of(report, block)) {
    ViewColumn one{.names = {view_head(report, view)}};
    const auto pick = [&view](const auto& by_view) {
      const auto found = by_view.find(view);
      return found == by_view.end() ? nullptr : found->second;
    };
    if (!block.served.empty()) one.cells.push_back(served_cell(pick(block.served)));
    for (const std::string& subject : block.order)
      one.cells.push_back(answer_cell(pick(block.rows.at(subject).by_view)));
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
  for (const auto& [kind, head] : kPath) {
    const auto has = [kind = kind](const auto& row) { return row.second.path.contains(kind); };
    if (std::ranges::none_of(block.rows, has)) continue;
    grid.heads.push_back({{std::string(head), Ink::faint}});
    if (first == 1) grid.rows.front().cells.emplace_back();
    for (std::size_t i = 0; i < block.order.size(); ++i)
      grid.rows[first + i].cells.push_back(path_cell(kind, block.rows.at(block.order[i])));
  }
  return grid;
}

}  // namespace

bool stands_in_zone_table(const Result& check) {
  if (check.kind == "dns.zone") return true;
  if (check.subject.empty()) return false;
  const auto same = [&check](const PathColumn& column) { return column.kind == check.kind; };
  return check.kind == "dns.private" || std::ranges::any_of(kPath, same);
}

Span short_status(Status status) {
  switch (status) {
    case Status::pass:
      return {"ok", Ink::good};
    case Status::warn:
      return {"warn ?", Ink::doubtful};
    case Status::fail:
      return {"FAIL !", Ink::bad};
    case Status::skip:
      return {"skip", Ink::faint};
    case Status::unknown:
      return {"?", Ink::doubtful};
  }
  return {};
}

void print_zones(Page& page, const Report& report) {
  for (const Block& block : blocks_of(report)) {
    page.gap();
    print(page, grid_of(report, block));
  }
}

}  // namespace vnetprobe
