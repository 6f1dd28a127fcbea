#include "checks/case.h"
#include "checks/gathers.h"
#include "checks/public_path.h"

namespace vnetprobe {
namespace {

asio::awaitable<void> ask(Gathering& run, std::size_t t, std::size_t v, std::string name,
                          std::uint16_t type) {
  DnsAsk question;
  question.purpose = DnsPurpose::target;
  question.view = run.scope().views[v].name;
  question.subject = run.scope().targets[t].name;
  question.server = run.scope().views[v].server;
  question.name = std::move(name);
  question.type = type;
  DnsQuestion answer = co_await run.tools().ask(std::move(question));
  run.take(std::move(answer), t);
  run.name_done(t, v);
}

asio::awaitable<void> look_up(Gathering& run, std::size_t t, std::size_t v) {
  std::string view = run.scope().views[v].name;
  std::string subject = run.scope().targets[t].name;
  std::string name = asked_name(run.scope().targets[t]);
  SystemLookup answer = co_await run.tools().look_up(std::move(view), std::move(subject), std::move(name));
  run.take(std::move(answer), t);
  run.name_done(t, v);
}

struct Question {
  std::size_t target = 0;
  std::size_t view = 0;
  bool private_form = false;
};

void ask_all(Gathering& run, const std::vector<Question>& questions, std::uint16_t type) {
  for (const Question& each : questions) {
    const Target& target = run.scope().targets[each.target];
    std::string name = each.private_form ? target.private_name : asked_name(target);
    run.spawn(ask(run, each.target, each.view, std::move(name), type));
  }
}

}  // namespace

// What connections wait for goes out first: A of the names that programs ask for, and of these the
// targets with the longest chain behind them.
void gather_names(Gathering& run) {
  std::vector<Question> first, second;
  for (const std::size_t t : longest_chain_first(run.scope()))
    for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
      if (run.scope().views[v].system) {
        run.expect_names(t, v, 1);
        run.spawn(look_up(run, t, v));
        continue;
      }
      const bool two_forms = run.scope().targets[t].two_forms;
      run.expect_names(t, v, two_forms ? 4 : 2);
      first.push_back({t, v, false});
      if (two_forms) second.push_back({t, v, true});
    }
  ask_all(run, first, rr::kA);
  ask_all(run, first, rr::kAAAA);
  ask_all(run, second, rr::kA);
  ask_all(run, second, rr::kAAAA);
}

}  // namespace vnetprobe
