// The stories that the rule table is tested with: for every code one in which it is found, alone, and
// its nearest neighbours, in which it is not. Other tests walk over all of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/story.h"

namespace vnetprobe {

struct Told {
  std::string_view code;   // the rule that this is about
  std::string_view story;  // what is wrong, or the neighbour
  Story told;
  std::vector<std::string> findings;  // all of them, as line_of writes them
};

// "dns.record-missing mystorage01.blob.core.windows.net | targets | views", "(warning) " before it.
std::string line_of(const Finding& finding);

std::vector<Told> stories_of_zones();
std::vector<Told> stories_of_records();
std::vector<Told> stories_of_odd_records();
std::vector<Told> stories_of_resolvers();
std::vector<Told> stories_of_connections();
std::vector<Told> stories_of_services();
std::vector<Told> stories_of_access();
std::vector<Told> stories_of_instances();
std::vector<Told> stories_of_sign_in();
std::vector<Told> stories_of_vaults();
std::vector<Told> stories_of_machines();
std::vector<Told> stories_of_credentials();
std::vector<Told> stories_of_destinations();
std::vector<Told> healthy_stories();
// All of the above.
const std::vector<Told>& all_stories();

inline constexpr const char* kAzureDns = "168.63.129.16";
inline constexpr const char* kBlob = "mystorage01.blob.core.windows.net";
inline constexpr const char* kBlobZone = "privatelink.blob.core.windows.net";
inline constexpr const char* kQueueZone = "privatelink.queue.core.windows.net";
inline constexpr const char* kBackup =
    "1132794570626989392-ab-pod01-fc1.privatelink.we.backup.windowsazure.com";
inline constexpr const char* kBackupZone = "privatelink.we.backup.windowsazure.com";
inline constexpr const char* kRegionZone = "privatelink.westeurope.backup.windowsazure.com";

// One storage account at 10.1.3.5, asked of Azure DNS.
Story blob_at_azure();
// The same asked of dc1, a server of the company, with Azure DNS as a reference.
Story blob_at_dc1();
// One service name of a classic vault at 10.1.2.4, asked of Azure DNS.
Story backup_at_azure();

}  // namespace vnetprobe
