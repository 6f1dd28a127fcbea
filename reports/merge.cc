// What would trip a newcomer: evidence items do not say which run they came from. So a merged check
// keeps the evidence of one run only, the one that its fact "run" names, and what no check rests on
// (control questions) stays behind; the saved reports of the runs still have it.
#include "reports/merge.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "reports/merge_plan.h"
#include "reports/status_order.h"
#include "reports/text.h"
#include "reports/verdict_line.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kNamedRuns = 4;

// "a, b, c, d and 3 more runs"
std::string named(std::vector<std::string> runs) {
  const std::size_t more = runs.size() > kNamedRuns ? runs.size() - kNamedRuns : 0;
  runs.resize(runs.size() - more);
  return more == 0 ? join(runs) : fmt::format("{} and {}", join(runs), count_of(more, "more run"));
}

template <class T>
void add_missing(std::vector<T>& into, const std::vector<T>& from) {
  for (const T& each : from)
    if (std::ranges::find(into, each) == into.end()) into.push_back(each);
}

// A result of a merged report already says which run it is of.
std::string run_of(const Result& check, const std::string& label) {
  const std::string_view told = fact(check, "run");
  return told.empty() ? label : std::string(told);
}

void set_fact(Result& check, std::string_view key, std::string value) {
  std::erase_if(check.facts, [&](const auto& each) { return each.first == key; });
  check.facts.emplace_back(key, std::move(value));
}

// Moves the evidence that this check rests on over, and points it there.
void move_evidence(Result& check, Evidence& from, Evidence& to) {
  EvidenceRefs moved;
  const auto take = [](auto& list, std::size_t i, auto& into, auto& indices) {
    if (i >= list.size()) return;
    indices.push_back(into.size());
    into.push_back(list[i]);
  };
  for (const std::size_t i : check.evidence.questions) take(from.questions, i, to.questions, moved.questions);
  for (const std::size_t i : check.evidence.lookups) take(from.lookups, i, to.lookups, moved.lookups);
  for (const auto& [i, part] : check.evidence.contacts) {
    if (i >= from.contacts.size()) continue;
    // Only the part that is this check's: the others go with the checks that own them.
    Contact contact = from.contacts[i];
    if (part != ContactPart::all && part != ContactPart::connect) contact.connect.reset();
    if (part != ContactPart::all && part != ContactPart::tds) contact.tds.reset();
    if (part != ContactPart::all && part != ContactPart::tls) contact.tls.reset();
    if (part != ContactPart::all && part != ContactPart::http) contact.http.reset();
    moved.contacts.emplace_back(to.contacts.size(), part);
    to.contacts.push_back(std::move(contact));
  }
  check.evidence = std::move(moved);
}

// All results of one id.
struct Same {
  std::size_t report = 0;  // where the worst stands
  std::size_t check = 0;
  std::map<int, std::pair<Status, std::vector<std::string>>> runs{};  // by gravity
};

// "pass in a, b; fail in c", the worst first.
std::string spread(const Same& same) {
  std::vector<std::string> parts;
  for (auto each = same.runs.rbegin(); each != same.runs.rend(); ++each)
    parts.push_back(fmt::format("{} in {}", to_string(each->second.first), named(each->second.second)));
  return join(parts, "; ");
}

void merge_checks(std::vector<Report>& reports, const std::vector<std::string>& labels, Report& merged) {
  std::vector<std::string> kinds;
  std::vector<Same> all;
  std::map<std::string_view, std::size_t> places;
  for (std::size_t r = 0; r < reports.size(); ++r)
    for (std::size_t c = 0; c < reports[r].checks.size(); ++c) {
      const Result& check = reports[r].checks[c];
      if (std::ranges::find(kinds, check.kind) == kinds.end()) kinds.push_back(check.kind);
      const auto [place, is_new] = places.emplace(check.id, all.size());
      if (is_new) all.push_back({r, c, {}});
      Same& same = all[place->second];
      if (gravity(check.status) > gravity(reports[same.report].checks[same.check].status)) {
        same.report = r;
        same.check = c;
      }
      auto& runs = same.runs[gravity(check.status)];
      runs.first = check.status;
      runs.second.push_back(run_of(check, labels[r]));
    }
  for (const Same& same : all) {
    Result check = reports[same.report].checks[same.check];
    set_fact(check, "run", run_of(check, labels[same.report]));
    if (same.runs.size() > 1) {
      set_fact(check, "runs", spread(same));
      check.message += fmt::format(" The runs differ: {}.", spread(same));
    }
    move_evidence(check, reports[same.report].evidence, merged.evidence);
    merged.checks.push_back(std::move(check));
  }
  // Kinds keep their order although some run may have had kinds that the first had not.
  std::ranges::stable_sort(merged.checks, {}, [&](const Result& each) {
    return std::ranges::find(kinds, each.kind) - kinds.begin();
  });
}

void count(const std::vector<Result>& checks, Summary& summary) {
  const auto add = [&](Status status, std::size_t& into) {
    into = static_cast<std::size_t>(std::ranges::count(checks, status, &Result::status));
  };
  add(Status::pass, summary.pass), add(Status::warn, summary.warn), add(Status::fail, summary.fail);
  add(Status::skip, summary.skip), add(Status::unknown, summary.unknown);
}

void merge_findings(const std::vector<Report>& reports, const std::vector<std::string>& labels,
                    Report& merged) {
  struct Proof {
    std::string because{};
    std::vector<std::string> runs{};
  };
  std::vector<std::vector<Proof>> proofs;
  for (std::size_t r = 0; r < reports.size(); ++r)
    for (const Finding& finding : reports[r].findings) {
      auto at = std::ranges::find_if(merged.findings, [&](const Finding& each) {
        return each.code == finding.code && each.subject == finding.subject;
      });
      if (at == merged.findings.end()) {
        at = merged.findings.insert(at, finding);
        proofs.push_back({{finding.because, {labels[r]}}});
        continue;
      }
      at->severity = std::max(at->severity, finding.severity);
      at->suppressed = at->suppressed && finding.suppressed;
      add_missing(at->targets, finding.targets);
      add_missing(at->views, finding.views);
      add_missing(at->could_be, finding.could_be);
      add_missing(at->explains, finding.explains);
      for (const Remedy& remedy : finding.remedies)
        if (std::ranges::none_of(at->remedies, [&](const Remedy& each) {
              return each.as == remedy.as && each.text == remedy.text;
            }))
          at->remedies.push_back(remedy);
      auto& known = proofs[static_cast<std::size_t>(at - merged.findings.begin())];
      const auto same = std::ranges::find(known, finding.because, &Proof::because);
      if (same == known.end())
        known.push_back({finding.because, {labels[r]}});
      else
        same->runs.push_back(labels[r]);
    }
  if (reports.size() == 1) return;
  // A merged report that is merged again has its runs named in `because` already.
  for (std::size_t i = 0; i < proofs.size(); ++i) {
    std::vector<std::string> parts;
    for (const Proof& proof : proofs[i])
      parts.push_back(fmt::format("{}: {}", named(proof.runs), proof.because));
    merged.findings[i].because = join(parts, " ");
  }
}

void merge_runs(const std::vector<Report>& reports, const std::vector<std::string>& labels, Report& merged) {
  RunFacts& run = merged.run;
  std::vector<std::string> hosts, unfinished;
  run.started = reports.front().run.started;
  double end = 0;
  for (std::size_t r = 0; r < reports.size(); ++r) {
    const Report& report = reports[r];
    run.started = std::min(run.started, report.run.started);
    end = std::max(end, static_cast<double>(report.run.started.seconds) * 1000 + report.run.duration.count());
    if (report.run.merged.empty())
      run.merged.push_back({labels[r], report.run.id, report.evidence.host.hostname, report.plan.name,
                            report.run.started, report.verdict});
    else
      run.merged.insert(run.merged.end(), report.run.merged.begin(), report.run.merged.end());
    if (!report.run.complete) {
      run.complete = false;
      unfinished.push_back(labels[r] + (report.run.incomplete_because.empty()
                                            ? ""
                                            : fmt::format(" ({})", report.run.incomplete_because)));
    }
    run.attempts = std::max(run.attempts, report.run.attempts);
    if (gravity(report.verdict) > gravity(merged.verdict)) merged.verdict = report.verdict;
    merged.judgement.fail_on = std::min(merged.judgement.fail_on, report.judgement.fail_on);
    add_missing(merged.judgement.suppress, report.judgement.suppress);
  }
  run.duration = Millis(end - static_cast<double>(run.started.seconds) * 1000);
  run.incomplete_because = unfinished.empty() ? "" : "not complete: " + named(unfinished);
  run.id = "merge of " + count_of(run.merged.size(), "run");
  for (const MergedRun& each : run.merged)
    if (!each.host.empty() && std::ranges::find(hosts, each.host) == hosts.end()) hosts.push_back(each.host);
  const std::size_t more = hosts.size() > kNamedRuns ? hosts.size() - kNamedRuns : 0;
  hosts.resize(hosts.size() - more);
  merged.evidence.host.hostname =
      more == 0 ? join(hosts) : fmt::format("{} and {}", join(hosts), count_of(more, "more host"));
  merged.evidence.host.clock = run.started;
}

}  // namespace

std::vector<std::string> run_labels(const std::vector<Report>& reports) {
  std::map<std::string, int> hosts;
  for (const Report& each : reports) ++hosts[each.evidence.host.hostname];
  std::vector<std::string> labels;
  std::set<std::string> taken;
  for (std::size_t r = 0; r < reports.size(); ++r) {
    const std::string& host = reports[r].evidence.host.hostname;
    const std::string& id = reports[r].run.id;
    std::string label = host;
    if (host.empty() || hosts[host] > 1) label = host.empty() ? id : fmt::format("{}#{}", host, id);
    // The same file twice, or reports without any name: the place in the command line is left.
    if (label.empty() || !taken.insert(label).second) {
      label = fmt::format("{}{}run {}", label, label.empty() ? "" : " ", r + 1);
      taken.insert(label);
    }
    labels.push_back(std::move(label));
  }
  return labels;
}

Report merge(std::vector<Report> reports) {
  Report merged;
  merged.tool_version = reports.front().tool_version;
  merged.verdict = Verdict::pass;
  const std::vector<std::string> labels = run_labels(reports);
  merged.plan = merge_plans(reports);
  merge_runs(reports, labels, merged);
  merge_findings(reports, labels, merged);
  merge_checks(reports, labels, merged);
  count(merged.checks, merged.summary);
  // What failed in one run is no longer merely unproved.
  std::map<std::string_view, Status> status;
  for (const Result& each : merged.checks) status.emplace(each.id, each.status);
  for (const Report& report : reports)
    for (const std::string& id : report.not_proved) {
      const auto known = status.find(id);
      const bool open = known == status.end() || known->second == Status::warn;
      if (open && std::ranges::find(merged.not_proved, id) == merged.not_proved.end())
        merged.not_proved.push_back(id);
    }
  return merged;
}

}  // namespace vnetprobe
