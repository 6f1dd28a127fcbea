#include "checks/credential.h"
#include "checks/judges.h"
#include "checks/judging.h"

namespace vnetprobe {

void judge_identity_token(const Case& run, std::vector<Result>& results) {
  for (Credential& each : credentials(run)) {
    Result made = result("identity.token", each.name, each.subject);
    made.status = each.status;
    made.message = std::move(each.message);
    made.because = std::move(each.because);
    made.facts = std::move(each.facts);
    for (const std::size_t i : each.contacts) made.evidence.contacts.emplace_back(i, ContactPart::all);
    take_times(run, made);
    results.push_back(std::move(made));
  }
}

}  // namespace vnetprobe
