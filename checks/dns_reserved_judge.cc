#include <fmt/format.h>

#include "checks/judges.h"
#include "checks/judging.h"
#include "checks/reserved_names.h"

namespace vnetprobe {

void judge_dns_reserved(const Case& run, std::vector<Result>& results) {
  for (const ReservedName& each : reserved_names(run)) {
    const View& view = run.scope().views[each.view];
    Result made = result("dns.reserved", each.name, "");
    made.view = view.name;
    made.id = check_id(made.kind, made.target, made.view);
    if (each.question) made.evidence.questions = {*each.question};
    const bool interrupted =
        !each.question || run.evidence().questions[*each.question].outcome == DnsOutcome::interrupted;
    if (each.shadowed) {
      made.status = view.required && !run.plan().managed_instances.empty() ? Status::fail : Status::warn;
      made.message = fmt::format("A private zone {} shadows the public one.", each.name);
    } else if (each.usable) {
      made.status = Status::pass;
      made.message = fmt::format("No private zone shadows {}.", each.name);
    } else {
      made.status = interrupted ? Status::unknown : Status::skip;
      made.message =
          interrupted ? "Not asked to the end." : fmt::format("SOA {} got no usable answer.", each.name);
    }
    take_times(run, made);
    results.push_back(std::move(made));
  }
}

}  // namespace vnetprobe
