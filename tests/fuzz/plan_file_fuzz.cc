// Plan files, and blocks of hosts lines in their place; several files are one input with 0x1E between.
// What is wrong is said in tame words; what is right is printed and read back as the same plan, and every
// name of it expands.
#include "probe/plan/emit_firewall.h"
#include "probe/plan/emit_hosts.h"
#include "probe/plan/emit_zone.h"
#include "probe/plan/expand.h"
#include "probe/plan/hosts_block.h"
#include "probe/plan/origins.h"
#include "probe/plan/parse.h"
#include "probe/plan/print_plan.h"
#include "tests/fuzz/must.h"
#include "tests/probe/plan/generated_plans.h"

namespace vnetprobe {
namespace {

const char* environment(const std::string& name) {
  if (name == "PREFIX") return "10.1";
  if (name == "COLOUR") return "\x1b[31m";
  return nullptr;
}

void check_errors(const std::vector<InputError>& errors) {
  for (const InputError& error : errors) {
    must(!error.what.empty() && error.line >= 0 && error.column >= 0);
    must(is_tame(to_string(error)));
  }
}

void check_block(const PlanText& file) {
  const HostsBlock block = read_hosts_block(file);
  check_errors(block.errors);
  for (const std::string& note : block.notes) must(is_tame(note));
  for (const HostsBlock::Line& line : block.lines)
    must(line.line > 0 && line.column > 0 && line.endpoint.ip.size() == 1 && is_tame(line.endpoint.fqdn));
}

void check_same(const Plan& plan, const std::string& printed) {
  const ParsedPlan back = parse_plans({{"printed.yaml", printed}}, environment);
  must(back.errors.empty());
  must(dump(back.plan) == dump(plan));
}

void check_plan(const Plan& plan, const Origins& origins) {
  check_same(plan, print_plan_yaml(plan, origins));
  check_same(plan, print_plan_json(plan));
  const Scope scope = expand(plan);
  for (const Target& target : scope.targets) must(!target.name.empty() && is_tame(target.name));
  must(is_tame(emit_firewall(plan, scope), "\n"));
  must(is_tame(emit_hosts(scope), "\n\t"));
  must(is_tame(emit_zone(scope), "\n\t"));
}

}  // namespace
}  // namespace vnetprobe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vnetprobe;
  std::vector<PlanText> files;
  for (std::string& piece : pieces_of(data, size)) {
    PlanText file{.name = files.empty() ? "plan.yaml" : "more.yaml", .text = std::move(piece)};
    if (looks_like_hosts(file.text))
      check_block(file);
    else
      files.push_back(std::move(file));
  }
  const ParsedPlan parsed = parse_plans(files, environment);
  check_errors(parsed.errors);
  constexpr std::size_t kPrinted = 4;
  if (parsed.errors.empty() && has_turn(data, size, kPrinted)) check_plan(parsed.plan, origins_of(files));
  return 0;
}
