// hosts, nsswitch.conf and resolv.conf: the first byte says which, or the environment's proxy. What is read
// is printable, and a proxy's user and password are not in what is shown of it.
#include <algorithm>

#include "probe/dns/host_files.h"
#include "probe/net/proxy.h"
#include "tests/fuzz/must.h"

namespace vnetprobe {
namespace {

bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

void check_hosts(std::string_view text) {
  const std::string name = "mystorage01.blob.core.windows.net";
  const auto all = parse_hosts(text, "/etc/hosts", {});
  for (const HostsLine& line : all) {
    must(printable(line.text) && line.line > 0 && !line.names.empty());
    for (const std::string& each : line.names) must(printable(each));
  }
  // What touches a name is some of the lines, and only such.
  const auto touching = parse_hosts(text, "/etc/hosts", {name});
  must(touching.size() <= all.size());
  for (const HostsLine& line : touching)
    must(std::find(line.names.begin(), line.names.end(), name) != line.names.end());
}

void check_resolv_conf(std::string_view text) {
  const ResolvConf conf = parse_resolv_conf(text);
  for (const std::string& each : conf.search) must(printable(each) && !each.empty());
  for (const std::string& each : conf.options) must(printable(each) && !each.empty());
}

void check_proxy(const std::string& text) {
  const auto proxy = parse_proxy(text);
  if (proxy) must(!proxy->host.empty() && proxy->port != 0);
  const std::string canary = "CaNaRy";
  const std::string shown = without_credentials("http://user:" + canary + "@" + text);
  if (text.find(canary) == std::string::npos) must(shown.find(canary) == std::string::npos);
}

}  // namespace
}  // namespace vnetprobe

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vnetprobe;
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'h':
      check_hosts(text);
      break;
    case 'n':
      must(printable(parse_nsswitch_hosts(text)));
      break;
    case 'r':
      check_resolv_conf(text);
      break;
    case 'p':
      check_proxy(text);
      break;
    default:
      break;
  }
  return 0;
}
