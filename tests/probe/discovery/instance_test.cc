// What 169.254.169.254 says, and who is believed there (azure-facts 9.1, 14).
#include "probe/discovery/instance.h"

#include <doctest/doctest.h>

namespace vnetprobe {
namespace {

constexpr const char* kServer = "IMDS/150.870.65.1854";
constexpr const char* kMachine =
    R"({"compute": {"azEnvironment": "AzureUSGovernmentCloud", "location": "usgovvirginia",
  "name": "vm-sql", "resourceGroupName": "rg", "subscriptionId": "11111111-2222-3333-4444-555555555555",
  "resourceId": "/subscriptions/S/resourceGroups/RG/providers/Microsoft.Compute/virtualMachines/vm-SQL",
  "tags": "owner:dba", "tagsList": [{"name": "owner", "value": "dba"}, {"value": "nameless"}]},
 "network": {"interface": [
  {"macAddress": "000d3A3382E8", "ipv4": {"ipAddress": [{"privateIpAddress": "10.0.1.4", "publicIpAddress": "40.112.128.120"}],
   "subnet": [{"address": "10.0.1.0", "prefix": "24"}]}, "ipv6": {"ipAddress": []}},
  {"macAddress": "000D3A3382E9", "ipv4": {"ipAddress": [{"privateIpAddress": ""}], "subnet": [{"address": "", "prefix": ""}]}}]}})";
// azEnvironment, tagsList and resourceId came later.
constexpr const char* kOld =
    R"({"compute": {"location": "westus", "name": "health", "tags": "", "zone": ""}, "network": {}})";

struct Row {
  const char* story;
  int status;
  const char* server;
  const char* body;
  bool answered;
  const char* problem;
};
constexpr Row kRows[] = {
    {"a machine in Azure", 200, kServer, kMachine, true, ""},
    {"a machine of old", 200, kServer, kOld, true, ""},
    {"a relay that leaves Server out", 200, "", kOld, true, ""},
    {"nobody", 0, "", "", false, "nobody answers at 169.254.169.254"},
    {"Docker Desktop's proxy", 403, "", "connecting to 169.254.169.254:80: unreachable network", false,
     "somebody else answers at 169.254.169.254 (HTTP 403)"},
    {"Docker's proxy in good cheer", 200, "nginx", "<html>welcome</html>", false,
     "somebody else answers at 169.254.169.254 (HTTP 200)"},
    {"JSON of another house", 200, "", R"({"instanceId": "i-1234"})", false,
     "somebody else answers at 169.254.169.254 (HTTP 200)"},
    {"JSON that is a list", 200, "", R"([{"compute": {}}])", false,
     "somebody else answers at 169.254.169.254 (HTTP 200)"},
    {"Container Instances know the token path alone", 404, kServer, R"({"error": "Not found"})", false,
     "instance metadata answers HTTP 404"},
    {"a server's name that a terminal obeys", 403, "x\x1b[2J", "", false,
     "somebody else answers at 169.254.169.254 (HTTP 403)"},
};

}  // namespace

TEST_CASE("who is believed at 169.254.169.254") {
  for (const Row& row : kRows) {
    CAPTURE(row.story);
    const InstanceMetadata facts = read_instance(row.status, row.server, row.body).facts;
    CHECK(facts.answered == row.answered);
    CHECK(facts.problem == row.problem);
    CHECK(facts.server.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("what a machine's instance metadata says") {
  const InstanceReading read = read_instance(200, kServer, kMachine);
  CHECK(read.facts.environment == "AzureUSGovernmentCloud");
  CHECK(read.facts.location == "usgovvirginia");
  CHECK(read.facts.subscription == "11111111-2222-3333-4444-555555555555");
  CHECK(read.facts.resource ==
        "/subscriptions/s/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm-sql");
  CHECK(read.facts.addresses == std::vector{*IpAddress::parse("10.0.1.4")});
  CHECK(read.facts.subnets == std::vector{*Cidr::parse("10.0.1.0/24")});
  CHECK(read.facts.tags == std::vector<std::string>{"owner: dba"});
  CHECK(read.hardware == std::vector<std::string>{"000D3A3382E8", "000D3A3382E9"});
  CHECK(canonical_hardware("00-0d-3A-33-82-E8") == read.hardware.front());
}

TEST_CASE("text of instance metadata that a terminal would obey is not taken") {
  const InstanceMetadata facts =
      read_instance(200, kServer, R"({"compute": {"name": "vm\u001b[2J", "location": "westus",
       "tagsList": [{"name": "a\nb", "value": "c"}, {"name": "ok", "value": "d\u0007"}]}})")
          .facts;
  CHECK(facts.answered);
  CHECK(facts.name.empty());
  CHECK(facts.location == "westus");
  CHECK(facts.tags == std::vector<std::string>{"ok: "});
}

}  // namespace vnetprobe
