// The plan of a command: its files, names and resolvers put together.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "probe/cli.h"
#include "probe/model/az_facts.h"
#include "probe/model/discovery.h"
#include "probe/model/plan.h"
#include "probe/plan/origins.h"

namespace vnetprobe {

struct SourcedPlan {
  std::optional<Plan> plan{};
  Origins origins{};
  AzFacts az{};                       // what --from-az files say, or ARM
  Discovery discovery{};              // who was asked, where neither plan nor names were given
  std::chrono::milliseconds spent{};  // on discovery, of the command's deadline
  int exit_code = 0;                  // where there is no plan: 2, 3 or 78, and the errors are printed
};

// With neither plan nor names nor az's output the plan is discovered: that alone sends packets, and
// not for `plan --check`.
SourcedPlan source_plan(const Command& command);

// "dc1=10.1.0.53", "dc1=[fd00::53]:53", "here=system", "azure?=168.63.129.16".
std::optional<ResolverPlan> parse_resolver(const std::string& text);

// Every name that the plan's targets are asked by: what hosts-file lines are looked for.
std::vector<std::string> names_of(const Plan& plan);

}  // namespace vnetprobe
