// What would trip a newcomer: the right address comes from the plan before it comes from any answer.
// A view that disagrees with the plan is what is to be mended, not what tells how.
#include "checks/mending.h"

#include <algorithm>
#include <fmt/format.h>

#include "probe/azure/services.h"
#include "probe/dns/name.h"

namespace vnetprobe {
namespace {

bool contains(const auto& list, const auto& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// azure-facts 2.5 and 11 row 36: names under this zone have their records in blob's private zone, and
// whoever forwards blob's zone alone misses them. Azure Backup uses such names.
constexpr std::string_view kBlob = "blob.core.windows.net";
constexpr std::string_view kZonedBlob = "blob.storage.azure.net";

}  // namespace

std::vector<std::size_t> targets_of(const Case& run, const Finding& finding) {
  std::vector<std::size_t> found;
  for (const std::string& name : finding.targets)
    if (const auto target = run.target_index(name)) add_once(found, *target);
  return found;
}

std::vector<IpAddress> right_addresses(const Case& run, std::size_t target,
                                       const std::vector<std::string>& blamed) {
  const std::vector<IpAddress>& expected = run.scope().targets[target].expected;
  if (!expected.empty()) return expected;
  std::vector<IpAddress> seen;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    const NameView& name = run.name_view(target, v);
    if (name.sight != Sight::right || contains(blamed, run.scope().views[v].name)) continue;
    std::vector<IpAddress> here = name.form.addresses();
    std::sort(here.begin(), here.end());
    if (!seen.empty() && seen != here && !blamed.empty()) return {};
    if (seen.empty()) seen = std::move(here);
  }
  return seen;
}

std::vector<IpAddress> wrong_addresses(const Case& run, std::size_t target,
                                       const std::vector<std::string>& views) {
  const std::vector<IpAddress> right = right_addresses(run, target, views);
  std::vector<IpAddress> wrong;
  if (right.empty()) return wrong;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    if (!contains(views, run.scope().views[v].name)) continue;
    const NameView& name = run.name_view(target, v);
    if (name.sight == Sight::public_only) continue;  // the Internet's records are not ours to remove
    for (const IpAddress& address : name.form.addresses())
      if (!contains(right, address)) add_once(wrong, address);
  }
  return wrong;
}

NameEntry entry_of(const Case& run, std::size_t target, const std::vector<std::string>& views) {
  const Target& t = run.scope().targets[target];
  NameEntry entry{.zone = t.zone, .right = right_addresses(run, target, views)};
  if (const auto label = relative_to(t.private_name, t.zone); label && !t.zone.empty()) entry.label = *label;
  if (t.service == Service::backup) {
    entry.names = {t.private_name};  // azure-facts 2.3: clients ask for this form alone
  } else {
    entry.names = {t.public_name};
    add_once(entry.names, t.private_name);
  }
  // These go into configurations: what is no host name has no place there.
  std::erase_if(entry.names, [](const std::string& name) { return !is_host_name(name); });
  if (entry.names.empty() || (!entry.zone.empty() && !is_host_name(entry.zone))) return {};
  entry.wrong = wrong_addresses(run, target, views);
  return entry;
}

std::vector<NameEntry> entries_of(const Case& run, const Finding& finding) {
  std::vector<NameEntry> entries;
  for (const std::size_t target : targets_of(run, finding))
    if (run.scope().targets[target].duty == Duty::private_endpoint) {
      NameEntry entry = entry_of(run, target, finding.views);
      if (!entry.names.empty()) entries.push_back(std::move(entry));
    }
  return entries;
}

std::vector<HostsLine> hosts_lines_of(const Case& run, const Finding& finding) {
  std::vector<HostsLine> lines;
  for (const HostsLine& line : run.evidence().host.hosts_lines)
    if (finding.subject == fmt::format("{}:{}", line.file, line.line) ||
        contains(line.names, finding.subject))
      lines.push_back(line);
  return lines;
}

std::string rest_of_line(const HostsLine& line, const std::vector<NameEntry>& entries) {
  std::string rest;
  for (const std::string& name : line.names) {
    const bool ours = std::any_of(entries.begin(), entries.end(),
                                  [&](const NameEntry& entry) { return contains(entry.names, name); });
    if (!ours && is_host_name(name)) rest += " " + name;
  }
  return rest.empty() ? "" : line.address.to_string() + rest + "\n";
}

std::vector<std::string> zones_to_forward(const Case& run, const std::vector<std::size_t>& targets) {
  std::vector<std::string> zones;
  for (const std::size_t target : targets) {
    const Target& t = run.scope().targets[target];
    if (t.zone.empty()) continue;
    for (const std::string& zone : forwarder_zones(t.zone)) {
      if (!is_host_name(zone)) continue;
      add_once(zones, zone);
      if (zone == kBlob && (!t.vault.empty() || is_under(t.public_name, kZonedBlob)))
        add_once(zones, std::string{kZonedBlob});
    }
  }
  return zones;
}

bool is_served_by_azure(const Case& run, std::string_view zone, const std::vector<std::string>& views) {
  const auto index = run.zone_index(zone);
  if (!index) return true;
  bool by_another = false;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    const ZoneView& seen = run.zone_view(*index, v);
    if (seen.served != Served::yes || !contains(views, run.scope().views[v].name)) continue;
    if (seen.mname == kAzurePrivateMname) return true;
    by_another = true;
  }
  return !by_another;
}

const VaultPlan* vault_of(const Case& run, std::string_view name) {
  for (const VaultPlan& vault : run.plan().vaults)
    if (vault.name == name) return &vault;
  return nullptr;
}

std::vector<std::string> zones_of(const Case& run, const std::vector<std::size_t>& targets) {
  std::vector<std::string> zones;
  for (const std::size_t target : targets)
    if (!run.scope().targets[target].zone.empty()) add_once(zones, run.scope().targets[target].zone);
  return zones;
}

}  // namespace vnetprobe
