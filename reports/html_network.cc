// Both drawings are in the page; the style sheet shows the one that fits.
#include "reports/html_parts.h"
#include "reports/network_drawing.h"

namespace vnetprobe {

std::string html_network(const HtmlFacts& facts) {
  const Sketch sketch = sketch_of(facts.report, facts.findings);
  if (sketch.views.empty() && sketch.zones.empty() && sketch.services.empty()) return "";
  return "<section id=\"network\"><h2>The network as the probe saw it</h2>\n"
         "<p class=\"legend\"><span class=\"key pass\"></span>right <span class=\"key fail\"></span>failed "
         "<span class=\"key warn\"></span>not proved <span class=\"key skip\"></span>not asked; a number "
         "marks the place of that finding</p>\n<div class=\"picture\">" +
         network_for_desk(sketch) + network_for_phone(sketch) + "</div></section>\n";
}

}  // namespace vnetprobe
