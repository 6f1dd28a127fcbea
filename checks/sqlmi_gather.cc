// What a managed instance has beside its port 1433: the ports that Redirect leads to, the one of the
// MI link, and TDS 8. They begin with the first right address, side by side; TDS 8 after the
// pre-login alone, since it is the way in only where that one got no answer.
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

// An answered pre-login makes TDS 8 a matter of curiosity: it gets as long as that took, four times over.
std::optional<ContactAsk> strict_ask(const Target& target, const Contact& clear) {
  if (!clear.connect || clear.connect->outcome != ConnectOutcome::connected || !clear.tds ||
      clear.tds->outcome == TdsOutcome::interrupted)
    return std::nullopt;
  ContactAsk ask = plain_ask(target, Path::strict, {clear.address, clear.source_detail});
  ask.tds = TdsAsk::strict;
  if (clear.tds->outcome == TdsOutcome::answered) {
    constexpr Millis kAtLeast{100};
    const Millis took =
        clear.connect->duration + clear.tds->duration + (clear.tls ? clear.tls->duration : Millis{});
    ask.timeout = std::chrono::duration_cast<std::chrono::milliseconds>(std::max(kAtLeast, 4 * took));
  }
  return ask;
}

void gather_instances(Gathering& run) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    if (target.redirects || target.mi_link) run.spawn(follow_instance(run, t));
  }
}

}  // namespace vnetprobe
