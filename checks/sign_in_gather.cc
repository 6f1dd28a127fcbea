// Sign-in hosts have many addresses, any of which will do: two are tried at once, and IPv6 only
// where there is no IPv4, since many VNets have none.
#include <algorithm>
#include <fmt/format.h>

#include "checks/addresses.h"
#include "checks/gathers.h"
#include "checks/requests.h"
#include "probe/net/proxy.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMostAddresses = 2;

ContactAsk sign_in_ask(const Gathering& run, std::size_t t, const FoundAddress& found) {
  const Target& target = run.scope().targets[t];
  ContactAsk ask = ask_of(target, Path::sign_in, found);
  ask.proxy = run.proxy_for(target.public_name);
  if (!ask.proxy.empty()) ask.source_detail = fmt::format("proxy {}", without_credentials(ask.proxy));
  ask.host = target.public_name;  // of a tenant of Backup the name is the tenant's
  ask.http = openid_request(target);
  return ask;
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
        run.spawn(make_contact(run, sign_in_ask(run, t, found[i])));
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
    const FoundAddress by_proxy;
    if (run.proxy_for(run.scope().targets[t].public_name).empty())
      run.spawn(follow_names(run, t));
    else
      run.spawn(make_contact(run, sign_in_ask(run, t, by_proxy)));
  }
}

}  // namespace vnetprobe
