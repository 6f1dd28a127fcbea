// The HTML report with what a server may want around it.
#pragma once

#include <string>
#include <vector>

#include "probe/model/report.h"

namespace vnetprobe {

struct HtmlAround {
  int refresh_seconds = 0;             // 0: the page stays as it is; else it asks for itself again
  bool is_watched = false;             // shows what changed since the run before, or that nothing did
  std::vector<std::string> changes{};  // a sentence each; text of strangers is welcome
};

// One self-contained page: no script, no address outside it, one style sheet that the page's own
// Content-Security-Policy allows by its hash.
std::string html_page(const Report& report, const HtmlAround& around);

}  // namespace vnetprobe
