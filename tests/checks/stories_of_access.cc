// What must be closed: public endpoints, denied accounts, and the agent's way round private DNS.
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kPublic = "20.60.1.1";
constexpr const char* kCanary = "exfilcanary01.blob.core.windows.net";
constexpr const char* kNotAuthorized = "This request is not authorized to perform this operation.";
const std::string kOpen = "public.open mystorage01 | mystorage01.blob.core.windows.net | ";
const std::string kUndecided =
    "(warning) public.undecided mystorage01 | mystorage01.blob.core.windows.net | ";
const std::string kEgressOpen = "egress.open exfilcanary01 | exfilcanary01.blob.core.windows.net | ";
const std::string kEgressUndecided =
    "(warning) public.undecided exfilcanary01 | exfilcanary01.blob.core.windows.net | ";
const std::string kFallback =
    std::string("(warning) backup.public-fallback-open contoso-rsv | ") + kBackup + " | ";

Story in_public(const Http& http) { return blob_at_azure().door(kPublic, answers(http)); }
Story canary() { return Story().view("azure", kAzureDns).denied("exfilcanary01"); }
Story closed_vault() {
  Story story = backup_at_azure();
  story.plan.vaults.back().public_access = Access::disabled;
  return story;
}

}  // namespace

std::vector<Told> stories_of_access() {
  return {
      {"public.open",
       "anonymous access is off, the network is open",
       in_public(storage_error(409, "PublicAccessNotPermitted")),
       {kOpen}},
      {"public.open", "no credential", in_public(storage_error(401, "NoAuthenticationInformation")), {kOpen}},
      {"public.open", "no such container", in_public(storage_error(404, "ResourceNotFound")), {kOpen}},
      {"public.open",
       "a 403 of authentication",
       in_public(storage_error(403, "AuthenticationFailed")),
       {kOpen}},
      {"public.open",
       "Key Vault answers 200",
       Story()
           .view("azure", kAzureDns)
           .key_vault("vyelazurekeyvault", "10.1.4.4")
           .door(kPublic, answers(vault_health())),
       {"public.open vyelazurekeyvault | vyelazurekeyvault.vault.azure.net | "}},
      {"public.open",
       "two services of one account: one finding",
       in_public(storage_error(404, "ResourceNotFound")).account("mystorage01", "10.1.3.6", "queue"),
       {"public.open mystorage01 | mystorage01.blob.core.windows.net, mystorage01.queue.core.windows.net "
        "| "}},
      {"public.open",
       "neighbour: 403 AuthorizationFailure",
       in_public(storage_error(403, "AuthorizationFailure", kNotAuthorized)),
       {}},
      {"public.open",
       "neighbour: 400 proves nothing",
       in_public(storage_error(400, "InvalidQueryParameterValue")),
       {kUndecided}},
      {"public.open",
       "neighbour: public access is wanted",
       [] {
         Story story = in_public(storage_error(404, "ResourceNotFound"));
         story.plan.storage_accounts.back().public_access = Access::enabled;
         return story;
       }(),
       {}},

      {"public.undecided",
       "nobody knows a public address",
       blob_at_azure().public_address(kBlob, ""),
       {kUndecided}},
      {"public.undecided",
       "silence of an address that only the plan vouches for",
       blob_at_azure()
           .public_address(kBlob, kPublic, AddressSource::plan)
           .door(kPublic, shut(ConnectOutcome::timed_out)),
       {kUndecided}},
      {"public.undecided", "a busy server", in_public(storage_error(503, "ServerBusy")), {kUndecided}},
      {"public.undecided", "an answer without x-ms-request-id", in_public(http_answer(404)), {kUndecided}},
      {"public.undecided",
       "Key Vault's 401",
       Story()
           .view("azure", kAzureDns)
           .key_vault("vyelazurekeyvault", "10.1.4.4")
           .door(kPublic, answers(vault_health(401))),
       {"(warning) public.undecided vyelazurekeyvault | vyelazurekeyvault.vault.azure.net | "}},
      {"public.undecided",
       "a denied account that does not resolve",
       canary().says("azure", kCanary, "not found"),
       {kEgressUndecided}},
      {"public.undecided",
       "a denied account that resolves privately",
       canary().says("azure", kCanary, "10.1.3.9"),
       {kEgressUndecided}},
      {"public.undecided",
       "neighbour: silence of an address that DNS gave",
       blob_at_azure().door(kPublic, shut(ConnectOutcome::timed_out)),
       {}},
      {"public.undecided",
       "neighbour: the run ended before the public address was asked",
       [] {
         Story story = blob_at_azure().door(kPublic, shut(ConnectOutcome::interrupted));
         return story;
       }(),
       {}},
      {"public.undecided",
       "neighbour: a vault's public host, reachable",
       closed_vault().door("20.61.1.1", answers(http_answer(404))),
       {kFallback}},

      {"backup.public-fallback-open",
       "the service's public host answers",
       closed_vault().door("20.61.1.1", answers(http_answer(404))),
       {kFallback}},
      {"backup.public-fallback-open", "neighbour: no connection", closed_vault(), {}},
      {"backup.public-fallback-open",
       "neighbour: a firewall answers in its place",
       closed_vault().door("20.61.1.1", answers(http_answer(470))),
       {std::string("(warning) public.undecided contoso-rsv | ") + kBackup + " | "}},
      {"backup.public-fallback-open",
       "neighbour: its name does not resolve",
       closed_vault().public_address(kBackup, ""),
       {std::string("(warning) public.undecided contoso-rsv | ") + kBackup + " | "}},

      {"egress.open",
       "the account that must be refused is served",
       canary().door("20.60.2.2", answers(storage_error(404, "ResourceNotFound"))),
       {kEgressOpen}},
      {"egress.open",
       "it wants a credential",
       canary().door("20.60.2.2", answers(storage_error(401, "NoAuthenticationInformation"))),
       {kEgressOpen}},
      {"egress.open",
       "neighbour: 403 AuthorizationFailure",
       canary().door("20.60.2.2", answers(storage_error(403, "AuthorizationFailure", kNotAuthorized))),
       {}},
      {"egress.open",
       "neighbour: no connection",
       canary().door("20.60.2.2", shut(ConnectOutcome::timed_out)),
       {}},
      {"egress.open",
       "neighbour: 400",
       canary().door("20.60.2.2", answers(storage_error(400, "InvalidQueryParameterValue"))),
       {kEgressUndecided}},
  };
}

}  // namespace vnetprobe
