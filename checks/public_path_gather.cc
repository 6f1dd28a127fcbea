// Which address is the public one? The plan's word, else public_resolver, else what a view let slip,
// else the stamp that the certificate of the private path names (contract 2.1, public_ip). The plan's
// word alone proves nothing by silence, so the others are asked beside it.
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <memory>

#include "checks/addresses.h"
#include "checks/contact_sight.h"
#include "checks/gathers.h"
#include "checks/public_path.h"
#include "checks/requests.h"
#include "probe/azure/services.h"
#include "probe/dns/chain.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMostAddresses = 2;

struct Candidate {
  IpAddress address{};
  AddressSource source = AddressSource::dns;
  std::string detail{};
};

bool is_vault(const Target& target) {
  return target.service == Service::key_vault || target.service == Service::managed_hsm;
}

ContactAsk public_ask(const Target& target, const Candidate& candidate) {
  ContactAsk ask = ask_of(target, Path::public_path, {candidate.address, candidate.detail});
  ask.port = public_port(target);
  ask.source = candidate.source;
  ask.host = public_host(target);
  if (target.service == Service::sqlmi) {
    ask.tls = false;
    ask.tds = TdsAsk::prelogin;
  } else {
    ask.http = is_vault(target) ? data_request(target) : service_request(target);
  }
  return ask;
}

asio::awaitable<void> contact(Gathering& run, std::size_t t, Candidate candidate) {
  const Target& target = run.scope().targets[t];
  ContactAsk ask = public_ask(target, candidate);
  // To whom it does not know a vault says 401, whatever its network rule (azure-facts 5.2).
  if (is_vault(target)) {
    const std::string resource = token_resource(target.service, run.plan().cloud);
    while (run.token_pending(resource)) co_await run.tokens_changed().changed();
    Secret authorization = run.authorization(resource);
    if (!authorization.empty()) ask.http->secret_headers.push_back(std::move(authorization));
  }
  co_await make_contact(run, std::move(ask));
}

void contact_all(Gathering& run, std::size_t t, const std::vector<Candidate>& candidates) {
  for (std::size_t i = 0; i < std::min(kMostAddresses, candidates.size()); ++i)
    run.spawn(contact(run, t, candidates[i]));
}

asio::awaitable<std::vector<IpAddress>> ask_public(Gathering& run, std::size_t t, std::string view,
                                                   SocketAddress server, std::string name) {
  DnsAsk question;
  question.purpose = DnsPurpose::public_;
  question.view = std::move(view);
  question.subject = run.scope().targets[t].name;
  question.server = server;
  question.name = std::move(name);
  question.type = rr::kA;
  DnsQuestion answer = co_await run.tools().ask(std::move(question));
  std::vector<IpAddress> found;
  for (const IpAddress& address : follow(answer.answers, answer.name, answer.type).addresses)
    if (classify(address, run.plan().vnet) == AddressClass::public_internet) found.push_back(address);
  run.take(std::move(answer));
  co_return found;
}

bool has_answered(const Gathering& run, const std::string& view) {
  const std::vector<DnsQuestion>& questions = run.evidence().questions;
  return std::any_of(questions.begin(), questions.end(), [&](const DnsQuestion& question) {
    return question.view == view && question.outcome == DnsOutcome::answered;
  });
}

// Servers that have answered something in this run, in the plan's order, and only where there is none
// the others: a dead one would hold the public name up for its whole time-out.
std::vector<std::size_t> views_to_ask(const Gathering& run) {
  std::vector<std::size_t> alive, all;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    if (run.scope().views[v].system) continue;
    all.push_back(v);
    if (has_answered(run, run.scope().views[v].name)) alive.push_back(v);
  }
  return alive.empty() ? all : alive;
}

// Through one view after the other until one knows the name: it is a public one.
asio::awaitable<std::vector<IpAddress>> ask_views(Gathering& run, std::size_t t, std::string name) {
  while (run.evidence().questions.empty() && run.names_pending(t) > 0)
    co_await run.target_changed(t).changed();
  const std::vector<std::size_t> views = views_to_ask(run);
  for (const std::size_t v : views) {
    const View& view = run.scope().views[v];
    std::vector<IpAddress> found = co_await ask_public(run, t, view.name, view.server, name);
    if (!found.empty()) co_return found;
  }
  for (const View& view : run.scope().views) {
    if (!view.system) continue;
    SystemLookup lookup = co_await run.tools().look_up(view.name, run.scope().targets[t].name, name);
    std::vector<IpAddress> found;
    for (const IpAddress& address : lookup.addresses)
      if (classify(address, run.plan().vnet) == AddressClass::public_internet) found.push_back(address);
    run.take(std::move(lookup));
    if (!found.empty()) co_return found;
  }
  co_return std::vector<IpAddress>{};
}

// Public names that several accounts lead to, those of a storage stamp above all: each is asked once,
// and each account's check holds the answer under its own subject.
class PublicNames {
 public:
  explicit PublicNames(Gathering& run) : run_(run) {}

  asio::awaitable<std::vector<IpAddress>> ask(std::size_t t, std::string name) {
    const auto [place, first] = asked_.try_emplace(name);
    if (first) {
      place->second = std::make_unique<Asked>(run_, t);
      Asked& mine = *place->second;
      mine.found = co_await ask_views(run_, t, name);
      mine.done = true;
      mine.changed.notify();
      co_return mine.found;
    }
    Asked& theirs = *place->second;
    while (!theirs.done) co_await theirs.changed.changed();
    copy_answers(theirs.asker, t, name);
    co_return theirs.found;
  }

 private:
  struct Asked {
    Asked(Gathering& run, std::size_t t) : asker(t), changed(run.new_signal()) {}
    std::size_t asker = 0;
    bool done = false;
    std::vector<IpAddress> found{};
    Signal changed;
  };

  void copy_answers(std::size_t from, std::size_t to, const std::string& name) {
    const std::string& asker = run_.scope().targets[from].name;
    const std::string& subject = run_.scope().targets[to].name;
    if (asker == subject) return;
    const Evidence& evidence = run_.evidence();
    for (std::size_t i = 0, n = evidence.questions.size(); i < n; ++i) {
      DnsQuestion copy = evidence.questions[i];
      if (copy.purpose != DnsPurpose::public_ || copy.subject != asker || copy.name != name) continue;
      copy.subject = subject;
      run_.take(std::move(copy));
    }
    for (std::size_t i = 0, n = evidence.lookups.size(); i < n; ++i) {
      SystemLookup copy = evidence.lookups[i];
      if (copy.subject != asker || copy.name != name) continue;
      copy.subject = subject;
      run_.take(std::move(copy));
    }
  }

  Gathering& run_;
  std::map<std::string, std::unique_ptr<Asked>> asked_{};
};
using SharedNames = std::shared_ptr<PublicNames>;

std::vector<Candidate> candidates_of(const std::vector<IpAddress>& addresses, AddressSource source,
                                     const std::string& detail) {
  std::vector<Candidate> candidates;
  candidates.reserve(addresses.size());
  for (const IpAddress& address : addresses) candidates.push_back({address, source, detail});
  return candidates;
}

// "*.db4prdstr22a.store.core.windows.net" among the names of a verified certificate gives
// "blob.db4prdstr22a.store.core.windows.net" (azure-facts 4.1, evidence of the SAN list).
std::string stamp_host(const Target& target, const std::vector<Tls>& certificates) {
  for (const Tls& tls : certificates) {
    if (sight_of(tls) != TlsSight::fine || tls.chain.empty()) continue;
    for (const std::string& name : tls.chain.front().names)
      if (name.starts_with("*.") && name.find(".store.core.") != std::string::npos)
        return fmt::format("{}.{}", to_string(target.service), name.substr(2));
  }
  return {};
}

asio::awaitable<std::vector<Candidate>> by_stamp(Gathering& run, std::size_t t, SharedNames names) {
  const Target& target = run.scope().targets[t];
  while (run.certificates(t).empty() && run.contacts_pending(t) > 0) co_await run.target_changed(t).changed();
  std::string host = stamp_host(target, run.certificates(t));
  if (host.empty()) co_return std::vector<Candidate>{};
  const std::vector<IpAddress> found = co_await names->ask(t, host);
  std::vector<Candidate> candidates = candidates_of(found, AddressSource::stamp, host);
  co_return candidates;
}

asio::awaitable<std::vector<Candidate>> by_names(Gathering& run, std::size_t t) {
  while (run.names_pending(t) > 0) co_await run.target_changed(t).changed();
  std::vector<Candidate> candidates;
  for (const FoundAddress& found : public_addresses(run, t, false))
    candidates.push_back({found.address, AddressSource::dns, found.view});
  co_return candidates;
}

bool is_denied(const Gathering& run, const std::string& name) {
  const std::vector<DnsQuestion>& questions = run.evidence().questions;
  return std::any_of(questions.begin(), questions.end(), [&](const DnsQuestion& question) {
    return question.purpose == DnsPurpose::public_ && question.name == name &&
           question.outcome == DnsOutcome::answered && question.rcode == rcode::kNxDomain;
  });
}

asio::awaitable<void> follow_public_path(Gathering& run, std::size_t t, SharedNames names) {
  const Target& target = run.scope().targets[t];
  const std::string host = public_host(target);
  if (host.empty()) co_return;
  const bool told = !target.public_ip.empty();
  if (told) contact_all(run, t, candidates_of(target.public_ip, AddressSource::plan, "public_ip"));
  std::vector<Candidate> candidates;
  if (run.plan().public_resolver) {
    const SocketAddress server = *run.plan().public_resolver;
    const std::string view = "public_resolver";
    const std::vector<IpAddress> found = co_await ask_public(run, t, view, server, host);
    candidates = candidates_of(found, AddressSource::public_resolver, server.to_string());
  }
  // Where the public resolver denies an instance's name, nobody else need be asked.
  if (candidates.empty() && target.service == Service::sqlmi && is_denied(run, host)) co_return;
  if (candidates.empty() && (target.service == Service::backup || target.service == Service::sqlmi)) {
    const std::vector<IpAddress> found = co_await names->ask(t, host);
    candidates = candidates_of(found, AddressSource::dns, host);
  } else if (candidates.empty()) {
    // A private address is no way to the stamp before its certificate has come; a public one that a
    // view gave is at hand as soon as all views have answered.
    candidates = co_await by_stamp(run, t, names);
    if (candidates.empty()) candidates = co_await by_names(run, t);
  }
  if (!told) contact_all(run, t, candidates);
}

}  // namespace

void gather_public_paths(Gathering& run) {
  const auto names = std::make_shared<PublicNames>(run);
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t)
    if (has_public_check(run.scope().targets[t])) run.spawn(follow_public_path(run, t, names));
}

}  // namespace vnetprobe
