#include <algorithm>

#include "checks/addresses.h"
#include "checks/gathers.h"
#include "checks/requests.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMostAddresses = 2;

asio::awaitable<void> contact(Gathering& run, std::size_t t, FoundAddress found) {
  const Target& target = run.scope().targets[t];
  ContactAsk ask;
  ask.target = target.name;
  ask.path = Path::denied;
  ask.address = found.address;
  ask.port = target.port;
  ask.source = AddressSource::dns;
  ask.source_detail = found.view;
  ask.host = target.public_name;
  ask.http = service_request(target);
  OnHandshake nobody;
  Contact made = co_await run.tools().contact(std::move(ask), std::move(nobody));
  run.take(std::move(made));
}

// As soon as one required view gives a public address: that is what a program would use.
asio::awaitable<void> follow_names(Gathering& run, std::size_t t) {
  for (;;) {
    const bool last = run.names_pending(t) == 0;
    const std::vector<FoundAddress> found = public_addresses(run, t, true);
    for (std::size_t i = 0; i < std::min(kMostAddresses, found.size()); ++i)
      run.spawn(contact(run, t, found[i]));
    if (last || !found.empty()) co_return;
    co_await run.target_changed(t).changed();
  }
}

}  // namespace

void gather_denied_accounts(Gathering& run) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t)
    if (run.scope().targets[t].duty == Duty::denied_account) run.spawn(follow_names(run, t));
}

}  // namespace vnetprobe
