// The one table of formats. Adding one is a row here and a file beside it.
#include "reports/formats.h"

#include <array>

namespace vnetprobe {

namespace {

constexpr std::array<Format, 9> kFormats = {{
    {"human", "for people: the verdict, what to mend and how, a table of checks", render_human},
    {"json", "for programs: everything, with the evidence (report.schema.json); judge reads it", render_json,
     stream_json},
    {"ndjson", "a JSON object a line: run, each check, each finding, verdict", render_ndjson},
    {"junit", "JUnit XML: a test case a check, for the test tab of a pipeline", render_junit},
    {"tap", "TAP version 14: a test point a check, for prove and its like", render_tap},
    {"markdown", "for a GitHub step summary or an Azure DevOps tab", render_markdown},
    {"html", "one page for people: findings, a picture of the network, all evidence", render_html},
    {"prometheus", "gauges in the text format, OpenMetrics-clean, for a scrape or a textfile",
     render_prometheus},
    {"nagios", "a plugin's line with performance data; the exit code is Nagios' too", render_nagios},
}};

}  // namespace

std::span<const Format> formats() { return kFormats; }

void render_to(const Format& format, const Report& report, const RenderOptions& options,
               const TextSink& sink) {
  if (format.stream != nullptr)
    format.stream(report, options, sink);
  else
    sink(format.render(report, options));
}

}  // namespace vnetprobe
