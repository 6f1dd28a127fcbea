// What the files say by which this host resolves names. Text in, facts out; the files may hold
// anything, so lines that make no sense are left out, as the C library does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "probe/model/evidence.h"

namespace vnetprobe {

// resolv.conf(5).
struct ResolvConf {
  std::vector<IpAddress> nameservers{};  // all of them, though the C library asks the first three alone
  std::vector<std::string> search{};     // the last `search` or `domain` line
  std::vector<std::string> options{};
};
ResolvConf parse_resolv_conf(std::string_view text);

// hosts(5). Only lines that hold one of `names`; every line when `names` is empty. A line's text is
// cut at 1000 bytes and made printable.
std::vector<HostsLine> parse_hosts(std::string_view text, const std::string& file,
                                   const std::vector<std::string>& names);

// nsswitch.conf(5): what stands behind "hosts:", "" when no line does.
std::string parse_nsswitch_hosts(std::string_view text);

}  // namespace vnetprobe
