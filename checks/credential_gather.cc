// Credentials: this machine's token for each service of the plan, and the SAS of each account. What
// would trip a newcomer: the private path is asked without them first, and only an address that has
// shown the right certificate and the service's own answer there is asked again with them. A token
// service that does not answer holds nothing else up.
#include <algorithm>
#include <set>

#include "checks/contact_sight.h"
#include "checks/gathers.h"
#include "checks/private_path.h"
#include "checks/requests.h"
#include "probe/azure/sas.h"
#include "probe/azure/services.h"

namespace vnetprobe {
namespace {

asio::awaitable<void> fetch_token(Gathering& run, std::string resource) {
  TokenAsk ask;
  ask.cloud = run.plan().cloud;
  ask.resource = std::move(resource);
  ask.client_id = run.plan().identity.client_id;
  const std::string sign_in(entra_hosts(run.plan().cloud).front());
  ask.proxy = run.proxy_for(sign_in);
  IdentityPlace place = identity_place();
  TokenTold told = co_await ask_token(run.tools(), std::move(place), std::move(ask));
  run.take_token(std::move(told));
}

bool is_proved(Service service, const Contact& contact) {
  return contact.path == Path::private_path && contact.tls && sight_of(*contact.tls) == TlsSight::fine &&
         contact.http && answer_sight(service, *contact.http) == AnswerSight::service;
}

// The first address at which the service itself has answered, once the private path is over.
asio::awaitable<std::optional<IpAddress>> proved_address(Gathering& run, std::size_t t) {
  const Target& target = run.scope().targets[t];
  while (run.contacts_pending(t) > 0) co_await run.target_changed(t).changed();
  for (const Contact& contact : run.evidence().contacts)
    if (contact.target == target.name && is_proved(target.service, contact)) co_return contact.address;
  co_return std::nullopt;
}

ContactAsk asked_again(const Target& target, const IpAddress& address, Path path) {
  ContactAsk ask = ask_of(target, path, {address, ""});
  ask.http = data_request(target);
  return ask;
}

asio::awaitable<void> knock_with_token(Gathering& run, std::size_t t, std::string resource) {
  const std::optional<IpAddress> address = co_await proved_address(run, t);
  while (run.token_pending(resource)) co_await run.tokens_changed().changed();
  Secret authorization = run.authorization(resource);
  if (!address || authorization.empty() || run.tools().interrupted()) co_return;
  ContactAsk ask = asked_again(run.scope().targets[t], *address, Path::with_token);
  ask.http->secret_headers.push_back(std::move(authorization));
  co_await make_contact(run, std::move(ask));
}

void gather_tokens(Gathering& run) {
  if (!run.plan().identity.managed_identity) return;
  std::set<std::string> resources;
  const auto& targets = run.scope().targets;
  for (std::size_t t = 0; t < targets.size(); ++t) {
    const std::string resource = token_resource(targets[t].service, run.plan().cloud);
    if (!has_private_path(targets[t]) || resource.empty() || !speaks_https(targets[t])) continue;
    resources.insert(resource);
    run.spawn(knock_with_token(run, t, resource));
  }
  // A plan without such a service asks all the same: this machine must get a token.
  if (resources.empty()) resources.insert(token_resource(Service::blob, run.plan().cloud));
  for (const std::string& resource : resources) {
    run.expect_token(resource);
    run.spawn(fetch_token(run, resource));
  }
}

// A SAS of the plan: what it allows is evidence, what it is goes to the far end alone.
struct Given {
  SasFacts facts{};
  Secret query{};
  std::vector<Secret> never_shown{};
};

Given read_given(const StorageAccountPlan& account) {
  Given given;
  const bool is_file = !account.sas->file.empty();
  const Secret text = is_file ? read_secret_file(account.sas->file) : read_secret_variable(account.sas->env);
  SasText read = read_sas(text.reveal());
  given.facts = std::move(read.facts);
  given.facts.account = account.name;
  given.facts.from = is_file ? "file " + account.sas->file : "environment variable " + account.sas->env;
  if (text.empty())
    given.facts.problem = is_file ? "the file cannot be read, or is empty" : "the variable is not set";
  if (!given.facts.problem.empty()) return given;
  const std::string_view query = text.reveal().substr(read.begin, read.end - read.begin);
  given.query = Secret(std::string(query));
  const std::size_t mark = query.find("sig=");
  const std::size_t end = std::min(query.find('&', mark), query.size());
  given.never_shown.emplace_back(std::string(query.substr(mark + 4, end - mark - 4)));
  return given;
}

// The address that the far end sees is known once it was connected to.
void note_address(const Contact& contact, SasFacts& facts) {
  if (!contact.connect) return;
  const auto local = IpAddress::parse(contact.connect->local_address);
  facts.outside = local && sas_excludes(facts, *local);
}

asio::awaitable<void> knock_with_sas(Gathering& run, std::size_t t, Given given) {
  const std::optional<IpAddress> address = co_await proved_address(run, t);
  if (!address || run.tools().interrupted()) {
    run.take(std::move(given.facts));
    co_return;
  }
  ContactAsk ask = asked_again(run.scope().targets[t], *address, Path::with_sas);
  ask.http->secret_query = std::move(given.query);
  ask.http->also_scrubbed = std::move(given.never_shown);
  OnHandshake nobody;
  Contact made = co_await run.tools().contact(std::move(ask), std::move(nobody));
  note_address(made, given.facts);
  run.take(std::move(given.facts));
  run.take(std::move(made));
}

// The account's blob endpoint, where the plan has it and the SAS is not another's.
std::optional<std::size_t> blob_of(const Gathering& run, const SasFacts& sas) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    const bool its_own =
        target.service == Service::blob && target.resource == sas.account && has_private_path(target);
    if (its_own && (sas.host.empty() || sas.host == target.name)) return t;
  }
  return std::nullopt;
}

void gather_sas(Gathering& run) {
  for (const StorageAccountPlan& account : run.plan().storage_accounts) {
    if (!account.sas) continue;
    Given given = read_given(account);
    const std::optional<std::size_t> t = blob_of(run, given.facts);
    if (given.facts.problem.empty() && t)
      run.spawn(knock_with_sas(run, *t, std::move(given)));
    else
      run.take(std::move(given.facts));
  }
}

}  // namespace

void gather_credentials(Gathering& run) {
  gather_tokens(run);
  gather_sas(run);
}

}  // namespace vnetprobe
