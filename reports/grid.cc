// Which of the two forms is chosen holds for the whole grid: a reader compares rows, so rows must look
// the same.
#include "reports/grid.h"

#include <algorithm>

#include "reports/text.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kBetween = 2;

std::size_t width_of(const Cell& cell) {
  std::size_t widest = 0;
  for (const Span& line : cell) widest = std::max(widest, columns(clean(line.text)));
  return widest;
}

// Of the labels, then of each column.
std::vector<std::size_t> widths_of(const Grid& grid) {
  std::vector<std::size_t> widths = {columns(clean(grid.title))};
  for (const Cell& head : grid.heads) widths.push_back(width_of(head));
  for (const GridRow& row : grid.rows) {
    widths[0] = std::max(widths[0], kIndent + columns(clean(row.label)));
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      widths[i + 1] = std::max(widths[i + 1], width_of(row.cells[i]));
  }
  return widths;
}

void pad(Span& span, std::size_t width, std::vector<Span>& out) {
  const std::size_t used = columns(clean(span.text));
  out.push_back(std::move(span));
  out.push_back({std::string(width > used ? width - used : 0, ' '), Ink::plain});
}

void print_columns(Page& page, const Span& label, const std::vector<Cell>& cells,
                   const std::vector<std::size_t>& widths) {
  std::size_t tall = 1;
  for (const Cell& cell : cells) tall = std::max(tall, cell.size());
  for (std::size_t n = 0; n < tall; ++n) {
    std::vector<Span> line;
    Span first = n == 0 ? label : Span{};
    pad(first, widths[0], line);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      line.push_back({std::string(kBetween, ' '), Ink::plain});
      Span span = n < cells[i].size() ? cells[i][n] : Span{};
      pad(span, widths[i + 1], line);
    }
    page.line(line);
  }
}

std::string text_of_cell(const Cell& cell) {
  std::vector<std::string> lines;
  for (const Span& line : cell) lines.push_back(line.text);
  return join(lines, " ");
}

// Label, and under it "head: cell" side by side as far as they fit.
void print_stacked(Page& page, const Grid& grid, const GridRow& row) {
  constexpr std::size_t kInside = 4;
  page.line({{std::string(kIndent, ' ') + row.label, Ink::plain}});
  std::vector<Span> line = {{std::string(kInside, ' '), Ink::plain}};
  std::size_t used = kInside;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (row.cells[i].empty()) continue;
    const std::string head = text_of_cell(grid.heads[i]) + " ";
    const std::string text = text_of_cell(row.cells[i]);
    const std::size_t wide = columns(clean(head)) + columns(clean(text));
    if (line.size() > 1 && used + kBetween + wide > page.width()) {
      page.line(line);
      line.resize(1);
      used = kInside;
    }
    if (line.size() > 1) {
      line.push_back({std::string(kBetween, ' '), Ink::plain});
      used += kBetween;
    }
    line.push_back({head, Ink::faint});
    line.push_back({text, row.cells[i].front().ink});
    used += wide;
  }
  if (line.size() > 1) page.line(line);
}

}  // namespace

void print(Page& page, const Grid& grid) {
  const std::vector<std::size_t> widths = widths_of(grid);
  std::size_t total = widths[0];
  for (std::size_t i = 1; i < widths.size(); ++i) total += kBetween + widths[i];
  // A title wider than the labels takes a line of its own, before it costs the columns.
  std::size_t labels = 0;
  for (const GridRow& row : grid.rows) labels = std::max(labels, kIndent + columns(clean(row.label)));
  const bool title_alone = total > page.width() && total - widths[0] + labels <= page.width();
  if (total <= page.width() || title_alone) {
    std::vector<std::size_t> used = widths;
    if (title_alone) {
      page.line({{grid.title, Ink::strong}});
      used[0] = labels;
    }
    print_columns(page, {title_alone ? "" : grid.title, Ink::strong}, grid.heads, used);
    for (const GridRow& row : grid.rows)
      print_columns(page, {std::string(kIndent, ' ') + row.label, Ink::plain}, row.cells, used);
    return;
  }
  page.line({{grid.title, Ink::strong}});
  for (const GridRow& row : grid.rows) print_stacked(page, grid, row);
}

}  // namespace vnetprobe
