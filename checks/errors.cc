// What would trip a newcomer: most of these errors have causes that no probe sees (rights, passwords,
// agents). `means` says so where that is the likelier one, and `findings` names only what the network
// can contribute.
#include "checks/errors.h"

#include <algorithm>
#include <array>
#include <string>

namespace vnetprobe {
namespace {

constexpr std::string_view kWithVault =
    "On the machine that shows the error: vnetprobe run -p plan.yaml, with the vault, its stage and all its "
    "endpoints in the plan (vnetprobe run --from-az FILE reads them from what az prints).";
constexpr std::string_view kSignIn =
    "On the machine that shows the error: vnetprobe run --only 'entra.*' -p plan.yaml";
constexpr std::string_view kWithAccount =
    "On a machine in the same network: vnetprobe run ACCOUNT.blob.core.windows.net=ADDRESS";
constexpr std::string_view kWithVaultName =
    "On a machine in the same network: vnetprobe run VAULT.vault.azure.net=ADDRESS";
constexpr std::string_view kWithInstance =
    "On the client: vnetprobe run INSTANCE.DNSZONE.database.windows.net=ADDRESS";
constexpr std::string_view kInstanceBackup =
    "On a machine in the managed instance's network, with the same DNS servers: vnetprobe run "
    "ACCOUNT.blob.core.windows.net=ADDRESS. The instance's own subnet has rules of its own, which no other "
    "machine can test.";

constexpr auto kErrors = std::to_array<UserError>({
    // Azure Backup, azure-facts 2.7
    {"UserErrorVMInternetConnectivityIssue", "",
     "Azure Backup for SQL Server or SAP HANA, at discovery or registration.",
     "The machine reaches Azure Backup, Storage or Entra ID neither privately nor in public. With private "
     "endpoints: the storage records that registration needs (_ecs, blob and queue) are missing, or the "
     "vault's "
     "own names do not resolve.",
     kWithVault,
     "backup.ecs-missing dns.zone-not-linked dns.zone-not-served dns.forwarder-missing dns.record-missing "
     "net.timeout net.unreachable entra.unreachable"},
    {"WorkloadExtensionNotReachable", "",
     "Azure Backup for SQL Server or SAP HANA, at configuration or in a job.",
     "The service leaves its messages in a queue account, and the extension does not fetch them: the queue "
     "account's name, record or port 443.",
     kWithVault,
     "backup.ecs-missing dns.record-missing dns.zone-not-linked dns.zone-not-served dns.forwarder-missing "
     "net.timeout tls.intercepted net.firewall-denied"},
    {"WorkloadExtensionDidntDequeueMsg", "", "Azure Backup for SQL Server or SAP HANA, in a job.",
     "The extension was reachable once and does not fetch its messages from the queue account: the queue "
     "account's name, record or port 443.",
     kWithVault,
     "backup.ecs-missing dns.record-missing dns.unstable dns.zone-not-linked dns.zone-not-served "
     "dns.forwarder-missing net.timeout tls.intercepted net.firewall-denied"},
    {"UserErrorWorkloadExtensionNotInstalled", "",
     "Azure Backup for SQL Server or SAP HANA, at registration.",
     "The workload extension is not on the machine. That is no network error by itself; installing an "
     "extension "
     "needs 168.63.129.16 on ports 80 and 32526.",
     "Install the extension first; then vnetprobe run -p plan.yaml on the machine.", ""},
    {"WorkloadExtensionNotPresent", "", "Azure Backup for SQL Server or SAP HANA, at registration.",
     "The workload extension is not on the machine. That is no network error by itself; installing an "
     "extension "
     "needs 168.63.129.16 on ports 80 and 32526.",
     "Install the extension first; then vnetprobe run -p plan.yaml on the machine.", ""},
    {"MARS 34513", "34513", "The MARS agent, at registration.",
     "The vault credentials are not valid, or a proxy or TLS inspection stands between the agent and the "
     "service.",
     kWithVault, "tls.intercepted net.firewall-denied clock.skew entra.unreachable entra.unexpected-answer"},
    {"MARS 100050", "100050", "The MARS agent, at any time.",
     "The agent cannot reach the service: a proxy that wants a password (407), a blocked name, or names that "
     "do "
     "not resolve privately. Agents run as LocalSystem, whose proxy is not that of the user who tests.",
     kWithVault,
     "net.firewall-denied dns.zone-not-linked dns.zone-not-served dns.forwarder-missing dns.record-missing "
     "net.timeout net.unreachable tls.intercepted proxy.captures-private"},
    {"MARS 100110", "100110", "The MARS agent.",
     "An error of the agent whose meaning for the network is not known to this program. Rule the network out "
     "first.",
     kWithVault, "net.firewall-denied tls.intercepted"},
    {"MARS 0x1FC07", "0x1FC07|1FC07", "The MARS agent.",
     "An error of the agent whose meaning for the network is not known to this program. Rule the network out "
     "first.",
     kWithVault, "net.firewall-denied tls.intercepted"},
    {"MARS 34506", "34506", "The MARS agent.",
     "An error of the agent whose meaning for the network is not known to this program. Rule the network out "
     "first.",
     kWithVault, "net.firewall-denied tls.intercepted"},
    // Entra ID, azure-facts 2.7, 8.1, 9.2
    {"AADSTS500021", "",
     "Agents of Azure Backup, at registration and in every job; in WorkloadExtensionHandler logs and "
     "CBEngine logs.",
     "Tenant restrictions in the proxy. Agents sign in to a tenant of Microsoft, "
     "IDMServiceAADTenant<geo>pod01.onmicrosoft.com, which the proxy must let through beside your own.",
     "The proxy adds its restriction to real sign-ins only, so no probe sees it: look at the proxy's list of "
     "tenants. vnetprobe run --only 'entra.*' shows whether sign-in itself is reached.",
     "entra.unexpected-answer entra.unreachable"},
    {"AADSTS90002", "", "Entra ID, at sign-in.", "The tenant does not exist, or lives in another cloud.",
     kSignIn, "entra.tenant-unknown"},
    {"AADSTS50001", "invalid_resource",
     "Entra ID or the identity endpoint of a machine, when a token is asked for.",
     "The resource that the token is for is not known: mistyped, or of another cloud. Not a network error.",
     kSignIn, ""},
    // Storage, azure-facts 5.1
    {"AuthorizationFailure", "403 AuthorizationFailure", "Storage, status 403.",
     "The network rules of the account refuse the request. From a network with a private endpoint that "
     "nearly "
     "always means that the name resolved to the public address. With a SAS of one's own it can also mean a "
     "missing right.",
     kWithAccount,
     "dns.zone-not-linked dns.zone-not-served dns.forwarder-missing dns.forwarder-wrong-zone "
     "dns.no-private-endpoint "
     "dns.record-hidden-by-fallback dns.hosts-override storage.network-denied"},
    {"PublicAccessNotPermitted", "409 PublicAccessNotPermitted", "Storage, status 409.",
     "The network let the request in; anonymous reading is switched off in the account. Over the public "
     "address "
     "it shows that the public endpoint is open.",
     kWithAccount, "public.open egress.open"},
    {"NoAuthenticationInformation", "", "Storage, status 401.",
     "The network let the request in, and it bore no credential. Over the public address it shows that the "
     "public endpoint is open.",
     kWithAccount, "public.open egress.open"},
    {"AuthenticationFailed", "", "Storage, status 403.",
     "The network let the request in; the key or signature is wrong, or the clocks differ.", kWithAccount,
     "clock.skew"},
    {"AuthorizationPermissionMismatch", "", "Storage, status 403.",
     "The network let the request in; the caller lacks the right. For a managed instance: the role Storage "
     "Blob "
     "Data Contributor.",
     kWithAccount, ""},
    {"KeyBasedAuthenticationNotPermitted", "", "Storage, status 403.",
     "The network let the request in; the account does not take keys.", kWithAccount, ""},
    // Key Vault, azure-facts 5.2
    {"ForbiddenByConnection", "", "Key Vault, status 403.",
     "Public access of the vault is disabled and the request did not come through a private endpoint of this "
     "vault: the name resolved in public, or a proxy stands between.",
     kWithVaultName,
     "keyvault.network-denied dns.zone-not-linked dns.zone-not-served dns.forwarder-missing "
     "dns.forwarder-wrong-zone proxy.captures-private"},
    {"ForbiddenByFirewall", "", "Key Vault, status 403.",
     "The vault's firewall does not list the address that the request came from: it came in public.",
     kWithVaultName,
     "keyvault.network-denied dns.zone-not-linked dns.zone-not-served dns.forwarder-missing "
     "dns.forwarder-wrong-zone"},
    {"ForbiddenByRbac", "", "Key Vault, status 403.",
     "The network let the request in; the caller has no role that allows it. Not a network error.",
     kWithVaultName, ""},
    {"This TCP connection does not allow access", "", "Key Vault, status 403.",
     "The address belongs to another vault's private endpoint, or a proxy changed the Host header.",
     kWithVaultName, "service.unexpected dns.record-stale dns.hosts-override"},
    // SQL Managed Instance, azure-facts 5.3, 6
    {"SQL error 40532", "40532|Msg 40532", "SQL clients, at login.",
     "The login came by address or under a wrong host name. Instances share a cluster, and the name decides: "
     "connect by the full host name.",
     kWithInstance, "dns.hosts-override dns.record-stale"},
    {"SQL error 18456", "18456|Msg 18456", "SQL clients, at login.",
     "The server answered and refused the login. Not a network error.", kWithInstance, ""},
    {"SQL error 47073", "47073|42101|Msg 47073|Msg 42101", "Azure SQL Database, at login.",
     "Public access is disabled and the client came in public. Azure SQL Database only, not managed "
     "instances.",
     "On the client: vnetprobe run SERVER.database.windows.net=ADDRESS",
     "dns.zone-not-linked dns.zone-not-served dns.forwarder-missing dns.forwarder-wrong-zone"},
    {"SQL error 40615", "40615|40914|Msg 40615|Msg 40914", "Azure SQL Database, at login.",
     "The server's firewall or network rules do not list the client, which came in public. Azure SQL "
     "Database "
     "only.",
     "On the client: vnetprobe run SERVER.database.windows.net=ADDRESS",
     "dns.zone-not-linked dns.zone-not-served dns.forwarder-missing dns.forwarder-wrong-zone"},
    {"SQL error 47072", "47072|Msg 47072", "SQL clients, at login.",
     "The client speaks a lower version of TLS than the server's minimum, which is enforced after the "
     "handshake.",
     kWithInstance, ""},
    {"SQL error 12007", "12007|Operating system error 12007|error code 12007",
     "BACKUP TO URL, RESTORE FROM URL or BULK INSERT of SQL Server.",
     "The host name of the storage account did not resolve where the SQL Server runs. Seen with BULK INSERT; "
     "for "
     "BACKUP TO URL it is expected.",
     kInstanceBackup,
     "dns.record-missing dns.zone-not-linked dns.resolver-unreachable dns.forwarder-broken "
     "dns.name-not-found "
     "dns.reserved-zone-linked"},
    {"Operating system error 5", "error 5|os error 5|Access is denied",
     "BACKUP TO URL or RESTORE FROM URL of SQL Server: Cannot open backup device.",
     "Access is denied: the identity lacks the role Storage Blob Data Contributor, the SAS has expired, or "
     "the "
     "account's firewall is closed to this way in.",
     kInstanceBackup,
     "storage.network-denied dns.zone-not-linked dns.zone-not-served dns.forwarder-missing "
     "dns.no-private-endpoint"},
    {"Operating system error 50", "error 50|os error 50|The request is not supported",
     "BACKUP TO URL or RESTORE FROM URL of SQL Server: Cannot open backup device.",
     "The credential is of the wrong kind: it must be named as the container's URL, with the identity "
     "'Managed "
     "Identity' or 'SHARED ACCESS SIGNATURE'. It was also seen to come and go.",
     kInstanceBackup, ""},
    {"Operating system error 86", "error 86|os error 86|The specified network password is not correct",
     "BACKUP TO URL or RESTORE FROM URL of SQL Server: Cannot open backup device.",
     "The credential was made wrongly: its secret is not the one the account knows. Not a network error.",
     kInstanceBackup, ""},
    {"Operating system error 53", "error 53|os error 53|The network path was not found",
     "BACKUP TO DISK with a network path (\\\\server\\share).",
     "A UNC path was not found. Backups to a URL never give it.", kInstanceBackup, ""},
    {"NetworkIntentPolicy", "Found conflicts with NetworkIntentPolicy",
     "The portal or ARM, when a service endpoint policy is put on a managed instance's subnet.",
     "The policy lacks the alias /services/Azure/ManagedInstance.",
     "vnetprobe run --from-az FILE, with what az network service-endpoint policy list prints.",
     "egress.alias-missing"},
    // Networks and names, azure-facts 4.5, 5.6, 8.4, 14
    {"HTTP 470", "470|Action: Deny", "Azure Firewall, in place of the service.",
     "No application rule allows the name.", kWithAccount, "net.firewall-denied tls.cut"},
    {"HTTP 407", "407|Proxy Authentication Required", "A proxy, in place of the service.",
     "The proxy wants a sign-in. Agents of Azure Backup cannot give one.", kWithAccount,
     "net.firewall-denied proxy.captures-private"},
    {"unable to get local issuer certificate",
     "OpenSSL error 20|X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "Programs that use OpenSSL.",
     "The chain does not end at a root that this machine trusts: TLS inspection, or an old trust store where "
     "the "
     "issuer is Microsoft TLS G2 RSA CA OCSP.",
     kWithAccount, "tls.intercepted"},
    {"self-signed certificate in certificate chain", "OpenSSL error 19|X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN",
     "Programs that use OpenSSL.",
     "The chain ends at a root that this machine does not trust: TLS inspection.", kWithAccount,
     "tls.intercepted"},
    {"Temporary failure in name resolution", "EAI_AGAIN", "Programs on Linux.",
     "No DNS server gave a usable answer in time.", kWithAccount,
     "dns.resolver-unreachable dns.forwarder-broken dns.resolver-refused"},
    {"MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed", "", "ARM, when a zone group is made.",
     "A private endpoint has one zone group, with up to five zones: add the zone to the group that is there "
     "(az network private-endpoint dns-zone-group add).",
     "vnetprobe run -p plan.yaml shows which zones lack the endpoint's records.",
     "dns.record-missing pe.no-zone-group"},
    {"blockpolicy.azuredns.invalid", "", "Azure DNS, at the end of an alias chain.",
     "A DNS security policy blocks the name.", kWithAccount, "dns.blocked-by-policy"},
});

// Letters and digits alone, lower case.
std::string folded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_alias(std::string_view aliases, const std::string& word) {
  while (!aliases.empty()) {
    const std::size_t bar = std::min(aliases.find('|'), aliases.size());
    if (folded(aliases.substr(0, bar)) == word) return true;
    aliases.remove_prefix(std::min(bar + 1, aliases.size()));
  }
  return false;
}

}  // namespace

std::span<const UserError> user_errors() { return kErrors; }

const UserError* find_user_error(std::string_view word) {
  const std::string wanted = folded(word);
  if (wanted.empty()) return nullptr;
  for (const UserError& error : kErrors)
    if (folded(error.name) == wanted || has_alias(error.aliases, wanted)) return &error;
  // "AADSTS500021: Access to 'IDMAADTenant…' is denied": the code with its sentence behind it.
  for (const UserError& error : kErrors)
    if (const std::string name = folded(error.name);
        name.size() > 8 && wanted.starts_with(name) &&
        !(is_digit(name.back()) && is_digit(wanted[name.size()])))
      return &error;
  return nullptr;
}

}  // namespace vnetprobe
