// A newcomer would ask the stub of systemd-resolved who stands behind it over D-Bus. It writes the
// same into a file that the C library does not read.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <ifaddrs.h>
#include <net/if.h>
#include <string>
#include <unistd.h>

#include "probe/dns/host_files.h"
#include "probe/net/clean_text.h"
#include "probe/net/proxy.h"
#include "probe/net/socket.h"
#include "probe/net/toolbox.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxFile = 4 * 1024 * 1024;  // hosts files of ad blockers come close
constexpr const char* kStubUpstreams = "/run/systemd/resolve/resolv.conf";

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::array<char, 4096> block{};
  while (file && text.size() < kMaxFile) {
    file.read(block.data(), block.size());
    text.append(block.data(), static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  }
  return text;
}

std::vector<std::string> interface_addresses() {
  std::vector<std::string> found;
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return found;
  for (const ifaddrs* each = list; each != nullptr; each = each->ifa_next) {
    const auto address = from_kernel(each->ifa_addr);
    if (!address || (each->ifa_flags & IFF_LOOPBACK) != 0) continue;
    found.push_back(std::string(each->ifa_name) + " " + address->address.to_string());
  }
  ::freeifaddrs(list);
  return found;
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : clean_line(value, 1000);
}

// HTTP_PROXY in upper case is left alone by curl and Go's CGI rule, but most programs read it.
std::vector<std::string> proxies() {
  std::vector<std::string> found;
  for (const char* name :
       {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
    if (const std::string value = environment(name); !value.empty())
      found.push_back(std::string(name) + "=" + without_credentials(value));
  return found;
}

}  // namespace

HostFacts read_host_facts(const std::vector<std::string>& names) {
  HostFacts facts;
  std::array<char, 256> hostname{};
  if (::gethostname(hostname.data(), hostname.size() - 1) == 0)
    facts.hostname = clean_line(hostname.data(), hostname.size());
  facts.addresses = interface_addresses();
  const ResolvConf conf = parse_resolv_conf(read_file("/etc/resolv.conf"));
  facts.nameservers = conf.nameservers;
  facts.search = conf.search;
  if (std::any_of(conf.nameservers.begin(), conf.nameservers.end(), is_loopback))
    for (const IpAddress& upstream : parse_resolv_conf(read_file(kStubUpstreams)).nameservers)
      if (!is_loopback(upstream)) facts.upstreams.push_back(upstream);
  facts.nsswitch_hosts = parse_nsswitch_hosts(read_file("/etc/nsswitch.conf"));
  if (!names.empty()) facts.hosts_lines = parse_hosts(read_file("/etc/hosts"), "/etc/hosts", names);
  facts.proxies = proxies();
  facts.no_proxy = environment("no_proxy");
  if (facts.no_proxy.empty()) facts.no_proxy = environment("NO_PROXY");
  facts.clock.seconds = ::time(nullptr);
  return facts;
}

}  // namespace vnetprobe
