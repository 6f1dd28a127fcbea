// What a managed instance has beside its port 1433: the ports that Redirect leads to, the one of the
// MI link, and TDS 8. They begin with the first right address, side by side; TDS 8 when the pre-login's
// connection is up.
#include <algorithm>
#include <functional>

#include "checks/addresses.h"
#include "checks/gathers.h"
#include "checks/private_path.h"
#include "checks/requests.h"
#include "checks/sqlmi_redirect.h"

namespace vnetprobe {
namespace {

ContactAsk plain_ask(const Target& target, Path path, const FoundAddress& found) {
  ContactAsk ask = ask_of(target, path, found);
  ask.tls = false;
  return ask;
}

asio::awaitable<void> sample_redirect(Gathering& run, std::size_t t, FoundAddress found) {
  ContactAsk ask = plain_ask(run.scope().targets[t], Path::redirect, found);
  std::vector<std::uint16_t> ports(kRedirectSample.begin(), kRedirectSample.end());
  std::vector<Contact> made = co_await run.tools().sample(std::move(ask), std::move(ports));
  for (Contact& contact : made) run.take(std::move(contact));
}

ContactAsk link_ask(const Target& target, const FoundAddress& found) {
  ContactAsk ask = plain_ask(target, Path::mi_link, found);
  ask.port = kMiLinkPort;
  return ask;
}

asio::awaitable<void> follow_instance(Gathering& run, std::size_t t) {
  std::function<void(FoundAddress)> begin = [&run, t](const FoundAddress& found) {
    const Target& target = run.scope().targets[t];
    if (target.redirects) run.spawn(sample_redirect(run, t, found));
    if (target.mi_link) run.spawn(make_contact(run, link_ask(target, found)));
  };
  co_await each_right_address(run, t, std::move(begin));
}

}  // namespace

ContactAsk prelogin_ask(const Target& target, const FoundAddress& found) {
  ContactAsk ask = plain_ask(target, Path::private_path, found);
  ask.tds = TdsAsk::prelogin;
  return ask;
}

// Its time is that of the round trips it needs, many times over: a server that is silent for good must
// not keep everybody waiting.
ContactAsk strict_ask(const Target& target, const FoundAddress& found, const Connect* connect) {
  ContactAsk ask = plain_ask(target, Path::strict, found);
  ask.tds = TdsAsk::strict;
  constexpr Millis kAtLeast{250};
  if (connect != nullptr)
    ask.timeout =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::max(kAtLeast, 12 * connect->duration));
  return ask;
}

void gather_instances(Gathering& run) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    if (target.redirects || target.mi_link) run.spawn(follow_instance(run, t));
  }
}

}  // namespace vnetprobe
