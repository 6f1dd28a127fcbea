// What would trip a newcomer: nothing here stops the loop. The deadline and a signal interrupt the
// toolbox, every wait then ends with `interrupted` as its evidence, and the gathers come to their end by
// themselves. The loop may go on afterwards: what is left in its queue must hold on to nothing of the run,
// so the run's own timers are LoopTimers.
#include "probe/run.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <exception>

#include "probe/model/no_proxy.h"
#include "probe/net/loop_timer.h"

namespace vnetprobe {

Gathering::Gathering(asio::io_context& io, Toolbox& tools, const Plan& plan, const Scope& scope,
                     const RunOptions& options)
    : io_(io),
      tools_(tools),
      plan_(plan),
      scope_(scope),
      options_(options),
      questions_of_(scope.targets.size()),
      lookups_of_(scope.targets.size()),
      certificates_(scope.targets.size()),
      names_pending_(scope.targets.size()),
      view_pending_(scope.views.size()),
      contacts_pending_(scope.targets.size()),
      tokens_changed_(io) {
  for (std::size_t i = 0; i < scope.targets.size(); ++i) target_changed_.emplace_back(io);
  for (std::size_t i = 0; i < scope.views.size(); ++i) view_changed_.emplace_back(io);
}

void Gathering::spawn(asio::awaitable<void> task) {
  ++running_;
  const auto done = [this](const std::exception_ptr& failure) {
    if (failure) {
      try {
        std::rethrow_exception(failure);
      } catch (const std::exception& error) {
        bugs_.emplace_back(error.what());
      }
    }
    if (--running_ == 0 && on_idle_) on_idle_();
  };
  // By way of the queue: on a loop that runs already the task would begin at once, before those who are
  // to be waited for have announced themselves.
  asio::post(io_,
             [this, task = std::move(task), done]() mutable { asio::co_spawn(io_, std::move(task), done); });
}

const std::string& Gathering::proxy_for(const std::string& host) const {
  static const std::string kNone;
  constexpr std::uint16_t kHttps = 443;
  return goes_past_proxy(options_.no_proxy, host, kHttps) ? kNone : options_.proxy;
}

void Gathering::take(DnsQuestion question) {
  if (options_.on_question) options_.on_question(question);
  evidence_.questions.push_back(std::move(question));
}

void Gathering::take(DnsQuestion question, std::size_t target) {
  questions_of_[target].push_back(evidence_.questions.size());
  take(std::move(question));
}

void Gathering::take(SystemLookup lookup, std::size_t target) {
  lookups_of_[target].push_back(evidence_.lookups.size());
  take(std::move(lookup));
}

void Gathering::take(SystemLookup lookup) {
  if (options_.on_lookup) options_.on_lookup(lookup);
  evidence_.lookups.push_back(std::move(lookup));
}

void Gathering::take(Contact contact) {
  if (options_.on_contact) options_.on_contact(contact);
  evidence_.contacts.push_back(std::move(contact));
}

void Gathering::take(SasFacts sas) { evidence_.identity.sas.push_back(std::move(sas)); }

void Gathering::take_token(TokenTold told) {
  tokens_pending_.erase(told.facts.resource);
  if (!told.token.empty()) authorizations_[told.facts.resource] = told.authorization();
  evidence_.identity.tokens.push_back(std::move(told.facts));
  tokens_changed_.notify();
}

Secret Gathering::authorization(const std::string& resource) const {
  const auto found = authorizations_.find(resource);
  return found == authorizations_.end() ? Secret{} : found->second;
}

void Gathering::take_certificate(std::size_t target, const Tls& tls) {
  certificates_[target].push_back(tls);
  target_changed_[target].notify();
}

void Gathering::expect_names(std::size_t target, std::size_t view, int questions) {
  names_pending_[target] += questions;
  view_pending_[view] += questions;
}

void Gathering::name_done(std::size_t target, std::size_t view) {
  --names_pending_[target];
  --view_pending_[view];
  target_changed_[target].notify();
  if (view_pending_[view] == 0) view_changed_[view].notify();
}

void Gathering::contact_done(std::size_t target) {
  --contacts_pending_[target];
  target_changed_[target].notify();
}

class RunUnderWay {
 public:
  RunUnderWay(asio::io_context& io, const Plan& plan, const Scope& scope, const RunOptions& options,
              RunStop& stop)
      : options_(options),
        stop_(stop),
        tools_(io, options.net),
        gathering_(io, tools_, plan, scope, options),
        over_(io),
        deadline_(io, [this] { cut_short("the deadline passed"); }),
        tick_(io, [this] { show(); }) {
    stop_.cut_ = [this](std::string because) { cut_short(std::move(because)); };
    gathering_.on_idle([this] { over_.notify(); });
  }
  ~RunUnderWay() { stop_.cut_ = {}; }
  RunUnderWay(const RunUnderWay&) = delete;
  RunUnderWay& operator=(const RunUnderWay&) = delete;

  asio::awaitable<void> gather(asio::io_context& io, std::span<const Gather> gathers) {
    deadline_.arm(options_.deadline);
    if (options_.on_progress) tick_.arm(kTick);
    for (const Gather each : gathers) each(gathering_);
    // Behind the first questions in the queue: the anchors are parsed while those are in flight.
    if (gathering_.running() > 0)
      asio::post(io, [this] { tools_.load_anchors(); });
    else
      tools_.load_anchors();
    while (gathering_.running() > 0) co_await over_.changed();
  }

  RunOutcome outcome(HostFacts host) {
    outcome_.duration = tools_.now();
    outcome_.anchors_error = tools_.anchors_error();
    outcome_.evidence = gathering_.release();
    outcome_.evidence.host = std::move(host);
    if (const std::string lacked = tools_.lacked(); !lacked.empty()) {
      if (outcome_.complete) outcome_.incomplete_because = lacked;
      outcome_.complete = false;
      // A getaddrinfo that is starved says that there is no such name. Which of the failed ones were
      // starved cannot be told any more, so none of them was asked to the end.
      for (SystemLookup& lookup : outcome_.evidence.lookups)
        if (lookup.eai != 0) lookup.finished = false;
    }
    if (!gathering_.bugs().empty()) {
      outcome_.complete = false;
      outcome_.incomplete_because = "an error of the probe itself: " + gathering_.bugs().front();
    }
    return std::move(outcome_);
  }

 private:
  static constexpr std::chrono::milliseconds kTick{200};

  void cut_short(std::string because) {
    if (!outcome_.complete) return;
    outcome_.complete = false;
    outcome_.incomplete_because = std::move(because);
    tools_.interrupt();
  }

  void show() {
    options_.on_progress(gathering_, tools_.now());
    tick_.arm(kTick);
  }

  const RunOptions& options_;
  RunStop& stop_;
  RunOutcome outcome_{};
  Toolbox tools_;
  Gathering gathering_;
  Signal over_;
  LoopTimer deadline_;
  LoopTimer tick_;
};

asio::awaitable<RunOutcome> run_on(asio::io_context& io, const Plan& plan, const Scope& scope, HostFacts host,
                                   const RunOptions& options, std::span<const Gather> gathers,
                                   RunStop& stop) {
  RunUnderWay run(io, plan, scope, options, stop);
  co_await run.gather(io, gathers);
  co_return run.outcome(std::move(host));
}

RunOutcome run(const Plan& plan, const Scope& scope, HostFacts host, const RunOptions& options,
               std::span<const Gather> gathers) {
  asio::io_context io(1);
  RunStop stop;
  RunOutcome outcome;
  std::exception_ptr failure;
  bool by_signal = false;
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code& ended, int) {
    if (ended) return;
    by_signal = true;
    stop.stop("interrupted by a signal");
  });
  const auto done = [&](std::exception_ptr failed, RunOutcome what) {
    failure = std::move(failed);
    outcome = std::move(what);
    signals.cancel();
  };
  asio::co_spawn(io, run_on(io, plan, scope, std::move(host), options, gathers, stop), done);
  io.run();
  if (failure) std::rethrow_exception(failure);
  outcome.by_signal = by_signal;
  return outcome;
}

}  // namespace vnetprobe
