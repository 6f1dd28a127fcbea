// What is asked of a resolver for its own sake: does it answer anything at all, does it answer over
// TCP, and does it say at the end of the run what it said at its beginning?
#include "checks/case.h"
#include "checks/gathers.h"

namespace vnetprobe {
namespace {

DnsAsk question_to(const Gathering& run, std::size_t v, DnsPurpose purpose, std::string name,
                   std::uint16_t type) {
  DnsAsk question;
  question.purpose = purpose;
  question.view = run.scope().views[v].name;
  question.server = run.scope().views[v].server;
  question.name = std::move(name);
  question.type = type;
  return question;
}

asio::awaitable<void> ask(Gathering& run, DnsAsk question) {
  DnsQuestion answer = co_await run.tools().ask(std::move(question));
  run.take(std::move(answer));
}

// The view's first question once more, when all others of the view are answered.
asio::awaitable<void> ask_again(Gathering& run, std::size_t v) {
  while (run.view_pending(v) > 0) co_await run.view_changed(v).changed();
  const Target& first = run.scope().targets.front();
  DnsAsk question = question_to(run, v, DnsPurpose::again, asked_name(first), rr::kA);
  question.subject = first.name;
  DnsQuestion answer = co_await run.tools().ask(std::move(question));
  run.take(std::move(answer));
}

}  // namespace

void gather_views(Gathering& run) {
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    if (run.scope().views[v].system) continue;
    run.spawn(ask(run, question_to(run, v, DnsPurpose::control, "", rr::kSOA)));
    run.spawn(ask(run, question_to(run, v, DnsPurpose::control, "example.com", rr::kA)));
    DnsAsk over_tcp = question_to(run, v, DnsPurpose::tcp, "", rr::kSOA);
    over_tcp.transport = Transport::tcp;
    run.spawn(ask(run, std::move(over_tcp)));
    if (!run.scope().targets.empty()) run.spawn(ask_again(run, v));
  }
}

}  // namespace vnetprobe
