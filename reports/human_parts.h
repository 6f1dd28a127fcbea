// The parts of the human report, from top to bottom. Each prints nothing when it has nothing to say.
#pragma once

#include <vector>

#include "probe/model/report.h"
#include "reports/page.h"

namespace vnetprobe {

// Errors before warnings, suppressed ones last; the rules' own order within.
std::vector<const Finding*> in_order(const Report& report);

// Every finding: what was seen, why it matters, what it covers, who mends it, what to paste. Those that
// count come first, suppressed ones last and short.
void print_findings(Page& page, const Report& report, const RenderOptions& options);

// Of a merged report: how each run ended, and where they differ.
void print_runs(Page& page, const Report& report);

// One table a zone: its targets by their labels, the addresses each view gave, and how the path behaved.
void print_zones(Page& page, const Report& report);

// What has no zone: sign-in, accounts that must refuse, vault records, and any other kind of check.
void print_lists(Page& page, const Report& report, const RenderOptions& options);

// What no finding explains: checks that failed, warned or were not decided.
void print_loose_ends(Page& page, const Report& report, const RenderOptions& options);

// How each view of the names behaved as a server.
void print_resolvers(Page& page, const Report& report);

}  // namespace vnetprobe
