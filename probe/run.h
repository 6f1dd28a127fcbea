// One run: spawns every gather at once, lets each begin as soon as what it needs is there, and ends
// with the evidence, whole or cut short by the deadline or a signal. Knows no check by name.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "probe/model/evidence.h"
#include "probe/model/plan.h"
#include "probe/model/scope.h"
#include "probe/net/identity_token.h"
#include "probe/net/signal.h"
#include "probe/net/toolbox.h"

namespace vnetprobe {

struct RunOptions;

// What a gather works with. Owned by run() for as long as any gather lives.
class Gathering {
 public:
  Gathering(asio::io_context& io, Toolbox& tools, const Plan& plan, const Scope& scope,
            const RunOptions& options);

  Toolbox& tools() { return tools_; }
  const Plan& plan() const { return plan_; }
  const Scope& scope() const { return scope_; }
  const std::string& proxy_for(const std::string& host) const;  // an Internet name; "" for none

  // Runs a gather beside the others. An exception in it is a bug of ours: it is kept, the checks
  // that miss its evidence are `unknown`, and the run goes on.
  void spawn(asio::awaitable<void> task);

  // Evidence is handed over here; whoever waits for more of that target is woken. With `target`, it is what
  // its name resolves to.
  void take(DnsQuestion question);
  void take(DnsQuestion question, std::size_t target);
  void take(SystemLookup lookup);
  void take(SystemLookup lookup, std::size_t target);
  void take(Contact contact);
  void take(SasFacts sas);
  // The certificate of a target's private path, known before its HTTP is over.
  void take_certificate(std::size_t target, const Tls& tls);

  // Questions about a target (or through a view) that have no answer yet. A gather announces its
  // questions before it waits, so that nobody takes the pause before the first one for the end.
  void expect_names(std::size_t target, std::size_t view, int questions);
  int names_pending(std::size_t target) const { return names_pending_[target]; }
  int view_pending(std::size_t view) const { return view_pending_[view]; }
  void name_done(std::size_t target, std::size_t view);
  int contacts_pending(std::size_t target) const { return contacts_pending_[target]; }
  void contact_started(std::size_t target) { ++contacts_pending_[target]; }
  void contact_done(std::size_t target);

  Signal new_signal() { return Signal(io_); }
  // Tokens by what they are for. Announced before anybody waits; empty where none could be had.
  void expect_token(const std::string& resource) { tokens_pending_.insert(resource); }
  bool token_pending(const std::string& resource) const { return tokens_pending_.contains(resource); }
  void take_token(TokenTold told);
  Secret authorization(const std::string& resource) const;
  Signal& tokens_changed() { return tokens_changed_; }

  Signal& target_changed(std::size_t target) { return target_changed_[target]; }
  Signal& view_changed(std::size_t view) { return view_changed_[view]; }

  // Everything known so far; a reference must not be kept across a wait.
  const Evidence& evidence() const { return evidence_; }
  // Indices into it of what the target's name resolves to. A plan of a thousand targets has too many
  // questions to go through all of them for each.
  const std::vector<std::size_t>& questions_of(std::size_t target) const { return questions_of_[target]; }
  const std::vector<std::size_t>& lookups_of(std::size_t target) const { return lookups_of_[target]; }
  const std::vector<Tls>& certificates(std::size_t target) const { return certificates_[target]; }

  Evidence release() { return std::move(evidence_); }
  const std::vector<std::string>& bugs() const { return bugs_; }
  std::size_t running() const { return running_; }
  void on_idle(std::function<void()> call) { on_idle_ = std::move(call); }

 private:
  asio::io_context& io_;
  Toolbox& tools_;
  const Plan& plan_;
  const Scope& scope_;
  const RunOptions& options_;
  Evidence evidence_{};
  std::vector<std::vector<std::size_t>> questions_of_, lookups_of_;
  std::vector<std::vector<Tls>> certificates_;
  std::vector<int> names_pending_, view_pending_, contacts_pending_;
  std::deque<Signal> target_changed_, view_changed_;
  std::set<std::string> tokens_pending_{};
  std::map<std::string, Secret> authorizations_{};
  Signal tokens_changed_;
  std::vector<std::string> bugs_{};
  std::size_t running_ = 0;
  std::function<void()> on_idle_{};
};

// Spawns its tasks and returns at once.
using Gather = void (*)(Gathering&);

struct RunOptions {
  NetOptions net{};
  std::chrono::milliseconds deadline{60000};
  std::string proxy{};
  std::string no_proxy{};  // names that go past it; counts for a proxy of the environment alone
  std::function<void(const Gathering&, Millis)> on_progress{};  // a few times a second; null for nothing
  // What was seen, as soon as it is: called on the loop, which waits for them. Null for nothing.
  std::function<void(const DnsQuestion&)> on_question{};
  std::function<void(const SystemLookup&)> on_lookup{};
  std::function<void(const Contact&)> on_contact{};
};

struct RunOutcome {
  Evidence evidence{};
  bool complete = true;
  std::string incomplete_because{};
  bool by_signal = false;
  std::string anchors_error{};  // trust anchors that could not be read
  Millis duration{};
};

// Ends a run from outside of it: at a signal, or when the program is to end.
class RunStop {
 public:
  // The run ends soon with what it has; nothing happens where none is under way.
  void stop(std::string because) const {
    if (cut_) cut_(std::move(because));
  }

 private:
  friend class RunUnderWay;
  std::function<void(std::string)> cut_{};
};

// One run on a loop that may serve others beside it. `host` is taken into the evidence as it is; what is
// referred to must outlive the run. Sockets, timers and coroutines of the run are gone when it ends.
asio::awaitable<RunOutcome> run_on(asio::io_context& io, const Plan& plan, const Scope& scope, HostFacts host,
                                   const RunOptions& options, std::span<const Gather> gathers, RunStop& stop);

// The same on a loop of its own. Handles SIGINT and SIGTERM while it runs.
RunOutcome run(const Plan& plan, const Scope& scope, HostFacts host, const RunOptions& options,
               std::span<const Gather> gathers);

}  // namespace vnetprobe
