#include "checks/az_state.h"
#include "checks/judges.h"
#include "checks/judging.h"

namespace vnetprobe {

// Only what az was asked for is judged: without its word there is no check, so none can pass.
void judge_pe_state(const Case& run, std::vector<Result>& results) {
  for (const AzSubject& subject : az_subjects(run)) {
    Result made = result("pe.state", subject.name, "");
    made.status = Status::pass;
    made.message = subject.good;
    if (!subject.remark.empty()) {
      made.status = Status::warn;
      made.message = subject.remark;
    }
    for (const AzFault& fault : subject.faults) {
      if (made.status == Status::fail) break;
      const bool past = is_contradicted(run, subject, fault);
      made.status = past ? Status::warn : Status::fail;
      made.message = past ? fault.because + " The wire shows otherwise." : fault.because;
    }
    results.push_back(std::move(made));
  }
}

}  // namespace vnetprobe
