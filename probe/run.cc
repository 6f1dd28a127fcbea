// What would trip a newcomer: nothing here stops the loop. The deadline and a signal interrupt the
// toolbox, every wait then ends with `interrupted` as its evidence, the gathers come to their end by
// themselves, and the loop runs dry.
#include "probe/run.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <exception>

namespace vnetprobe {

Gathering::Gathering(asio::io_context& io, Toolbox& tools, const Plan& plan, const Scope& scope,
                     std::string proxy)
    : io_(io),
      tools_(tools),
      plan_(plan),
      scope_(scope),
      proxy_(std::move(proxy)),
      certificates_(scope.targets.size()),
      names_pending_(scope.targets.size()),
      view_pending_(scope.views.size()),
      contacts_pending_(scope.targets.size()) {
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
  asio::co_spawn(io_, std::move(task), done);
}

void Gathering::take(DnsQuestion question) { evidence_.questions.push_back(std::move(question)); }

void Gathering::take(SystemLookup lookup) { evidence_.lookups.push_back(std::move(lookup)); }

void Gathering::take(Contact contact) { evidence_.contacts.push_back(std::move(contact)); }

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

RunOutcome run(const Plan& plan, const Scope& scope, HostFacts host, const RunOptions& options,
               std::span<const Gather> gathers) {
  RunOutcome outcome;
  asio::io_context io(1);
  Toolbox tools(io, options.net);
  Gathering gathering(io, tools, plan, scope, options.proxy);

  const auto cut_short = [&](std::string because) {
    if (!outcome.complete) return;
    outcome.complete = false;
    outcome.incomplete_because = std::move(because);
    tools.interrupt();
  };
  asio::steady_timer deadline(io, options.deadline);
  deadline.async_wait([&](const boost::system::error_code& ended) {
    if (!ended) cut_short("the deadline passed");
  });
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code& ended, int) {
    if (ended) return;
    outcome.by_signal = true;
    cut_short("interrupted by a signal");
  });
  asio::steady_timer tick(io);
  std::function<void()> show = [&] {
    tick.expires_after(std::chrono::milliseconds(200));
    tick.async_wait([&](const boost::system::error_code& ended) {
      if (ended) return;
      options.on_progress(gathering, tools.now());
      show();
    });
  };
  const auto end = [&] {
    deadline.cancel();
    signals.cancel();
    tick.cancel();
  };
  gathering.on_idle(end);

  for (const Gather gather : gathers) gather(gathering);
  if (gathering.running() == 0)
    end();
  else if (options.on_progress)
    show();
  // Behind the first questions in the queue: the anchors are parsed while those are in flight.
  asio::post(io, [&] { tools.load_anchors(); });
  io.run();

  outcome.duration = tools.now();
  outcome.anchors_error = tools.anchors_error();
  outcome.evidence = gathering.release();
  outcome.evidence.host = std::move(host);
  if (!gathering.bugs().empty()) {
    outcome.complete = false;
    outcome.incomplete_because = "an error of the probe itself: " + gathering.bugs().front();
  }
  return outcome;
}

}  // namespace vnetprobe
