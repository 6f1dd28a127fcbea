// Managed instances speak TDS, which this version does not: said as `unknown`, never passed over.
#include "checks/judges.h"
#include "checks/judging.h"

namespace vnetprobe {

void judge_sqlmi_prelogin(const Case& run, std::vector<Result>& results) {
  for (const Target& target : run.scope().targets) {
    if (target.service != Service::sqlmi) continue;
    Result made = result("sqlmi.prelogin", host_port(target), target.name);
    made.status = Status::unknown;
    made.message = "not checked yet";
    results.push_back(std::move(made));
  }
}

}  // namespace vnetprobe
