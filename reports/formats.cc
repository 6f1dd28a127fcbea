// The one table of formats. Adding one is a row here and a file beside it.
#include "reports/formats.h"

#include <array>

namespace vnetprobe {

namespace {

constexpr std::array<Format, 2> kFormats = {{
    {"human", "for people: the verdict, what to mend and how, a table of checks", render_human},
    {"json", "for programs: everything, with the evidence (report.schema.json); judge reads it", render_json},
}};

}  // namespace

std::span<const Format> formats() { return kFormats; }

}  // namespace vnetprobe
