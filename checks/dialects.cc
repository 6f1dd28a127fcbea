// What would trip a newcomer: a forwarded zone alone is not enough where a server guards itself.
// Unbound and dnsmasq drop private addresses that come from outside when they are told to prevent
// rebinding, and Unbound validates signatures; both are switched off for these zones alone.
#include "checks/dialects.h"

#include <array>
#include <fmt/format.h>

namespace vnetprobe {
namespace {

constexpr auto kServerDialects =
    std::to_array<std::string_view>({"windows-dns", "coredns", "bind", "unbound", "dnsmasq"});

constexpr int kTtl = 60;  // azure-facts 4.5: 10 to 600 for records by hand

std::string_view type_of(const IpAddress& address) { return address.is_v4() ? "A" : "AAAA"; }

std::string quoted_list(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += fmt::format("{}\"{}\"", text.empty() ? "" : ", ", word);
  return text;
}

std::string forward_windows(const std::vector<std::string>& zones, std::string_view to) {
  return fmt::format(
      "foreach ($zone in {}) {{\n"
      "  if (Get-DnsServerZone -Name $zone -ErrorAction SilentlyContinue) {{\n"
      "    Set-DnsServerConditionalForwarderZone -Name $zone -MasterServers {}\n"
      "  }} else {{\n"
      "    Add-DnsServerConditionalForwarderZone -Name $zone -MasterServers {}\n"
      "  }}\n"
      "}}\n"
      "Clear-DnsServerCache -Force\n",
      quoted_list(zones), to, to);
}

std::string forward_unbound(const std::vector<std::string>& zones, std::string_view to) {
  std::string text = "server:\n";
  for (const std::string& zone : zones)
    text += fmt::format("  domain-insecure: \"{0}.\"\n  private-domain: \"{0}.\"\n", zone);
  for (const std::string& zone : zones)
    text +=
        fmt::format("forward-zone:\n  name: \"{}.\"\n  forward-addr: {}\n  forward-first: no\n", zone, to);
  return text;
}

std::string record_windows(const NameEntry& entry) {
  std::string text;
  for (const IpAddress& address : entry.right)
    text += fmt::format(
        "if (-not (Get-DnsServerResourceRecord -ZoneName \"{0}\" -Name \"{1}\" -RRType {2} -ErrorAction "
        "SilentlyContinue | Where-Object {{ $_.RecordData.IPv{3}Address -eq \"{4}\" }})) {{\n"
        "  Add-DnsServerResourceRecord{2} -ZoneName \"{0}\" -Name \"{1}\" -IPv{3}Address {4}\n"
        "}}\n",
        entry.zone, entry.label, type_of(address), address.is_v4() ? 4 : 6, address.to_string());
  for (const IpAddress& address : entry.wrong)
    text += fmt::format(
        "Remove-DnsServerResourceRecord -ZoneName \"{}\" -Name \"{}\" -RRType {} -RecordData {} -Force "
        "-ErrorAction SilentlyContinue\n",
        entry.zone, entry.label, type_of(address), address.to_string());
  return text;
}

// BIND keeps records in files of their own, so these are lines for such a file, not for named.conf.
std::string record_bind(const NameEntry& entry) {
  std::string text = fmt::format(
      "// in the file of zone {0}, with a higher serial where other servers copy it, then: rndc reload {0}\n",
      entry.zone);
  for (const IpAddress& address : entry.right)
    text += fmt::format("//   add     {}.{}. {} IN {} {}\n", entry.label, entry.zone, kTtl, type_of(address),
                        address.to_string());
  for (const IpAddress& address : entry.wrong)
    text += fmt::format("//   remove  {}.{}. IN {} {}\n", entry.label, entry.zone, type_of(address),
                        address.to_string());
  return text;
}

// Unbound and dnsmasq give all addresses that they hold for a name: a wrong one has to go.
constexpr std::string_view kTakeOut = "# take out, where it is: ";

std::string record_unbound(const NameEntry& entry) {
  std::string text;
  for (const std::string& name : entry.names) {
    if (entry.right.empty()) continue;
    text += fmt::format("  local-zone: \"{}.\" static\n", name);
    for (const IpAddress& address : entry.right)
      text += fmt::format("  local-data: \"{}. {} IN {} {}\"\n", name, kTtl, type_of(address),
                          address.to_string());
    for (const IpAddress& address : entry.wrong)
      text += fmt::format("{}local-data of {}. with {} {}\n", kTakeOut, name, type_of(address),
                          address.to_string());
  }
  return text;
}

// `local` keeps questions of the other family from going upstream, where a public answer may wait.
std::string record_dnsmasq(const NameEntry& entry) {
  std::string text;
  for (const std::string& name : entry.names) {
    if (entry.right.empty()) continue;
    for (const IpAddress& address : entry.right)
      text += fmt::format("host-record={},{}\n", name, address.to_string());
    for (const IpAddress& address : entry.wrong)
      text += fmt::format("{}host-record={},{}\n", kTakeOut, name, address.to_string());
    text += fmt::format("local=/{}/\n", name);
  }
  return text;
}

std::string record_coredns(const std::vector<NameEntry>& entries) {
  std::string text;
  for (const NameEntry& entry : entries)
    for (const std::string& name : entry.names) {
      if (entry.right.empty()) continue;
      text += fmt::format("{}:53 {{\n  hosts {{\n", name);
      for (const IpAddress& address : entry.right)
        text += fmt::format("    {} {}\n", address.to_string(), name);
      text += "  }\n}\n";
    }
  return text;
}

}  // namespace

std::span<const std::string_view> server_dialects() { return kServerDialects; }

std::string forward_text(std::string_view dialect, const std::vector<std::string>& zones,
                         std::string_view to) {
  if (dialect == "windows-dns") return forward_windows(zones, to);
  if (dialect == "unbound") return forward_unbound(zones, to);
  std::string text;
  for (const std::string& zone : zones) {
    if (dialect == "bind")
      text += fmt::format("zone \"{}\" {{\n  type forward;\n  forward only;\n  forwarders {{ {}; }};\n}};\n",
                          zone, to);
    if (dialect == "dnsmasq") text += fmt::format("server=/{0}/{1}\nrebind-domain-ok=/{0}/\n", zone, to);
    if (dialect == "coredns")
      text += fmt::format("{}:53 {{\n  errors\n  cache 30\n  forward . {}\n}}\n", zone, to);
  }
  return text;
}

std::string record_text(std::string_view dialect, const std::vector<NameEntry>& entries) {
  if (dialect == "coredns") return record_coredns(entries);
  std::string text;
  for (const NameEntry& entry : entries) {
    if (dialect == "windows-dns") text += record_windows(entry);
    if (dialect == "bind") text += record_bind(entry);
    if (dialect == "unbound") text += record_unbound(entry);
    if (dialect == "dnsmasq") text += record_dnsmasq(entry);
  }
  if (dialect == "unbound" && !text.empty()) text.insert(0, "server:\n");
  return text;
}

std::string hosts_text(const std::vector<NameEntry>& entries) {
  std::string text;
  for (const NameEntry& entry : entries)
    for (const IpAddress& address : entry.right)
      text += fmt::format("{} {}\n", address.to_string(), fmt::join(entry.names, " "));
  return text;
}

}  // namespace vnetprobe
