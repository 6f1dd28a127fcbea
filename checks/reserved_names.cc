#include "checks/reserved_names.h"

#include <unordered_map>

#include "probe/azure/services.h"

namespace vnetprobe {
namespace {

ReservedName read(const Case& run, std::string name, std::size_t view, std::optional<std::size_t> index) {
  ReservedName made{std::move(name), view, index, false, false};
  if (!index) return made;
  const DnsQuestion& question = run.evidence().questions[*index];
  made.usable = question.outcome == DnsOutcome::answered &&
                (question.rcode == rcode::kNoError || question.rcode == rcode::kNxDomain);
  for (const auto* section : {&question.answers, &question.authorities})
    for (const DnsRecord& record : *section)
      made.shadowed |= made.usable && record.type == rr::kSOA && record.owner == question.name &&
                       soa_mname(record) == kAzurePrivateMname;
  return made;
}

}  // namespace

std::vector<ReservedName> reserved_names(const Case& run) {
  std::vector<ReservedName> names;
  // Documented for the public cloud alone (azure-facts 6).
  if (run.plan().cloud != Cloud::public_cloud || run.scope().targets.empty()) return names;
  const std::vector<DnsQuestion>& questions = run.evidence().questions;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    const View& view = run.scope().views[v];
    if (view.system) continue;
    std::unordered_map<std::string_view, std::size_t> asked;
    for (std::size_t i = 0; i < questions.size(); ++i)
      if (questions[i].purpose == DnsPurpose::reserved && questions[i].view == view.name)
        asked.emplace(questions[i].name, i);
    for (const std::string_view name : reserved_zone_names()) {
      const auto found = asked.find(name);
      names.push_back(read(run, std::string(name), v,
                           found == asked.end() ? std::nullopt : std::optional(found->second)));
    }
  }
  return names;
}

}  // namespace vnetprobe
