// What the catalogue makes: host names, zones, and the fixed lists of names. Reading a name back is
// in host_kind.cc.
#include "probe/azure/services.h"

#include <algorithm>

#include "probe/azure/suffixes.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kClassicRecords[] = {"-ab-pod01-fc1",  "-ab-pod01-fab1", "-ab-pod01-prot1",
                                                "-ab-pod01-rec2", "-ab-pod01-ecs1", "-ab-pod01-id1",
                                                "-ab-pod01-tel1", "-ab-pod01-wbcm1"};
constexpr std::string_view kSimplifiedRecords[] = {"-ab-pod01-rec2", "-ab-pod01-id1"};

constexpr std::string_view kEntraPublic[] = {"login.microsoftonline.com", "login.microsoft.com",
                                             "login.windows.net"};
constexpr std::string_view kEntraUsgov[] = {"login.microsoftonline.us"};
constexpr std::string_view kEntraChina[] = {"login.chinacloudapi.cn", "login.partner.microsoftonline.cn"};

constexpr std::string_view kIssuersPublic[] = {"login.microsoftonline.com", "sts.windows.net",
                                               "login.windows.net", "login.microsoft.com"};
constexpr std::string_view kIssuersUsgov[] = {"login.microsoftonline.us", "login.usgovcloudapi.net"};
constexpr std::string_view kIssuersChina[] = {"login.partner.microsoftonline.cn", "login.chinacloudapi.cn"};

constexpr std::string_view kReserved[] = {"windows.net",
                                          "database.windows.net",
                                          "core.windows.net",
                                          "blob.core.windows.net",
                                          "queue.core.windows.net",
                                          "vault.azure.net",
                                          "servicebus.windows.net",
                                          "login.microsoftonline.com"};

const CloudSuffixes& suffixes(Cloud cloud) {
  return *std::ranges::find(kCloudSuffixes, cloud, &CloudSuffixes::cloud);
}

std::string_view storage_suffix(Service service, Cloud cloud) {
  for (const PlainSuffix& row : kPlainSuffixes)
    if (row.service == service && row.cloud == cloud) return row.suffix;
  return {};
}

}  // namespace

std::optional<std::vector<std::string_view>> labels_before(std::string_view name, std::string_view suffix) {
  if (name.size() < suffix.size() + 2 || !name.ends_with(suffix)) return std::nullopt;
  name.remove_suffix(suffix.size());
  if (name.back() != '.') return std::nullopt;
  std::vector<std::string_view> labels;
  for (;;) {
    const std::size_t dot = name.find('.');
    labels.push_back(name.substr(0, dot));
    name.remove_prefix(dot + 1);
    if (name.empty()) return labels;
  }
}

std::string join_labels(std::initializer_list<std::string_view> labels) {
  std::size_t size = labels.size();
  for (const std::string_view label : labels) size += label.size();
  std::string name;
  name.reserve(size);
  for (const std::string_view label : labels) {
    if (!name.empty()) name += '.';
    name += label;
  }
  return name;
}

std::string storage_host(std::string_view account, Service service, Cloud cloud) {
  return join_labels({account, storage_suffix(service, cloud)});
}

std::string storage_zone(Service service, Cloud cloud) {
  return join_labels({kPrivatelink, storage_suffix(service, cloud)});
}

std::string key_vault_host(std::string_view vault, Cloud cloud) {
  return join_labels({vault, suffixes(cloud).key_vault});
}

std::string backup_suffix(std::string_view geo, Cloud cloud) {
  return join_labels({geo, suffixes(cloud).backup});
}

std::string backup_zone(std::string_view geo, Cloud cloud) {
  return join_labels({kPrivatelink, geo, suffixes(cloud).backup});
}

std::span<const std::string_view> classic_backup_records() { return kClassicRecords; }
std::span<const std::string_view> simplified_backup_records() { return kSimplifiedRecords; }

std::vector<std::string> forwarder_zones(std::string_view private_zone) {
  const std::string zone = canonical_host(private_zone);
  const std::string prefix = join_labels({kPrivatelink, ""});
  const std::string_view rest =
      zone.starts_with(prefix) ? std::string_view{zone}.substr(prefix.size()) : zone;
  for (const CloudSuffixes& cloud : kCloudSuffixes) {
    if (rest == cloud.vault_core) return {std::string{cloud.key_vault}, std::string{cloud.vault_core}};
    if (labels_before(rest, cloud.backup)) return {zone};
    if (labels_before(rest, cloud.sql)) return {std::string{cloud.sql}};
  }
  return {std::string{rest}};
}

std::span<const std::string_view> entra_hosts(Cloud cloud) {
  if (cloud == Cloud::usgov) return kEntraUsgov;
  if (cloud == Cloud::china) return kEntraChina;
  return kEntraPublic;
}

std::span<const std::string_view> entra_issuer_hosts(Cloud cloud) {
  if (cloud == Cloud::usgov) return kIssuersUsgov;
  if (cloud == Cloud::china) return kIssuersChina;
  return kIssuersPublic;
}

std::string token_resource(Service service, Cloud cloud) {
  switch (service) {
    case Service::blob:
    case Service::queue:
    case Service::dfs:
      return "https://storage.azure.com/";
    case Service::key_vault:
      return join_labels({"https://" + std::string(suffixes(cloud).key_vault)});
    case Service::managed_hsm:
      return "https://managedhsm.azure.net";
    default:
      return "";
  }
}

std::span<const std::string_view> reserved_zone_names() { return kReserved; }

std::string instance_public_host(std::string_view instance) {
  const std::size_t dot = instance.find('.');
  if (dot == std::string_view::npos) return std::string(instance);
  return std::string(instance.substr(0, dot)) + ".public" + std::string(instance.substr(dot));
}

}  // namespace vnetprobe
