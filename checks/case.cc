// What would trip a newcomer: "is it required" is asked of a view and a name together. What the hosts
// file answers as expected is required of `system` alone (contract 2.1).
#include "checks/case.h"

#include <algorithm>
#include <array>

#include "probe/dns/name.h"

namespace vnetprobe {
namespace {

bool hosts_file_has(const HostFacts& host, const std::string& name) {
  return std::any_of(host.hosts_lines.begin(), host.hosts_lines.end(), [&](const HostsLine& line) {
    return std::find(line.names.begin(), line.names.end(), name) != line.names.end();
  });
}

bool contains(const std::vector<IpAddress>& list, const IpAddress& address) {
  return std::find(list.begin(), list.end(), address) != list.end();
}

// Azure's public name servers, as the SOA of its public zones names them: ns1-205.azure-dns.com
// (azure-facts 2.3), and core.windows.net's own (MEM).
constexpr std::array<std::string_view, 6> kPublicDnsHosts = {
    "azure-dns.com", "azure-dns.net", "azure-dns.org", "azure-dns.info", "azuredns-cloud.net", "msft.net"};

}  // namespace

const std::string& asked_name(const Target& target) {
  return target.service == Service::backup ? target.private_name : target.public_name;
}

std::vector<IpAddress> FormAnswer::addresses() const {
  std::vector<IpAddress> all = v4;
  all.insert(all.end(), v6.begin(), v6.end());
  return all;
}

bool NameView::is_private() const {
  return sight == Sight::right || sight == Sight::stale || sight == Sight::outside_vnet;
}

bool ViewHealth::is_unusable() const { return !usable && (refused || useless); }

bool ViewHealth::refuses_all() const { return !usable && refused && !useless; }

bool NameView::through_privatelink() const {
  return target->two_forms &&
         std::find(form.aliases.begin(), form.aliases.end(), target->private_name) != form.aliases.end();
}

std::string_view soa_mname(const DnsRecord& soa) {
  return std::string_view(soa.data).substr(0, soa.data.find(' '));
}

bool is_private_soa(const DnsRecord& soa, std::string_view zone) {
  if (soa.owner != zone) return false;
  const std::string_view mname = soa_mname(soa);
  return std::none_of(kPublicDnsHosts.begin(), kPublicDnsHosts.end(),
                      [&](std::string_view host) { return is_under(mname, host); });
}

Case::Case(const Plan& plan, const Scope& scope, const Evidence& evidence)
    : plan_(plan), scope_(scope), evidence_(evidence) {
  for (std::size_t i = 0; i < evidence_.contacts.size(); ++i)
    contacts_[evidence_.contacts[i].target].push_back(i);
  read_names();
  read_zones();
  read_health();
}

// An interrupted look-up of a name that the hosts file has is no reason to blame a server for it.
bool Case::is_required(std::size_t target, std::size_t view) const {
  const View& seen_from = scope_.views[view];
  if (!seen_from.required) return false;
  if (seen_from.system) return true;
  for (std::size_t v = 0; v < scope_.views.size(); ++v) {
    const NameView& cell = name_view(target, v);
    if (!scope_.views[v].system || !scope_.views[v].required) continue;
    if (cell.from_hosts_file && cell.sight == Sight::right) return false;
    if (cell.sight == Sight::unknown && hosts_file_has(evidence_.host, cell.form.name)) return false;
  }
  return true;
}

std::optional<std::size_t> Case::zone_index(std::string_view zone) const {
  for (std::size_t z = 0; z < scope_.zones.size(); ++z)
    if (scope_.zones[z].name == zone) return z;
  return std::nullopt;
}

std::optional<std::size_t> Case::target_index(std::string_view name) const {
  for (std::size_t t = 0; t < scope_.targets.size(); ++t)
    if (scope_.targets[t].name == name) return t;
  return std::nullopt;
}

std::optional<std::size_t> Case::view_index(std::string_view name) const {
  for (std::size_t v = 0; v < scope_.views.size(); ++v)
    if (scope_.views[v].name == name) return v;
  return std::nullopt;
}

std::optional<std::size_t> Case::azure_view() const {
  for (std::size_t v = 0; v < scope_.views.size(); ++v)
    if (scope_.views[v].azure) return v;
  return std::nullopt;
}

std::vector<std::size_t> Case::behind_system() const {
  std::vector<std::size_t> behind;
  const HostFacts& host = evidence_.host;
  for (std::size_t v = 0; v < scope_.views.size(); ++v) {
    const View& view = scope_.views[v];
    if (!view.system &&
        (contains(host.nameservers, view.server.address) || contains(host.upstreams, view.server.address)))
      behind.push_back(v);
  }
  return behind;
}

std::vector<std::size_t> Case::contacts(std::size_t target, Path path) const {
  std::vector<std::size_t> found;
  const auto made = contacts_.find(scope_.targets[target].name);
  if (made == contacts_.end()) return found;
  for (const std::size_t i : made->second)
    if (evidence_.contacts[i].path == path) found.push_back(i);
  return found;
}

bool Case::seen_in_dns(const IpAddress& address) const {
  const std::string text = address.to_string();
  for (const DnsQuestion& question : evidence_.questions)
    for (const DnsRecord& record : question.answers)
      if ((record.type == rr::kA || record.type == rr::kAAAA) && record.data == text) return true;
  return std::any_of(evidence_.lookups.begin(), evidence_.lookups.end(),
                     [&](const SystemLookup& lookup) { return contains(lookup.addresses, address); });
}

}  // namespace vnetprobe
