// A plan and its evidence with every name, address and id replaced, so that they can be shown to
// anybody and still be judged: the same codes, severities and statuses come of them. Pure.
#pragma once

#include <string>

#include "probe/model/report.h"
#include "probe/redact/pseudonyms.h"

namespace vnetprobe {

// What judging starts from. `judgement.only` and `skip` are left as they are: they are patterns, and
// redacted_report() puts the ids in their place that they stand for.
struct Recorded {
  Plan plan{};
  Evidence evidence{};
  RunFacts run{};
  Judgement judgement{};
};

Recorded redact(Recorded recorded, const KeyedHash& hash);

}  // namespace vnetprobe
