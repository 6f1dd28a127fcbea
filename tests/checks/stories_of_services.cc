// TLS is right: the service's own refusal, somebody else's page, or no answer (azure-facts 5).
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kVaultHost = "vyelazurekeyvault.vault.azure.net";
const std::string kWhere =
    " mystorage01.blob.core.windows.net:443 | mystorage01.blob.core.windows.net | azure";
const std::string kDenied = "storage.network-denied mystorage01 | mystorage01.blob.core.windows.net | azure";
const std::string kVaultDenied =
    "keyvault.network-denied vyelazurekeyvault | vyelazurekeyvault.vault.azure.net | azure";
constexpr const char* kNotAuthorized = "This request is not authorized to perform this operation.";

Story blob_that(const Http& http) { return blob_at_azure().door("10.1.3.5", answers(http)); }
Story vault_that(const Http& http) {
  return Story()
      .view("azure", kAzureDns)
      .key_vault("vyelazurekeyvault", "10.1.4.4")
      .door("10.1.4.4", answers(http));
}
Story backup_that(const Http& http) { return backup_at_azure().door("10.1.2.4", answers(http)); }
Story service_bus_that(const Http& http) {
  return Story()
      .view("azure", kAzureDns)
      .endpoint("ns1.servicebus.windows.net", "10.1.5.4")
      .door("10.1.5.4", answers(http));
}
const std::string kServiceBus = " ns1.servicebus.windows.net:443 | ns1.servicebus.windows.net | azure";

}  // namespace

std::vector<Told> stories_of_services() {
  return {
      {"storage.network-denied",
       "403 AuthorizationFailure",
       blob_that(storage_error(403, "AuthorizationFailure", kNotAuthorized)),
       {kDenied}},
      {"storage.network-denied",
       "by the security perimeter",
       blob_that(storage_error(
           403, "AuthorizationFailure",
           "This request is not authorized by network security perimeter to perform this operation.")),
       {kDenied}},
      {"storage.network-denied",
       "two services of one account: one finding",
       blob_that(storage_error(403, "AuthorizationFailure", kNotAuthorized))
           .account("mystorage01", "10.1.3.6", "queue")
           .door("10.1.3.6", answers(storage_error(403, "AuthorizationFailure", kNotAuthorized))),
       {"storage.network-denied mystorage01 | mystorage01.blob.core.windows.net, "
        "mystorage01.queue.core.windows.net | azure"}},
      {"storage.network-denied",
       "neighbour: the SAS lacks a right",
       blob_that(
           storage_error(403, "AuthorizationFailure",
                         "This request is not authorized to perform this operation using this permission.")),
       {}},
      {"storage.network-denied",
       "neighbour: the role lacks a right",
       blob_that(
           storage_error(403, "AuthorizationPermissionMismatch",
                         "This request is not authorized to perform this operation using this permission.")),
       {}},
      {"storage.network-denied",
       "neighbour: shared keys are off",
       blob_that(storage_error(403, "KeyBasedAuthenticationNotPermitted")),
       {}},
      {"storage.network-denied",
       "neighbour: a 403 without the service's id",
       blob_that(http_answer(403)),
       {"service.unexpected" + kWhere}},

      {"keyvault.network-denied",
       "the vault's firewall",
       vault_that(vault_refusal("ForbiddenByFirewall",
                                "Client address is not authorized and caller is not a trusted service.")),
       {kVaultDenied}},
      {"keyvault.network-denied",
       "public access is off and this is no approved link",
       vault_that(vault_refusal("ForbiddenByConnection", "Public network access is disabled")),
       {kVaultDenied}},
      {"keyvault.network-denied",
       "the endpoint is another vault's",
       vault_that(vault_health(
           403, "This TCP connection does not allow access to vyelazurekeyvault.vault.azure.net")),
       {kVaultDenied}},
      {"keyvault.network-denied",
       "neighbour: the caller lacks a role",
       vault_that(vault_refusal("ForbiddenByRbac", "Caller is not authorized to perform action on resource")),
       {}},
      {"keyvault.network-denied", "neighbour: 401, the usual challenge", vault_that(vault_health(401)), {}},
      {"keyvault.network-denied", "neighbour: 200", vault_that(vault_health()), {}},

      {"net.firewall-denied",
       "Azure Firewall's 470",
       blob_that(
           http_answer(470, {}, "Action: Deny. Reason: No rule matched. Proceeding with default action.")),
       {"net.firewall-denied" + kWhere}},
      {"net.firewall-denied",
       "its page under another status",
       blob_that(http_answer(403, {}, "Action: Deny. Reason: No rule matched.")),
       {"net.firewall-denied" + kWhere}},
      {"net.firewall-denied",
       "a proxy wants a password",
       blob_that(http_answer(407, {{"proxy-authenticate", "Negotiate"}})),
       {"net.firewall-denied" + kWhere}},
      {"net.firewall-denied",
       "Squid's page",
       blob_that(http_answer(503, {{"x-squid-error", "ERR_CONNECT_FAIL 110"}})),
       {"net.firewall-denied" + kWhere}},
      {"net.firewall-denied",
       "a page with Via",
       blob_that(http_answer(403, {{"via", "1.1 proxy.contoso.com"}})),
       {"net.firewall-denied" + kWhere}},
      {"net.firewall-denied",
       "a page with Proxy-Status",
       blob_that(http_answer(502, {{"proxy-status", "proxy; error=connection_timeout"}})),
       {"net.firewall-denied" + kWhere}},
      {"net.firewall-denied",
       "of Backup",
       backup_that(http_answer(403, {{"via", "1.1 proxy.contoso.com"}})),
       {std::string("net.firewall-denied ") + kBackup + ":443 | " + kBackup + " | azure"}},
      {"net.firewall-denied",
       "neighbour: the service itself, by way of a gateway",
       blob_that([] {
         Http http = storage_error(404, "ResourceNotFound");
         http.headers.push_back({"via", "1.1 gateway.contoso.com"});
         return http;
       }()),
       {}},
      {"net.firewall-denied",
       "neighbour: Key Vault itself, by way of a gateway",
       vault_that([] {
         Http http = vault_health();
         http.headers.push_back({"via", "1.1 gateway.contoso.com"});
         return http;
       }()),
       {}},
      {"net.firewall-denied",
       "neighbour: an unknown service behind a gateway of its own",
       service_bus_that(http_answer(200, {{"via", "1.1 gateway"}})),
       {}},
      {"net.firewall-denied",
       "neighbour: an answer that is nobody's",
       blob_that(http_answer(200, {{"server", "nginx"}})),
       {"service.unexpected" + kWhere}},

      {"service.unexpected",
       "200 of somebody else",
       blob_that(http_answer(200, {{"server", "nginx"}})),
       {"service.unexpected" + kWhere}},
      {"service.unexpected",
       "no HTTP",
       blob_that(broken_http(HttpOutcome::not_http)),
       {"service.unexpected" + kWhere}},
      {"service.unexpected",
       "Key Vault without its headers",
       vault_that(http_answer(200)),
       {std::string("service.unexpected ") + kVaultHost + ":443 | " + kVaultHost + " | azure"}},
      {"service.unexpected",
       "Backup that moves",
       backup_that(http_answer(302)),
       {std::string("service.unexpected ") + kBackup + ":443 | " + kBackup + " | azure"}},
      {"service.unexpected", "neighbour: Backup's 404", backup_that(http_answer(404)), {}},
      {"service.unexpected",
       "neighbour: storage's 400",
       blob_that(storage_error(400, "InvalidQueryParameterValue")),
       {}},
      {"service.unexpected",
       "neighbour: a service that we know no headers of",
       service_bus_that(http_answer(302)),
       {}},

      {"service.silent",
       "no status line in time",
       blob_that(broken_http(HttpOutcome::silent)),
       {"service.silent" + kWhere}},
      {"service.silent",
       "cut before the headers were whole",
       blob_that(broken_http(HttpOutcome::cut)),
       {"service.silent" + kWhere}},
      {"service.silent",
       "of a service outside the catalogue",
       service_bus_that(broken_http(HttpOutcome::silent)),
       {"service.silent" + kServiceBus}},
      {"service.silent",
       "neighbour: bytes that are no HTTP",
       blob_that(broken_http(HttpOutcome::not_http)),
       {"service.unexpected" + kWhere}},
      {"service.silent",
       "neighbour: the run was interrupted",
       blob_that(broken_http(HttpOutcome::interrupted)),
       {}},
  };
}

}  // namespace vnetprobe
