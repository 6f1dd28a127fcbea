// What is read from az's output where it is shorter, older or odder than the fixtures.
#include "probe/plan/az_read.h"

#include <fmt/format.h>

#include "tests/probe/plan/plans.h"

namespace vnetprobe {

TEST_CASE("what was cut down with --query is known by fields that nothing else has") {
  struct Cut {
    const char* text;
    std::size_t endpoints, zone_groups, records, vnets;
  };
  const Cut cuts[] = {
      {R"({"privateLinkServiceConnections": []})", 1, 0, 0, 0},
      {R"({"customDnsConfigs": []})", 1, 0, 0, 0},
      {R"({"privateDnsZoneConfigs": []})", 0, 1, 0, 0},
      {R"({"fqdn": "a.example.", "aRecords": [{"ipv4Address": "10.1.2.4"}]})", 0, 0, 1, 0},
      {R"({"addressSpace": {}})", 0, 0, 0, 1},
      {R"({"name": "x"})", 0, 0, 0, 0},
  };
  for (const Cut& cut : cuts) {
    CAPTURE(cut.text);
    const AzFacts facts = read_az({{"az.json", cut.text}}).facts;
    CHECK(facts.endpoints.size() == cut.endpoints);
    CHECK(facts.zone_groups.size() == cut.zone_groups);
    CHECK(facts.records.size() == cut.records);
    CHECK(facts.vnets.size() == cut.vnets);
  }
}

TEST_CASE("no text of it holds what a terminal would obey") {
  const AzReading reading =
      read_az({{"az.json", R"({"id": "/a/providers/Microsoft.Network/privateEndpoints/pe",
    "name": "p\u001b[2Je\u007f", "networkInterfaces": [{"id": "/nic\u202e"}],
    "privateLinkServiceConnections": [{"groupIds": ["bl\u0007ob"]}]})"}});
  REQUIRE(reading.facts.endpoints.size() == 1);
  const AzEndpoint& endpoint = reading.facts.endpoints[0];
  CHECK(endpoint.name == "p?[2Je?");
  CHECK(endpoint.nics == std::vector<std::string>{"/nic?"});
  CHECK(endpoint.groups == std::vector<std::string>{"bl?ob"});
}

TEST_CASE("an endpoint may carry its interface, and its addresses before it has one") {
  const AzFacts facts = read_az({{"az.json", R"({
    "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/pe/",
    "properties": {
      "ipConfigurations": [{"privateIPAddress": "10.1.2.9"}, {"privateIpAddress": "10.1.2.8"}, {"name": "none"}],
      "networkInterfaces": [{
        "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkInterfaces/nic",
        "ipConfigurations": [
          {"privateIPAddress": "10.1.2.4", "privateLinkConnectionProperties": {"fqdns": ["A.Example.", "x_"]}},
          {"privateIPAddress": "10.1.2.5", "privateLinkConnectionProperties": {"fqdns": ["a.example"]}},
          {"privateIPAddress": "10.1.2.5", "privateLinkConnectionProperties": {"fqdns": ["a.example"]}},
          {"privateIPAddress": "no", "privateLinkConnectionProperties": {"fqdns": ["b.example"]}},
          {"privateIPAddress": "10.1.2.6"}]}]}})"}})
                            .facts;
  REQUIRE(facts.endpoints.size() == 1);
  CHECK(facts.endpoints[0].name == "pe");
  CHECK(as_text(facts.endpoints[0].static_ip) == std::vector<std::string>{"10.1.2.9", "10.1.2.8"});
  REQUIRE(facts.nics.size() == 1);
  REQUIRE(facts.nics[0].names.size() == 1);
  CHECK(facts.nics[0].names[0].fqdn == "a.example");
  CHECK(as_text(facts.nics[0].names[0].ip) == std::vector<std::string>{"10.1.2.4", "10.1.2.5"});
  // A machine's own interface has neither names nor an endpoint.
  CHECK(read_az({{"az.json", R"({"type": "Microsoft.Network/networkInterfaces", "ipConfigurations": []})"}})
            .facts.nics.empty());
}

TEST_CASE("a record is one of IPv4, of IPv6, or of a name that only its zone tells") {
  const std::string zone =
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/z.example/";
  const auto read = [&](const std::string& json) {
    const AzFacts facts = read_az({{"az.json", json}}).facts;
    std::string told;
    for (const AzRecord& each : facts.records)
      told += fmt::format("{} in {}: {} {}\n", each.fqdn, each.zone, fmt::join(as_text(each.ip), ","),
                          each.creator);
    return told;
  };
  CHECK(read("{\"id\": \"" + zone +
             "A/a\", \"aRecords\": [{\"ipv4Address\": \"10.1.2.4\"}, {\"ipv4Address\": \"x\"}]}") ==
        "a.z.example in z.example: 10.1.2.4 \n");
  CHECK(read("{\"id\": \"" + zone +
             "AAAA/a\", \"fqdn\": \"a.z.example.\", \"aaaaRecords\": [{\"ipv6Address\": \"fd00::4\"}, "
             "{\"ipv6Address\": \"x\"}], \"metadata\": {\"creator\": \"me\"}}") ==
        "a.z.example in z.example: fd00::4 me\n");
  CHECK(read("{\"id\": \"" + zone + "A/a\", \"aRecords\": []}").empty());
  CHECK(read(R"({"type": "Microsoft.Network/privateDnsZones/A", "aRecords": [{"ipv4Address": "10.1.2.4"}]})")
            .empty());
  // Other sets of a zone are no news.
  CHECK(read_az({{"az.json", "{\"id\": \"" + zone + "SOA/@\"}"}}).notes.empty());
}

TEST_CASE("a subnet has one prefix or several, and says how many of its addresses are taken") {
  const std::string id =
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/";
  const AzFacts facts =
      read_az({{"az.json", "[{\"id\": \"" + id +
                               "a\", \"addressPrefix\": \"10.1.1.0/24\", \"ipConfigurations\": [{}, {}]}, "
                               "{\"id\": \"" +
                               id +
                               "b\", \"addressPrefixes\": [\"10.1.2.0/24\", \"x\", \"fd00::/64\"]}, "
                               "{\"id\": \"" +
                               id + "A/\"}, {\"type\": \"Microsoft.Network/virtualNetworks/subnets\"}]"}})
          .facts;
  REQUIRE(facts.subnets.size() == 2);
  CHECK(facts.subnets[0].networks == std::vector<Cidr>{*Cidr::parse("10.1.1.0/24")});
  CHECK(facts.subnets[0].used == 2U);
  CHECK(facts.subnets[1].networks.size() == 2);
  CHECK(!facts.subnets[1].used);
}

}  // namespace vnetprobe
