// A privatelink name is not always the public name with a label put in: Key Vault's zone has another
// suffix (vaultcore), a managed instance has the label before its DNS zone, and Backup's names have
// no public counterpart at all. So each service reads its own names.
#include <algorithm>
#include <utility>

#include "probe/azure/services.h"
#include "probe/azure/suffixes.h"

namespace vnetprobe {
namespace {

using Labels = std::vector<std::string_view>;

// Managed disks, Elastic SAN and accounts with an "Azure DNS zone" endpoint: NAME.zNN before this
// suffix, with records in blob's own private zone under a name that nobody has seen (azure-facts 2.5).
constexpr std::string_view kZonedBlob = "blob.storage.azure.net";
constexpr std::string_view kZonedBlobZone = "privatelink.blob.core.windows.net";

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
    kind.zone = join_labels({kPrivatelink, row.suffix});
    if (labels->size() == 1) {
      kind.public_name = join_labels({kind.resource, row.suffix});
      kind.private_name = join_labels({kind.resource, kind.zone});
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
  kind.public_name = join_labels({record, kind.geo, cloud.backup});
  kind.zone = join_labels({kPrivatelink, kind.geo, cloud.backup});
  kind.private_name = join_labels({record, kind.zone});
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
  kind.public_name = join_labels({kind.resource, cloud.key_vault});
  kind.zone = join_labels({kPrivatelink, cloud.vault_core});
  kind.private_name = join_labels({kind.resource, kind.zone});
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
    if (kind.public_endpoint) kind.port = kInstancePublicPort;
  } else if (labels->back() == kPrivatelink) {
    return std::nullopt;
  }
  const std::string_view dns_zone = labels->back();
  kind.resource = labels->front();
  kind.public_name = join_labels({kind.resource, dns_zone, cloud.sql});
  kind.zone = join_labels({kPrivatelink, dns_zone, cloud.sql});
  kind.private_name = join_labels({kind.resource, kind.zone});
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
  if (auto kind = read_plain(host)) return std::move(*kind);
  if (auto kind = read_zoned_blob(host)) return std::move(*kind);
  for (const CloudSuffixes& cloud : kCloudSuffixes) {
    if (auto kind = read_backup(host, cloud)) return std::move(*kind);
    if (auto kind = read_key_vault(host, cloud)) return std::move(*kind);
    if (auto kind = read_managed_instance(host, cloud)) return std::move(*kind);
  }
  if (auto kind = read_entra(host)) return std::move(*kind);
  HostKind kind;
  kind.public_name = kind.private_name = host;
  return kind;
}

}  // namespace vnetprobe
