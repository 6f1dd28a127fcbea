// What would trip a newcomer: nothing stops the loop. A signal closes the server, interrupts the run and
// the pause, and the loop runs dry.
#include "probe/watch.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <exception>
#include <fmt/format.h>
#include <random>
#include <utility>

#include "probe/model/host_header.h"
#include "probe/output.h"

namespace vnetprobe {
namespace {

using Clock = std::chrono::steady_clock;

class Watch {
 public:
  Watch(WatchDesk& desk, std::chrono::milliseconds every, std::span<const Gather> gathers)
      : desk_(desk),
        every_(every),
        gathers_(gathers),
        pause_(io_),
        signals_(io_, SIGINT, SIGTERM, SIGHUP),
        server_(io_, {}, [this](const HttpRequest& request) { return answer(request); }) {}

  std::string listen(const SocketAddress& address) {
    is_private_ = is_loopback(address.address);
    return server_.listen(address);
  }
  SocketAddress address() const { return server_.address(); }

  WatchEnd run() {
    std::exception_ptr failure;
    await_signal();
    const auto done = [&](std::exception_ptr failed) {
      failure = std::move(failed);
      server_.stop();
      signals_.cancel();
    };
    asio::co_spawn(io_, rounds(), done);
    io_.run();
    if (failure) std::rethrow_exception(failure);
    return end_;
  }

 private:
  asio::awaitable<void> rounds() {
    while (!stopping_) {
      // Between two runs: what is discovered anew takes its time, which would be missing from a run's.
      if (std::exchange(read_again_, false)) desk_.read_plan_again();
      const Clock::time_point begun = Clock::now();
      RunJob& job = desk_.begin();
      HostFacts host = job.host;
      RunOutcome outcome =
          co_await run_on(io_, job.plan, job.scope, std::move(host), job.options, gathers_, stop_);
      if (stopping_) co_return;  // half a run is no news
      if (!desk_.end(std::move(outcome))) {
        end_ = WatchEnd::wrong_globs;
        co_return;
      }
      if (read_again_) continue;
      pause_.expires_at(begun + jittered());
      auto [ended] = co_await pause_.async_wait(asio::as_tuple(asio::use_awaitable));
      static_cast<void>(ended);
    }
  }

  // Who listens for others is found by whatever names they have for it.
  HttpAnswer answer(const HttpRequest& request) const {
    constexpr unsigned kMisdirected = 421;
    if (is_private_ && !names_this_machine(request.host, own_name_))
      return plain_answer(kMisdirected,
                          "Here are an address, localhost and this machine's own name alone.\n");
    return desk_.answer(request, server_.tally());
  }

  Clock::duration jittered() {
    std::uniform_real_distribution<double> share(0.9, 1.1);
    return std::chrono::duration_cast<Clock::duration>(every_ * share(random_));
  }

  void await_signal() {
    signals_.async_wait([this](const boost::system::error_code& ended, int number) {
      if (ended) return;
      if (number == SIGHUP) {
        read_again_ = true;
        pause_.cancel();  // the new plan is run at once
      } else {
        stopping_ = true;
        stop_.stop("interrupted by a signal");
        server_.stop();
        pause_.cancel();
      }
      await_signal();
    });
  }

  WatchDesk& desk_;
  std::chrono::milliseconds every_;
  std::span<const Gather> gathers_;
  asio::io_context io_{1};
  asio::steady_timer pause_;
  asio::signal_set signals_;
  HttpServer server_;
  RunStop stop_{};
  const std::string own_name_ = read_host_facts({}).hostname;
  bool is_private_ = true;
  bool stopping_ = false;
  bool read_again_ = false;
  WatchEnd end_ = WatchEnd::asked_to;
  std::mt19937 random_{std::random_device()()};
};

}  // namespace

WatchEnd watch(WatchDesk& desk, std::chrono::milliseconds every, const SocketAddress& listen, bool quiet,
               std::span<const Gather> gathers) {
  Watch watching(desk, every, gathers);
  if (const std::string wrong = watching.listen(listen); !wrong.empty()) {
    print_error(fmt::format("--listen {}: {}", listen.to_string(), wrong));
    return WatchEnd::cannot_listen;
  }
  if (!quiet) print_error(fmt::format("watching; http://{}/", watching.address().to_string()));
  return watching.run();
}

}  // namespace vnetprobe
