// The rows of the catalogue about vaults, about what az or ARM says, and about this host.
#pragma once

#include <array>

#include "checks/codes.h"

namespace vnetprobe {

inline constexpr auto kAzureCodes = std::to_array<Code>({
    // azure-facts 2.1, 2.2, 2.7; 11 rows 3 and 29
    {.code = "backup.ecs-missing",
     .subject = "vault",
     .severity = Severity::error,
     .owner = Owner::backup,
     .title = "The storage endpoints that registration makes are missing",
     .why = "After the first registration the agent works through a blob and a queue account of the vault "
            "(_ecs). Without their private names discovery and registration fail with "
            "UserErrorVMInternetConnectivityIssue.",
     .proof =
         "At this stage the endpoints must exist, and none is known, or (role ecs) its record is missing "
         "from a served zone.",
     .mend =
         "Read the names and addresses from the vault's private endpoints, add the records to the blob and "
         "queue zones, and list them in the plan. For a classic vault, see that the vault's identity may "
         "make endpoints and records.",
     .limits = "What exists in Azure is not visible in DNS: a name that nobody told the probe counts as not "
               "known."},
    // azure-facts 2.2, 2.7; 11 row 4
    {.code = "backup.prot-missing",
     .subject = "vault",
     .severity = Severity::error,
     .owner = Owner::backup,
     .title = "The storage endpoints that the first backup makes are missing",
     .why =
         "The first backup adds a blob account (_prot) that holds the data. With registration done and this "
         "record missing, everything looks right until the first backup fails.",
     .proof =
         "At this stage the endpoint must exist, and none is known, or (role prot) its record is missing "
         "from the served zone.",
     .mend = "Read the names and addresses from the vault's private endpoints, add the records to the blob "
             "zone, and list them in the plan. Look again after each new workload: the names grow.",
     .limits = "What exists in Azure is not visible in DNS: a name that nobody told the probe counts as not "
               "known."},
    // azure-facts 5.8; 11 rows 11 and 32
    {.code = "pe.not-approved",
     .subject = "resource",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "The private endpoint's connection is not approved",
     .why = "Only an approved connection carries traffic. While it is pending, rejected or disconnected its "
            "address is dead and a zone group holds no record for it.",
     .proof = "az or ARM shows a state other than Approved.",
     .mend =
         "Approve it at the resource. A rejected or disconnected one cannot be approved again: delete the "
         "private endpoint and make it anew.",
     .limits = ""},
    // azure-facts 4.3, 10.3; 11 row 9
    {.code = "pe.no-zone-group",
     .subject = "resource",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "The private endpoint has no zone group",
     .why =
         "The zone group writes the endpoint's records into the private zone and keeps them right. Without "
         "it the records are kept by hand and are missing as soon as names are added.",
     .proof = "az or ARM lists no zone group for this endpoint.",
     .mend = "Give the endpoint a zone group on the private zones of its service.",
     .limits =
         "Records that are kept by hand, or by a policy, may be complete all the same: DNS shows that."},
    // azure-facts 2.1; 11 row 30
    {.code = "pe.static-addresses",
     .subject = "resource",
     .severity = Severity::error,
     .owner = Owner::backup,
     .title = "The vault's private endpoint has static addresses",
     .why = "A vault's endpoint takes more addresses as work grows. With static ones it is created, and "
            "registration may fail later.",
     .proof = "az or ARM lists address configurations for an endpoint of the group AzureBackup.",
     .mend = "Make the endpoint anew without static addresses, and leave free addresses in its subnet.",
     .limits = ""},
    // azure-facts 5.6; 11 row 12
    {.code = "pe.network-policies",
     .subject = "resource",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "Network policies are on for the endpoint's subnet, and its rules count",
     .why =
         "With network policies on, network security groups and routes act on private endpoints too. A rule "
         "that was never meant for them drops their traffic.",
     .proof = "az or ARM shows privateEndpointNetworkPolicies of the subnet.",
     .mend =
         "Allow the traffic to the endpoint's subnet in its network security group, or set the policies to "
         "Disabled.",
     .limits = "Policies that are on are no fault by themselves; the wire shows whether traffic passes."},
    // azure-facts 2.1; 11 row 30. An addition to the contract's list.
    {.code = "pe.subnet-full",
     .subject = "resource",
     .severity = Severity::warning,
     .owner = Owner::network,
     .title = "The subnet of the vault's endpoint is nearly full",
     .why = "A vault's endpoint takes more addresses as work grows. With none left, the next registration or "
            "backup of a new kind fails.",
     .proof = "az or ARM lists fewer than 10 free addresses in the subnet, beside the 5 that Azure keeps.",
     .mend =
         "Free addresses in the subnet, or make the endpoint anew in a larger one before the first server "
         "registers: classic wants a /26.",
     .limits = "The addresses that are taken are counted only where the subnet's list of them was given."},
    // azure-facts 11 row 1
    {.code = "zone.link-missing",
     .subject = "resource",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "The private zone has no link to the plan's virtual network",
     .why = "Azure DNS answers from a private zone only in the networks that it is linked to.",
     .proof = "az or ARM lists the zone's links, and none is to the virtual network.",
     .mend = "Link the zone to the virtual network, without auto-registration.",
     .limits = "With DNS servers of your own the link of the network where they stand is what counts."},
    // azure-facts 2.1; 11 row 29
    {.code = "vault.identity-missing",
     .subject = "resource",
     .severity = Severity::error,
     .owner = Owner::backup,
     .title = "The classic vault has no managed identity",
     .why =
         "A classic vault makes its storage endpoints and their records itself, with its managed identity. "
         "Without one they never appear.",
     .proof = "az or ARM shows no identity for a vault of the classic experience.",
     .mend = "Give the vault a system-assigned identity and the rights on the networks and zones, and never "
             "take it away again.",
     .limits = "Whether the identity's rights suffice is not read."},
    // azure-facts 5.5; 11 row 15
    {.code = "egress.alias-missing",
     .subject = "resource",
     .severity = Severity::error,
     .owner = Owner::security,
     .title = "The service endpoint policy lacks the managed instance's alias",
     .why = "On the subnet of a managed instance a policy must hold the alias "
            "/services/Azure/ManagedInstance; without it the policy cannot be put on the subnet.",
     .proof = "az or ARM lists the policy's definitions, and none is the alias.",
     .mend = "Add a definition for the service Global with the alias.",
     .limits = ""},
    // azure-facts 2.6, 11 row 19
    {.code = "proxy.captures-private",
     .subject = "name",
     .severity = Severity::warning,
     .owner = Owner::network,
     .title = "The proxy settings would send this private name to the proxy",
     .why = "Programs that honour the environment's proxy connect to the proxy in place of the private "
            "endpoint, and the proxy resolves the name by itself.",
     .proof = "A proxy is set in the environment and no_proxy does not cover the name. The probe itself goes "
              "direct.",
     .mend = "Add the suffix of the name to no_proxy.",
     .limits = "Agents may have proxy settings of their own, an account each: those are not seen here."},
    // azure-facts 9.2
    {.code = "identity.unavailable",
     .subject = "host",
     .severity = Severity::error,
     .owner = Owner::identity,
     .title = "This machine has no credential that opens what the plan names",
     .why = "Programs that rely on the machine's identity or on the plan's SAS cannot sign in.",
     .proof =
         "The identity endpoint of this machine gave no token; or the service, on a private path that is "
         "right without a credential, refused the token (a role is missing) or the SAS.",
     .mend =
         "Assign an identity to the machine, or correct identity.client_id in the plan; see that nothing "
         "stands between the machine and 169.254.169.254. Give the identity the role that is named. Make a "
         "new SAS where it has expired or does not list.",
     .limits =
         "A token proves nothing about the machine's own way to Entra ID: the platform fetches it. And "
         "the identity of this machine is not that of a managed instance, whose role it does not show."},
    {.code = "clock.skew",
     .subject = "host",
     .severity = Severity::warning,
     .owner = Owner::identity,
     .title = "This machine's clock is wrong",
     .why = "Tokens and signatures are refused when clocks differ by minutes.",
     .proof = "The Date header of servers and this clock differ by more than five minutes.",
     .mend = "Let the machine take its time from a time server.",
     .limits = ""},
    // azure-facts 2.3
    {.code = "backup.public-fallback-open",
     .subject = "vault",
     .severity = Severity::warning,
     .owner = Owner::security,
     .title = "The backup agent's public way out is open",
     .why =
         "When a private name does not resolve, the agent tries the public one. With that way open backups "
         "would go over the public path if private DNS broke, and nobody would notice.",
     .proof = "The vault's public service host accepts connections from here.",
     .mend = "Set the vault's public network access to Disabled, and close the way out for this service.",
     .limits = "The host answers anyone, so an answer does not show the vault's own setting: read "
               "publicNetworkAccess with az."},
    // contract 3
    {.code = "public.undecided",
     .subject = "resource",
     .severity = Severity::warning,
     .owner = Owner::security,
     .title = "Whether the public endpoint is closed could not be proved",
     .why = "A closed public endpoint is asserted by the plan, and nothing in this run shows it.",
     .proof = "No public address was known, or the answer is one that open and closed endpoints give alike "
              "(storage 400, key vault 401).",
     .mend = "Read publicNetworkAccess with az, or give the plan a public address or a public resolver.",
     .limits = "It is no sign that the endpoint is open."},
    // azure-facts 14
    {.code = "env.not-in-azure",
     .subject = "host",
     .severity = Severity::info,
     .owner = Owner::network,
     .title = "This machine does not seem to be in Azure",
     .why = "Nothing could be discovered, and there was no plan to check.",
     .proof = "Neither 168.63.129.16 nor instance metadata answers, in a run with neither plan nor names.",
     .mend = "Run it inside the virtual network, or give it a plan or names.",
     .limits = "In a container both may be closed inside Azure too."},
});

}  // namespace vnetprobe
