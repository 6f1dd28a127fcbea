// A newcomer would start a coroutine a name and a question. A worker takes the next name when it is
// through with the last, and asks one question at a time: how many are in flight at a server is the
// window's business (probe/net/dns_pace), and memory is that of the workers, however long the list.
#include "probe/sweep/sweep.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <exception>
#include <map>
#include <memory>

#include "probe/net/signal.h"
#include "probe/plan/views.h"
#include "probe/sweep/line_reader.h"
#include "probe/sweep/names_file.h"
#include "probe/sweep/sweep_judge.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kWorkersPerView = 1000;

// Questions whose answer serves many names: a zone's SOA, the control question of a server.
class SharedAnswers {
 public:
  SharedAnswers(asio::io_context& io, Toolbox& tools) : io_(io), tools_(tools) {}

  asio::awaitable<DnsQuestion> ask(DnsAsk question) {
    const auto [place, first] =
        asked_.try_emplace({question.view, question.name, question.type}, std::make_unique<Asked>(io_));
    Asked& asked = *place->second;
    if (first) {
      asked.answer = co_await tools_.ask(std::move(question));
      asked.done = true;
      asked.changed.notify();
    }
    while (!asked.done) co_await asked.changed.changed();
    co_return asked.answer;
  }

 private:
  struct Asked {
    explicit Asked(asio::io_context& io) : changed(io) {}
    DnsQuestion answer{};
    bool done = false;
    Signal changed;
  };
  asio::io_context& io_;
  Toolbox& tools_;
  std::map<std::tuple<std::string, std::string, std::uint16_t>, std::unique_ptr<Asked>> asked_{};
};

class Sweep {
 public:
  Sweep(asio::io_context& io, Toolbox& tools, LineReader& lines, const Plan& base, const SweepHands& hands)
      : tools_(tools), lines_(lines), base_(base), hands_(hands), shared_(io, tools) {}

  asio::awaitable<void> work() {
    for (;;) {
      std::optional<LineReader::Line> line = co_await lines_.next();
      if (!line) co_return;
      if (line->too_long) {
        hands_.on_error(line->number, 1, "longer than any name; a line is `name` or `name,address`");
        continue;
      }
      NameLine read = read_name_line(line->text);
      if (const NameLineError* wrong = std::get_if<NameLineError>(&read))
        hands_.on_error(line->number, wrong->column, wrong->what);
      const EndpointPlan* endpoint = std::get_if<EndpointPlan>(&read);
      if (endpoint == nullptr) continue;
      co_await resolve(swept_name(base_, *endpoint));
      ++names_;
    }
  }

  std::uint64_t names() const { return names_; }

 private:
  asio::awaitable<void> resolve(SweptName name) {
    const std::string asked = first_form(name);
    for (const View& view : name.scope.views) {
      co_await ask(name, view, asked, rr::kA);
      co_await ask(name, view, asked, rr::kAAAA);
    }
    std::vector<SweepRow> rows = rows_if_right(name);
    if (!rows.empty()) {
      hands_.on_name(std::move(rows), {});
      co_return;
    }
    if (!tools_.interrupted()) co_await ask_for_proof(name);
    SweptRows judged = judge_swept(name);
    hands_.on_name(std::move(judged.rows), judged.findings);
  }

  // What tells one cause from another: the name's other form, the zone, the server itself.
  asio::awaitable<void> ask_for_proof(SweptName& name) {
    const Target target = name.scope.targets.front();
    for (const View& view : name.scope.views) {
      if (target.two_forms) {
        co_await ask(name, view, target.private_name, rr::kA);
        co_await ask(name, view, target.private_name, rr::kAAAA);
      }
      for (const Zone& zone : name.scope.zones) {
        co_await ask_shared(name, view, DnsPurpose::zone, zone.name, zone.name, rr::kSOA);
        for (const std::string& wrong : zone.wrong_names)
          co_await ask_shared(name, view, DnsPurpose::zone, zone.name, wrong, rr::kSOA);
      }
      co_await ask_shared(name, view, DnsPurpose::control, "", "", rr::kSOA);
      co_await ask_shared(name, view, DnsPurpose::control, "", "example.com", rr::kA);
    }
  }

  static DnsAsk question(const View& view, DnsPurpose purpose, std::string subject, std::string name,
                         std::uint16_t type) {
    DnsAsk ask;
    ask.purpose = purpose;
    ask.view = view.name;
    ask.subject = std::move(subject);
    ask.server = view.server;
    ask.name = std::move(name);
    ask.type = type;
    return ask;
  }

  // Silence is asked again once: of 100,000 names with every tenth packet lost, ten would otherwise
  // have no answer to any of four tries.
  asio::awaitable<void> ask(SweptName& name, const View& view, const std::string& asked, std::uint16_t type) {
    const std::string subject = name.scope.targets.front().name;
    std::vector<DnsTry> tries;
    for (int round = 0;; ++round) {
      DnsAsk ask = question(view, DnsPurpose::target, subject, asked, type);
      DnsQuestion answer = co_await tools_.ask(std::move(ask));
      const bool lost = answer.outcome == DnsOutcome::silent && !answer.tries.empty();
      if (lost && round == 0) {
        tries = std::move(answer.tries);
        continue;
      }
      answer.tries.insert(answer.tries.begin(), tries.begin(), tries.end());
      name.evidence.questions.push_back(std::move(answer));
      co_return;
    }
  }

  asio::awaitable<void> ask_shared(SweptName& name, const View& view, DnsPurpose purpose, std::string subject,
                                   std::string asked, std::uint16_t type) {
    DnsAsk ask = question(view, purpose, std::move(subject), std::move(asked), type);
    DnsQuestion answer = co_await shared_.ask(std::move(ask));
    name.evidence.questions.push_back(std::move(answer));
  }

  Toolbox& tools_;
  LineReader& lines_;
  const Plan& base_;
  const SweepHands& hands_;
  SharedAnswers shared_;
  std::uint64_t names_ = 0;
};

}  // namespace

SweepOutcome sweep(const Plan& base, int fd, const NetOptions& options, const SweepHands& hands) {
  SweepOutcome outcome;
  asio::io_context io(1);
  Toolbox tools(io, options);
  LineReader lines(io, fd);
  Sweep all(io, tools, lines, base, hands);

  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code& ended, int) {
    if (ended) return;
    outcome.by_signal = true;
    lines.stop();
    tools.interrupt();
  });
  asio::steady_timer tick(io);
  std::function<void()> show = [&] {
    tick.expires_after(std::chrono::milliseconds(200));
    tick.async_wait([&](const boost::system::error_code& ended) {
      if (ended) return;
      const auto all_bytes = static_cast<double>(lines.bytes_in_all());
      const double share = all_bytes > 0 ? static_cast<double>(lines.bytes_taken()) / all_bytes : 0;
      hands.on_progress({all.names(), tools.now(), share});
      show();
    });
  };
  if (hands.on_progress) show();

  std::size_t working = kWorkersPerView * std::max<std::size_t>(1, base.resolvers.size());
  const auto done = [&](const std::exception_ptr& failure) {
    if (failure) {
      try {
        std::rethrow_exception(failure);
      } catch (const std::exception& error) {
        outcome.bug = error.what();
      }
    }
    if (--working > 0) return;
    signals.cancel();
    tick.cancel();
  };
  for (std::size_t i = 0, n = working; i < n; ++i) asio::co_spawn(io, all.work(), done);
  io.run();
  outcome.names = all.names();
  outcome.duration = tools.now();
  outcome.read_error = lines.error();
  return outcome;
}

}  // namespace vnetprobe
