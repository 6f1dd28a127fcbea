// A table of short cells. A cell may have several lines; a row is as tall as its tallest cell.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/page.h"

namespace vnetprobe {

using Cell = std::vector<Span>;  // one span a line

struct GridRow {
  std::string label{};
  std::vector<Cell> cells{};  // as many as the grid has columns
};

struct Grid {
  std::string title{};  // above the labels
  std::vector<Cell> heads{};
  std::vector<GridRow> rows{};
};

// Prints the grid in columns if it fits the page, else each row as its label and then its cells in
// words ("dc1: NXDOMAIN !"). Labels are never shortened.
void print(Page& page, const Grid& grid);

}  // namespace vnetprobe
