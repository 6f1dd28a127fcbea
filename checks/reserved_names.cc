#include "checks/reserved_names.h"

namespace vnetprobe {

std::vector<ReservedName> reserved_names(const Case& run) {
  std::vector<ReservedName> names;
  for (std::size_t i = 0; i < run.evidence().questions.size(); ++i) {
    const DnsQuestion& question = run.evidence().questions[i];
    if (question.purpose != DnsPurpose::reserved) continue;
    for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
      if (run.scope().views[v].name != question.view) continue;
      ReservedName name{question.name, v, i, false, false};
      name.usable = question.outcome == DnsOutcome::answered &&
                    (question.rcode == rcode::kNoError || question.rcode == rcode::kNxDomain);
      for (const auto* section : {&question.answers, &question.authorities})
        for (const DnsRecord& record : *section)
          name.shadowed |= name.usable && record.type == rr::kSOA && record.owner == question.name &&
                           soa_mname(record) == kAzurePrivateMname;
      names.push_back(std::move(name));
    }
  }
  return names;
}

}  // namespace vnetprobe
