// Answers that are odd in themselves: mixed, outside, public over IPv6, blocked, changing.
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

const std::string kWhere = " mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | azure";

Story blob_anywhere() { return Story().view("azure", kAzureDns).account("mystorage01"); }

}  // namespace

std::vector<Told> stories_of_odd_records() {
  return {
      {"dns.address-outside-vnet",
       "private, none expected, not within the vnet",
       blob_anywhere().says("azure", kBlob, "10.9.9.9"),
       {"dns.address-outside-vnet" + kWhere}},
      {"dns.address-outside-vnet",
       "a loopback address, none expected",
       blob_anywhere().says("azure", kBlob, "127.0.0.1"),
       {"dns.address-outside-vnet" + kWhere}},
      {"dns.address-outside-vnet",
       "neighbour: within the vnet",
       blob_anywhere().says("azure", kBlob, "10.1.200.7"),
       {}},
      {"dns.address-outside-vnet",
       "neighbour: another was expected",
       blob_at_azure().says("azure", kBlob, "10.9.9.9"),
       {"dns.record-stale" + kWhere}},

      {"dns.mixed-addresses",
       "a private and a public address in one answer",
       blob_at_azure().says("azure", kBlob, "10.1.3.5 20.60.1.1"),
       {"dns.mixed-addresses" + kWhere}},
      {"dns.mixed-addresses",
       "neighbour: two private ones",
       blob_at_azure().says("azure", kBlob, "10.1.3.5 10.1.3.6"),
       {"dns.record-stale" + kWhere}},
      {"dns.mixed-addresses",
       "neighbour: a private one and a public AAAA",
       blob_at_azure().says("azure", kBlob, "10.1.3.5 2603:1030::1"),
       {"dns.ipv6-public" + kWhere}},
      {"dns.mixed-addresses",
       "neighbour: two public ones",
       blob_at_azure().zone("azure", kBlobZone, "unserved").says("azure", kBlob, "no alias"),
       {"dns.no-private-endpoint mystorage01 | mystorage01.blob.core.windows.net | azure"}},

      {"dns.ipv6-public",
       "AAAA leads past a private A",
       blob_at_azure().says("azure", kBlob, "10.1.3.5 2603:1030::1"),
       {"dns.ipv6-public" + kWhere}},
      {"dns.ipv6-public", "neighbour: no AAAA", blob_at_azure(), {}},
      {"dns.ipv6-public",
       "neighbour: a private AAAA beside it, none expected",
       blob_anywhere().says("azure", kBlob, "10.1.3.5 fd00::5").says_aaaa("azure", kBlob, "no data"),
       {}},
      {"dns.ipv6-public",
       "neighbour: A is public as well",
       blob_at_azure().zone("azure", kBlobZone, "unserved").says_aaaa("azure", kBlob, "2603:1030::1"),
       {"dns.zone-not-linked privatelink.blob.core.windows.net | mystorage01.blob.core.windows.net | azure"}},

      {"dns.blocked-by-policy",
       "the chain ends at the policy's name",
       blob_at_azure().says("azure", kBlob, "blocked"),
       {"dns.blocked-by-policy" + kWhere}},
      {"dns.blocked-by-policy",
       "programs on this host find no address: covered",
       blob_at_azure().system().says("azure", kBlob, "blocked"),
       {"dns.blocked-by-policy mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | "
        "azure, system"}},
      {"dns.blocked-by-policy",
       "neighbour: no data by the private zone",
       blob_at_azure().says("azure", kBlob, "no data"),
       {"dns.record-missing" + kWhere}},

      {"dns.unstable",
       "private first, public a moment later",
       blob_at_azure().again("azure", "public"),
       {"dns.unstable" + kWhere}},
      {"dns.unstable",
       "private first, NXDOMAIN a moment later",
       blob_at_azure().again("azure", "missing"),
       {"dns.unstable" + kWhere}},
      {"dns.unstable",
       "another private address",
       blob_at_azure().again("azure", "10.1.3.6"),
       {"dns.unstable" + kWhere}},
      {"dns.unstable",
       "private first, SERVFAIL a moment later",
       blob_at_azure().again("azure", "servfail"),
       {"dns.unstable" + kWhere}},
      {"dns.unstable",
       "public first, private a moment later: that one explains it",
       blob_at_azure().says("azure", kBlob, "public").again("azure", "right"),
       {"dns.unstable" + kWhere}},
      {"dns.unstable",
       "neighbour: rotation of public addresses",
       blob_at_azure().zone("azure", kBlobZone, "unserved").again("azure", "20.60.7.7"),
       {"dns.zone-not-linked privatelink.blob.core.windows.net | mystorage01.blob.core.windows.net | azure"}},
      {"dns.unstable",
       "neighbour: an error both times, of another word",
       blob_at_dc1().says("dc1", kBlob, "servfail").again("dc1", "silent"),
       {"dns.forwarder-broken dc1 | mystorage01.blob.core.windows.net | dc1"}},
      {"dns.unstable", "neighbour: a reference changes its mind", blob_at_dc1().again("azure", "public"), {}},
      {"dns.unstable",
       "neighbour: the second question was interrupted",
       blob_at_azure().again("azure", "interrupted"),
       {}},
      {"dns.unstable",
       "neighbour: the hosts file answers as expected, so the server is not required",
       blob_at_azure().system().hosts("10.1.3.5", kBlob).again("azure", "public"),
       {}},
  };
}

}  // namespace vnetprobe
