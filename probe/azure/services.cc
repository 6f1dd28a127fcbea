// A privatelink name is not always the public name with a label put in: Key Vault's zone has another
// suffix (vaultcore), a managed instance has the label before its DNS zone, and Backup's names have
// no public counterpart at all. So each service reads its own names.
#include "probe/azure/services.h"

#include <algorithm>
#include <optional>

namespace vnetprobe {
namespace {

constexpr std::string_view kPrivatelink = "privatelink";

// Services whose private zone is "privatelink." and the public suffix, and whose names have one
// label before it: storage, managed HSM, Service Bus (azure-facts 3, 7).
struct PlainSuffix {
  Service service;
  Cloud cloud;
  std::string_view suffix;
};
// clang-format off
constexpr PlainSuffix kPlainSuffixes[] = {
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
  Cloud cloud;
  std::string_view backup;      // after the geo code
  std::string_view key_vault;   // public
  std::string_view vault_core;  // after privatelink
  std::string_view sql;
};
// Backup's and SQL's private zones in China are inferred from the public suffix (azure-facts 3, 12.7).
constexpr CloudSuffixes kCloudSuffixes[] = {
    {Cloud::public_cloud, "backup.windowsazure.com", "vault.azure.net", "vaultcore.azure.net", "database.windows.net"},
    {Cloud::usgov, "backup.windowsazure.us", "vault.usgovcloudapi.net", "vaultcore.usgovcloudapi.net", "database.usgovcloudapi.net"},
    {Cloud::china, "backup.windowsazure.cn", "vault.azure.cn", "vaultcore.azure.cn", "database.chinacloudapi.cn"},
};
// clang-format on

// Managed disks, Elastic SAN and accounts with an "Azure DNS zone" endpoint: NAME.zNN before this
// suffix, with records in blob's own private zone under a name that nobody has seen (azure-facts 2.5).
constexpr std::string_view kZonedBlob = "blob.storage.azure.net";
constexpr std::string_view kZonedBlobZone = "privatelink.blob.core.windows.net";

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

using Labels = std::vector<std::string_view>;

// The labels before `suffix`, first to last; nullopt where the name does not end in it.
std::optional<Labels> labels_before(std::string_view name, std::string_view suffix) {
  if (name.size() < suffix.size() + 2 || !name.ends_with(suffix)) return std::nullopt;
  name.remove_suffix(suffix.size());
  if (name.back() != '.') return std::nullopt;
  Labels labels;
  for (;;) {
    const std::size_t dot = name.find('.');
    labels.push_back(name.substr(0, dot));
    name.remove_prefix(dot + 1);
    if (name.empty()) return labels;
  }
}

std::string join(std::initializer_list<std::string_view> labels) {
  std::string name;
  for (const std::string_view label : labels) {
    if (!name.empty()) name += '.';
    name += label;
  }
  return name;
}

bool drop_privatelink(Labels& labels) {
  if (labels.size() < 2 || labels.back() != kPrivatelink) return false;
  labels.pop_back();
  return true;
}

std::optional<HostKind> read_plain(std::string_view name) {
  for (const PlainSuffix& row : kPlainSuffixes) {
    auto labels = labels_before(name, row.suffix);
    if (!labels) continue;
    HostKind kind{.service = row.service, .cloud = row.cloud, .known = true};
    kind.written_private = drop_privatelink(*labels);
    kind.resource = labels->front();
    kind.zone = join({kPrivatelink, row.suffix});
    if (labels->size() == 1) {
      kind.public_name = join({kind.resource, row.suffix});
      kind.private_name = join({kind.resource, kind.zone});
    } else {  // a static website's ACCOUNT.zNN.web…: its record's name is not known
      kind.public_name = kind.private_name = name;
    }
    return kind;
  }
  return std::nullopt;
}

std::optional<HostKind> read_zoned_blob(std::string_view name) {
  const auto labels = labels_before(name, kZonedBlob);
  if (!labels || labels->size() != 2) return std::nullopt;
  HostKind kind{.service = Service::blob, .known = true};
  kind.resource = labels->front();
  kind.public_name = kind.private_name = name;
  kind.zone = kZonedBlobZone;
  return kind;
}

std::optional<HostKind> read_backup(std::string_view name, const CloudSuffixes& cloud) {
  auto labels = labels_before(name, cloud.backup);
  if (!labels || labels->size() < 2) return std::nullopt;
  HostKind kind{.service = Service::backup, .cloud = cloud.cloud, .known = true};
  kind.geo = labels->back();
  labels->pop_back();
  kind.written_private = drop_privatelink(*labels);
  if (labels->size() != 1 || labels->front() == kPrivatelink) return std::nullopt;
  const std::string_view record = labels->front();
  kind.resource = record.substr(0, record.find("-ab-"));
  if (kind.resource.size() == record.size()) kind.resource.clear();  // "pod01-rec2": the service's own name
  kind.public_name = join({record, kind.geo, cloud.backup});
  kind.zone = join({kPrivatelink, kind.geo, cloud.backup});
  kind.private_name = join({record, kind.zone});
  return kind;
}

std::optional<HostKind> read_key_vault(std::string_view name, const CloudSuffixes& cloud) {
  auto labels = labels_before(name, cloud.key_vault);
  if (!labels) labels = labels_before(name, cloud.vault_core);
  if (!labels) return std::nullopt;
  HostKind kind{.service = Service::key_vault, .cloud = cloud.cloud, .known = true};
  kind.written_private = drop_privatelink(*labels);
  if (labels->size() != 1) return std::nullopt;
  kind.resource = labels->front();
  kind.public_name = join({kind.resource, cloud.key_vault});
  kind.zone = join({kPrivatelink, cloud.vault_core});
  kind.private_name = join({kind.resource, kind.zone});
  return kind;
}

// One label before the suffix is an Azure SQL Database server, which is another service.
std::optional<HostKind> read_managed_instance(std::string_view name, const CloudSuffixes& cloud) {
  const auto labels = labels_before(name, cloud.sql);
  if (!labels || labels->size() < 2 || labels->size() > 3) return std::nullopt;
  HostKind kind{.service = Service::sqlmi, .cloud = cloud.cloud, .known = true, .port = 1433};
  if (labels->size() == 3) {
    kind.written_private = (*labels)[1] == kPrivatelink;
    kind.public_endpoint = (*labels)[1] == "public";
    if (!kind.written_private && !kind.public_endpoint) return std::nullopt;
    if (kind.public_endpoint) kind.port = 3342;
  } else if (labels->back() == kPrivatelink) {
    return std::nullopt;
  }
  const std::string_view dns_zone = labels->back();
  kind.resource = labels->front();
  kind.public_name = join({kind.resource, dns_zone, cloud.sql});
  kind.zone = join({kPrivatelink, dns_zone, cloud.sql});
  kind.private_name = join({kind.resource, kind.zone});
  return kind;
}

std::optional<HostKind> read_entra(std::string_view name) {
  for (const Cloud cloud : {Cloud::public_cloud, Cloud::usgov, Cloud::china}) {
    if (std::ranges::find(entra_hosts(cloud), name) == entra_hosts(cloud).end()) continue;
    HostKind kind{.service = Service::entra, .cloud = cloud, .known = true};
    kind.public_name = kind.private_name = name;
    return kind;
  }
  return std::nullopt;
}

const CloudSuffixes& suffixes(Cloud cloud) {
  return *std::ranges::find(kCloudSuffixes, cloud, &CloudSuffixes::cloud);
}

std::string_view storage_suffix(Service service, Cloud cloud) {
  for (const PlainSuffix& row : kPlainSuffixes)
    if (row.service == service && row.cloud == cloud) return row.suffix;
  return {};
}

bool is_label(std::string_view label) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !label.empty() && label.size() <= 63 && std::ranges::all_of(label, plain);
}

}  // namespace

std::string canonical_host(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  std::string out{name};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_full_host_name(std::string_view canonical) {
  if (canonical.size() > 253 || IpAddress::parse(canonical)) return false;
  std::size_t count = 0;
  for (;;) {
    const std::size_t dot = canonical.find('.');
    if (!is_label(canonical.substr(0, dot))) return false;
    ++count;
    if (dot == std::string_view::npos) return count >= 2;
    canonical.remove_prefix(dot + 1);
  }
}

HostKind classify_host(std::string_view name) {
  const std::string host = canonical_host(name);
  if (const auto kind = read_plain(host)) return *kind;
  if (const auto kind = read_zoned_blob(host)) return *kind;
  for (const CloudSuffixes& cloud : kCloudSuffixes) {
    if (const auto kind = read_backup(host, cloud)) return *kind;
    if (const auto kind = read_key_vault(host, cloud)) return *kind;
    if (const auto kind = read_managed_instance(host, cloud)) return *kind;
  }
  if (const auto kind = read_entra(host)) return *kind;
  HostKind kind;
  kind.public_name = kind.private_name = host;
  return kind;
}

std::string storage_host(std::string_view account, Service service, Cloud cloud) {
  return join({account, storage_suffix(service, cloud)});
}

std::string storage_zone(Service service, Cloud cloud) {
  return join({kPrivatelink, storage_suffix(service, cloud)});
}

std::string key_vault_host(std::string_view vault, Cloud cloud) {
  return join({vault, suffixes(cloud).key_vault});
}

std::string backup_suffix(std::string_view geo, Cloud cloud) { return join({geo, suffixes(cloud).backup}); }

std::string backup_zone(std::string_view geo, Cloud cloud) {
  return join({kPrivatelink, geo, suffixes(cloud).backup});
}

std::span<const std::string_view> classic_backup_records() { return kClassicRecords; }
std::span<const std::string_view> simplified_backup_records() { return kSimplifiedRecords; }

std::vector<std::string> forwarder_zones(std::string_view private_zone) {
  const std::string zone = canonical_host(private_zone);
  const std::string prefix = join({kPrivatelink, ""});
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

std::span<const std::string_view> reserved_zone_names() { return kReserved; }

}  // namespace vnetprobe
