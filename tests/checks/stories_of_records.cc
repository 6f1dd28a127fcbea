// Records of a zone that is there: missing, hidden, stale, pinned; and names that lead nowhere.
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kMissing =
    "dns.record-missing mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | azure";
constexpr const char* kHidden =
    "dns.record-hidden-by-fallback mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | "
    "azure";
constexpr const char* kNoEndpoint =
    "dns.no-private-endpoint mystorage01 | mystorage01.blob.core.windows.net | azure";
constexpr const char* kNotFound =
    "dns.name-not-found mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | azure";
constexpr const char* kStale =
    "dns.record-stale mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | azure";
constexpr const char* kPinned =
    "dns.hosts-override /etc/hosts:2 | mystorage01.blob.core.windows.net | system";

Story blob_of_two() {
  return Story().view("dc1", "10.1.0.53").view("dc2", "10.1.0.54").account("mystorage01");
}

}  // namespace

std::vector<Told> stories_of_records() {
  return {
      {"dns.record-missing",
       "NXDOMAIN by the private zone",
       blob_at_azure().says("azure", kBlob, "missing"),
       {kMissing}},
      {"dns.record-missing",
       "the name is there, its A record is not",
       blob_at_azure().says("azure", kBlob, "no data"),
       {kMissing}},
      {"dns.record-missing",
       "of Backup, by a service name",
       backup_at_azure().says("azure", kBackup, "missing"),
       {std::string("dns.record-missing ") + kBackup + " | " + kBackup + " | azure"}},
      {"dns.record-missing",
       "the SOA question fails: the SOA of the negative answer proves the zone",
       blob_at_azure().says("azure", kBlob, "missing").zone("azure", kBlobZone, "servfail"),
       {kMissing}},
      {"dns.record-missing",
       "programs on this host are told the same: covered",
       blob_at_azure().system().says("azure", kBlob, "missing"),
       {"dns.record-missing mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | azure, "
        "system"}},
      {"dns.record-missing",
       "the host's own view stands first in the plan, and so in the finding",
       Story()
           .system()
           .view("azure", kAzureDns)
           .account("mystorage01", "10.1.3.5")
           .says("azure", kBlob, "missing"),
       {"dns.record-missing mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | system, "
        "azure"}},
      {"dns.record-missing",
       "neighbour: public DNS denies the public name",
       blob_at_azure().says("azure", kBlob, "not found"),
       {kNotFound}},
      {"dns.record-missing",
       "neighbour: a reference alone misses it",
       blob_at_dc1().says("azure", kBlob, "missing"),
       {}},
      {"dns.record-missing",
       "neighbour: an endpoint of the registration: the vault's own finding",
       backup_at_azure()
           .vault_endpoint("ab1pod01ecs101.blob.core.windows.net", "10.1.2.15", Role::ecs)
           .says("azure", "ab1pod01ecs101.blob.core.windows.net", "missing"),
       {"backup.ecs-missing contoso-rsv | ab1pod01ecs101.blob.core.windows.net | azure"}},

      {"dns.record-hidden-by-fallback",
       "the zone is served and the name is public, through the alias",
       blob_at_azure().says("azure", kBlob, "public"),
       {kHidden}},
      {"dns.record-hidden-by-fallback",
       "of Backup: a public address in a zone that is served",
       backup_at_azure().says("azure", kBackup, "52.1.2.3"),
       {std::string("dns.record-hidden-by-fallback ") + kBackup + " | " + kBackup + " | azure"}},
      {"dns.record-hidden-by-fallback",
       "neighbour: no fallback, NXDOMAIN",
       blob_at_azure().says("azure", kBlob, "missing"),
       {kMissing}},
      {"dns.record-hidden-by-fallback",
       "neighbour: the record is there, dc1 forwards past it",
       blob_at_dc1().says("dc1", kBlob, "public").says_privatelink("dc1", kBlob, "right"),
       {"dns.forwarder-wrong-zone dc1 | mystorage01.blob.core.windows.net | dc1"}},
      {"dns.record-hidden-by-fallback",
       "neighbour: no alias at all",
       blob_at_azure().says("azure", kBlob, "no alias"),
       {kNoEndpoint}},

      {"dns.no-private-endpoint",
       "no alias, although the zone is served",
       blob_at_azure().says("azure", kBlob, "no alias"),
       {kNoEndpoint}},
      {"dns.no-private-endpoint",
       "nor is the zone served",
       blob_at_azure().zone("azure", kBlobZone, "unserved").says("azure", kBlob, "no alias"),
       {kNoEndpoint}},
      {"dns.no-private-endpoint",
       "somebody wrote the record by hand: no alias leads to it",
       blob_at_azure().says("azure", kBlob, "no alias").says_privatelink("azure", kBlob, "right"),
       {kNoEndpoint}},
      {"dns.no-private-endpoint",
       "a service that we know no zone of is named by its host",
       Story()
           .view("azure", kAzureDns)
           .endpoint("db.contoso.com", "10.1.5.4")
           .says("azure", "db.contoso.com", "20.1.2.3"),
       {"dns.no-private-endpoint db.contoso.com | db.contoso.com | azure"}},
      {"dns.no-private-endpoint",
       "neighbour: programs on this host alone are asked, and do not show the alias: it may be the zone",
       Story().system().account("mystorage01", "10.1.3.5").says("system", kBlob, "no alias"),
       {"dns.zone-not-served privatelink.blob.core.windows.net | mystorage01.blob.core.windows.net | "
        "system"}},
      {"dns.no-private-endpoint",
       "programs on this host alone see the public address of a service that we know no zone of",
       Story()
           .view("azure", kAzureDns)
           .system()
           .endpoint("db.contoso.com", "10.1.5.4")
           .says("system", "db.contoso.com", "20.1.2.3"),
       {"dns.no-private-endpoint db.contoso.com | db.contoso.com | system"}},
      {"dns.no-private-endpoint",
       "and no server is asked beside them",
       Story().system().endpoint("db.contoso.com", "10.1.5.4").says("system", "db.contoso.com", "20.1.2.3"),
       {"dns.no-private-endpoint db.contoso.com | db.contoso.com | system"}},
      {"dns.no-private-endpoint",
       "one view shows the alias, the other does not, and its record holds a public address too",
       Story()
           .view("dc1", "10.1.0.53")
           .view("azure", kAzureDns)
           .account("mystorage01", "10.1.3.5")
           .says("azure", kBlob, "no alias")
           .says_privatelink("azure", kBlob, "10.1.3.5 20.60.1.1"),
       {kNoEndpoint}},
      {"dns.no-private-endpoint",
       "neighbour: the alias stands in the chain",
       blob_at_azure().zone("azure", kBlobZone, "unserved"),
       {"dns.zone-not-linked privatelink.blob.core.windows.net | mystorage01.blob.core.windows.net | azure"}},
      {"dns.no-private-endpoint",
       "neighbour: the reference shows the alias, dc1 keeps a record of its own",
       blob_at_dc1().zone("dc1", kBlobZone, "unserved").says("dc1", kBlob, "no alias"),
       {"dns.forwarder-missing dc1 | mystorage01.blob.core.windows.net | dc1"}},

      {"dns.name-not-found",
       "the account does not exist",
       blob_at_azure().says("azure", kBlob, "not found"),
       {kNotFound}},
      {"dns.name-not-found",
       "the zone is not linked either: there is no account",
       blob_at_azure().zone("azure", kBlobZone, "unserved").says("azure", kBlob, "not found"),
       {kNotFound}},
      {"dns.name-not-found",
       "an endpoint outside the catalogue",
       Story()
           .view("azure", kAzureDns)
           .endpoint("db.contoso.com", "10.1.5.4")
           .says("azure", "db.contoso.com", "not found"),
       {"dns.name-not-found db.contoso.com | db.contoso.com | azure"}},
      {"dns.name-not-found",
       "neighbour: the private zone denies it",
       blob_at_azure().says("azure", kBlob, "missing"),
       {kMissing}},
      {"dns.name-not-found",
       "neighbour: Backup's names have no public form",
       backup_at_azure().zone("azure", kBackupZone, "unserved"),
       {std::string("dns.zone-not-linked ") + kBackupZone + " | " + kBackup + " | azure"}},

      {"dns.record-missing",
       "programs on this host are told of no address, the server denies the name: covered",
       blob_at_azure().system().says("azure", kBlob, "missing").says("system", kBlob, "no data"),
       {std::string("dns.record-missing ") + kBlob + " | " + kBlob + " | azure, system"}},
      {"dns.record-missing",
       "neighbour: programs on this host are denied the name, the server gives the public address",
       blob_at_azure().system().zone("azure", kBlobZone, "unserved").says("system", kBlob, "missing"),
       {std::string("dns.zone-not-linked ") + kBlobZone + " | " + kBlob + " | azure",
        std::string("dns.name-not-found ") + kBlob + " | " + kBlob + " | system"}},
      {"dns.record-stale",
       "another address than expected",
       blob_at_azure().says("azure", kBlob, "10.1.3.77"),
       {kStale}},
      {"dns.record-stale",
       "one more than expected",
       blob_at_azure().says("azure", kBlob, "10.1.3.5 10.1.3.77"),
       {kStale}},
      {"dns.record-stale",
       "an address that no endpoint can have",
       blob_at_azure().says("azure", kBlob, "127.0.0.1"),
       {kStale}},
      {"dns.record-stale",
       "another address, and no private zone gives it",
       blob_at_azure().says("azure", kBlob, "10.1.3.77").zone("azure", kBlobZone, "unserved"),
       {kStale}},
      {"dns.record-stale",
       "expected inside, found outside of the vnet",
       blob_at_azure().says("azure", kBlob, "10.9.9.9"),
       {kStale}},
      {"dns.record-stale",
       "programs on this host alone are told so, and no hosts line",
       blob_at_azure().system().says("system", kBlob, "10.1.3.77"),
       {"dns.record-stale mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | system"}},
      {"dns.record-stale",
       "nothing is expected, and two servers differ",
       blob_of_two().says("dc2", kBlob, "10.1.3.6"),
       {"dns.record-stale mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | dc1, dc2"}},
      {"dns.record-stale",
       "neighbour: two servers, the same two addresses in another order",
       blob_of_two().says("dc1", kBlob, "10.1.3.5 10.1.3.6").says("dc2", kBlob, "10.1.3.6 10.1.3.5"),
       {}},
      {"dns.record-stale", "neighbour: right", blob_at_azure(), {}},
      {"dns.record-stale",
       "neighbour: nothing is expected, any address of the vnet is right",
       Story().view("azure", kAzureDns).account("mystorage01").says("azure", kBlob, "10.1.3.77"),
       {}},
      {"dns.record-stale",
       "neighbour: a reference alone has the old one",
       blob_at_dc1().says("azure", kBlob, "10.1.3.77"),
       {}},

      {"dns.hosts-override",
       "a line pins what is not expected",
       blob_at_azure().system().hosts("10.1.3.77", kBlob),
       {kPinned}},
      {"dns.hosts-override",
       "a line pins the public address",
       blob_at_azure().system().hosts("20.60.1.1", kBlob),
       {kPinned}},
      {"dns.hosts-override",
       "nothing is expected, and no view gives it",
       Story().view("azure", kAzureDns).system().account("mystorage01").hosts("10.1.3.77", kBlob),
       {kPinned}},
      {"dns.hosts-override",
       "neighbour: the host gets another address than the line gives, and the line's is another name's",
       blob_at_azure()
           .system()
           .hosts("10.1.3.77", kBlob)
           .hosts("10.1.3.88", "other.contoso.com")
           .says("system", kBlob, "10.1.3.88"),
       {"dns.record-stale mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | system"}},
      {"dns.hosts-override",
       "neighbour: the line pins what is expected",
       blob_at_azure().system().hosts("10.1.3.5", kBlob),
       {}},
      {"dns.hosts-override",
       "neighbour: the line alone makes it right",
       blob_at_azure().system().zone("azure", kBlobZone, "unserved").hosts("10.1.3.5", kBlob),
       {}},
      {"dns.hosts-override",
       "neighbour: the record is stale, and the hosts file has nothing of it",
       blob_at_azure().system().says("azure", kBlob, "10.1.3.77"),
       {"dns.record-stale mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | azure, "
        "system"}},
  };
}

}  // namespace vnetprobe
