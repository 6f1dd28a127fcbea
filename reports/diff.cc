// What would trip a newcomer: a check of a public address has that address in its id, and the address
// rotates from run to run. So checks are matched by an id without it.
#include "reports/diff.h"

#include <algorithm>
#include <map>

#include "reports/diff_names.h"
#include "reports/json_fields.h"
#include "reports/status_order.h"

namespace vnetprobe {
namespace {

DiffSide side_of(const Report& report) {
  return {.run = report.run.id,
          .host = report.evidence.host.hostname,
          .plan = report.plan.name,
          .started = report.run.started,
          .verdict = report.verdict};
}

// Proves less than it did. What was skipped or undecided was not proved before either.
bool is_worse(Status before, Status after) {
  switch (after) {
    case Status::fail:
      return before != Status::fail;
    case Status::unknown:
      return before != Status::fail && before != Status::unknown;
    case Status::warn:
    case Status::skip:
      return before == Status::pass;
    case Status::pass:
      return false;
  }
  return false;
}

// ---- findings -----------------------------------------------------------------------------------

using FindingKey = std::pair<std::string, std::string>;

FindingState state_of(const Finding& finding) {
  FindingState state{finding.severity, finding.suppressed, finding.targets, finding.views};
  std::ranges::sort(state.targets);
  std::ranges::sort(state.views);
  return state;
}

bool adds(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  return !std::ranges::includes(before, after);
}

bool is_worse(const FindingChange& change, const Judgement& judgement) {
  if (!change.after || change.after->suppressed || change.after->severity < judgement.fail_on) return false;
  if (!change.before) return true;
  const bool counted_before = !change.before->suppressed && change.before->severity >= judgement.fail_on;
  return !counted_before || change.after->severity > change.before->severity ||
         adds(change.before->targets, change.after->targets) ||
         adds(change.before->views, change.after->views);
}

void compare_findings(const Report& before, const Report& after, Diff& diff) {
  std::map<FindingKey, const Finding*> old_ones;
  for (const Finding& each : before.findings) old_ones.emplace(FindingKey{each.code, each.subject}, &each);
  const auto add = [&](const Finding* was, const Finding* is) {
    const Finding& newest = is != nullptr ? *is : *was;
    FindingChange change{
        .code = newest.code, .subject = newest.subject, .title = newest.title, .because = newest.because};
    if (was != nullptr) change.before = state_of(*was);
    if (is != nullptr) change.after = state_of(*is);
    if (change.before == change.after) {
      ++diff.same_findings;
      return;
    }
    change.worse = is_worse(change, after.judgement);
    diff.findings.push_back(std::move(change));
  };
  for (const Finding& each : after.findings) {
    const auto was = old_ones.find({each.code, each.subject});
    add(was == old_ones.end() ? nullptr : was->second, &each);
    if (was != old_ones.end()) old_ones.erase(was);
  }
  for (const Finding& each : before.findings)
    if (old_ones.contains({each.code, each.subject})) add(&each, nullptr);
}

// ---- checks -------------------------------------------------------------------------------------

std::string lasting_id(const Result& check, const Plan& plan) {
  const auto address = IpAddress::parse(check.address);
  const std::string suffix = "@" + check.address;
  if (!address || !check.id.ends_with(suffix) ||
      classify(*address, plan.vnet) != AddressClass::public_internet)
    return check.id;
  return check.id.substr(0, check.id.size() - suffix.size()) + "@public";
}

struct CheckState {
  const Result* check = nullptr;
  Status status = Status::pass;
};

// By lasting id, in the order of the report; of several public addresses the worst counts.
std::vector<std::pair<std::string, CheckState>> states_of(const Report& report) {
  std::vector<std::pair<std::string, CheckState>> states;
  std::map<std::string, std::size_t> places;
  for (const Result& check : report.checks) {
    std::string id = lasting_id(check, report.plan);
    const auto [place, is_new] = places.emplace(id, states.size());
    if (is_new) {
      states.emplace_back(std::move(id), CheckState{&check, check.status});
    } else if (CheckState& there = states[place->second].second; is_worse(there.status, check.status)) {
      there = {&check, check.status};
    }
  }
  return states;
}

void compare_checks(const Report& before, const Report& after, Diff& diff) {
  const auto old_states = states_of(before);
  const auto new_states = states_of(after);
  std::map<std::string_view, const CheckState*> old_by_id;
  for (const auto& [id, state] : old_states) old_by_id.emplace(id, &state);
  const auto add = [&diff](const std::string& id, const CheckState* was, const CheckState* is) {
    const Result& newest = is != nullptr ? *is->check : *was->check;
    CheckChange change{.id = id, .kind = newest.kind, .message = newest.message};
    if (was != nullptr) change.before = was->status;
    if (is != nullptr) change.after = is->status;
    if (change.before == change.after) {
      ++diff.same_checks;
      return;
    }
    // A check that nobody asked before and that does not pass is bad news; one that does is none.
    if (is != nullptr)
      change.worse = was != nullptr ? is_worse(was->status, is->status)
                                    : is->status == Status::fail || is->status == Status::unknown;
    diff.checks.push_back(std::move(change));
  };
  for (const auto& [id, state] : new_states) {
    const auto was = old_by_id.find(id);
    add(id, was == old_by_id.end() ? nullptr : was->second, &state);
    if (was != old_by_id.end()) old_by_id.erase(was);
  }
  for (const auto& [id, state] : old_states)
    if (old_by_id.contains(id)) add(id, &state, nullptr);
}

template <class Change>
bool worse_first(std::vector<Change>& changes) {
  std::ranges::stable_sort(changes, [](const Change& a, const Change& b) { return a.worse && !b.worse; });
  return !changes.empty() && changes.front().worse;
}

}  // namespace

Diff compare(const Report& before, const Report& after) {
  Diff diff;
  diff.before = side_of(before);
  diff.after = side_of(after);
  diff.plan_changed = json_of(before.plan) != json_of(after.plan);
  compare_findings(before, after, diff);
  compare_checks(before, after, diff);
  diff.names = compare_names(before, after);
  const bool findings_worse = worse_first(diff.findings);
  const bool checks_worse = worse_first(diff.checks);
  diff.worse = findings_worse || checks_worse || gravity(after.verdict) > gravity(before.verdict);
  return diff;
}

bool is_empty(const Diff& diff) {
  return diff.before.verdict == diff.after.verdict && diff.findings.empty() && diff.checks.empty() &&
         diff.names.empty() && !diff.plan_changed;
}

}  // namespace vnetprobe
