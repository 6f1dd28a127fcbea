// A newcomer would start a coroutine a name and a question. Of a million names all but a few are right, and
// the frames of one cost more than its answers: so a worker is a record that asks A and AAAA of each view by
// calls back, and only the proof against a name that is wrong is a coroutine. How many are in flight at a
// server is the window's business (probe/net/dns_pace), and memory is that of the workers, however long the
// list.
#include "probe/sweep/sweep.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <exception>
#include <map>
#include <memory>
#include <utility>

#include "probe/net/signal.h"
#include "probe/plan/views.h"
#include "probe/sweep/line_reader.h"
#include "probe/sweep/names_file.h"
#include "probe/sweep/sweep_judge.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kWorkersPerView = 600;  // more than the widest window, so that it is full

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
  Sweep(asio::io_context& io, Toolbox& tools, LineReader& lines, const Plan& base, const SweepHands& hands,
        std::function<void()> on_end)
      : io_(io),
        tools_(tools),
        lines_(lines),
        base_(base),
        hands_(hands),
        on_end_(std::move(on_end)),
        shared_(io, tools),
        workers_(kWorkersPerView * std::max<std::size_t>(1, base.resolvers.size())) {
    idle_.reserve(workers_.size());
    for (Worker& each : workers_) idle_.push_back(&each);
  }

  // Gives names to those who have none.
  void feed() {
    while (!idle_.empty()) {
      const std::optional<LineReader::Line> line = lines_.take();
      if (line) {
        read(*line);
        continue;
      }
      if (lines_.ended()) break;
      if (std::exchange(waiting_, true)) return;
      asio::co_spawn(io_, wait_for_lines(), [this](const std::exception_ptr& failure) { note(failure); });
      return;
    }
    if (idle_.size() == workers_.size() && on_end_) std::exchange(on_end_, nullptr)();
  }

  std::uint64_t names() const { return names_; }
  const std::string& bug() const { return bug_; }

 private:
  // One name at a time, one question at a time.
  struct Worker {
    SweptName name{};
    std::size_t asked = 0;       // of the questions that every name is asked
    std::vector<DnsTry> lost{};  // tries of a question that is asked for the second time
  };

  asio::awaitable<void> wait_for_lines() {
    co_await lines_.more();
    waiting_ = false;
    feed();
  }

  void read(const LineReader::Line& line) {
    if (line.too_long)
      return hands_.on_error(line.number, 1, "longer than any name; a line is `name` or `name,address`");
    NameLine read = read_name_line(line.text);
    if (const NameLineError* wrong = std::get_if<NameLineError>(&read))
      hands_.on_error(line.number, wrong->column, wrong->what);
    NameArgument* named = std::get_if<NameArgument>(&read);
    if (named == nullptr) return;
    Worker& worker = *idle_.back();
    idle_.pop_back();
    std::vector<DnsQuestion> emptied = std::move(worker.name.evidence.questions);
    worker.name = swept_name(base_, std::move(*named));
    worker.name.evidence.questions = std::move(emptied);
    worker.name.evidence.questions.reserve(2 * base_.views.size());
    worker.asked = 0;
    ask(worker);
  }

  void ask(Worker& worker) {
    const View& view = base_.views[worker.asked / 2];
    const std::uint16_t type = worker.asked % 2 == 0 ? rr::kA : rr::kAAAA;
    write(ask_, view, DnsPurpose::target, worker.name.target.name, first_form(worker.name), type);
    tools_.ask(ask_, [this, &worker](DnsQuestion&& answer) {
      try {
        take(worker, std::move(answer));
      } catch (const std::exception&) {
        end(worker, std::current_exception());
      }
    });
  }

  void take(Worker& worker, DnsQuestion&& answer) {
    if (asks_again(worker.lost, answer)) return ask(worker);
    worker.name.evidence.questions.push_back(std::move(answer));
    if (++worker.asked < 2 * base_.views.size()) return ask(worker);
    const std::vector<SweepRow> rows = rows_if_right(base_, worker.name);
    if (rows.empty()) {
      asio::co_spawn(io_, prove(worker.name),
                     [this, &worker](const std::exception_ptr& failure) { end(worker, failure); });
      return;
    }
    hands_.on_name(rows, {});
    end(worker, nullptr);
  }

  // Silence is asked again once: of 100,000 names with every tenth packet lost, ten would otherwise
  // have no answer to any of four tries. True when it is to be.
  static bool asks_again(std::vector<DnsTry>& before, DnsQuestion& answer) {
    const bool lost = answer.outcome == DnsOutcome::silent && !answer.tries.empty();
    if (lost && before.empty()) {
      before = std::move(answer.tries);
      return true;
    }
    answer.tries.insert(answer.tries.begin(), before.begin(), before.end());
    before.clear();
    return false;
  }

  void end(Worker& worker, const std::exception_ptr& failure) {
    note(failure);
    ++names_;
    worker.lost.clear();
    tools_.use_again(worker.name.evidence.questions);
    idle_.push_back(&worker);
    feed();
  }

  void note(const std::exception_ptr& failure) {
    if (!failure) return;
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      bug_ = error.what();
    }
  }

  asio::awaitable<void> prove(SweptName& name) {
    const SweptPlan asked(base_, name);
    if (!tools_.interrupted()) co_await ask_for_proof(name, asked.scope.zones);
    const SweptRows judged = judge_swept(asked, name.evidence);
    hands_.on_name(judged.rows, judged.findings);
  }

  // What tells one cause from another: the name's other form, the zone, the server itself.
  asio::awaitable<void> ask_for_proof(SweptName& name, const std::vector<Zone>& zones) {
    for (const View& view : base_.views) {
      if (name.target.two_forms) {
        co_await ask_other_form(name, view, rr::kA);
        co_await ask_other_form(name, view, rr::kAAAA);
      }
      for (const Zone& zone : zones) {
        co_await ask_shared(name, view, DnsPurpose::zone, zone.name, zone.name, rr::kSOA);
        for (const std::string& wrong : zone.wrong_names)
          co_await ask_shared(name, view, DnsPurpose::zone, zone.name, wrong, rr::kSOA);
      }
      co_await ask_shared(name, view, DnsPurpose::control, "", "", rr::kSOA);
      co_await ask_shared(name, view, DnsPurpose::control, "", "example.com", rr::kA);
    }
  }

  // Over what is there, whose memory is used again.
  static void write(DnsAsk& ask, const View& view, DnsPurpose purpose, const std::string& subject,
                    const std::string& name, std::uint16_t type) {
    ask.purpose = purpose;
    ask.view = view.name;
    ask.subject = subject;
    ask.server = view.server;
    ask.name = name;
    ask.type = type;
  }

  static DnsAsk question(const View& view, DnsPurpose purpose, const std::string& subject,
                         const std::string& name, std::uint16_t type) {
    DnsAsk ask;
    write(ask, view, purpose, subject, name, type);
    return ask;
  }

  asio::awaitable<void> ask_other_form(SweptName& name, const View& view, std::uint16_t type) {
    std::vector<DnsTry> before;
    for (;;) {
      DnsAsk ask = question(view, DnsPurpose::target, name.target.name, name.target.private_name, type);
      DnsQuestion answer = co_await tools_.ask(std::move(ask));
      if (asks_again(before, answer)) continue;
      name.evidence.questions.push_back(std::move(answer));
      co_return;
    }
  }

  asio::awaitable<void> ask_shared(SweptName& name, const View& view, DnsPurpose purpose, std::string subject,
                                   std::string asked, std::uint16_t type) {
    DnsAsk ask = question(view, purpose, subject, asked, type);
    DnsQuestion answer = co_await shared_.ask(std::move(ask));
    name.evidence.questions.push_back(std::move(answer));
  }

  asio::io_context& io_;
  Toolbox& tools_;
  LineReader& lines_;
  const SweepBase base_;
  const SweepHands& hands_;
  std::function<void()> on_end_;  // called once
  SharedAnswers shared_;
  std::vector<Worker> workers_;
  std::vector<Worker*> idle_{};
  DnsAsk ask_{};          // written anew for each question
  bool waiting_ = false;  // for lines
  std::uint64_t names_ = 0;
  std::string bug_{};
};

}  // namespace

SweepOutcome sweep(const Plan& base, int fd, const NetOptions& options, const SweepHands& hands) {
  SweepOutcome outcome;
  asio::io_context io(1);
  Toolbox tools(io, options);
  LineReader lines(io, fd);
  asio::signal_set signals(io, SIGINT, SIGTERM);
  asio::steady_timer tick(io);
  Sweep all(io, tools, lines, base, hands, [&] {
    signals.cancel();
    tick.cancel();
  });
  signals.async_wait([&](const boost::system::error_code& ended, int) {
    if (ended) return;
    outcome.by_signal = true;
    lines.stop();
    tools.interrupt();
  });
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

  all.feed();
  io.run();
  outcome.names = all.names();
  outcome.bug = all.bug();
  outcome.duration = tools.now();
  outcome.read_error = lines.error();
  return outcome;
}

}  // namespace vnetprobe
