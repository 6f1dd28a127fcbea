// This machine's credentials and its clock, and a key vault that speaks to a caller with a token.
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kVault = "contosokeys.vault.azure.net";
constexpr const char* kStorageToken = "https://storage.azure.com/";
constexpr const char* kVaultToken = "https://vault.azure.net";
constexpr const char* kMetadata = "169.254.169.254";
const std::string kNoToken = "identity.unavailable 169.254.169.254 |  | ";
const std::string kNotLetIn =
    "identity.unavailable mystorage01.blob.core.windows.net | mystorage01.blob.core.windows.net | ";
const std::string kNoRole =
    "identity.unavailable contosokeys.vault.azure.net | contosokeys.vault.azure.net | ";
const std::string kDenied = "keyvault.network-denied contosokeys | contosokeys.vault.azure.net | azure";
const std::string kClock = "(warning) clock.skew vm01 |  | ";
constexpr std::int64_t kNow = 1795367355;  // 2026-11-22T17:09:15Z

TokenFacts token(const char* resource, TokenOutcome outcome, int status = 200) {
  TokenFacts facts;
  facts.host = kMetadata;
  facts.resource = resource;
  facts.outcome = outcome;
  facts.status = status;
  facts.lifetime_s = 86399;
  facts.tries = 1;
  return facts;
}

Contact contact(const char* target, const char* address, Path path, const Door& door) {
  Contact made;
  made.target = target;
  made.path = path;
  made.address = *IpAddress::parse(address);
  made.port = 443;
  made.connect = door.connect;
  made.connect->outcome = ConnectOutcome::connected;
  made.tls = door.tls;
  made.http = door.http;
  return made;
}

Story of_account(const TokenFacts& facts) {
  Story story = blob_at_azure();
  story.plan.identity.managed_identity = true;
  story.besides.identity.tokens = {facts};
  return story;
}

Story with_token(const Http& answer) {
  Story story = of_account(token(kStorageToken, TokenOutcome::got));
  story.besides.contacts = {contact(kBlob, "10.1.3.5", Path::with_token, answers(answer))};
  return story;
}

Story vault_with_token(const Http& answer) {
  Story story = Story().view("azure", kAzureDns).key_vault("contosokeys", "10.1.4.4");
  story.plan.key_vaults.back().public_access = Access::unchecked;
  story.plan.identity.managed_identity = true;
  story.besides.identity.tokens = {token(kVaultToken, TokenOutcome::got)};
  story.besides.contacts = {contact(kVault, "10.1.4.4", Path::with_token, answers(answer))};
  return story;
}

SasFacts sas(const char* permissions = "rwl", const char* expires = "2026-12-24T00:00:00Z") {
  SasFacts facts;
  facts.account = "mystorage01";
  facts.from = "file sas.txt";
  facts.version = "2022-11-02";
  facts.resource = "c";
  facts.permissions = permissions;
  facts.expires = expires;
  return facts;
}

Story with_sas(const SasFacts& facts, const Http& answer) {
  Story story = blob_at_azure();
  story.plan.storage_accounts.back().sas = SasPlan{"sas.txt", ""};
  story.besides.identity.sas = {facts};
  story.besides.host.clock = {kNow};
  story.besides.contacts = {contact(kBlob, "10.1.3.5", Path::with_sas, answers(answer))};
  return story;
}

// `other` is what another account, and where `two` a third one, says.
Story at_date(const char* date, const char* other = nullptr, bool two = true) {
  Story story = blob_at_azure();
  story.besides.host.hostname = "vm01";
  story.besides.host.clock = {kNow};
  Http http = storage_error(409, "PublicAccessNotPermitted");
  http.headers.push_back({"date", date});
  story.door("10.1.3.5", answers(http));
  if (other == nullptr) return story;
  http.headers.back().value = other;
  story.account("mystorage02", "10.1.3.6").door("10.1.3.6", answers(http));
  if (two) story.account("mystorage03", "10.1.3.7").door("10.1.3.7", answers(http));
  return story;
}

// What a vault of somebody else, a firewall, a closed vault and a perimeter say (azure-facts 5.2).
constexpr const char* kConnection =
    "Public network access is disabled and request is not from a trusted service nor via an approved private "
    "link.";
constexpr const char* kNotApproved =
    "Connection is not an approved private link and caller was ignored because bypass is not set to "
    "'AzureServices'";
constexpr const char* kPerimeter =
    "Request was not allowed by NSP rules and the client address is not authorized and caller was ignored";
constexpr const char* kFirewall = "Client address is not authorized and caller is not a trusted service.";
constexpr const char* kOther = "This TCP connection does not allow access to contosokeys.vault.azure.net";

Story vault_seen_from(const char* info) {
  Story story = Story().view("azure", kAzureDns).key_vault("contosokeys", "10.1.4.4");
  story.plan.key_vaults.back().public_access = Access::unchecked;
  Http http = http_answer(200, {{"x-ms-keyvault-network-info", info}});
  return story.door("10.1.4.4", answers(http));
}

std::vector<Told> of_tokens() {
  return {
      {"identity.unavailable",
       "the machine has no identity",
       of_account(token(kStorageToken, TokenOutcome::refused, 400)),
       {kNoToken}},
      {"identity.unavailable",
       "metadata is silent",
       of_account(token(kStorageToken, TokenOutcome::unreachable, 0)),
       {kNoToken}},
      {"identity.unavailable",
       "the far end did not prove who it is",
       of_account(token(kStorageToken, TokenOutcome::withheld, 0)),
       {kNoToken}},
      {"identity.unavailable",
       "a laptop with Docker",
       of_account(token(kStorageToken, TokenOutcome::unexpected, 403)),
       {kNoToken}},
      {"identity.unavailable",
       "the role is missing",
       with_token(storage_error(403, "AuthorizationPermissionMismatch")),
       {kNotLetIn}},
      {"identity.unavailable",
       "a token of another tenant",
       with_token(storage_error(401, "InvalidAuthenticationInfo")),
       {kNotLetIn}},
      {"identity.unavailable",
       "a vault without the role",
       vault_with_token(vault_refusal("ForbiddenByRbac", "Caller is not authorized")),
       {kNoRole}},
      {"identity.unavailable",
       "a vault without the access policy",
       vault_with_token(vault_refusal("ForbiddenByPolicy", "no keys get")),
       {kNoRole}},
      {"identity.unavailable",
       "neighbour: the list came",
       with_token(http_answer(200, {{"x-ms-request-id", "1"}})),
       {}},
      {"identity.unavailable",
       "neighbour: let in, and no such container",
       with_token(storage_error(404, "ContainerNotFound")),
       {}},
      {"identity.unavailable", "neighbour: a busy server", with_token(storage_error(503, "ServerBusy")), {}},
      {"identity.unavailable", "neighbour: nobody asked for an identity", blob_at_azure(), {}},
      {"keyvault.network-denied",
       "closed, and not by this endpoint",
       vault_with_token(vault_refusal("ForbiddenByConnection", kConnection)),
       {kDenied}},
      {"keyvault.network-denied",
       "the endpoint is not approved",
       vault_with_token(vault_refusal("ForbiddenByConnection", kNotApproved)),
       {kDenied}},
      {"keyvault.network-denied",
       "a perimeter",
       vault_with_token(vault_refusal("ForbiddenByFirewall", kPerimeter)),
       {kDenied}},
      {"keyvault.network-denied",
       "the vault's firewall",
       vault_with_token(vault_refusal("ForbiddenByFirewall", kFirewall)),
       {kDenied}},
      {"keyvault.network-denied",
       "the endpoint of another vault",
       vault_with_token(vault_health(403, kOther)),
       {kDenied}},
      {"keyvault.network-denied",
       "neighbour: the keys came",
       vault_with_token(vault_health(200, R"({"value":[]})")),
       {}},
      {"service.unexpected",
       "the vault saw a public address",
       vault_seen_from("conn_type=Ipv4;addr=20.50.1.9;act_addr_fam=InterNetwork;"),
       {"service.unexpected contosokeys.vault.azure.net:443 | contosokeys.vault.azure.net | azure"}},
      {"service.unexpected",
       "neighbour: it saw this machine",
       vault_seen_from("addr=10.1.0.7;act_addr_fam=InterNetwork;"),
       {}},
      {"service.unexpected",
       "neighbour: a private link with an address of IPv6",
       vault_seen_from("conn_type=PrivateLink;addr=2603:1030::9;act_addr_fam=InterNetworkV6;"),
       {}},
  };
}

std::vector<Told> of_sas() {
  const Http listed = http_answer(200, {{"x-ms-request-id", "1"}}, "<EnumerationResults/>");
  SasFacts unreadable;
  unreadable.account = "mystorage01";
  unreadable.problem = "the file cannot be read, or is empty";
  SasFacts elsewhere = sas();
  elsewhere.addresses = "52.1.2.1-52.1.2.9";
  elsewhere.outside = true;
  Story far = with_sas(elsewhere, listed);
  Story near = with_sas(
      [] {
        SasFacts facts = sas();
        facts.addresses = "10.1.0.0-10.1.0.255";
        return facts;
      }(),
      listed);
  return {
      {"identity.unavailable",
       "a SAS that has expired",
       with_sas(sas("rwl", "2026-11-22T17:09:15Z"), storage_error(403, "AuthenticationFailed")),
       {kNotLetIn}},
      {"identity.unavailable",
       "a SAS that cannot list",
       with_sas(sas("rw"), storage_error(403, "AuthorizationPermissionMismatch")),
       {kNotLetIn}},
      {"identity.unavailable", "a SAS for other addresses", far, {kNotLetIn}},
      {"identity.unavailable", "a SAS that is not there", with_sas(unreadable, listed), {kNotLetIn}},
      {"identity.unavailable",
       "a SAS whose key was changed",
       with_sas(sas(), storage_error(403, "AuthenticationFailed")),
       {kNotLetIn}},
      {"identity.unavailable", "neighbour: the SAS lists", with_sas(sas(), listed), {}},
      {"identity.unavailable",
       "neighbour: one second before it expires",
       with_sas(sas("rwl", "2026-11-22T17:09:16Z"), listed),
       {}},
      {"identity.unavailable", "neighbour: this machine is in its range", near, {}},
  };
}

std::vector<Told> of_clocks() {
  return {
      {"clock.skew", "ten minutes behind", at_date("Sun, 22 Nov 2026 17:19:15 GMT"), {kClock}},
      {"clock.skew", "ten minutes ahead", at_date("Sun, 22 Nov 2026 16:59:15 GMT"), {kClock}},
      {"clock.skew",
       "two servers agree that it is behind",
       at_date("Sun, 22 Nov 2026 17:19:15 GMT", "Sun, 22 Nov 2026 17:19:15 GMT", false),
       {kClock}},
      {"clock.skew",
       "two servers of three say so",
       at_date("Sun, 22 Nov 2026 17:09:15 GMT", "Sun, 22 Nov 2026 17:19:15 GMT"),
       {kClock}},
      {"clock.skew",
       "neighbour: of two servers one is behind as far as the other is ahead",
       at_date("Sun, 22 Nov 2026 16:59:15 GMT", "Sun, 22 Nov 2026 17:19:15 GMT", false),
       {}},
      {"clock.skew", "neighbour: a second ahead is nothing", at_date("Sun, 22 Nov 2026 17:09:16 GMT"), {}},
      {"clock.skew", "neighbour: five minutes to the second", at_date("Sun, 22 Nov 2026 17:14:15 GMT"), {}},
      {"clock.skew",
       "neighbour: one server of three is wrong",
       at_date("Sun, 22 Nov 2026 19:00:00 GMT", "Sun, 22 Nov 2026 17:09:15 GMT"),
       {}},
      {"clock.skew",
       "neighbour: one server of two is behind",
       at_date("Sun, 22 Nov 2026 16:00:00 GMT", "Sun, 22 Nov 2026 17:09:15 GMT", false),
       {}},
      {"clock.skew",
       "neighbour: one server of two is ahead",
       at_date("Sun, 22 Nov 2026 19:00:00 GMT", "Sun, 22 Nov 2026 17:09:15 GMT", false),
       {}},
      {"clock.skew", "neighbour: a Date that is none", at_date("yesterday"), {}},
  };
}

}  // namespace

std::vector<Told> stories_of_credentials() {
  std::vector<Told> all = of_tokens();
  for (auto* more : {of_sas, of_clocks})
    for (Told& told : more()) all.push_back(std::move(told));
  return all;
}

}  // namespace vnetprobe
