// Which of several statuses speaks for them all. Greater is worse.
#pragma once

#include "probe/model/report.h"

namespace vnetprobe {

// Of one check in several runs, and as the value of a metric: skipped is worse than passed.
constexpr int gravity(Status status) {
  switch (status) {
    case Status::pass:
      return 0;
    case Status::skip:
      return 1;
    case Status::warn:
      return 2;
    case Status::unknown:
      return 3;
    case Status::fail:
      return 4;
  }
  return 4;
}

constexpr int gravity(Verdict verdict) {
  return verdict == Verdict::pass ? 0 : verdict == Verdict::undecided ? 1 : 2;
}

// Of several checks in one cell of a table: what was skipped says nothing beside what passed.
constexpr int attention(Status status) {
  if (status == Status::skip) return 0;
  return status == Status::pass ? 1 : gravity(status);
}

}  // namespace vnetprobe
