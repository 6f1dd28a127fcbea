// Sign-in hosts have many addresses, any of which will do: two are tried at once, and IPv6 only
// where there is no IPv4, since many VNets have none.
#include <algorithm>
#include <fmt/format.h>

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
  ask.path = Path::sign_in;
  ask.address = found.address;
  ask.port = target.port;
  ask.source = AddressSource::dns;
  ask.proxy = run.proxy();
  ask.source_detail = ask.proxy.empty() ? found.view : fmt::format("proxy {}", ask.proxy);
  ask.host = target.name;
  ask.http = openid_request(target);
  OnHandshake nobody;
  Contact made = co_await run.tools().contact(std::move(ask), std::move(nobody));
  run.take(std::move(made));
}

asio::awaitable<void> follow_names(Gathering& run, std::size_t t) {
  for (;;) {
    const bool last = run.names_pending(t) == 0;
    std::vector<FoundAddress> found = public_addresses(run, t, true);
    std::stable_partition(found.begin(), found.end(),
                          [](const FoundAddress& each) { return each.address.is_v4(); });
    const bool has_v4 = !found.empty() && found.front().address.is_v4();
    // An AAAA that came before the A is not yet the choice.
    if (has_v4 || last) {
      for (std::size_t i = 0; i < std::min(kMostAddresses, found.size()); ++i)
        run.spawn(contact(run, t, found[i]));
      co_return;
    }
    co_await run.target_changed(t).changed();
  }
}

}  // namespace

void gather_sign_in(Gathering& run) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    if (run.scope().targets[t].duty != Duty::sign_in) continue;
    // Behind a proxy the proxy resolves; what the views say is evidence all the same.
    FoundAddress by_proxy;
    if (run.proxy().empty())
      run.spawn(follow_names(run, t));
    else
      run.spawn(contact(run, t, by_proxy));
  }
}

}  // namespace vnetprobe
