#include "checks/diagnosis.h"

#include <algorithm>

#include "checks/codes.h"
#include "checks/judging.h"

namespace vnetprobe {
namespace {

void add_once(std::vector<std::string>& list, std::string_view word) {
  if (std::find(list.begin(), list.end(), word) == list.end()) list.emplace_back(word);
}

}  // namespace

Diagnosis::Diagnosis(const Case& run, const std::vector<Result>& results)
    : run_(run), results_(results), claimed_(run.scope().targets.size() * run.scope().views.size()) {
  for (const Result& each : results) {
    if (each.status == Status::fail) failed_.insert(each.id);
    if (each.status == Status::warn) warned_.insert(each.id);
  }
}

bool Diagnosis::is_open(std::size_t target, std::size_t view) const {
  if (claimed_[target * run_.scope().views.size() + view]) return false;
  if (run_.scope().targets[target].duty != Duty::private_endpoint || !run_.is_required(target, view))
    return false;
  const Sight sight = run_.name_view(target, view).sight;
  return sight != Sight::right && sight != Sight::unknown;
}

Finding& Diagnosis::finding(std::string_view code, std::string_view subject) {
  for (Finding& each : findings_)
    if (each.code == code && each.subject == subject) return each;
  const Code& row = code_row(code);
  Finding made;
  made.code = code;
  made.subject = subject;
  made.severity = row.severity;
  made.owner = row.owner;
  made.title = row.title;
  findings_.push_back(std::move(made));
  return findings_.back();
}

void Diagnosis::cover(Finding& finding, std::size_t target, std::size_t view) {
  claimed_[target * run_.scope().views.size() + view] = true;
  const Target& of = run_.scope().targets[target];
  const View& through = run_.scope().views[view];
  add_target(finding, of.name);
  add_view(finding, through.name);
  explain(finding, check_id("dns.private", of.name, through.name));
  covers_.push_back({static_cast<std::size_t>(&finding - findings_.data()), target, view});
}

void Diagnosis::explain(Finding& finding, const std::string& id) const {
  const bool is_softer = finding.severity != Severity::error && warned_.contains(id);
  if (has_failed(id) || is_softer) add_once(finding.explains, id);
}

void Diagnosis::add_target(Finding& finding, std::string_view target) const {
  add_once(finding.targets, target);
}

void Diagnosis::add_view(Finding& finding, std::string_view view) const { add_once(finding.views, view); }

std::vector<std::size_t> Diagnosis::direct_views() const {
  std::vector<std::size_t> views;
  for (std::size_t v = 0; v < run_.scope().views.size(); ++v)
    if (!run_.scope().views[v].system) views.push_back(v);
  return views;
}

std::vector<std::size_t> Diagnosis::all_views() const {
  std::vector<std::size_t> views = direct_views();
  for (std::size_t v = 0; v < run_.scope().views.size(); ++v)
    if (run_.scope().views[v].system) views.push_back(v);
  return views;
}

bool Diagnosis::has_failed(const std::string& id) const { return failed_.contains(id); }

std::vector<std::size_t> Diagnosis::covering(std::size_t target, std::size_t view) const {
  std::vector<std::size_t> found;
  for (const Cover& cover : covers_)
    if (cover.target == target && cover.view == view &&
        std::find(found.begin(), found.end(), cover.finding) == found.end())
      found.push_back(cover.finding);
  return found;
}

}  // namespace vnetprobe
