// The HTML report with what a server may want around it.
#pragma once

#include <string>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

struct HtmlAround {
  // How often whoever serves the page has it asked for again: by a header of HTTP, since the page may be
  // saved. The reader is told, and shown the ways to /hold and /. 0: it stays as it is.
  int refresh_seconds = 0;
  bool is_watched = false;             // shows what changed since the run before, or that nothing did
  std::vector<std::string> changes{};  // a sentence each; text of strangers is welcome
};

// One self-contained page: no script, no address outside it, one style sheet that the page's own
// Content-Security-Policy allows by its hash.
std::string html_page(const Report& report, const HtmlAround& around);

}  // namespace vnetprobe
