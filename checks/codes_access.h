// The rows of the catalogue about who is let in: network rules, public endpoints, sign-in, TDS.
#pragma once

#include <array>

#include "checks/codes.h"

namespace vnetprobe {

inline constexpr auto kAccessCodes = std::to_array<Code>({
    // azure-facts 5.1, 5.5; 11 rows 15 and 16
    {.code = "storage.network-denied",
     .subject = "resource",
     .severity = Severity::error,
     .owner = Owner::storage,
     .title = "The storage account's network rules refuse this client on the private path",
     .why = "Traffic through an approved private endpoint of the account is not subject to its firewall. So "
            "the request came in by another way: an endpoint of another account, a service endpoint with a "
            "policy, or a gateway that turns the traffic out again.",
     .proof = "403 AuthorizationFailure, whose message does not say \"using this\", to a well-formed request "
              "without a credential over the private address.",
     .mend = "Compare the address with those of the endpoint's network interface; look at service endpoints "
             "and their policies on this subnet; or allow this network in the account's rules.",
     .limits = "On the wire a service endpoint policy and the account's own firewall look the same."},
    // azure-facts 5.2; 11 row 17
    {.code = "keyvault.network-denied",
     .subject = "resource",
     .severity = Severity::error,
     .owner = Owner::security,
     .title = "The key vault's network rules refuse this client on the private path",
     .why = "The vault did not see the request come through a private endpoint of its own, and its firewall "
            "does not let this address in.",
     .proof = "403 with ForbiddenByConnection or ForbiddenByFirewall over the private address.",
     .mend =
         "Compare the address with those of the endpoint's network interface; take proxies out of the way. "
         "A managed instance needs the vault's bypass for trusted services.",
     .limits =
         "A test from a machine says nothing about a managed instance's own access to its key: that goes "
         "by the bypass, not through this network."},
    // azure-facts 5.1, 5.3
    {.code = "public.open",
     .subject = "resource",
     .severity = Severity::error,
     .owner = Owner::security,
     .title = "The public endpoint serves this client",
     .why = "The private endpoint was made so that the public way could be closed. It is open: data can go "
            "around every rule of this network, and broken private DNS stays unnoticed.",
     .proof = "The public address answered as it does for anyone it lets in: storage with 401, 404, 409 or "
              "another 403 to a well-formed request, a managed instance with a TDS pre-login on port 3342, a "
              "key vault with data.",
     .mend = "Disable public network access of the resource, after every client has a private way.",
     .limits = "It says that the network rule lets this client in, not that data is readable without a key."},
    // azure-facts 5.5
    {.code = "egress.open",
     .subject = "resource",
     .severity = Severity::error,
     .owner = Owner::security,
     .title = "A storage account that must be out of reach serves this network",
     .why = "Data can be carried out of this network into an account that is not yours.",
     .proof = "An account named as denied in the plan answered a request without a credential as it does for "
              "any client it lets in.",
     .mend = "Allow the wanted accounts alone in a service endpoint policy on the subnet, or deny Storage by "
             "name in the firewall.",
     .limits = "A service endpoint policy belongs to a subnet: a probe in another subnet says nothing about "
               "it."},
    // azure-facts 8.3; 11 row 18
    {.code = "entra.unreachable",
     .subject = "host",
     .severity = Severity::error,
     .owner = Owner::identity,
     .title = "Sign-in of Entra ID cannot be reached",
     .why = "Without sign-in no agent gets a token: registration and every job fail. Sign-in has no private "
            "endpoint, so it needs a way out to the Internet.",
     .proof = "The sign-in host does not resolve, does not accept a connection, or does not answer.",
     .mend = "Allow the service tag AzureActiveDirectory on port 443, or the hosts in the proxy.",
     .limits = "A managed identity may still get tokens: the platform fetches them by a way of its own."},
    // azure-facts 8.1, 8.3; 11 row 18
    {.code = "entra.unexpected-answer",
     .subject = "host",
     .severity = Severity::error,
     .owner = Owner::identity,
     .title = "Something else answers in place of Entra ID's sign-in",
     .why = "A proxy, a filter or a captive portal answers with a page of its own, and agents get no token.",
     .proof = "The answer is not the OpenID document of the right issuer.",
     .mend = "Allow the sign-in hosts without change in the proxy or filter.",
     .limits = "Tenant restrictions, which let one's own tenant through and refuse Azure Backup's "
               "(AADSTS500021), are not seen here: that sign-in needs the agent's token."},
    // azure-facts 8.1
    {.code = "entra.tenant-unknown",
     .subject = "tenant",
     .severity = Severity::error,
     .owner = Owner::identity,
     .title = "Entra ID does not know this tenant",
     .why = "The tenant of the plan is mistyped, belongs to another cloud, or is gone.",
     .proof = "The sign-in host answers AADSTS90002 for it.",
     .mend = "Correct entra.tenant in the plan: the tenant's domain name or its GUID.",
     .limits = ""},
    // azure-facts 8.3
    {.code = "entra.address-overridden",
     .subject = "host",
     .severity = Severity::error,
     .owner = Owner::dns,
     .title = "The sign-in host resolves to a private address",
     .why = "Entra ID has no private endpoint. A private zone, a hosts line or a DNS filter sends sign-in to "
            "an address of this network, where nothing good can answer.",
     .proof = "A required view gives a private address for the sign-in host.",
     .mend = "Remove the private zone or record, or the line of the hosts file, that gives this answer.",
     .limits = "The word privatelink in the public chain of a sign-in host is normal."},
    // azure-facts 6, TDS pre-login
    {.code = "sqlmi.not-tds",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::network,
     .title = "What answers is not a SQL Server",
     .why = "The address or port belongs to something else, or a device on the way answers.",
     .proof = "The answer to the TDS pre-login packet is not a pre-login answer.",
     .mend =
         "Compare the address with the managed instance's or its endpoint's, and the port: 1433 inside the "
         "network, 3342 for the public endpoint.",
     .limits = ""},
    {.code = "sqlmi.encryption-missing",
     .subject = "host:port",
     .severity = Severity::error,
     .owner = Owner::security,
     .title = "The SQL Server does not demand encryption",
     .why = "Azure's SQL encrypts always. A server that does not is not a managed instance, or something in "
            "between answers for it.",
     .proof = "The pre-login answer says that encryption is off or not supported.",
     .mend = "Compare the address with the managed instance's or its endpoint's.",
     .limits = "That a managed instance demands encryption in the pre-login is inferred from Azure SQL "
               "Database; no capture of one was at hand."},
    // azure-facts 6
    {.code = "sqlmi.redirect-ports-blocked",
     .subject = "host",
     .severity = Severity::warning,
     .owner = Owner::network,
     .title = "The ports that the connection type Redirect needs are silent",
     .why = "With Redirect a client connects to port 1433 and is sent on to a port from 11000 to 11999. With "
            "those closed the first connection works and the second one hangs.",
     .proof = "Every sampled port from 11000 to 11999 is silent; a reset counts as let through.",
     .mend = "Allow TCP 11000 to 11999 to the subnet of the managed instance, or set its connection type to "
             "Proxy.",
     .limits = "Only a sample of the ports is tried, and nothing need listen there: silence is a hint, no "
               "proof. Private and public endpoints never redirect."},
});

}  // namespace vnetprobe
