#include "checks/case.h"
#include "checks/gathers.h"

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
  run.take(std::move(answer));
  run.name_done(t, v);
}

asio::awaitable<void> look_up(Gathering& run, std::size_t t, std::size_t v) {
  std::string view = run.scope().views[v].name;
  std::string subject = run.scope().targets[t].name;
  std::string name = asked_name(run.scope().targets[t]);
  SystemLookup answer = co_await run.tools().look_up(std::move(view), std::move(subject), std::move(name));
  run.take(std::move(answer));
  run.name_done(t, v);
}

void ask_form(Gathering& run, std::size_t t, std::size_t v, const std::string& name) {
  run.expect_names(t, v, 2);
  run.spawn(ask(run, t, v, name, rr::kA));
  run.spawn(ask(run, t, v, name, rr::kAAAA));
}

}  // namespace

void gather_names(Gathering& run) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t)
    for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
      const Target& target = run.scope().targets[t];
      if (run.scope().views[v].system) {
        run.expect_names(t, v, 1);
        run.spawn(look_up(run, t, v));
        continue;
      }
      ask_form(run, t, v, asked_name(target));
      if (target.two_forms) ask_form(run, t, v, target.private_name);
    }
}

}  // namespace vnetprobe
