// Statuses as short words and colours. A plain report says with " !" and " ?" what colour says on a
// terminal, so that the same report can be read by eye in both.
#pragma once

#include <string_view>

#include "probe/model/report.h"
#include "reports/page.h"

namespace vnetprobe {

Ink ink_of(Status status);
Ink ink_of(Verdict verdict);

// " !" for what failed, " ?" for what proves nothing, "" otherwise.
std::string_view mark_of(Status status);

// "ok", "warn ?", "FAIL !", "skip", "?".
Span short_status(Status status);

// The spaces that bring a short status to the width of its column.
Span after_status(const Span& status);

}  // namespace vnetprobe
