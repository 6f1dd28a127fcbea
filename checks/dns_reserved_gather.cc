#include "checks/gathers.h"
#include "probe/azure/services.h"

namespace vnetprobe {
namespace {

asio::awaitable<void> ask_soa(Gathering& run, std::size_t v, std::string name) {
  DnsAsk question;
  question.purpose = DnsPurpose::reserved;
  question.view = run.scope().views[v].name;
  question.subject = name;
  question.server = run.scope().views[v].server;
  question.name = std::move(name);
  question.type = rr::kSOA;
  DnsQuestion answer = co_await run.tools().ask(std::move(question));
  run.take(std::move(answer));
}

}  // namespace

void gather_reserved_names(Gathering& run) {
  // Documented for the public cloud alone (azure-facts 6).
  if (run.plan().cloud != Cloud::public_cloud || run.scope().targets.empty()) return;
  for (std::size_t v = 0; v < run.scope().views.size(); ++v) {
    if (run.scope().views[v].system) continue;
    for (const std::string_view name : reserved_zone_names()) run.spawn(ask_soa(run, v, std::string(name)));
  }
}

}  // namespace vnetprobe
