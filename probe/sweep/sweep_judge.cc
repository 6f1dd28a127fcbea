// A newcomer would write a shorter judge for sweeps. It would disagree with `run` before long: the
// same judges and the same rule table see a run of one name, and those that ask about connections
// find nothing that was connected.
#include "probe/sweep/sweep_judge.h"

#include <algorithm>
#include <utility>

#include "checks/case.h"
#include "checks/judges.h"
#include "checks/judging.h"
#include "checks/rules.h"
#include "probe/model/dns_words.h"
#include "probe/plan/expand.h"
#include "probe/plan/views.h"

namespace vnetprobe {
namespace {

// Of the A question: the one that every program asks.
std::string rcode_of(const Evidence& evidence, const FormAnswer& form) {
  for (const std::size_t q : form.questions) {
    const DnsQuestion& question = evidence.questions[q];
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

SweepRow row_of(const Evidence& evidence, NameView seen) {
  SweepRow row;
  row.name = seen.target->name;
  row.view = seen.view->name;
  row.rcode = rcode_of(evidence, seen.form);
  row.chain = std::move(seen.form.aliases);
  row.addresses = seen.form.addresses();
  return row;
}

std::vector<SweepRow> rows_of(const Case& run) {
  std::vector<SweepRow> rows;
  rows.reserve(run.scope().views.size());
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    const NameView& seen = run.name_view(0, v);
    SweepRow& row = rows.emplace_back(row_of(run.evidence(), seen));
    if (seen.target->duty == Duty::sign_in) row.status = status_of_sign_in(seen);
    if (seen.target->duty == Duty::private_endpoint) row.status = dns_private_status(run, 0, v);
  }
  return rows;
}

}  // namespace

SweepBase::SweepBase(Plan p) : plan(std::move(p)), views(views_of(plan.resolvers)) {}

SweptName swept_name(const SweepBase& base, NameArgument named) {
  SweptName name;
  name.target = endpoint_target(named.endpoint, std::move(named.kind), base.plan.entra);
  name.endpoint = std::move(named.endpoint);
  return name;
}

const std::string& first_form(const SweptName& name) { return asked_name(name.target); }

// Nearly every name of nearly every sweep: so no plan is made for it, and no Case.
std::vector<SweepRow> rows_if_right(const SweepBase& base, const SweptName& name) {
  std::vector<SweepRow> rows;
  rows.reserve(base.views.size());
  for (const View& view : base.views) {
    NameView seen = seen_through(name.target, view, name.evidence.questions, base.plan.vnet);
    const bool sign_in = name.target.duty == Duty::sign_in;
    if (sign_in ? status_of_sign_in(seen) != Status::pass : !is_right(seen)) return {};
    rows.push_back(row_of(name.evidence, std::move(seen)));
    rows.back().status = Status::pass;
  }
  return rows;
}

SweptPlan::SweptPlan(const SweepBase& base, const SweptName& name) : plan(base.plan) {
  plan.entra.enabled = false;
  plan.endpoints.push_back(name.endpoint);
  scope = expand(plan);
}

SweptRows judge_swept(const SweptPlan& asked, const Evidence& evidence) {
  const Case run(asked.plan, asked.scope, evidence);
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
