// What of a subscription belongs to this machine's network.
#include "probe/discovery/selection.h"

#include <boost/json.hpp>
#include <doctest/doctest.h>

namespace vnetprobe {
namespace {

namespace json = boost::json;

const std::string kNet = "/subscriptions/S/resourceGroups/RG/providers/Microsoft.Network/";
const std::string kWeu =
    "/subscriptions/s/resourcegroups/rg/providers/microsoft.network/virtualnetworks/vnet-weu";

json::value network(const std::string& name, const std::string& prefix) {
  return {{"id", kNet + "virtualNetworks/" + name},
          {"properties",
           {{"subnets", json::array{{{"id", kNet + "virtualNetworks/" + name + "/subnets/a"},
                                     {"properties", {{"addressPrefix", prefix}}}}}}}}};
}

json::value machine_interface(const std::string& vnet) {
  return {{"id", kNet + "networkInterfaces/vm-nic"},
          {"properties",
           {{"macAddress", "00-0D-3A-33-82-E8"},
            {"ipConfigurations",
             json::array{{{"properties",
                           {{"subnet", {{"id", kNet + "virtualNetworks/" + vnet + "/subnets/a"}}}}}}}}}}};
}

json::value endpoint(const std::string& name, const std::string& vnet, const std::string& resource) {
  return {{"id", kNet + "privateEndpoints/" + name},
          {"name", name},
          {"properties",
           {{"subnet", {{"id", kNet + "virtualNetworks/" + vnet + "/subnets/a"}}},
            {"networkInterfaces", json::array{{{"id", kNet + "networkInterfaces/" + name + ".nic"}}}},
            {"privateLinkServiceConnections",
             json::array{{{"properties", {{"privateLinkServiceId", resource}}}}}}}}};
}

std::string storage(const std::string& subscription, const std::string& name) {
  return "/subscriptions/" + subscription +
         "/resourceGroups/RG/providers/Microsoft.Storage/storageAccounts/" + name;
}

Whereabouts here() {
  return {.hardware = {"000D3A3382E8"},
          .addresses = {*IpAddress::parse("10.1.0.7")},
          .subnets = {*Cidr::parse("10.1.0.0/24")}};
}

}  // namespace

TEST_CASE("the network of this machine") {
  ArmLists lists;
  CHECK(find_vnet(lists, here()).problem ==
        "no virtual network that can be read holds an address of this machine");
  lists.networks = {network("vnet-weu", "10.1.0.0/24"), network("vnet-other", "10.2.0.0/24")};
  CHECK(find_vnet(lists, here()).id == kWeu);
  SUBCASE("one without an id is none") {
    lists.networks.front().as_object().erase("id");
    CHECK(find_vnet(lists, here()).id.empty());
    CHECK(find_vnet(lists, here()).problem ==
          "no virtual network that can be read holds an address of this machine");
  }
  SUBCASE("two of the same addresses are none") {
    lists.networks = {network("vnet-weu", "10.1.0.0/24"), network("vnet-old", "10.1.0.0/24")};
    CHECK(find_vnet(lists, here()).id.empty());
    CHECK(find_vnet(lists, here()).problem ==
          "this machine's address fits 2 virtual networks: vnet-weu, vnet-old");
    SUBCASE("until its interface says which") {
      lists.interfaces = {machine_interface("vnet-weu")};
      CHECK(find_vnet(lists, here()).id == kWeu);
    }
  }
  SUBCASE("another machine's interface says nothing") {
    lists.interfaces = {machine_interface("vnet-other")};
    Whereabouts other = here();
    other.hardware = {"000D3A000000"};
    CHECK(find_vnet(lists, other).id == kWeu);
  }
  SUBCASE("without instance metadata, the one that holds an address") {
    CHECK(find_vnet(lists, {.addresses = {*IpAddress::parse("172.17.0.2"), *IpAddress::parse("10.1.0.9")}})
              .id == kWeu);
    CHECK(find_vnet(lists, {.addresses = {*IpAddress::parse("172.17.0.2")}}).id.empty());
  }
}

TEST_CASE("what is in other networks is left out") {
  ArmLists lists;
  lists.networks = {network("vnet-weu", "10.1.0.0/24"), network("vnet-weu2", "10.1.0.0/24")};
  lists.endpoints = {endpoint("pe-a", "vnet-weu", storage("S", "a")),
                     endpoint("pe-b", "vnet-weu2", storage("S", "b"))};
  lists.interfaces = {machine_interface("vnet-weu"),
                      {{"id", kNet + "networkInterfaces/PE-A.nic"}},
                      {{"id", kNet + "networkInterfaces/pe-b.nic"}}};
  CHECK(keep_vnet(lists, kWeu) == 1);
  REQUIRE(lists.endpoints.size() == 1);
  CHECK(endpoint_ids(lists) == std::vector<std::string>{kNet + "privateEndpoints/pe-a"});
  CHECK(lists.interfaces.size() == 1);
  CHECK(lists.networks.size() == 1);
  SUBCASE("and of the resources what an endpoint leads to") {
    add_resources(lists,
                  {{{"id", storage("s", "A")}},
                   {{"id", storage("s", "b")}},
                   {{"id", "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Sql/managedInstances/mi"},
                    {"properties", {{"subnetId", kNet + "virtualNetworks/VNET-weu/subnets/mi"}}}}},
                  kWeu);
    CHECK(lists.resources.size() == 2);
  }
}

TEST_CASE("which lists are asked for, each once") {
  ArmLists lists;
  lists.endpoints = {endpoint("pe-a", "v", storage("S", "a")), endpoint("pe-b", "v", storage("s", "b")),
                     endpoint("pe-c", "v", storage("T", "c")),
                     endpoint("pe-d", "v", "/subscriptions/s/providers/Microsoft.Other/things/d"),
                     // Microsoft's own accounts, made by Backup: nobody else can read them.
                     endpoint("pe-rsv_ecs7f3a_blob", "v", storage("microsofts", "x"))};
  using Wanted = std::vector<std::pair<std::string, Call>>;
  CHECK(resource_lists(lists) == Wanted{{"s", Call::accounts}, {"t", Call::accounts}});
}

TEST_CASE("zones of zone groups, each once whatever its case") {
  ArmLists lists;
  const auto group = [](const std::string& zone) {
    return json::value{
        {"properties",
         {{"privateDnsZoneConfigs", json::array{{{"properties", {{"privateDnsZoneId", zone}}}}}}}}};
  };
  lists.zone_groups = {group("/subscriptions/S/zones/a"), group("/subscriptions/s/zones/A"),
                       group("/subscriptions/s/zones/b")};
  CHECK(zone_ids(lists) == std::vector<std::string>{"/subscriptions/S/zones/a", "/subscriptions/s/zones/b"});
}

}  // namespace vnetprobe
