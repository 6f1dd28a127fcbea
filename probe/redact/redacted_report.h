// A report that can be posted in public: its plan and evidence are redacted and judged anew, so that no
// sentence of the original is left, and what is said is what `judge` will say of it.
#pragma once

#include "probe/model/report.h"
#include "probe/redact/pseudonyms.h"

namespace vnetprobe {

// Not for merged reports, which cannot be judged: their parts are redacted before they are merged.
Report redacted_report(const Report& report, const KeyedHash& hash);

}  // namespace vnetprobe
