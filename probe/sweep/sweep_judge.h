// The rules of `run`, applied to one name at a time. Pure.
#pragma once

#include <vector>

#include "probe/model/evidence.h"
#include "probe/model/plan.h"
#include "probe/model/scope.h"
#include "probe/model/sweep.h"
#include "probe/plan/name_argument.h"

namespace vnetprobe {

// What all names of a sweep share: the views and the VNet. Kept, while names come and go.
struct SweepBase {
  explicit SweepBase(Plan plan);

  Plan plan;  // no target in it
  std::vector<View> views;
};

// One name: what was asked for and what came.
struct SweptName {
  EndpointPlan endpoint{};
  Target target{};
  Evidence evidence{};
};

struct SweptRows {
  std::vector<SweepRow> rows{};  // one a view
  std::vector<Finding> findings{};
};

SweptName swept_name(const SweepBase& base, NameArgument named);

// The form of the name that programs ask for.
const std::string& first_form(const SweptName& name);
// The rows where every view gives the right addresses: nothing more need be asked. Empty otherwise.
std::vector<SweepRow> rows_if_right(const SweepBase& base, const SweptName& name);

// A name that is not right as a plan of its own: the zones that are to be asked for it are in the scope.
struct SweptPlan {
  SweptPlan(const SweepBase& base, const SweptName& name);

  Plan plan;
  Scope scope;
};
// What all the evidence comes to.
SweptRows judge_swept(const SweptPlan& asked, const Evidence& evidence);

}  // namespace vnetprobe
