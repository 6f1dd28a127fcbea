// Set-ups that the documents allow: none of them may raise anything, and each passes.
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kEcsBlob = "ab1pod01ecs101.blob.core.windows.net";
constexpr const char* kEcsQueue = "ab1pod01ecs101.queue.core.windows.net";
constexpr const char* kProt = "ab1pod01prot101.blob.core.windows.net";

Story whole(Story story) {
  return story.vault(Experience::classic, Stage::protected_)
      .vault_endpoint(kBackup, "10.1.2.4")
      .vault_endpoint(kEcsBlob, "10.1.2.15", Role::ecs)
      .vault_endpoint(kEcsQueue, "10.1.2.16", Role::ecs)
      .vault_endpoint(kProt, "10.1.2.17", Role::prot)
      .account("mystorage01", "10.1.3.5")
      .denied("exfilcanary01")
      .sign_in();
}

Story everything_unserved(Story story, const std::string& view) {
  for (const char* zone : {kBackupZone, kBlobZone, kQueueZone}) story.zone(view, zone, "unserved");
  return story;
}

Story all_pinned(Story story) {
  return story.hosts("10.1.2.4", kBackup)
      .hosts("10.1.2.15", kEcsBlob)
      .hosts("10.1.2.16", kEcsQueue)
      .hosts("10.1.2.17", kProt)
      .hosts("10.1.3.5", kBlob);
}

}  // namespace

std::vector<Told> healthy_stories() {
  return {
      {"", "Azure DNS alone", whole(Story().view("azure", kAzureDns)), {}},
      {"",
       "the host and a server that forwards",
       whole(Story().system().view("dc1", "10.1.0.53").reference("azure", kAzureDns)),
       {}},
      {"",
       "a server with zones of its own, Azure DNS is an unlinked reference",
       everything_unserved(whole(Story().view("dc1", "10.1.0.53").reference("azure", kAzureDns)), "azure")
           .zone("dc1", kBlobZone, "served by dc1.contoso.com"),
       {}},
      {"", "two domain controllers", whole(Story().view("dc1", "10.1.0.53").view("dc2", "10.1.0.54")), {}},
      {"",
       "bare A records without alias or zone",
       everything_unserved(whole(Story().view("dc1", "10.1.0.53")), "dc1")
           .says("dc1", kBackup, "10.1.2.4")
           .says("dc1", kEcsBlob, "10.1.2.15")
           .says("dc1", kEcsQueue, "10.1.2.16")
           .says("dc1", kProt, "10.1.2.17")
           .says("dc1", kBlob, "10.1.3.5"),
       {}},
      {"",
       "the hosts file alone",
       everything_unserved(all_pinned(whole(Story().system().view("dc1", "10.1.0.53"))), "dc1"),
       {}},
      {"",
       "one name of a zone pinned rightly, the other a bare record",
       Story()
           .view("dc1", "10.1.0.53")
           .system()
           .account("mystorage01", "10.1.3.5")
           .account("mystorage02", "10.1.3.7")
           .zone("dc1", kBlobZone, "unserved")
           .says("dc1", "mystorage02.blob.core.windows.net", "10.1.3.7")
           .hosts("10.1.3.5", kBlob),
       {}},
      {"",
       "a vnet of public space",
       [] {
         Story story = Story().view("azure", kAzureDns).account("mystorage01", "25.1.3.5");
         story.plan.vnet = {*Cidr::parse("25.1.0.0/16")};
         return story;
       }(),
       {}},
      {"",
       "two addresses of one endpoint",
       Story().view("azure", kAzureDns).account("mystorage01").says("azure", kBlob, "10.1.3.5 10.1.3.6"),
       {}},
      {"",
       "an IPv6 endpoint beside",
       Story().view("azure", kAzureDns).account("mystorage01").says("azure", kBlob, "10.1.3.5 10.1.3.6"),
       {}},
      {"",
       "Key Vault and a service bus",
       Story()
           .view("azure", kAzureDns)
           .key_vault("vyelazurekeyvault", "10.1.4.4")
           .endpoint("ns1.servicebus.windows.net", "10.1.5.4"),
       {}},
      {"",
       "a simplified vault, created, known by its number alone",
       Story().view("azure", kAzureDns).vault(Experience::simplified, Stage::created),
       {}},
      {"",
       "a classic vault, created, known by its number alone",
       Story().view("azure", kAzureDns).vault(Experience::classic, Stage::created),
       {}},
  };
}

}  // namespace vnetprobe
