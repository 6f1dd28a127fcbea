// Kept apart from the table of checks, which is read by the program; this one is read by people.
#include "checks/check_notes.h"

#include <array>

namespace vnetprobe {
namespace {

constexpr auto kNotes = std::to_array<CheckNote>({
    {"dns.private", "name", "view",
     "A and AAAA of the name, and of its privatelink form, through each DNS view. Every address of the "
     "answer "
     "must be private and, where the plan expects addresses, exactly those.",
     "That the address is the endpoint's: an address that nobody expects passes when it lies within the "
     "plan's "
     "networks.",
     "dns.zone-not-linked dns.zone-not-served dns.forwarder-missing dns.forwarder-wrong-zone "
     "dns.forwarder-broken "
     "dns.record-missing dns.record-hidden-by-fallback dns.record-stale dns.resolver-unreachable "
     "dns.resolver-refused dns.resolver-tcp-blocked dns.hosts-override dns.no-private-endpoint "
     "dns.name-not-found dns.address-outside-vnet dns.mixed-addresses dns.ipv6-public dns.blocked-by-policy "
     "dns.unstable"},
    {"dns.zone", "zone", "view",
     "The SOA of the private zone through each view that is a DNS server. The owner of the answer must be "
     "the "
     "zone itself; the primary server in it tells who serves it, azureprivatedns.net being Azure. A zone "
     "whose "
     "every name resolves privately without, from a hosts file or bare records, passes too.",
     "That the zone's records are right: dns.private says that.",
     "dns.zone-not-linked dns.zone-not-served dns.forwarder-missing dns.wrong-zone-name"},
    {"dns.agree", "name", "", "The addresses that all required views give for the name are compared.",
     "That they are right: all views may be wrong alike.",
     "dns.record-stale dns.zone-not-served dns.forwarder-missing dns.unstable"},
    {"dns.reserved", "zone", "view",
     "The SOA of the names that Azure itself needs, such as blob.core.windows.net. None may be a private "
     "zone.",
     "Zones that are linked to other networks only.", "dns.reserved-zone-linked"},
    {"net.connect", "host:port", "address",
     "A TCP connection to each right address, tried again from a second port at half of the time.",
     "That the service is behind it: a firewall with application rules accepts connections to any address.",
     "net.timeout net.refused net.unreachable pe.not-approved"},
    {"tls.handshake", "host:port", "address",
     "A handshake with the public name. The certificate must bear the name, be valid, and chain to a public "
     "root "
     "that the program brings along; TLS 1.2 or later.",
     "That nobody else in the network holds a certificate for the name.",
     "tls.intercepted tls.expired tls.wrong-name tls.too-old tls.not-tls tls.cut tls.silent"},
    {"service.answer", "host:port", "address",
     "A request without a credential over the private path. Any answer with the service's own headers "
     "passes, "
     "authorised or not; a storage account must not refuse by its network rules.",
     "That a user or agent is authorised.",
     "storage.network-denied keyvault.network-denied net.firewall-denied service.silent service.unexpected"},
    {"public.refused", "host:port", "address",
     "The same request to the public address. Refused are: no connection, TLS cut, and storage's 403 "
     "AuthorizationFailure. Open are storage's 401, 404, 409 and other 403.",
     "For a key vault the wire proves nothing without a token, for it asks who you are before it looks at "
     "the "
     "network rule; for a vault of Azure Backup it never does. az or ARM says publicNetworkAccess.",
     "public.open public.undecided backup.public-fallback-open"},
    {"egress.denied", "host:port", "address",
     "A request without a credential to a storage account that must be out of reach.",
     "Which rule refuses: a service endpoint policy, a firewall here, or the account's own. And nothing of "
     "other "
     "subnets: a policy belongs to one.",
     "egress.open"},
    {"entra.signin", "host", "address",
     "The OpenID document of the tenant from each sign-in host; its issuer must be Microsoft's.",
     "That the proxy lets the tenant of Azure Backup's agents through (AADSTS500021).",
     "entra.unreachable entra.unexpected-answer entra.tenant-unknown entra.address-overridden "
     "tls.intercepted "
     "net.firewall-denied"},
    {"sqlmi.prelogin", "host:port", "address",
     "A TDS pre-login packet, whose answer must demand encryption, and the TLS handshake inside of TDS.",
     "That a login is accepted.",
     "sqlmi.not-tds sqlmi.encryption-missing tls.intercepted tls.expired tls.wrong-name tls.too-old "
     "tls.not-tls "
     "tls.cut tls.silent"},
    {"sqlmi.redirect", "host", "address",
     "A few ports from 11000 to 11999 are connected to. A reset counts as let through, for nothing need "
     "listen.",
     "The ports that were not sampled, and whether redirection happens: that shows at login.",
     "sqlmi.redirect-ports-blocked"},
    {"backup.records", "vault", "",
     "The names that the vault must have at its stage: the service names, after registration a blob and a "
     "queue "
     "account, after the first backup one more blob account. Each must resolve.",
     "That there are no more: a vault's names grow with its work.",
     "backup.ecs-missing backup.prot-missing dns.record-missing"},
    {"pe.state", "resource", "",
     "What az or ARM says of approval, zone groups, links, addresses, policies and public access.",
     "What the wire does: az shows what is configured.",
     "pe.not-approved pe.no-zone-group pe.static-addresses pe.network-policies pe.subnet-full "
     "zone.link-missing vault.identity-missing egress.alias-missing"},
    {"identity.token", "host", "",
     "A token is asked of the identity endpoint of this machine, and tried on the services of the plan; so "
     "is the SAS of "
     "an account, after its dates, permissions, protocol and addresses were read. Both are sent only over a "
     "private path "
     "that was right without them, to a far end whose chain ends at a public root.",
     "That Entra ID is reachable from here: the platform fetches the token by a way of its own. And a "
     "managed "
     "instance has an identity of its own.",
     "identity.unavailable"},
    {"clock.skew", "host", "",
     "The Date headers of servers that proved who they are, compared with this machine's clock.",
     "Anything below five minutes.", "clock.skew"},
});

}  // namespace

std::span<const CheckNote> check_notes() { return kNotes; }

}  // namespace vnetprobe
