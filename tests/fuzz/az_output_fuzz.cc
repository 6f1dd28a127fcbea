// What `az` printed, or ARM answered; several files are one input with 0x1E between. Whatever is taken from
// it makes a plan that can be printed and read again, and findings that can be said.
#include "checks/assess.h"
#include "checks/fix.h"
#include "probe/plan/az_plan.h"
#include "probe/plan/az_read.h"
#include "probe/plan/expand.h"
#include "probe/plan/print_plan.h"
#include "tests/fuzz/must.h"

namespace vnetprobe {
namespace {

const char* no_environment(const std::string&) { return nullptr; }

// As the program does: endpoints of a peered network whose own file was not given are no mistake.
void open_networks(Plan& plan) {
  for (const Target& target : expand(plan).targets)
    for (const IpAddress& each : target.expected)
      if (classify(each, plan.vnet) != AddressClass::in_vnet) return plan.vnet.clear();
}

void check_printed(const Plan& plan, const Origins& origins) {
  const ParsedPlan back = parse_plans({{"printed.yaml", print_plan_yaml(plan, origins)}}, no_environment);
  for (const InputError& error : back.errors) must(is_tame(to_string(error)));
}

void check_findings(const Plan& plan, AzFacts facts) {
  const Assessment assessed = assess(plan, {.az = std::move(facts)}, {}, {}, "0");
  std::vector<std::string> undecided;
  must(is_tame(fix(assessed.report, "az", undecided), "\n"));
}

}  // namespace
}  // namespace vnetprobe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vnetprobe;
  std::vector<PlanText> files;
  for (std::string& piece : pieces_of(data, size)) files.push_back({"az.json", std::move(piece)});
  AzReading reading = read_az(files);
  for (const InputError& error : reading.errors) must(is_tame(to_string(error)));
  for (const std::string& note : reading.notes) must(is_tame(note));
  const AzPlan az = plan_from_az(reading.facts);
  for (const std::string& note : az.notes) must(is_tame(note));
  constexpr std::size_t kPrinted = 8, kJudged = 128;
  if (!has_turn(data, size, kPrinted)) return 0;
  Plan plan;
  Origins origins;
  add_az_plan(az, plan, origins);
  open_networks(plan);
  check_printed(plan, origins);
  if (has_turn(data, size, kJudged)) check_findings(plan, std::move(reading.facts));
  return 0;
}
