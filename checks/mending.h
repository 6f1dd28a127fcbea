// What has to be written to mend a name, a zone or a resolver, read off the run and in no dialect yet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checks/case.h"
#include "checks/dialects.h"
#include "probe/model/report.h"

namespace vnetprobe {

// The targets that a finding names, those that the scope knows.
std::vector<std::size_t> targets_of(const Case& run, const Finding& finding);

// Expected by the plan; else what a view gives that the plan agrees with and that is not among the
// blamed; else nothing. With somebody to blame, nothing too where the others disagree.
std::vector<IpAddress> right_addresses(const Case& run, std::size_t target,
                                       const std::vector<std::string>& blamed = {});
// Given for the name in these views, and not right. Nothing where the right ones are not known.
std::vector<IpAddress> wrong_addresses(const Case& run, std::size_t target,
                                       const std::vector<std::string>& views);

NameEntry entry_of(const Case& run, std::size_t target, const std::vector<std::string>& views);
std::vector<NameEntry> entries_of(const Case& run, const Finding& finding);

// Lines of the hosts file that the finding is about.
std::vector<HostsLine> hosts_lines_of(const Case& run, const Finding& finding);
// "ADDRESS NAME..." for what else such a line names, "" where that is nothing.
std::string rest_of_line(const HostsLine& line, const std::vector<NameEntry>& entries);

// Zones that a resolver must forward so that these names resolve (azure-facts 4.6), each once.
std::vector<std::string> zones_to_forward(const Case& run, const std::vector<std::size_t>& targets);

// Azure's own private DNS serves the zone in one of these views; otherwise a server of one's own does.
bool is_served_by_azure(const Case& run, std::string_view zone, const std::vector<std::string>& views);

// The plan's vault of this name, or nullptr.
const VaultPlan* vault_of(const Case& run, std::string_view name);

// Private zones of these targets, each once, in their order.
std::vector<std::string> zones_of(const Case& run, const std::vector<std::size_t>& targets);

template <class T>
void add_once(std::vector<T>& list, const T& item) {
  for (const T& each : list)
    if (each == item) return;
  list.push_back(item);
}

}  // namespace vnetprobe
