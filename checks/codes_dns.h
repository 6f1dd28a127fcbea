// The rows of the catalogue about names: what resolvers say, and where it goes wrong.
#pragma once

#include <array>

#include "checks/codes.h"

namespace vnetprobe {

inline constexpr auto kDnsCodes = std::to_array<Code>({
    // azure-facts 4.1, 4.3, 2.3; 11 rows 1 and 5
    {.code = "dns.zone-not-linked",
     .subject = "zone",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "The private DNS zone is not linked to this network",
     .why =
         "Azure DNS answers from a private zone only in the virtual networks that the zone is linked to. "
         "Without the link clients get the public address, or no address at all for Azure Backup, whose "
         "names do not exist in public. What counts is the network of the server that asks Azure DNS, in a "
         "hub with its own DNS the hub.",
     .proof = "168.63.129.16, a required view, does not answer the zone's own SOA, and names of the zone end "
              "in public addresses or, for Azure Backup, in NXDOMAIN. Other views with the same symptom hang "
              "on the same cause and are covered.",
     .mend = "Link the zone to the virtual network, without auto-registration. Make the zone first where it "
             "does not exist. A new link was seen to work after about half a minute.",
     .limits = "The probe sees that the zone is not served, not whether it exists: a zone that nobody made "
               "looks the same. A link counts for one network; other networks need a probe of their own."},
    // azure-facts 4.3, 4.6; 11 rows 1, 2 and 5
    {.code = "dns.zone-not-served",
     .subject = "zone",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "The DNS servers do not serve the private zone",
     .why =
         "A DNS server of your own gives private answers only when it forwards the public zone to Azure DNS "
         "or holds the private zone itself, and Azure DNS has them only in a linked virtual network.",
     .proof =
         "A DNS server other than 168.63.129.16 does not answer the zone's own SOA, and names of the zone "
         "end in public addresses or, for Azure Backup, in NXDOMAIN. Azure DNS was not asked, is silent, "
         "or is a reference that does not serve the zone either.",
     .mend =
         "Forward the public zone (for Azure Backup the privatelink zone) to 168.63.129.16 from a server "
         "inside Azure, or to a resolver's inbound endpoint from outside, and link the zone to the network "
         "from which that is asked.",
     .limits =
         "It cannot tell a missing forwarder from a missing link: ask 168.63.129.16 from a machine in the "
         "network of the forwarder, as a required view, to see which."},
    // azure-facts 4.6; 11 row 2
    {.code = "dns.forwarder-missing",
     .subject = "resolver",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "This DNS server does not forward to Azure DNS",
     .why =
         "Azure DNS knows the private addresses, but clients ask this server, and it resolves the names on "
         "the Internet, where they are public or, for Azure Backup, do not exist.",
     .proof = "The server gives the public answer (NXDOMAIN for Azure Backup) for names that 168.63.129.16 "
              "answers privately in the same run.",
     .mend =
         "Add conditional forwarders for the public zones, and for Azure Backup for the privatelink zone, "
         "to 168.63.129.16 (from a server inside Azure) or to the inbound endpoint of a private resolver "
         "(from outside). Or give the virtual network back to Azure DNS, then renew DHCP or restart.",
     .limits = "That Azure DNS answers this machine privately does not prove that it does so for the server, "
               "which may stand in another network."},
    // azure-facts 4.6; 11 row 5
    {.code = "dns.forwarder-wrong-zone",
     .subject = "resolver",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "This DNS server forwards the privatelink zone, not the public one",
     .why =
         "Clients ask for the public name. A server with an upstream of its own gets the whole alias chain "
         "with the public address from there, and never asks itself for the privatelink name, so that "
         "forwarder is not used.",
     .proof = "Through this server the privatelink name of a resource ends in its private address, and the "
              "public name does not.",
     .mend = "Forward the public zone (blob.core.windows.net, not privatelink.blob.core.windows.net) to the "
             "same target. Azure Backup's zone alone is forwarded with privatelink, for its names have no "
             "public alias.",
     .limits = ""},
    // azure-facts 5.7, 4.7
    {.code = "dns.forwarder-broken",
     .subject = "resolver",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "This DNS server cannot reach what it forwards the private names to",
     .why = "The server works and answers for the rest of the world. For the private names it asks a target "
            "that does not answer it: a forwarder with a wrong or dead address, a firewall on port 53, or "
            "168.63.129.16 asked from outside Azure, where it does not exist.",
     .proof = "SERVFAIL or silence for the private names alone, while the same server answers a control "
              "question (the root's SOA, a name outside Azure).",
     .mend = "Look up the target of the conditional forwarder and ask it from the server itself. "
             "168.63.129.16 answers inside Azure only; from outside use an inbound endpoint or a forwarder "
             "virtual machine in Azure.",
     .limits = "Which target the server asks is not visible from outside."},
    // azure-facts 4.3, 5.8; 11 rows 3, 9, 31
    {.code = "dns.record-missing",
     .subject = "name",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "The private zone does not hold this name",
     .why =
         "The zone is there and answers, so there is no way back to the public address: programs get "
         "NXDOMAIN. Records are missing where the private endpoint has no zone group, where somebody keeps "
         "them by hand and Azure added names, or where a second endpoint of the same resource was rejected "
         "or removed and took the record along.",
     .proof = "The zone's SOA is served in this view, and the name ends in NXDOMAIN or without an address.",
     .mend =
         "Give the private endpoint a zone group, which writes and keeps the records, or add the A record "
         "by hand.",
     .limits = "An endpoint that is not approved has no record either: az shows its state."},
    // azure-facts 4.8; 11 row 6
    {.code = "dns.record-hidden-by-fallback",
     .subject = "name",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "The private zone does not hold this name, and the Internet answers in its place",
     .why =
         "The zone's link has the policy NxDomainRedirect (\"fallback to internet\"): what the zone does "
         "not know is asked in public. A missing record then looks like a missing link, and traffic leaves "
         "by the public path without a word.",
     .proof = "The zone's SOA is served in this view, and yet the name ends in a public address.",
     .mend = "Add the record (zone group, or by hand). Set the link's policy back to Default only if nobody "
             "needs the fallback, which makes other companies' storage reachable from here.",
     .limits = "The policy itself is not visible in DNS; az or ARM shows it."},
    // azure-facts 11 row 10, 4.9
    {.code = "dns.record-stale",
     .subject = "name",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "The name has a private address that the plan does not expect",
     .why =
         "Clients connect to an address that is not, or no longer, this endpoint's: left from an endpoint "
         "that was made anew, or of a second endpoint that shares the zone. With two addresses every other "
         "try fails.",
     .proof = "The answer holds a private address that is not among those expected.",
     .mend = "Compare with the addresses of the endpoint's network interface; remove the old address and add "
             "the right one.",
     .limits = "The plan may be the one that is out of date: the network interface decides."},
    {.code = "dns.resolver-unreachable",
     .subject = "resolver",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "This DNS server gives no usable answer",
     .why =
         "Clients that ask it get no names at all, or get them only after several seconds of waiting when "
         "another server stands behind it. Network rules on port 53, a missing route or peering, a service "
         "that is down, or an address that is not a DNS server's.",
     .proof =
         "Every question of the run, control questions too, met silence, a closed port, garbage, SERVFAIL "
         "or an alias that loops.",
     .mend = "See that the server runs, that UDP and TCP port 53 are open from here to it and back, and that "
             "the address is right. 168.63.129.16 answers inside Azure only, and not where the service tag "
             "AzurePlatformDNS is denied.",
     .limits = "Azure DNS drops questions above 1000 a second and machine, which looks the same: see whether "
               "this machine asks that many."},
    {.code = "dns.resolver-refused",
     .subject = "resolver",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "This DNS server refuses to answer this machine",
     .why =
         "The server is there and has decided not to serve this client: its access list does not name this "
         "network, or it answers only for zones of its own.",
     .proof = "The rcode is REFUSED for every question of the run.",
     .mend = "Let this network ask for recursion in the server's access list, or ask another server.",
     .limits = ""},
    // azure-facts 4.4
    {.code = "dns.resolver-tcp-blocked",
     .subject = "resolver",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "This DNS server cuts long answers short and cannot be asked over TCP",
     .why = "DNS asks again over TCP when an answer does not fit into one packet. With TCP port 53 closed, "
            "long alias chains and names with many addresses fail while short ones work.",
     .proof =
         "Answers over UDP came with the truncated flag, and the same question over TCP got no whole one.",
     .mend = "Open TCP port 53 beside UDP port 53 on the way to the server.",
     .limits = ""},
    // azure-facts 4.9; 11 row 27
    {.code = "dns.hosts-override",
     .subject = "hosts line",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "A line of this host's hosts file pins a wrong address",
     .why = "Programs here take the hosts file before DNS. The line was right once, or was a test; now it "
            "sends them elsewhere whatever DNS holds, and only on this machine.",
     .proof = "The hosts file gives an address that the plan does not expect or, with none expected, that no "
              "required view gives.",
     .mend = "Remove the line, or write the right address into it.",
     .limits = "It says nothing of other machines."},
    // azure-facts 4.1
    {.code = "dns.no-private-endpoint",
     .subject = "resource",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "The resource has no approved private endpoint",
     .why = "Public DNS sends a resource's name through its privatelink name only while at least one private "
            "endpoint is approved. Without that alias a private zone is never asked, and the name stays "
            "public everywhere.",
     .proof = "The alias chain of the public name was seen and holds no privatelink name.",
     .mend = "Make a private endpoint for the resource, or approve the one that is pending. A rejected one "
             "cannot be approved again: delete it and make it anew.",
     .limits = "The alias proves one approved endpoint somewhere, not one in this network."},
    // azure-facts 5.7
    {.code = "dns.name-not-found",
     .subject = "name",
     .severity = Severity::error,
     .owner = Owner::storage,
     .title = "The public name does not exist",
     .why = "The resource was deleted, renamed, or never had this name: mostly a typing error in the plan.",
     .proof = "NXDOMAIN for the public name, with the SOA of a public zone. (Names of Azure Backup have no "
              "public form and are never judged so.)",
     .mend = "Compare the name with the resource's own page, and correct the plan or make the resource.",
     .limits = ""},
    {.code = "dns.address-outside-vnet",
     .subject = "name",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "The name ends in a private address outside of the plan's networks",
     .why = "The address belongs to another network: another environment's zone or endpoint answers, or the "
            "plan's list of networks is short of one.",
     .proof =
         "The plan expects no address for the name, and the answer is private but in none of the networks "
         "of `vnet`.",
     .mend = "Correct the record or the link, or add the network to `vnet` in the plan.",
     .limits = ""},
    {.code = "dns.mixed-addresses",
     .subject = "name",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "The name has a private and a public address in one answer",
     .why = "Clients pick either: part of the traffic leaves by the public path, or fails there.",
     .proof = "One answer holds a private and a public A record.",
     .mend = "Remove the public address from the private zone's record set.",
     .limits = ""},
    {.code = "dns.ipv6-public",
     .subject = "name",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "The name's IPv6 address is public beside its private IPv4 address",
     .why = "Clients that prefer IPv6 go past the private endpoint.",
     .proof = "The A record is private and right, an AAAA record of the same name is public.",
     .mend = "Remove the AAAA record, or have the server answer AAAA from the same private zone as A.",
     .limits = "A host without an IPv6 route does not feel it."},
    // azure-facts 1.3, 4.3; 11 row 8
    {.code = "dns.wrong-zone-name",
     .subject = "zone",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "A private zone with a wrong name is served in place of the right one",
     .why = "Backup's zone carries the geo code of the region (we), not its name (westeurope), and every "
            "privatelink zone keeps the label privatelink. A zone group on a zone of a wrong name succeeds "
            "and writes no records.",
     .proof = "The SOA of the wrong name is served privately in this view and that of the right name is not. "
              "Beside a right zone it is a warning.",
     .mend = "Make the zone with the right name, link it, give the private endpoint a new zone group on it, "
             "then delete the wrong zone.",
     .limits = ""},
    // azure-facts 6, 11 row 21
    {.code = "dns.reserved-zone-linked",
     .subject = "zone",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "A private zone shadows a name that Azure itself needs",
     .why =
         "A private zone such as blob.core.windows.net or login.microsoftonline.com hides every public name "
         "under it. In the network of a managed instance it makes the instance unavailable.",
     .proof =
         "The SOA of the reserved name is that of a private zone. A warning where the plan has no managed "
         "instance.",
     .mend = "Remove the zone's link to this network; put the records into the privatelink zone.",
     .limits = ""},
    // azure-facts 4.4, 11 row 34
    {.code = "dns.blocked-by-policy",
     .subject = "name",
     .severity = Severity::error,
     .owner = Owner::security,
     .title = "A DNS security policy blocks the name",
     .why = "Somebody decided that this name, or a pattern that it falls under, must not resolve in this "
            "network.",
     .proof = "The answer's chain ends at blockpolicy.azuredns.invalid, as Azure DNS writes it for a traffic "
              "rule with the action Block.",
     .mend = "Ask the owner of the DNS security policy to allow the name in its traffic rules.",
     .limits = ""},
    // azure-facts 11 rows 10 and 26
    {.code = "dns.unstable",
     .subject = "name",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "The same question gets different answers within one run",
     .why = "Failures come and go. Two servers behind one address that disagree, forwarders of which one is "
            "wrong, two private endpoints that overwrite each other's record, or a change just made.",
     .proof = "The view's first question, asked once more as its last, changed class (private, public, "
              "NXDOMAIN, no data, error) or its set of private addresses.",
     .mend = "Compare the servers and forwarders behind this view one by one; give each private endpoint of "
             "one resource a zone of its own network.",
     .limits = "One name is asked twice in a run: stable here is no proof for the others."},
});

}  // namespace vnetprobe
