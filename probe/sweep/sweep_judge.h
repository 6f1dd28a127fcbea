// The rules of `run`, applied to one name at a time. Pure.
#pragma once

#include <vector>

#include "probe/model/evidence.h"
#include "probe/model/plan.h"
#include "probe/model/scope.h"
#include "probe/model/sweep.h"

namespace vnetprobe {

// A name as a plan of its own: what was asked for and what came.
struct SweptName {
  Plan plan{};
  Scope scope{};
  Evidence evidence{};
};

struct SweptRows {
  std::vector<SweepRow> rows{};  // one a view
  std::vector<Finding> findings{};
};

// `base` has the views and the VNet, and no target.
SweptName swept_name(const Plan& base, const EndpointPlan& endpoint);

// The form of the name that programs ask for.
const std::string& first_form(const SweptName& name);

// The rows where every view gives the right addresses: nothing more need be asked. Empty otherwise.
std::vector<SweepRow> rows_if_right(const SweptName& name);
// What all the evidence comes to.
SweptRows judge_swept(const SweptName& name);

}  // namespace vnetprobe
