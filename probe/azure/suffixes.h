// The suffixes by service and cloud (azure-facts 3, 7), and how names are taken apart and put
// together. Shared by what reads names and what makes them, so that both know the same.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probe/model/scope.h"

namespace vnetprobe {

inline constexpr std::string_view kPrivatelink = "privatelink";

// Services whose private zone is "privatelink." and the public suffix, and whose names have one
// label before it: storage, managed HSM, Service Bus (azure-facts 3, 7).
struct PlainSuffix {
  Service service = Service::other;
  Cloud cloud = Cloud::public_cloud;
  std::string_view suffix{};
};
// clang-format off
inline constexpr PlainSuffix kPlainSuffixes[] = {
    {Service::blob,  Cloud::public_cloud, "blob.core.windows.net"},
    {Service::queue, Cloud::public_cloud, "queue.core.windows.net"},
    {Service::file,  Cloud::public_cloud, "file.core.windows.net"},
    {Service::table, Cloud::public_cloud, "table.core.windows.net"},
    {Service::dfs,   Cloud::public_cloud, "dfs.core.windows.net"},
    {Service::web,   Cloud::public_cloud, "web.core.windows.net"},
    {Service::blob,  Cloud::usgov, "blob.core.usgovcloudapi.net"},
    {Service::queue, Cloud::usgov, "queue.core.usgovcloudapi.net"},
    {Service::file,  Cloud::usgov, "file.core.usgovcloudapi.net"},
    {Service::table, Cloud::usgov, "table.core.usgovcloudapi.net"},
    {Service::dfs,   Cloud::usgov, "dfs.core.usgovcloudapi.net"},
    {Service::web,   Cloud::usgov, "web.core.usgovcloudapi.net"},
    {Service::blob,  Cloud::china, "blob.core.chinacloudapi.cn"},
    {Service::queue, Cloud::china, "queue.core.chinacloudapi.cn"},
    {Service::file,  Cloud::china, "file.core.chinacloudapi.cn"},
    {Service::table, Cloud::china, "table.core.chinacloudapi.cn"},
    {Service::dfs,   Cloud::china, "dfs.core.chinacloudapi.cn"},
    {Service::web,   Cloud::china, "web.core.chinacloudapi.cn"},
    {Service::managed_hsm, Cloud::public_cloud, "managedhsm.azure.net"},
    {Service::other, Cloud::public_cloud, "servicebus.windows.net"},
    {Service::other, Cloud::usgov, "servicebus.usgovcloudapi.net"},
    {Service::other, Cloud::china, "servicebus.chinacloudapi.cn"},
};

// What differs by cloud for the services with rules of their own.
struct CloudSuffixes {
  Cloud cloud = Cloud::public_cloud;
  std::string_view backup{};      // after the geo code
  std::string_view key_vault{};   // public
  std::string_view vault_core{};  // after privatelink
  std::string_view sql{};
};
// Backup's and SQL's private zones in China are inferred from the public suffix (azure-facts 3, 12.7).
inline constexpr CloudSuffixes kCloudSuffixes[] = {
    {Cloud::public_cloud, "backup.windowsazure.com", "vault.azure.net", "vaultcore.azure.net", "database.windows.net"},
    {Cloud::usgov, "backup.windowsazure.us", "vault.usgovcloudapi.net", "vaultcore.usgovcloudapi.net", "database.usgovcloudapi.net"},
    {Cloud::china, "backup.windowsazure.cn", "vault.azure.cn", "vaultcore.azure.cn", "database.chinacloudapi.cn"},
};
// clang-format on

// The labels before `suffix`, first to last; nullopt where the name does not end in it.
std::optional<std::vector<std::string_view>> labels_before(std::string_view name, std::string_view suffix);

// With dots between.
std::string join_labels(std::initializer_list<std::string_view> labels);

}  // namespace vnetprobe
