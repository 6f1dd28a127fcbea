// What would trip a newcomer: a check that failed and that no finding explains still fails the run.
// It would be a bug of the rule table, and a false pass is the worst bug there is.
#include "checks/assess.h"

#include <algorithm>
#include <fnmatch.h>
#include <set>

#include "checks/kinds.h"
#include "checks/rules.h"
#include "probe/plan/expand.h"

namespace vnetprobe {
namespace {

bool matches(const std::string& glob, const std::string& id) {
  return ::fnmatch(glob.c_str(), id.c_str(), 0) == 0;
}

bool matches_any(const std::vector<std::string>& globs, const std::string& id) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) { return matches(glob, id); });
}

std::string_view needs_of(std::string_view kind) {
  for (const Kind& each : kinds())
    if (each.id == kind) return each.needs;
  return {};
}

// The targets that a result is about: a vault's are all of its endpoints.
std::vector<std::string> subjects_of(const Scope& scope, const Result& result) {
  if (result.kind != "backup.records") return {result.subject};
  std::vector<std::string> names;
  for (const Target& target : scope.targets)
    if (target.vault == result.target) names.push_back(target.name);
  return names;
}

// Kind and subject of everything that the chosen checks rest on.
std::set<std::pair<std::string, std::string>> needed_by(const Scope& scope,
                                                        const std::vector<Result>& results,
                                                        const std::vector<bool>& chosen) {
  std::set<std::pair<std::string, std::string>> needed;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!chosen[i]) continue;
    for (const std::string& subject : subjects_of(scope, results[i]))
      for (std::string_view kind = needs_of(results[i].kind); !kind.empty(); kind = needs_of(kind))
        needed.emplace(std::string(kind), subject);
  }
  return needed;
}

// A chosen check that was skipped hangs on the one that it names: that one's fate decides for it.
void add_what_skips_hang_on(const std::vector<Result>& results, std::set<std::string>& ids) {
  for (bool grown = true; grown;) {
    grown = false;
    for (const Result& each : results)
      if (each.status == Status::skip && !each.because.empty() && ids.contains(each.id))
        grown |= ids.insert(each.because).second;
  }
}

// Leaves what was chosen, and what that needs; returns the ids that count: those that were chosen, and
// those that a chosen one was skipped for.
std::set<std::string> choose(const Scope& scope, const Judgement& judgement, std::vector<Result>& results,
                             std::vector<std::string>& unmatched) {
  for (const auto* globs : {&judgement.only, &judgement.skip})
    for (const std::string& glob : *globs)
      if (std::none_of(results.begin(), results.end(),
                       [&](const Result& each) { return matches(glob, each.id); }))
        unmatched.push_back(glob);
  std::vector<bool> chosen(results.size());
  for (std::size_t i = 0; i < results.size(); ++i)
    chosen[i] = (judgement.only.empty() || matches_any(judgement.only, results[i].id)) &&
                !matches_any(judgement.skip, results[i].id);
  const auto needed = needed_by(scope, results, chosen);
  std::set<std::string> ids;
  std::vector<Result> kept;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (chosen[i]) ids.insert(results[i].id);
    if (chosen[i] || needed.contains({results[i].kind, results[i].subject}))
      kept.push_back(std::move(results[i]));
  }
  results = std::move(kept);
  add_what_skips_hang_on(results, ids);
  return ids;
}

// A finding that explains no check (an answer that changes, a zone of a wrong name beside the right
// one) is about checks of its own subject: "dns.unstable" about "dns.…". Of this machine there are no
// checks: what is said of it concerns every choice that has one of its targets, or every one.
bool concerns(const Finding& finding, const Judgement& judgement, const std::set<std::string>& chosen) {
  if (judgement.only.empty() && judgement.skip.empty()) return true;
  if (finding.explains.empty()) {
    const std::string family = finding.code.substr(0, finding.code.find('.') + 1);
    const bool of_machine = family == "proxy." || family == "env.";
    if (of_machine && finding.targets.empty()) return true;
    return std::any_of(chosen.begin(), chosen.end(), [&](const std::string& id) {
      return of_machine ? id.find("/" + finding.targets.front()) != std::string::npos
                        : id.starts_with(family);
    });
  }
  return std::any_of(finding.explains.begin(), finding.explains.end(),
                     [&](const std::string& id) { return chosen.contains(id); });
}

Summary count(const std::vector<Result>& results) {
  Summary summary;
  for (const Result& each : results) switch (each.status) {
      case Status::pass:
        ++summary.pass;
        break;
      case Status::warn:
        ++summary.warn;
        break;
      case Status::fail:
        ++summary.fail;
        break;
      case Status::skip:
        ++summary.skip;
        break;
      case Status::unknown:
        ++summary.unknown;
        break;
    }
  return summary;
}

// A warning is no excuse for a check that failed.
bool has_unexplained_failure(const Report& report, const std::set<std::string>& chosen) {
  std::set<std::string> explained;
  for (const Finding& finding : report.findings)
    if (finding.severity == Severity::error)
      explained.insert(finding.explains.begin(), finding.explains.end());
  return std::any_of(report.checks.begin(), report.checks.end(), [&](const Result& each) {
    return each.status == Status::fail && chosen.contains(each.id) && !explained.contains(each.id);
  });
}

Verdict verdict_of(const Report& report, const std::set<std::string>& chosen) {
  for (const Finding& finding : report.findings)
    if (!finding.suppressed && finding.severity >= report.judgement.fail_on) return Verdict::fail;
  if (has_unexplained_failure(report, chosen)) return Verdict::fail;
  const bool open = std::any_of(report.checks.begin(), report.checks.end(), [&](const Result& each) {
    return each.status == Status::unknown && chosen.contains(each.id);
  });
  if (open || !report.run.complete || chosen.empty()) return Verdict::undecided;
  return Verdict::pass;
}

}  // namespace

bool is_suppressed(const Finding& finding, const std::vector<std::string>& accepted) {
  return std::any_of(accepted.begin(), accepted.end(), [&](const std::string& each) {
    const std::size_t mark = each.find('=');
    if (each.substr(0, mark) != finding.code) return false;
    return mark == std::string::npos || each.substr(mark + 1) == finding.subject;
  });
}

Assessment assess(Plan plan, Evidence evidence, RunFacts run, Judgement judgement, std::string tool_version) {
  Assessment made;
  Report& report = made.report;
  report.tool_version = std::move(tool_version);
  report.run = std::move(run);
  report.plan = std::move(plan);
  report.evidence = std::move(evidence);
  report.judgement = std::move(judgement);

  const Scope scope = expand(report.plan);
  const Case judged(report.plan, scope, report.evidence);
  for (const Kind& kind : kinds()) kind.judge(judged, report.checks);
  report.findings = diagnose(judged, report.checks);

  const std::set<std::string> chosen = choose(scope, report.judgement, report.checks, made.unmatched_globs);
  std::erase_if(report.findings,
                [&](const Finding& each) { return !concerns(each, report.judgement, chosen); });
  for (Finding& finding : report.findings)
    finding.suppressed = is_suppressed(finding, report.judgement.suppress);
  for (const Result& each : report.checks) {
    const bool denied = each.kind == "egress.denied";
    // A policy belongs to a subnet, and nobody's machine is in that of a managed instance: what is
    // refused here says nothing of there (azure-facts 5.5).
    const bool elsewhere = denied && each.status == Status::pass && report.plan.service_endpoint_policy;
    if (((each.kind == "public.refused" || denied) && each.status == Status::warn) || elsewhere)
      report.not_proved.push_back(each.id);
  }
  report.summary = count(report.checks);
  report.verdict = verdict_of(report, chosen);
  return made;
}

}  // namespace vnetprobe
