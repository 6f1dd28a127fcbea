#include <cstdlib>
#include <doctest/doctest.h>

#include "probe/net/toolbox.h"

namespace vnetprobe {
namespace {

TEST_CASE("facts of this host") {
  ::setenv("https_proxy", "http://user:secret@proxy.example:3128", 1);
  ::setenv("no_proxy", "localhost,.corp.example", 1);
  const HostFacts facts = read_host_facts({"localhost"});
  ::unsetenv("https_proxy");
  ::unsetenv("no_proxy");
  CHECK_FALSE(facts.hostname.empty());
  CHECK(facts.no_proxy == "localhost,.corp.example");
  bool shown = false;
  for (const std::string& proxy : facts.proxies) {
    CHECK(proxy.find("secret") == std::string::npos);
    shown = shown || proxy == "https_proxy=http://proxy.example:3128";
  }
  CHECK(shown);
  CHECK(facts.clock.seconds > 1700000000);
  for (const HostsLine& line : facts.hosts_lines) {
    CHECK(line.file == "/etc/hosts");
    CHECK(line.line > 0);
  }
  CHECK(read_host_facts({}).hosts_lines.empty());
}

}  // namespace
}  // namespace vnetprobe
