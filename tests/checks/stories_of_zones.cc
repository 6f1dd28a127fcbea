// Zones: not linked, not served, of a wrong name, or shadowing what Azure needs.
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kNotLinked =
    "dns.zone-not-linked privatelink.blob.core.windows.net | mystorage01.blob.core.windows.net | azure";
constexpr const char* kNotServed =
    "dns.zone-not-served privatelink.blob.core.windows.net | mystorage01.blob.core.windows.net | dc1";

Story blob_at_two() {
  return Story().view("dc1", "10.1.0.53").view("azure", kAzureDns).account("mystorage01", "10.1.3.5");
}
Story blob_at_dc1_alone() { return Story().view("dc1", "10.1.0.53").account("mystorage01", "10.1.3.5"); }
Story with_instance(Story story) {
  return story.instance("mysqlmi01.a1b2c3d4e5f6.database.windows.net", "10.1.1.10");
}

}  // namespace

std::vector<Told> stories_of_zones() {
  return {
      {"dns.zone-not-linked",
       "the zone is not linked: the names are public",
       blob_at_azure().zone("azure", kBlobZone, "unserved"),
       {kNotLinked}},
      {"dns.zone-not-linked",
       "the same, and public DNS has a SOA for the privatelink zone itself",
       blob_at_azure().zone("azure", kBlobZone, "public soa"),
       {kNotLinked}},
      {"dns.zone-not-linked",
       "Backup has no public names: NXDOMAIN",
       backup_at_azure().zone("azure", kBackupZone, "unserved"),
       {std::string("dns.zone-not-linked ") + kBackupZone + " | " + kBackup + " | azure"}},
      {"dns.zone-not-linked",
       "dc1 forwards to Azure DNS and shows the same: covered",
       blob_at_two().zone("azure", kBlobZone, "unserved").zone("dc1", kBlobZone, "unserved"),
       {"dns.zone-not-linked privatelink.blob.core.windows.net | mystorage01.blob.core.windows.net | dc1, "
        "azure"}},
      {"dns.zone-not-linked",
       "so do programs on this host: covered",
       blob_at_azure().system().zone("azure", kBlobZone, "unserved"),
       {"dns.zone-not-linked privatelink.blob.core.windows.net | mystorage01.blob.core.windows.net | azure, "
        "system"}},
      {"dns.zone-not-linked",
       "of the zone's names one never had an endpoint, and one is right without the zone",
       blob_at_azure()
           .account("noendpoint01", "10.1.3.9")
           .account("byhand01", "10.1.3.10")
           .zone("azure", kBlobZone, "unserved")
           .says("azure", "noendpoint01.blob.core.windows.net", "no alias")
           .says("azure", "byhand01.blob.core.windows.net", "right"),
       {kNotLinked, "dns.no-private-endpoint noendpoint01 | noendpoint01.blob.core.windows.net | azure"}},
      {"dns.zone-not-linked",
       "two zones, two findings",
       blob_at_azure()
           .account("mystorage01", "10.1.3.6", "queue")
           .zone("azure", kBlobZone, "unserved")
           .zone("azure", kQueueZone, "unserved"),
       {kNotLinked,
        "dns.zone-not-linked privatelink.queue.core.windows.net | mystorage01.queue.core.windows.net | "
        "azure"}},
      {"dns.zone-not-linked",
       "neighbour: Azure DNS is a reference, and nobody else serves the zone",
       blob_at_dc1().zone("azure", kBlobZone, "unserved").zone("dc1", kBlobZone, "unserved"),
       {kNotServed}},
      {"dns.zone-not-linked",
       "neighbour: the names are public, and nobody knows whether the zone is served",
       blob_at_azure().says("azure", kBlob, "public").zone("azure", kBlobZone, "silent"),
       {"dns.zone-not-served privatelink.blob.core.windows.net | mystorage01.blob.core.windows.net | azure"}},
      {"dns.zone-not-linked",
       "neighbour: the zone is linked and the record is missing",
       blob_at_azure().says("azure", kBlob, "missing"),
       {"dns.record-missing mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | azure"}},
      {"dns.zone-not-linked",
       "neighbour: bare records of another zone, private all the same",
       blob_at_azure().zone("azure", kBlobZone, "unserved").says("azure", kBlob, "10.1.3.5"),
       {}},
      {"dns.zone-not-linked",
       "neighbour: only the SOA question fails, the names are private",
       blob_at_azure().zone("azure", kBlobZone, "servfail"),
       {}},

      {"dns.zone-not-served",
       "the company's server does not serve it, Azure DNS was not asked",
       blob_at_dc1_alone().zone("dc1", kBlobZone, "unserved"),
       {kNotServed}},
      {"dns.zone-not-served",
       "Azure DNS, a reference, is silent",
       blob_at_dc1().zone("dc1", kBlobZone, "unserved").resolver("azure", "silent"),
       {kNotServed}},
      {"dns.zone-not-served",
       "Backup through dc1: NXDOMAIN",
       Story()
           .view("dc1", "10.1.0.53")
           .vault(Experience::classic, Stage::created)
           .vault_endpoint(kBackup, "10.1.2.4")
           .zone("dc1", kBackupZone, "unserved"),
       {std::string("dns.zone-not-served ") + kBackupZone + " | " + kBackup + " | dc1"}},
      {"dns.zone-not-served",
       "only programs on this host were asked",
       Story().system().account("mystorage01", "10.1.3.5").says("system", kBlob, "public"),
       {"dns.zone-not-served privatelink.blob.core.windows.net | mystorage01.blob.core.windows.net | "
        "system"}},
      {"dns.zone-not-served",
       "neighbour: the reference serves it: dc1 does not forward",
       blob_at_dc1().zone("dc1", kBlobZone, "unserved"),
       {"dns.forwarder-missing dc1 | mystorage01.blob.core.windows.net | dc1"}},
      {"dns.zone-not-served",
       "neighbour: a zone of dc1's own",
       blob_at_dc1_alone().zone("dc1", kBlobZone, "served by dc1.contoso.com"),
       {}},
      {"dns.zone-not-served",
       "neighbour: dc1 is a reference, Azure DNS is right",
       Story()
           .reference("dc1", "10.1.0.53")
           .view("azure", kAzureDns)
           .account("mystorage01", "10.1.3.5")
           .zone("dc1", kBlobZone, "unserved"),
       {}},

      {"dns.wrong-zone-name",
       "the region's name in place of its code",
       backup_at_azure().zone("azure", kBackupZone, "unserved").zone("azure", kRegionZone, "served"),
       {std::string("dns.wrong-zone-name ") + kRegionZone + " | " + kBackup + " | azure"}},
      {"dns.wrong-zone-name",
       "privatelink left out, which is a reserved name too: one cause",
       blob_at_azure()
           .zone("azure", kBlobZone, "unserved")
           .zone("azure", "blob.core.windows.net", "served")
           .shadowed("azure", "blob.core.windows.net")
           .says("azure", kBlob, "public"),
       {"dns.wrong-zone-name blob.core.windows.net | mystorage01.blob.core.windows.net | azure"}},
      {"dns.wrong-zone-name",
       "in place of the right zone, and another reserved name is shadowed",
       blob_at_azure()
           .zone("azure", kBlobZone, "unserved")
           .zone("azure", "blob.core.windows.net", "served")
           .shadowed("azure", "queue.core.windows.net")
           .says("azure", kBlob, "public"),
       {"dns.wrong-zone-name blob.core.windows.net | mystorage01.blob.core.windows.net | azure",
        "(warning) dns.reserved-zone-linked queue.core.windows.net |  | azure"}},
      {"dns.wrong-zone-name",
       "beside the right zone through two servers: the first is cited",
       Story()
           .view("dc1", "10.1.0.53")
           .view("azure", kAzureDns)
           .vault(Experience::classic, Stage::created)
           .vault_endpoint(kBackup, "10.1.2.4")
           .zone("dc1", kRegionZone, "served")
           .zone("azure", kRegionZone, "served"),
       {std::string("(warning) dns.wrong-zone-name ") + kRegionZone + " |  | dc1, azure"}},
      {"dns.wrong-zone-name",
       "in its place through two servers: the first is cited",
       Story()
           .view("dc1", "10.1.0.53")
           .view("azure", kAzureDns)
           .vault(Experience::classic, Stage::created)
           .vault_endpoint(kBackup, "10.1.2.4")
           .zone("dc1", kBackupZone, "unserved")
           .zone("azure", kBackupZone, "unserved")
           .zone("dc1", kRegionZone, "served")
           .zone("azure", kRegionZone, "served"),
       {std::string("dns.wrong-zone-name ") + kRegionZone + " | " + kBackup + " | dc1, azure"}},
      {"dns.wrong-zone-name",
       "beside the right zone: a warning",
       backup_at_azure().zone("azure", kRegionZone, "served"),
       {std::string("(warning) dns.wrong-zone-name ") + kRegionZone + " |  | azure"}},
      {"dns.wrong-zone-name",
       "in place of the right zone at Azure DNS, beside it at dc1: still an error",
       Story()
           .view("azure", kAzureDns)
           .view("dc1", "10.1.0.53")
           .vault(Experience::classic, Stage::created)
           .vault_endpoint(kBackup, "10.1.2.4")
           .zone("azure", kBackupZone, "unserved")
           .zone("azure", kRegionZone, "served")
           .zone("dc1", kRegionZone, "served"),
       {std::string("dns.wrong-zone-name ") + kRegionZone + " | " + kBackup + " | azure, dc1"}},
      {"dns.wrong-zone-name",
       "the other way round: a warning at dc1 does not hide the error at Azure DNS",
       Story()
           .view("dc1", "10.1.0.53")
           .view("azure", kAzureDns)
           .vault(Experience::classic, Stage::created)
           .vault_endpoint(kBackup, "10.1.2.4")
           .zone("azure", kBackupZone, "unserved")
           .zone("azure", kRegionZone, "served")
           .zone("dc1", kRegionZone, "served"),
       {std::string("dns.wrong-zone-name ") + kRegionZone + " | " + kBackup + " | dc1, azure"}},
      {"dns.wrong-zone-name",
       "neighbour: the wrong name is Azure's own public zone",
       blob_at_azure()
           .zone("azure", kBlobZone, "unserved")
           .zone("azure", "blob.core.windows.net", "public soa"),
       {kNotLinked}},
      {"dns.wrong-zone-name",
       "neighbour: a reference shows it",
       Story()
           .view("dc1", "10.1.0.53")
           .reference("azure", kAzureDns)
           .vault(Experience::classic, Stage::created)
           .vault_endpoint(kBackup, "10.1.2.4")
           .zone("azure", kRegionZone, "served"),
       {}},

      {"dns.reserved-zone-linked",
       "in the network of a managed instance: it breaks it",
       with_instance(blob_at_azure()).shadowed("azure", "core.windows.net"),
       {"dns.reserved-zone-linked core.windows.net |  | azure"}},
      {"dns.reserved-zone-linked",
       "without an instance: a warning",
       blob_at_azure().shadowed("azure", "core.windows.net"),
       {"(warning) dns.reserved-zone-linked core.windows.net |  | azure"}},
      {"dns.reserved-zone-linked", "neighbour: Azure's own public zone", with_instance(blob_at_azure()), {}},
      {"dns.reserved-zone-linked",
       "neighbour: a reference shows it",
       with_instance(blob_at_dc1()).shadowed("azure", "core.windows.net"),
       {}},
  };
}

}  // namespace vnetprobe
