// Evidence: plain facts seen on the wire or told by the operating system. No opinion in here.
// Every item says by itself whom it is about, so that items can be stored, saved and read back in
// any order; `judge` needs nothing else. Times are relative to the start of the run.
#pragma once

#include <string>
#include <vector>

#include "probe/model/address.h"
#include "probe/model/az_facts.h"
#include "probe/model/contact_evidence.h"
#include "probe/model/discovery.h"
#include "probe/model/dns_evidence.h"
#include "probe/model/fields.h"
#include "probe/model/identity_facts.h"
#include "probe/model/time.h"

namespace vnetprobe {

struct HostsLine {
  int line = 0;
  std::string file{};
  IpAddress address{};
  std::vector<std::string> names{};
  std::string text{};  // as it stands in the file
};

struct HostFacts {
  std::string hostname{};
  std::vector<std::string> addresses{};  // of the interfaces, "eth0 10.1.0.7"
  std::vector<IpAddress> nameservers{};  // resolv.conf
  std::vector<IpAddress> upstreams{};    // behind a loopback stub, where the host tells
  std::vector<std::string> search{};
  std::string nsswitch_hosts{};          // the hosts: line of nsswitch.conf
  std::vector<HostsLine> hosts_lines{};  // only lines that touch a target
  std::vector<std::string> proxies{};    // "https_proxy=http://proxy:3128", credentials removed
  std::string no_proxy{};
  UtcTime clock{};  // wall clock at the start of the run
};

// All of it. Items are appended as they come and never referred to across a wait.
struct Evidence {
  std::vector<DnsQuestion> questions{};
  std::vector<SystemLookup> lookups{};
  std::vector<Contact> contacts{};
  HostFacts host{};
  AzFacts az{};              // told, not seen: what the user had from az or ARM
  Discovery discovery{};     // who was asked where nothing was given
  IdentityFacts identity{};  // this machine's credentials, and never they themselves
};

template <Is<HostsLine> T, class F>
void visit_fields(T& s, F&& f) {
  f("line", s.line), f("file", s.file), f("address", s.address), f("names", s.names);
  f("text", s.text);
}
template <Is<HostFacts> T, class F>
void visit_fields(T& s, F&& f) {
  f("hostname", s.hostname), f("addresses", s.addresses), f("nameservers", s.nameservers);
  f("upstreams", s.upstreams), f("search", s.search), f("nsswitch_hosts", s.nsswitch_hosts);
  f("hosts_lines", s.hosts_lines), f("proxies", s.proxies), f("no_proxy", s.no_proxy);
  f("clock", s.clock);
}

}  // namespace vnetprobe
