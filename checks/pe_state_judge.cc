#include <algorithm>
#include <fmt/format.h>

#include "checks/az_state.h"
#include "checks/judges.h"
#include "checks/judging.h"
#include "probe/plan/az_fields.h"

namespace vnetprobe {
namespace {

// Why the network, or its endpoints, are not known: what else is missing does not matter here.
std::string why_unknown(const Discovery& discovery) {
  const DiscoveryGap* told = nullptr;
  for (const DiscoveryGap& each : discovery.gaps) {
    const bool of_network = each.what.find("virtual network") != std::string::npos;
    if (told == nullptr || of_network) told = &each;
  }
  if (told == nullptr) return ".";
  return ": " + told->why + (told->why.ends_with('.') ? "" : ".");
}

// A run that was given nothing and learnt nothing has sign-in to check, and must not pass for that.
void judge_discovery(const Case& run, std::vector<Result>& results) {
  const Discovery& discovery = run.evidence().discovery;
  const auto& targets = run.scope().targets;
  const bool has_resources = std::any_of(targets.begin(), targets.end(),
                                         [](const Target& each) { return each.duty != Duty::sign_in; });
  if (!discovery.asked || (discovery.endpoints_known && has_resources)) return;
  const std::string name = discovery.vnet.empty() ? "virtual-network" : az::last_of(discovery.vnet);
  Result made = result("pe.state", name, "");
  made.status = Status::unknown;
  made.message = "The private endpoints of this virtual network could not be read" + why_unknown(discovery);
  if (discovery.endpoints_known)
    made.message = fmt::format("No private endpoint is in {}: there is nothing to check.", name);
  results.push_back(std::move(made));
}

}  // namespace

// Only what az was asked for is judged: without its word there is no check, so none can pass.
void judge_pe_state(const Case& run, std::vector<Result>& results) {
  judge_discovery(run, results);
  for (const AzSubject& subject : az_subjects(run)) {
    Result made = result("pe.state", subject.name, "");
    made.status = Status::pass;
    made.message = subject.good;
    for (const AzFault& fault : subject.faults) {
      if (made.status == Status::fail) break;
      const bool past = is_contradicted(run, subject, fault);
      // A subnet that is nearly full works today.
      const bool harmless = past || fault.code == "pe.subnet-full";
      if (harmless && made.status == Status::warn) continue;
      made.status = harmless ? Status::warn : Status::fail;
      made.message = past ? fault.because + " The wire shows otherwise." : fault.because;
    }
    results.push_back(std::move(made));
  }
}

}  // namespace vnetprobe
