// What would trip a newcomer: the zone to forward is the public one, except for Azure Backup
// (azure-facts 4.6), and the record to write is relative to the private zone.
#include <algorithm>
#include <fmt/format.h>

#include "checks/dialects.h"
#include "checks/mending.h"
#include "checks/remedy_writers.h"
#include "probe/azure/services.h"

namespace vnetprobe {
namespace {

std::string without_last_newline(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

// Whether that target is right depends on where the server stands, which no run can see.
std::string where_to(std::string_view comment) {
  return fmt::format(
      "{0} {1} answers inside Azure only; a server outside forwards to the\n"
      "{0} inbound endpoint of a private resolver, or to a DNS server in Azure.\n",
      comment, kAzureDns);
}

std::string_view comment_of(std::string_view dialect) { return dialect == "bind" ? "//" : "#"; }

std::vector<Remedy> forwards(const std::vector<std::string>& zones) {
  std::vector<Remedy> remedies;
  if (zones.empty()) return remedies;
  for (const std::string_view dialect : server_dialects())
    remedies.push_back(
        {std::string{dialect},
         where_to(comment_of(dialect)) + without_last_newline(forward_text(dialect, zones, kAzureDns))});
  return remedies;
}

// The private endpoint that the plan names for the vault of these targets, "" where it names none.
std::string endpoint_of(const Case& run, const std::vector<std::size_t>& targets) {
  for (const std::size_t t : targets)
    if (const VaultPlan* vault = vault_of(run, run.scope().targets[t].vault); vault != nullptr)
      return vault->private_endpoint;
  return "";
}

Steps add_records(const Case& run, const Finding& finding) {
  Steps steps;
  std::vector<std::string> found;
  const std::vector<NameEntry> entries = entries_of(run, finding);
  for (const NameEntry& entry : entries) {
    if (entry.zone.empty() || entry.label.empty()) continue;
    if (std::find(found.begin(), found.end(), entry.zone) == found.end()) {
      found.push_back(entry.zone);
      steps.push_back(az::find_zone(entry.zone));
    }
    if (entry.right.empty()) {
      steps.push_back(az::find_addresses(entry.names.front()));
      steps.push_back(az::add_unknown_record(entry.zone, entry.label));
    }
    for (const IpAddress& address : entry.right)
      steps.push_back(az::add_record(entry.zone, entry.label, address));
  }
  return steps;
}

bool is_plain_path(std::string_view path) {
  return path.starts_with('/') && std::all_of(path.begin(), path.end(), [](char c) {
           return c == '/' || plain_word(std::string_view{&c, 1}) != "<name>" || c == '-';
         });
}

}  // namespace

Steps az_link_zone(const Case&, const Finding& finding) {
  return {az::find_zone(finding.subject), az::make_zone(finding.subject), az::find_networks(),
          az::link_zone(finding.subject)};
}

Steps az_link_if_not_forwarding(const Case& run, const Finding& finding) {
  Steps steps = az_link_zone(run, finding);
  steps.front().note = "the other half: link the zone to the network from which the server asks Azure DNS; " +
                       steps.front().note;
  return steps;
}

Steps az_back_to_azure_dns(const Case&, const Finding&) {
  return {az::find_networks(),
          {"only where the network can do without DNS servers of its own; renew DHCP or restart afterwards",
           "az network vnet update -g <vnet-group> -n <vnet> --dns-servers \"\"", "", true}};
}

Steps az_write_records(const Case& run, const Finding& finding) {
  const std::vector<std::size_t> targets = targets_of(run, finding);
  for (const std::string& zone : zones_of(run, targets))
    if (!is_served_by_azure(run, zone, finding.views)) return {};
  Steps steps = add_records(run, finding);
  const std::string endpoint = endpoint_of(run, targets);
  steps.push_back(az::find_endpoints());
  append(steps, az::zone_group(endpoint, zones_of(run, targets)));
  return steps;
}

// azure-facts 4.8, 11 row 6
Steps az_write_hidden_records(const Case& run, const Finding& finding) {
  Steps steps = add_records(run, finding);
  for (const std::string& zone : zones_of(run, targets_of(run, finding))) {
    steps.push_back(az::find_links(zone));
    steps.push_back({"only if nobody needs the way back to public DNS",
                     fmt::format("az network private-dns link vnet update -g <zone-group> -z {} -n <link> "
                                 "--resolution-policy Default",
                                 plain_word(zone)),
                     "", true});
  }
  return steps;
}

constexpr std::size_t kMostSteps = 16;  // of one kind: more is no remedy that anyone reads

Steps az_correct_records(const Case& run, const Finding& finding) {
  Steps steps;
  for (const std::size_t t : targets_of(run, finding)) {
    const NameEntry entry = entry_of(run, t, finding.views);
    if (entry.zone.empty() || entry.label.empty()) continue;
    if (!is_served_by_azure(run, entry.zone, finding.views)) continue;
    steps.push_back(az::find_addresses(entry.names.front()));
    steps.push_back(az::find_zone(entry.zone));
    std::vector<IpAddress> given;
    for (std::size_t v = 0; v < run.scope().views.size(); ++v)
      if (run.scope().views[v].azure)
        for (const IpAddress& address : run.name_view(t, v).form.addresses()) add_once(given, address);
    if (entry.wrong.size() > kMostSteps) {
      steps.push_back(az::delete_records(entry.zone, entry.label, entry.wrong.front()));
      for (const IpAddress& address : entry.right)
        steps.push_back(az::add_record(entry.zone, entry.label, address));
      continue;
    }
    for (const IpAddress& address : entry.right)
      if (std::find(given.begin(), given.end(), address) == given.end())
        steps.push_back(az::add_record(entry.zone, entry.label, address));
    for (const IpAddress& address : entry.wrong)
      steps.push_back(az::remove_record(entry.zone, entry.label, address));
  }
  return steps;
}

Steps az_show_addresses(const Case& run, const Finding& finding) {
  Steps steps;
  for (const NameEntry& entry : entries_of(run, finding))
    steps.push_back(az::find_addresses(entry.names.front()));
  return steps;
}

// azure-facts 4.4: 168.63.129.16 is blocked by the tag alone.
Steps az_open_dns_port(const Case& run, const Finding& finding) {
  for (const View& view : run.scope().views) {
    if (view.name != finding.subject || view.system) continue;
    if (view.azure)
      return {
          {"a rule that denies the tag AzurePlatformDNS blocks Azure DNS; nothing else in a network "
           "security group does",
           "az network nsg list --query \"[].{nsg:name,group:resourceGroup,"
           "denies:securityRules[?access=='Deny' && destinationAddressPrefix=='AzurePlatformDNS'].name}\" "
           "-o json"},
          {"", "az network nsg rule delete -g <nsg-group> --nsg-name <nsg> -n <rule>"}};
    return {az::find_security_groups(),
            az::allow("allow-dns", "*", {view.server.address.to_string()}, std::to_string(view.server.port))};
  }
  return {};
}

Steps az_make_endpoint(const Case& run, const Finding& finding) {
  Steps steps;
  for (const std::size_t t : targets_of(run, finding)) {
    const Target& target = run.scope().targets[t];
    const bool storage = is_storage(target.service);
    if (!storage && target.service != Service::key_vault && target.service != Service::sqlmi) continue;
    if (steps.empty()) {
      steps.push_back(storage                                ? az::find_account(target.resource)
                      : target.service == Service::key_vault ? az::find_key_vault(target.resource)
                                                             : az::find_instance(target.resource));
      append(steps, az::approve());
      steps.push_back({"where there is none: make it, in a subnet of this network",
                       "az network vnet list --query \"[].subnets[].id\" -o tsv"});
    }
    const std::string group = storage                                ? std::string{to_string(target.service)}
                              : target.service == Service::key_vault ? "vault"
                                                                     : "managedInstance";
    const std::string name = fmt::format("pe-{}-{}", target.resource, group);
    steps.push_back(az::make_endpoint(name, group));
    if (target.zone.empty()) continue;
    steps.push_back(az::find_zone(target.zone));
    append(steps, az::zone_group(name, {target.zone}));
  }
  return steps;
}

// azure-facts 11 row 8
Steps az_rename_zone(const Case& run, const Finding& finding) {
  std::string right;
  std::vector<std::size_t> targets;
  for (const Zone& zone : run.scope().zones)
    for (const std::string& wrong : zone.wrong_names)
      if (wrong == finding.subject || zone.name == finding.subject) {
        right = zone.name;
        targets = zone.targets;
      }
  if (right.empty() || right == finding.subject) return {};
  Steps steps = {
      {"where the wrong zone is; the right one may go beside it", az::find_zone(finding.subject).command},
      az::make_zone(right),
      az::find_networks(),
      az::link_zone(right),
      az::find_endpoints(),
      az::find_zone(right)};
  append(steps, az::zone_group(endpoint_of(run, targets), {right}));
  steps.push_back(az::delete_zone(finding.subject));
  return steps;
}

Steps az_unlink_zone(const Case&, const Finding& finding) {
  return {az::find_zone(finding.subject), az::find_links(finding.subject), az::unlink_zone(finding.subject)};
}

std::vector<Remedy> forward_zone(const Case& run, const Finding& finding) {
  const auto index = run.zone_index(finding.subject);
  if (!index) return {};
  return forwards(zones_to_forward(run, run.scope().zones[*index].targets));
}

std::vector<Remedy> forward_at_resolver(const Case& run, const Finding& finding) {
  return forwards(zones_to_forward(run, targets_of(run, finding)));
}

std::vector<Remedy> write_records(const Case& run, const Finding& finding) {
  std::vector<NameEntry> own;
  for (const NameEntry& entry : entries_of(run, finding))
    if (!entry.zone.empty() && !entry.right.empty() && !is_served_by_azure(run, entry.zone, finding.views))
      own.push_back(entry);
  if (own.empty()) return {};
  std::vector<Remedy> remedies;
  for (const std::string_view dialect : server_dialects())
    remedies.push_back({std::string{dialect}, without_last_newline(record_text(dialect, own))});
  return remedies;
}

std::vector<Remedy> let_clients_in(const Case& run, const Finding&) {
  std::string own;
  for (const std::string& line : run.evidence().host.addresses) {
    const std::size_t blank = line.find(' ');
    const auto address = IpAddress::parse(std::string_view{line}.substr(blank == line.npos ? 0 : blank + 1));
    if (address && is_private(classify(*address, run.plan().vnet))) {
      own = fmt::format("{}/{}", address->to_string(), address->is_v4() ? 32 : 128);
      break;
    }
  }
  std::vector<std::string> networks;
  for (const Cidr& network : run.plan().vnet) networks.push_back(network.to_string());
  if (networks.empty() && !own.empty()) networks.push_back(own);
  if (networks.empty()) return {};
  std::string unbound = "server:\n";
  for (const std::string& network : networks) unbound += fmt::format("  access-control: {} allow\n", network);
  return {{"bind",
           fmt::format("// inside options {{ }}: a second such statement is an error\n"
                       "//   allow-query {{ {0}; localhost; }};\n//   allow-recursion {{ {0}; localhost; }};",
                       fmt::join(networks, "; "))},
          {"unbound", without_last_newline(unbound)}};
}

// By number and address: where the lines have moved, nothing is touched.
std::vector<Remedy> correct_hosts_line(const Case& run, const Finding& finding) {
  std::vector<Remedy> remedies;
  const std::vector<NameEntry> entries = entries_of(run, finding);
  std::string lines;
  for (const HostsLine& line : hosts_lines_of(run, finding)) {
    if (!is_plain_path(line.file)) continue;
    lines += rest_of_line(line, entries);
    std::string pattern;
    for (const char c : line.address.to_string()) pattern += c == '.' ? std::string{"\\."} : std::string{c};
    remedies.push_back({"sh", fmt::format("sudo sed -i '{}s/^[[:space:]]*{}[[:space:]]/# &/' {}", line.line,
                                          pattern, line.file)});
  }
  lines += hosts_text(entries);
  if (!remedies.empty() && !lines.empty()) remedies.push_back({"hosts", without_last_newline(lines)});
  return remedies;
}

}  // namespace vnetprobe
