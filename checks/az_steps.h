// Lines of the Azure CLI: what prints something that we do not know, and what changes it. Flags are
// those of version 2.45 unless kNewerAz says so; resource names that no run can know stand in <angle
// brackets>, always behind the step that prints them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/address.h"

namespace vnetprobe {

struct Step {
  std::string note{};     // one line, said before
  std::string command{};  // begins with "az "
  std::string guard{};    // succeeds where nothing is left to do; "" where the command may be repeated
  bool decide = false;    // a person decides: there is another way, or it takes something away
};
using Steps = std::vector<Step>;

// Notes as comments, one command a line.
std::string text_of(const Steps& steps);
// As a script that may be run again and again: with guards, and what a person decides as comments.
// Commands that stand in `said` are left out, the others are added to it.
std::string script_of(const Steps& steps, std::vector<std::string>& said);
void append(Steps& steps, Steps more);

// A name as a word of a command. What is no name in Azure or DNS becomes a placeholder: nothing from
// a plan or a report may be a second command.
std::string plain_word(std::string_view name, std::string_view placeholder = "<name>");

// A flag or command that Debian's azure-cli 2.45 does not know.
struct NewerAz {
  std::string_view part{};   // stands in the line
  std::string_view since{};  // what is known of its age
};
std::span<const NewerAz> newer_az();

namespace az {

// Look up. What they print is named in the steps below: <zone-group>, <zone-id>, <vnet-id> …
Step find_zone(std::string_view zone);
Step find_networks();
Step find_links(std::string_view zone);
Step find_endpoints();
Step find_interface(const IpAddress& address);
Step find_addresses(std::string_view host);
Step find_addresses_of(std::string_view endpoint);
Step find_security_groups();
Step find_account(std::string_view account);
Step find_key_vault(std::string_view vault);
Step find_vault(std::string_view vault);
Step find_instance(std::string_view instance);

// Change.
Step make_zone(std::string_view zone);
Step delete_zone(std::string_view zone);
Step link_zone(std::string_view zone);
Step unlink_zone(std::string_view zone);
Step add_record(std::string_view zone, std::string_view label, const IpAddress& address);
Step add_unknown_record(std::string_view zone, std::string_view label);
// All of the name's records of this address's type.
Step delete_records(std::string_view zone, std::string_view label, const IpAddress& address);
Step remove_record(std::string_view zone, std::string_view label, const IpAddress& address);
// `endpoint` "" when its name is not known. The first zone makes the group, the others join it.
Steps zone_group(std::string_view endpoint, const std::vector<std::string>& zones);
Step allow(std::string_view rule, std::string_view protocol, const std::vector<std::string>& prefixes,
           std::string_view ports);
Steps drop_network_policies();
// Connections of the resource whose id find_account and its like print as <resource-id>.
Steps approve();
Step make_endpoint(std::string_view name, std::string_view group_id);

}  // namespace az
}  // namespace vnetprobe
