// What a DNS server is told, in the language of its configuration: forward these zones, hold these
// names. Text that can be appended to a running configuration.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/address.h"

namespace vnetprobe {

// windows-dns, coredns, bind, unbound, dnsmasq
std::span<const std::string_view> server_dialects();

inline constexpr std::string_view kAzureDns = "168.63.129.16";  // azure-facts 4.4

// A name and the private addresses that it must have.
struct NameEntry {
  std::string zone{};   // the private zone
  std::string label{};  // relative to it
  // Every form that clients ask for: the public name first, then the one in the private zone.
  std::vector<std::string> names{};
  std::vector<IpAddress> right{};
  std::vector<IpAddress> wrong{};  // seen in its place
};

// Forward `zones` to `to`. Repeating it is no fault, but two statements for one zone are, in some
// servers; the caller says so.
std::string forward_text(std::string_view dialect, const std::vector<std::string>& zones,
                         std::string_view to);

// Hold the names: a change of the zone where the dialect has commands for that (windows-dns), a zone
// file's lines (bind), overriding entries for exactly these names elsewhere.
std::string record_text(std::string_view dialect, const std::vector<NameEntry>& entries);

// Lines of a hosts file, one address a line. Only entries with a right address.
std::string hosts_text(const std::vector<NameEntry>& entries);

}  // namespace vnetprobe
