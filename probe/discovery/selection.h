// What of ARM's lists belongs to this machine's virtual network, and what has to be asked for next. Lists
// are as ARM gave them: nothing of them is kept but what the reader of az's output (probe/plan/az_read.h)
// takes.
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <utility>
#include <vector>

#include "probe/discovery/calls.h"
#include "probe/discovery/instance.h"

namespace vnetprobe {

struct ArmLists {
  boost::json::array interfaces{};
  boost::json::array networks{};
  boost::json::array endpoints{};
  boost::json::array zone_groups{};
  boost::json::array links{};
  boost::json::array resources{};  // vaults, storage accounts, key vaults, managed instances
};

// Where this machine is: its hardware addresses, its id, its addresses. `addresses` are those of instance
// metadata, else of this host's interfaces.
struct Whereabouts {
  std::vector<std::string> hardware{};
  std::string machine{};  // id
  std::vector<IpAddress> addresses{};
  std::vector<Cidr> subnets{};
};

struct VnetChoice {
  std::string id{};       // lower case; "" where it is not known
  std::string problem{};  // why not
};

// By the machine's network interface; else the one network with its subnet; else the one that holds its
// address. Two that fit are none: networks may have the same addresses.
VnetChoice find_vnet(const ArmLists& lists, const Whereabouts& here);

// Keeps what belongs to this network: its endpoints, their interfaces, itself. Gives how many endpoints
// are in other networks.
std::size_t keep_vnet(ArmLists& lists, const std::string& vnet);

// Ids, each once.
std::vector<std::string> endpoint_ids(const ArmLists& lists);
std::vector<std::string> zone_ids(const ArmLists& lists);

// The lists that say more of what the endpoints lead to: subscription and call, each once. Accounts that
// Backup keeps for a vault are Microsoft's own and cannot be read.
std::vector<std::pair<std::string, Call>> resource_lists(const ArmLists& lists);

// Of such a list what an endpoint leads to, and the managed instances within the network.
void add_resources(ArmLists& lists, const boost::json::array& items, const std::string& vnet);

}  // namespace vnetprobe
