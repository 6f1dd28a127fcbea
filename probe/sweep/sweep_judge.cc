// A newcomer would write a shorter judge for sweeps. It would disagree with `run` before long: the
// same judges and the same rule table see a run of one name, and those that ask about connections
// find nothing that was connected.
#include "probe/sweep/sweep_judge.h"

#include <algorithm>

#include "checks/case.h"
#include "checks/judges.h"
#include "checks/judging.h"
#include "checks/rules.h"
#include "probe/model/rcode_word.h"
#include "probe/plan/expand.h"

namespace vnetprobe {
namespace {

// Of the A question: the one that every program asks.
std::string rcode_of(const Case& run, const FormAnswer& form) {
  for (const std::size_t q : form.questions) {
    const DnsQuestion& question = run.evidence().questions[q];
    if (question.type == rr::kA && question.outcome == DnsOutcome::answered && question.rcode >= 0)
      return rcode_word(question.rcode);
  }
  return {};
}

// Whether a sign-in host is as it must be: public, and the Internet's (azure-facts section 8).
Status status_of_sign_in(const NameView& seen) {
  if (seen.sight == Sight::public_only) return Status::pass;
  return seen.sight == Sight::unknown ? Status::unknown : Status::fail;
}

std::vector<SweepRow> rows_of(const Case& run) {
  std::vector<SweepRow> rows;
  rows.reserve(run.scope().views.size());
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    const NameView& seen = run.name_view(0, v);
    SweepRow row;
    row.name = seen.target->name;
    row.view = seen.view->name;
    row.rcode = rcode_of(run, seen.form);
    row.chain = seen.form.aliases;
    row.addresses = seen.form.addresses();
    if (seen.target->duty == Duty::sign_in) row.status = status_of_sign_in(seen);
    if (seen.target->duty == Duty::private_endpoint) row.status = dns_private_status(run, 0, v);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

SweptName swept_name(const Plan& base, const EndpointPlan& endpoint) {
  SweptName name;
  name.plan = base;
  name.plan.entra.enabled = false;
  name.plan.endpoints.push_back(endpoint);
  name.scope = expand(name.plan);
  return name;
}

const std::string& first_form(const SweptName& name) { return asked_name(name.scope.targets.front()); }

std::vector<SweepRow> rows_if_right(const SweptName& name) {
  const Case run(name.plan, name.scope, name.evidence);
  std::vector<SweepRow> rows = rows_of(run);
  const bool right =
      std::all_of(rows.begin(), rows.end(), [](const SweepRow& row) { return row.status == Status::pass; });
  return right ? rows : std::vector<SweepRow>{};
}

SweptRows judge_swept(const SweptName& name) {
  const Case run(name.plan, name.scope, name.evidence);
  std::vector<Result> results;
  for (const auto judge : {judge_dns_private, judge_dns_zone, judge_dns_agree}) judge(run, results);
  SweptRows made;
  made.findings = diagnose(run, results);
  made.rows = rows_of(run);
  for (SweepRow& row : made.rows) {
    const std::string id = check_id("dns.private", row.name, row.view);
    const auto covers = [&](const Finding& finding) {
      const auto holds = [](const std::vector<std::string>& list, const std::string& word) {
        return std::find(list.begin(), list.end(), word) != list.end();
      };
      return holds(finding.explains, id) || (finding.explains.empty() && holds(finding.views, row.view));
    };
    const auto found = std::find_if(made.findings.begin(), made.findings.end(), covers);
    if (found != made.findings.end()) row.finding = found->code;
  }
  return made;
}

}  // namespace vnetprobe
