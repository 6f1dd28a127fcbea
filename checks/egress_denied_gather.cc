#include <algorithm>

#include "checks/addresses.h"
#include "checks/gathers.h"
#include "checks/requests.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMostAddresses = 2;

ContactAsk denied_ask(const Target& target, const FoundAddress& found) {
  ContactAsk ask = ask_of(target, Path::denied, found);
  ask.host = target.public_name;
  ask.http = service_request(target);
  return ask;
}

// As soon as one required view gives a public address: that is what a program would use.
asio::awaitable<void> follow_names(Gathering& run, std::size_t t) {
  for (;;) {
    const bool last = run.names_pending(t) == 0;
    const std::vector<FoundAddress> found = public_addresses(run, t, true);
    for (std::size_t i = 0; i < std::min(kMostAddresses, found.size()); ++i)
      run.spawn(make_contact(run, denied_ask(run.scope().targets[t], found[i])));
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
