#include "checks/gathers.h"

namespace vnetprobe {
namespace {

asio::awaitable<void> ask_soa(Gathering& run, std::size_t z, std::size_t v, std::string name) {
  DnsAsk question;
  question.purpose = DnsPurpose::zone;
  question.view = run.scope().views[v].name;
  question.subject = run.scope().zones[z].name;
  question.server = run.scope().views[v].server;
  question.name = std::move(name);
  question.type = rr::kSOA;
  DnsQuestion answer = co_await run.tools().ask(std::move(question));
  run.take(std::move(answer));
}

}  // namespace

void gather_zones(Gathering& run) {
  for (std::size_t z = 0; z < run.scope().zones.size(); ++z)
    for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
      if (run.scope().views[v].system) continue;
      run.spawn(ask_soa(run, z, v, run.scope().zones[z].name));
      for (const std::string& wrong : run.scope().zones[z].wrong_names) run.spawn(ask_soa(run, z, v, wrong));
    }
}

}  // namespace vnetprobe
