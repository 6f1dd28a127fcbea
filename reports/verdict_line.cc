// A pass that leaves something unproved must not look like a pass at a glance: what is not proved comes
// before everything else in that line (contract section 3).
#include "reports/verdict_line.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "reports/text.h"

namespace vnetprobe {

namespace {

constexpr std::size_t kMaxNamed = 6;

// The resource a check is about, as its owner calls it: a plan's own word where the first label is one.
std::string resource_of(const Report& report, const Result& check) {
  if (const auto told = fact(check, "resource"); !told.empty()) return std::string(told);
  std::string host = check.subject.empty() ? check.target : check.subject;
  if (check.subject.empty()) host = host.substr(0, host.rfind(':'));
  const std::string label = host.substr(0, host.find('.'));
  const Plan& plan = report.plan;
  const auto named = [&label](const auto& each) { return each.name == label; };
  const bool known =
      std::ranges::any_of(plan.storage_accounts, named) || std::ranges::any_of(plan.key_vaults, named) ||
      std::ranges::find(plan.denied_storage_accounts, label) != plan.denied_storage_accounts.end();
  return known ? label : host;
}

std::string_view unproved_matter(const Result& check) {
  const std::string_view kind = check.kind;
  if (kind == "public.refused") return "public access";
  // Refused here, and the plan has a service endpoint policy, which is another subnet's.
  if (kind == "egress.denied" && check.status == Status::pass) return "refusal from other subnets";
  if (kind == "egress.denied") return "refusal";
  if (kind == "backup.records") return "records";
  return kind;
}

// "public access of a, b; refusal of c"
std::string unproved(const Report& report) {
  std::map<std::string_view, const Result*> by_id;
  for (const Result& check : report.checks) by_id.emplace(check.id, &check);
  std::vector<std::pair<std::string, std::vector<std::string>>> matters;
  for (const std::string& id : report.not_proved) {
    const auto check = by_id.find(id);
    const std::string matter = check == by_id.end() ? "" : std::string(unproved_matter(*check->second));
    const std::string whose = check == by_id.end() ? id : resource_of(report, *check->second);
    auto at = std::ranges::find(matters, matter, [](const auto& m) { return m.first; });
    if (at == matters.end()) at = matters.insert(at, {matter, {}});
    if (std::ranges::find(at->second, whose) == at->second.end()) at->second.push_back(whose);
  }
  std::vector<std::string> phrases;
  for (auto& [matter, names] : matters) {
    const std::size_t more = names.size() > kMaxNamed ? names.size() - kMaxNamed : 0;
    names.resize(names.size() - more);
    std::string phrase = matter.empty() ? join(names) : fmt::format("{} of {}", matter, join(names));
    if (more > 0) phrase += fmt::format(" and {} more", more);
    phrases.push_back(std::move(phrase));
  }
  return join(phrases, "; ");
}

// "1 finding, 2 warnings, 1 suppressed": those that count come first.
std::vector<std::string> finding_counts(const Report& report) {
  std::size_t findings = 0;
  std::size_t warnings = 0;
  std::size_t suppressed = 0;
  for (const Finding& finding : report.findings) {
    findings += counts(finding, report.judgement) ? 1 : 0;
    warnings +=
        !finding.suppressed && !counts(finding, report.judgement) && finding.severity != Severity::info;
    suppressed += finding.suppressed ? 1 : 0;
  }
  std::vector<std::string> parts;
  if (findings > 0) parts.push_back(count_of(findings, "finding"));
  if (warnings > 0) parts.push_back(count_of(warnings, "warning"));
  if (suppressed > 0) parts.push_back(fmt::format("{} suppressed", suppressed));
  return parts;
}

std::string what_of(const Report& report) {
  const Summary& sum = report.summary;
  const std::size_t all = sum.all();
  std::vector<std::string> parts = finding_counts(report);
  if (all == 0) {
    parts.emplace_back("nothing to check");
  } else if (report.verdict == Verdict::fail) {
    parts.push_back(fmt::format("{} of {} failed", sum.fail, count_of(all, "check")));
    if (sum.unknown > 0) parts.push_back(fmt::format("{} not decided", sum.unknown));
  } else if (report.verdict == Verdict::undecided) {
    parts.insert(parts.begin(), fmt::format("{} of {} not decided", sum.unknown, count_of(all, "check")));
  } else if (sum.pass == all) {
    parts.insert(parts.begin(), fmt::format("all {} passed", count_of(all, "check")));
  } else {
    parts.insert(parts.begin(), fmt::format("{} of {} passed", sum.pass, count_of(all, "check")));
  }
  std::string what = join(parts);
  if (!report.run.complete) {
    what += "; the run was not complete";
    if (!report.run.incomplete_because.empty()) what += ": " + report.run.incomplete_because;
  }
  return report.plan.name.empty() ? what : fmt::format("{}: {}", report.plan.name, what);
}

}  // namespace

std::string_view fact(const Result& check, std::string_view key) {
  const auto found =
      std::ranges::find(check.facts, key, [](const auto& f) { return std::string_view(f.first); });
  return found == check.facts.end() ? std::string_view() : std::string_view(found->second);
}

bool counts(const Finding& finding, const Judgement& judgement) {
  return !finding.suppressed && finding.severity >= judgement.fail_on;
}

VerdictLine verdict_line(const Report& report) {
  return {.word = upper(to_string(report.verdict)), .what = what_of(report), .not_proved = unproved(report)};
}

std::string VerdictLine::text() const {
  if (not_proved.empty()) return fmt::format("{}  {}", word, what);
  if (word == "PASS") return fmt::format("{}, not proved: {}", word, not_proved);
  return fmt::format("{}  {}; not proved: {}", word, what, not_proved);
}

}  // namespace vnetprobe
