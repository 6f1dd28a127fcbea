// The verdict was decided by diagnose; here it only becomes a number (contract section 1).
#include "reports/formats.h"

namespace vnetprobe {

int exit_code(const Report& report) {
  switch (report.verdict) {
    case Verdict::pass:
      return 0;
    case Verdict::fail:
      return 1;
    case Verdict::undecided:
      return 3;
  }
  return 3;
}

}  // namespace vnetprobe
