// Resolvers: of no use, refusing, cut off from TCP, or forwarding nothing, the wrong zone, into the void.
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kQueue = "mystorage01.queue.core.windows.net";
constexpr const char* kUnreachable = "dns.resolver-unreachable dc1 | mystorage01.blob.core.windows.net | dc1";
constexpr const char* kRefused = "dns.resolver-refused dc1 | mystorage01.blob.core.windows.net | dc1";
constexpr const char* kTcpBlocked = "dns.resolver-tcp-blocked dc1 | mystorage01.blob.core.windows.net | dc1";
constexpr const char* kBroken = "dns.forwarder-broken dc1 | mystorage01.blob.core.windows.net | dc1";
constexpr const char* kMissing = "dns.forwarder-missing dc1 | mystorage01.blob.core.windows.net | dc1";
constexpr const char* kWrongZone = "dns.forwarder-wrong-zone dc1 | mystorage01.blob.core.windows.net | dc1";

}  // namespace

std::vector<Told> stories_of_resolvers() {
  return {
      {"dns.resolver-unreachable", "silence", blob_at_dc1().resolver("dc1", "silent"), {kUnreachable}},
      {"dns.resolver-unreachable", "a closed port", blob_at_dc1().resolver("dc1", "closed"), {kUnreachable}},
      {"dns.resolver-unreachable", "garbage", blob_at_dc1().resolver("dc1", "garbage"), {kUnreachable}},
      {"dns.resolver-unreachable",
       "SERVFAIL to everything",
       blob_at_dc1().resolver("dc1", "servfail"),
       {kUnreachable}},
      {"dns.resolver-unreachable",
       "programs on this host stand on it: covered",
       blob_at_dc1().system().resolver("dc1", "silent"),
       {"dns.resolver-unreachable dc1 | mystorage01.blob.core.windows.net | dc1, system"}},
      {"dns.resolver-unreachable",
       "nobody but the host was asked, and it is told nothing",
       Story().system().account("mystorage01", "10.1.3.5").says("system", kBlob, "silent"),
       {"dns.resolver-unreachable system | mystorage01.blob.core.windows.net | system"}},
      {"dns.resolver-unreachable",
       "sign-in cannot be resolved either: covered",
       Story()
           .view("dc1", "10.1.0.53")
           .account("mystorage01", "10.1.3.5")
           .sign_in()
           .resolver("dc1", "silent"),
       {kUnreachable}},
      {"dns.resolver-unreachable",
       "neighbour: REFUSED to everything",
       blob_at_dc1().resolver("dc1", "refused"),
       {kRefused}},
      {"dns.resolver-unreachable",
       "neighbour: only the private names are silent",
       blob_at_dc1().says("dc1", "*", "silent"),
       {kBroken}},
      {"dns.resolver-unreachable",
       "neighbour: a reference is silent",
       blob_at_dc1().resolver("azure", "silent"),
       {}},
      {"dns.resolver-unreachable",
       "neighbour: the run was interrupted before any answer",
       blob_at_dc1().resolver("dc1", "interrupted"),
       {}},

      {"dns.resolver-refused", "REFUSED to everything", blob_at_dc1().resolver("dc1", "refused"), {kRefused}},
      {"dns.resolver-refused",
       "programs on this host stand on it: covered",
       blob_at_dc1().system().resolver("dc1", "refused"),
       {"dns.resolver-refused dc1 | mystorage01.blob.core.windows.net | dc1, system"}},
      {"dns.resolver-refused",
       "neighbour: REFUSED for the private names alone",
       blob_at_dc1().says("dc1", "*", "refused"),
       {kBroken}},
      {"dns.resolver-refused",
       "neighbour: SERVFAIL to everything",
       blob_at_dc1().resolver("dc1", "servfail"),
       {kUnreachable}},

      {"dns.resolver-tcp-blocked",
       "an answer is cut, and TCP gives none",
       blob_at_dc1().says("dc1", kBlob, "truncated"),
       {kTcpBlocked}},
      {"dns.resolver-tcp-blocked",
       "every answer is cut",
       blob_at_dc1().resolver("dc1", "truncated"),
       {kTcpBlocked}},
      {"dns.resolver-tcp-blocked",
       "programs on this host stand on it: covered",
       blob_at_dc1().system().resolver("dc1", "truncated"),
       {"dns.resolver-tcp-blocked dc1 | mystorage01.blob.core.windows.net | dc1, system"}},
      {"dns.resolver-tcp-blocked",
       "neighbour: no data, uncut",
       blob_at_dc1().says("dc1", kBlob, "no data"),
       {"dns.record-missing mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | dc1"}},
      {"dns.resolver-tcp-blocked",
       "neighbour: silence",
       blob_at_dc1().says("dc1", kBlob, "silent"),
       {kBroken}},

      {"dns.forwarder-broken",
       "SERVFAIL for the private names alone",
       blob_at_dc1().says("dc1", "*", "servfail"),
       {kBroken}},
      {"dns.forwarder-broken", "an alias that loops", blob_at_dc1().says("dc1", "*", "loop"), {kBroken}},
      {"dns.forwarder-broken",
       "one zone of two",
       blob_at_dc1().account("mystorage01", "10.1.3.6", "queue").says("dc1", kBlob, "servfail"),
       {kBroken}},
      {"dns.forwarder-broken",
       "programs on this host alone, for one name of two",
       Story()
           .system()
           .account("mystorage01", "10.1.3.5")
           .account("mystorage01", "10.1.3.6", "queue")
           .says("system", kBlob, "servfail"),
       {"dns.forwarder-broken system | mystorage01.blob.core.windows.net | system"}},
      {"dns.forwarder-broken",
       "neighbour: the control question fails too",
       blob_at_dc1().resolver("dc1", "servfail"),
       {kUnreachable}},
      {"dns.forwarder-broken",
       "neighbour: the public answer",
       blob_at_dc1().zone("dc1", kBlobZone, "unserved"),
       {kMissing}},

      {"dns.forwarder-missing",
       "public at dc1, private at Azure DNS",
       blob_at_dc1().zone("dc1", kBlobZone, "unserved"),
       {kMissing}},
      {"dns.forwarder-missing",
       "programs on this host are told the same: covered",
       blob_at_dc1().system().zone("dc1", kBlobZone, "unserved"),
       {"dns.forwarder-missing dc1 | mystorage01.blob.core.windows.net | dc1, system"}},
      {"dns.forwarder-missing",
       "Azure DNS is required and right",
       Story()
           .view("dc1", "10.1.0.53")
           .view("azure", kAzureDns)
           .account("mystorage01", "10.1.3.5")
           .zone("dc1", kBlobZone, "unserved"),
       {kMissing}},
      {"dns.forwarder-missing",
       "two zones, one resolver: one finding",
       blob_at_dc1()
           .account("mystorage01", "10.1.3.6", "queue")
           .zone("dc1", kBlobZone, "unserved")
           .zone("dc1", kQueueZone, "unserved"),
       {std::string("dns.forwarder-missing dc1 | mystorage01.blob.core.windows.net, ") + kQueue + " | dc1"}},
      {"dns.forwarder-missing",
       "of two names the one that Azure DNS gives an address for is told",
       blob_at_dc1()
           .account("mystorage02", "10.1.3.7")
           .zone("dc1", kBlobZone, "unserved")
           .says("azure", kBlob, "missing"),
       {"dns.forwarder-missing dc1 | mystorage01.blob.core.windows.net, mystorage02.blob.core.windows.net | "
        "dc1"}},
      {"dns.forwarder-missing",
       "Backup: NXDOMAIN at dc1",
       Story()
           .view("dc1", "10.1.0.53")
           .reference("azure", kAzureDns)
           .vault(Experience::classic, Stage::created)
           .vault_endpoint(kBackup, "10.1.2.4")
           .zone("dc1", kBackupZone, "unserved"),
       {std::string("dns.forwarder-missing dc1 | ") + kBackup + " | dc1"}},
      {"dns.forwarder-missing",
       "two servers, each its own finding",
       blob_at_dc1()
           .view("dc2", "10.1.0.54")
           .zone("dc1", kBlobZone, "unserved")
           .zone("dc2", kBlobZone, "unserved"),
       {kMissing, "dns.forwarder-missing dc2 | mystorage01.blob.core.windows.net | dc2"}},
      {"dns.forwarder-missing",
       "neighbour: nobody serves the zone",
       blob_at_dc1().zone("dc1", kBlobZone, "unserved").zone("azure", kBlobZone, "unserved"),
       {"dns.zone-not-served privatelink.blob.core.windows.net | mystorage01.blob.core.windows.net | dc1"}},
      {"dns.forwarder-missing",
       "neighbour: the privatelink name is private through it",
       blob_at_dc1().zone("dc1", kBlobZone, "unserved").says_privatelink("dc1", kBlob, "right"),
       {kWrongZone}},
      {"dns.forwarder-missing",
       "neighbour: dc1 has a zone of its own without the record",
       blob_at_dc1().says("dc1", kBlob, "missing"),
       {"dns.record-missing mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | dc1"}},

      {"dns.forwarder-wrong-zone",
       "the privatelink name is private, the public name is not",
       blob_at_dc1().says("dc1", kBlob, "public").says_privatelink("dc1", kBlob, "right"),
       {kWrongZone}},
      {"dns.forwarder-wrong-zone",
       "at Azure DNS itself, by a ruleset for the public zone",
       blob_at_azure().says("azure", kBlob, "public").says_privatelink("azure", kBlob, "right"),
       {"dns.forwarder-wrong-zone azure | mystorage01.blob.core.windows.net | azure"}},
      {"dns.forwarder-wrong-zone",
       "the alias alone, and the record behind it for whoever asks for that",
       blob_at_dc1().says("dc1", kBlob, "no data").says_privatelink("dc1", kBlob, "right"),
       {kWrongZone}},
      {"dns.forwarder-wrong-zone",
       "neighbour: both are public",
       blob_at_dc1().zone("dc1", kBlobZone, "unserved"),
       {kMissing}},
      {"dns.forwarder-wrong-zone", "neighbour: both are private", blob_at_dc1(), {}},
      {"dns.forwarder-wrong-zone",
       "neighbour: no alias leads to the record",
       blob_at_azure().says("azure", kBlob, "no alias").says_privatelink("azure", kBlob, "right"),
       {"dns.no-private-endpoint mystorage01 | mystorage01.blob.core.windows.net | azure"}},
  };
}

}  // namespace vnetprobe
