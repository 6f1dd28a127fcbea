#include "probe/azure/services.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <ostream>
#include <string>

namespace vnetprobe {

TEST_CASE("classify_host reads service, cloud, both forms and the zone from the suffix") {
  struct Row {
    std::string story;
    std::string_view name;
    Service service;
    Cloud cloud;
    std::string_view resource, public_name, private_name, zone, geo;
    bool written_private;
    std::uint16_t port;
  };
  constexpr Cloud kPublic = Cloud::public_cloud;
  const Row rows[] = {
      {"a blob account", "mystorage01.blob.core.windows.net", Service::blob, kPublic, "mystorage01",
       "mystorage01.blob.core.windows.net", "mystorage01.privatelink.blob.core.windows.net",
       "privatelink.blob.core.windows.net", "", false, 443},
      {"with privatelink, capitals and a final dot", "MyStorage01.PrivateLink.queue.core.windows.net.",
       Service::queue, kPublic, "mystorage01", "mystorage01.queue.core.windows.net",
       "mystorage01.privatelink.queue.core.windows.net", "privatelink.queue.core.windows.net", "", true, 443},
      {"dfs in US Government", "lake.dfs.core.usgovcloudapi.net", Service::dfs, Cloud::usgov, "lake",
       "lake.dfs.core.usgovcloudapi.net", "lake.privatelink.dfs.core.usgovcloudapi.net",
       "privatelink.dfs.core.usgovcloudapi.net", "", false, 443},
      {"a table in China", "t1.table.core.chinacloudapi.cn", Service::table, Cloud::china, "t1",
       "t1.table.core.chinacloudapi.cn", "t1.privatelink.table.core.chinacloudapi.cn",
       "privatelink.table.core.chinacloudapi.cn", "", false, 443},
      {"a managed disk's export, whose records lie in blob's zone (azure-facts 2.5)",
       "md-impexp-sv1n3sdhqzzp.z38.blob.storage.azure.net", Service::blob, kPublic, "md-impexp-sv1n3sdhqzzp",
       "md-impexp-sv1n3sdhqzzp.z38.blob.storage.azure.net",
       "md-impexp-sv1n3sdhqzzp.z38.blob.storage.azure.net", "privatelink.blob.core.windows.net", "", false,
       443},
      {"a static website, whose record's name is not known", "acct.z6.web.core.windows.net", Service::web,
       kPublic, "acct", "acct.z6.web.core.windows.net", "acct.z6.web.core.windows.net",
       "privatelink.web.core.windows.net", "", false, 443},
      {"a Backup name as the portal prints it", "1132794570626989392-ab-pod01-fc1.we.backup.windowsazure.com",
       Service::backup, kPublic, "1132794570626989392",
       "1132794570626989392-ab-pod01-fc1.we.backup.windowsazure.com",
       "1132794570626989392-ab-pod01-fc1.privatelink.we.backup.windowsazure.com",
       "privatelink.we.backup.windowsazure.com", "we", false, 443},
      {"the same in the form that exists",
       "1132794570626989392-ab-pod01-fc1.privatelink.we.backup.windowsazure.com", Service::backup, kPublic,
       "1132794570626989392", "1132794570626989392-ab-pod01-fc1.we.backup.windowsazure.com",
       "1132794570626989392-ab-pod01-fc1.privatelink.we.backup.windowsazure.com",
       "privatelink.we.backup.windowsazure.com", "we", true, 443},
      {"Backup in US Government", "42-ab-pod01-id1.privatelink.ugv.backup.windowsazure.us", Service::backup,
       Cloud::usgov, "42", "42-ab-pod01-id1.ugv.backup.windowsazure.us",
       "42-ab-pod01-id1.privatelink.ugv.backup.windowsazure.us", "privatelink.ugv.backup.windowsazure.us",
       "ugv", true, 443},
      {"Backup in China", "42-ab-pod01-id1.sha2.backup.windowsazure.cn", Service::backup, Cloud::china, "42",
       "42-ab-pod01-id1.sha2.backup.windowsazure.cn",
       "42-ab-pod01-id1.privatelink.sha2.backup.windowsazure.cn", "privatelink.sha2.backup.windowsazure.cn",
       "sha2", false, 443},
      {"the service's own public name has no vault in it", "pod01-rec2.jpe.backup.windowsazure.com",
       Service::backup, kPublic, "", "pod01-rec2.jpe.backup.windowsazure.com",
       "pod01-rec2.privatelink.jpe.backup.windowsazure.com", "privatelink.jpe.backup.windowsazure.com", "jpe",
       false, 443},
      {"a key vault", "vault.vault.azure.net", Service::key_vault, kPublic, "vault", "vault.vault.azure.net",
       "vault.privatelink.vaultcore.azure.net", "privatelink.vaultcore.azure.net", "", false, 443},
      {"a key vault by its private name", "vault.privatelink.vaultcore.azure.net", Service::key_vault,
       kPublic, "vault", "vault.vault.azure.net", "vault.privatelink.vaultcore.azure.net",
       "privatelink.vaultcore.azure.net", "", true, 443},
      {"a key vault in China", "kv.vault.azure.cn", Service::key_vault, Cloud::china, "kv",
       "kv.vault.azure.cn", "kv.privatelink.vaultcore.azure.cn", "privatelink.vaultcore.azure.cn", "", false,
       443},
      {"a managed HSM", "h1.managedhsm.azure.net", Service::managed_hsm, kPublic, "h1",
       "h1.managedhsm.azure.net", "h1.privatelink.managedhsm.azure.net", "privatelink.managedhsm.azure.net",
       "", false, 443},
      {"a managed instance", "mi.a1b2c3d4e5f6.database.windows.net", Service::sqlmi, kPublic, "mi",
       "mi.a1b2c3d4e5f6.database.windows.net", "mi.privatelink.a1b2c3d4e5f6.database.windows.net",
       "privatelink.a1b2c3d4e5f6.database.windows.net", "", false, 1433},
      {"its private endpoint", "mi.privatelink.a1b2c3d4e5f6.database.windows.net", Service::sqlmi, kPublic,
       "mi", "mi.a1b2c3d4e5f6.database.windows.net", "mi.privatelink.a1b2c3d4e5f6.database.windows.net",
       "privatelink.a1b2c3d4e5f6.database.windows.net", "", true, 1433},
      {"its public endpoint", "mi.public.a1b2c3d4e5f6.database.windows.net", Service::sqlmi, kPublic, "mi",
       "mi.a1b2c3d4e5f6.database.windows.net", "mi.privatelink.a1b2c3d4e5f6.database.windows.net",
       "privatelink.a1b2c3d4e5f6.database.windows.net", "", false, 3342},
      {"Service Bus is a plain endpoint with a zone", "ns1.servicebus.windows.net", Service::other, kPublic,
       "ns1", "ns1.servicebus.windows.net", "ns1.privatelink.servicebus.windows.net",
       "privatelink.servicebus.windows.net", "", false, 443},
      {"a sign-in host", "login.partner.microsoftonline.cn", Service::entra, Cloud::china, "",
       "login.partner.microsoftonline.cn", "login.partner.microsoftonline.cn", "", "", false, 443},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const HostKind kind = classify_host(row.name);
    CHECK(kind.known);
    CHECK(kind.service == row.service);
    CHECK(kind.cloud == row.cloud);
    CHECK(kind.resource == row.resource);
    CHECK(kind.public_name == row.public_name);
    CHECK(kind.private_name == row.private_name);
    CHECK(kind.zone == row.zone);
    CHECK(kind.geo == row.geo);
    CHECK(kind.written_private == row.written_private);
    CHECK(kind.port == row.port);
  }
}

TEST_CASE("a name that only looks like one of the catalogue's is any other endpoint") {
  for (const std::string_view name :
       {"blob.core.windows.net", "xblob.core.windows.net", "srv.database.windows.net",
        "srv.privatelink.database.windows.net", "a.b.c.d.database.windows.net", "we.backup.windowsazure.com",
        "privatelink.we.backup.windowsazure.com", "a.b.we.backup.windowsazure.com", "a.b.vault.azure.net",
        "acct.blob.core.windows.net.evil.example", "www.example.com", "acct.blob.storage.azure.net"}) {
    CAPTURE(name);
    const HostKind kind = classify_host(name);
    CHECK_FALSE(kind.known);
    CHECK(kind.service == Service::other);
    CHECK(kind.public_name == name);
    CHECK(kind.private_name == name);
    CHECK(kind.zone.empty());
  }
}

TEST_CASE("names are made by the same table that reads them") {
  for (const Cloud cloud : {Cloud::public_cloud, Cloud::usgov, Cloud::china}) {
    for (const Service service :
         {Service::blob, Service::queue, Service::file, Service::table, Service::dfs, Service::web}) {
      const HostKind kind = classify_host(storage_host("acct", service, cloud));
      CHECK(kind.service == service);
      CHECK(kind.cloud == cloud);
      CHECK(kind.zone == storage_zone(service, cloud));
    }
    CHECK(classify_host(key_vault_host("kv", cloud)).service == Service::key_vault);
    CHECK(classify_host("1-ab-pod01-id1." + backup_suffix("we", cloud)).zone == backup_zone("we", cloud));
    for (const std::string_view host : entra_hosts(cloud)) CHECK(classify_host(host).cloud == cloud);
  }
}

TEST_CASE("Backup's records (azure-facts 2.2)") {
  CHECK(classic_backup_records().size() == 8);
  CHECK(simplified_backup_records().size() == 2);
  for (const std::string_view each : simplified_backup_records())
    CHECK(std::ranges::count(classic_backup_records(), each) == 1);
}

TEST_CASE("forwarder_zones: the public zone, but Backup's own and Key Vault's two") {
  struct Row {
    std::string_view zone;
    std::vector<std::string> forwarders;
  };
  const Row rows[] = {
      {"privatelink.blob.core.windows.net", {"blob.core.windows.net"}},
      {"privatelink.queue.core.chinacloudapi.cn", {"queue.core.chinacloudapi.cn"}},
      {"privatelink.we.backup.windowsazure.com", {"privatelink.we.backup.windowsazure.com"}},
      {"privatelink.vaultcore.azure.net", {"vault.azure.net", "vaultcore.azure.net"}},
      {"privatelink.a1b2c3d4e5f6.database.windows.net", {"database.windows.net"}},
      {"privatelink.servicebus.windows.net", {"servicebus.windows.net"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.zone);
    CHECK(forwarder_zones(row.zone) == row.forwarders);
  }
}

TEST_CASE("is_full_host_name") {
  struct Row {
    std::string name;
    bool right;
  };
  const Row rows[] = {{"a.b", true},
                      {"_dns.example.com", true},
                      {"a", false},
                      {"a..b", false},
                      {".a.b", false},
                      {"a.b.", false},
                      {"a b.c", false},
                      {"10.1.2.4", false},
                      {"a.b/c", false},
                      {"ä.example", false},
                      {std::string(63, 'a') + ".b", true},
                      {std::string(64, 'a') + ".b", false},
                      {"A.b", false},
                      {"", false}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(is_full_host_name(row.name) == row.right);
  }
  std::string longest;
  while (longest.size() < 252) longest += "a.";
  CHECK(is_full_host_name(longest + "a"));         // 253
  CHECK_FALSE(is_full_host_name(longest + "aa"));  // 254
  CHECK(canonical_host("A.B.") == "a.b");
}

TEST_CASE("reserved zones and issuers") {
  CHECK(std::ranges::count(reserved_zone_names(), "blob.core.windows.net") == 1);
  for (const std::string_view name : reserved_zone_names()) CHECK_FALSE(name.starts_with("privatelink"));
  CHECK(std::ranges::count(entra_issuer_hosts(Cloud::public_cloud), "sts.windows.net") == 1);
  CHECK(std::ranges::count(entra_issuer_hosts(Cloud::china), "login.microsoftonline.com") == 0);
}

}  // namespace vnetprobe
