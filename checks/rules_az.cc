// Where both speak, the wire's finding stands and explains what az said; but an endpoint that is not
// approved is the cause of what the wire shows of it (contract section 5).
#include <algorithm>
#include <fmt/format.h>

#include "checks/az_state.h"
#include "checks/judging.h"
#include "checks/rules.h"

namespace vnetprobe {
namespace {

// What dead endpoints look like in DNS (azure-facts 5.8): the record is gone from a zone that is
// served, or no privatelink alias was ever made.
bool looks_unapproved(const Case& run, const NameView& name, std::size_t v) {
  if (name.sight == Sight::nxdomain || name.sight == Sight::nodata) {
    const std::optional<std::size_t> zone = run.zone_index(name.target->zone);
    return zone && run.zone_view(*zone, v).served == Served::yes;
  }
  return name.sight == Sight::public_only && !name.through_privatelink();
}

// What is found of its connections is its own doing: that none came about, for else it would be
// contradicted. These findings are the last of the list and cover no name.
void take_over_connections(Diagnosis& desk, Finding& cause, const std::vector<std::size_t>& targets) {
  for (const Finding& each : desk.findings())
    for (const std::size_t t : targets)
      if (each.subject == host_port(desk.run().scope().targets[t])) {
        for (const std::string& id : each.explains) desk.explain(cause, id);
        desk.add_target(cause, desk.run().scope().targets[t].name);
      }
}

bool is_of_connections(const Diagnosis& desk, const Finding& finding,
                       const std::vector<std::size_t>& targets) {
  return std::any_of(targets.begin(), targets.end(), [&](std::size_t t) {
    return finding.subject == host_port(desk.run().scope().targets[t]);
  });
}

// Findings that the wire gave of these names.
std::vector<std::size_t> of_the_wire(const Diagnosis& desk, const std::vector<std::size_t>& targets) {
  std::vector<std::size_t> found;
  for (const std::size_t t : targets)
    for (std::size_t v = 0; v < desk.run().scope().views.size(); ++v)
      for (const std::size_t f : desk.covering(t, v))
        if (std::find(found.begin(), found.end(), f) == found.end()) found.push_back(f);
  return found;
}

void add_finding(Diagnosis& desk, const AzSubject& subject, const AzFault& fault) {
  Finding& finding = desk.finding(fault.code, fault.subject);
  if (finding.because.empty()) finding.because = fault.because;
  for (const std::size_t t : subject.targets) desk.add_target(finding, desk.run().scope().targets[t].name);
  desk.explain(finding, check_id("pe.state", subject.name));
}

void name_policies(Diagnosis& desk, const AzSubject& subject, const AzFault& fault) {
  bool said = false;
  for (Finding& each : desk.findings()) {
    if (each.code != "net.timeout" || !is_of_connections(desk, each, subject.targets)) continue;
    each.because += " " + fault.because;
    desk.explain(each, check_id("pe.state", subject.name));
    said = true;
  }
  if (!said) add_finding(desk, subject, fault);
}

}  // namespace

// Before the rules of names: what they would find is the work of this.
void find_unapproved_endpoints(Diagnosis& desk) {
  const Case& run = desk.run();
  for (const AzSubject& subject : az_subjects(run))
    for (const AzFault& fault : subject.faults) {
      if (fault.code != "pe.not-approved" || is_contradicted(run, subject, fault)) continue;
      add_finding(desk, subject, fault);
      for (const std::size_t t : subject.targets)
        for (const std::size_t v : desk.direct_views())
          if (desk.is_open(t, v) && looks_unapproved(run, run.name_view(t, v), v))
            desk.cover(desk.finding(fault.code, fault.subject), t, v);
    }
}

// After the rules of names and of connections.
void find_az_states(Diagnosis& desk) {
  const Case& run = desk.run();
  const std::vector<AzSubject> subjects = az_subjects(run);
  std::vector<std::size_t> dead;
  for (const AzSubject& subject : subjects)
    for (const AzFault& fault : subject.faults) {
      if (fault.code != "pe.not-approved" || is_contradicted(run, subject, fault)) continue;
      take_over_connections(desk, desk.finding(fault.code, fault.subject), subject.targets);
      dead.insert(dead.end(), subject.targets.begin(), subject.targets.end());
    }
  std::erase_if(desk.findings(), [&](const Finding& each) { return is_of_connections(desk, each, dead); });
  for (const AzSubject& subject : subjects)
    for (const AzFault& fault : subject.faults) {
      if (fault.code == "pe.not-approved" || is_contradicted(run, subject, fault)) continue;
      if (fault.code == "pe.network-policies") {
        name_policies(desk, subject, fault);
        continue;
      }
      const bool of_names = fault.code == "pe.no-zone-group" || fault.code == "zone.link-missing" ||
                            fault.code == "dns.wrong-zone-name";
      const std::vector<std::size_t> wire =
          of_names ? of_the_wire(desk, subject.targets) : std::vector<std::size_t>{};
      for (const std::size_t f : wire) desk.explain(desk.findings()[f], check_id("pe.state", subject.name));
      if (wire.empty()) add_finding(desk, subject, fault);
    }
}

}  // namespace vnetprobe
