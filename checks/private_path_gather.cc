// One connection an address, for net.connect, tls.handshake and service.answer together. It begins
// with the first required view that gives the address, whatever the other views are still doing.
#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <optional>

#include "checks/addresses.h"
#include "checks/gathers.h"
#include "checks/private_path.h"
#include "checks/requests.h"
#include "probe/net/proxy.h"

namespace vnetprobe {
namespace {

ContactAsk private_ask(const Target& target, const FoundAddress& found) {
  if (speaks_tds(target)) return prelogin_ask(target, found);
  ContactAsk ask = ask_of(target, path_of(target), found);
  ask.tls = speaks_https(target);
  if (ask.tls || speaks_plain_http(target)) ask.http = service_request(target);
  return ask;
}

bool is_answered(const Contact& contact) {
  return contact.tds && contact.tds->outcome == TdsOutcome::answered;
}

// The two ways into a managed instance, side by side. Whoever ends last settles whether TDS 8 has
// to be tried again, with all the time there is.
struct TwoWays {
  std::optional<Contact> strict{};
  bool clear_ended = false;
  bool clear_answered = false;
};

void settle(Gathering& run, std::size_t t, TwoWays& ways) {
  if (!ways.clear_ended || !ways.strict) return;
  Contact strict = std::move(*ways.strict);
  const bool interrupted = run.tools().interrupted();
  if (ways.clear_answered || is_answered(strict) || interrupted) return run.take(std::move(strict));
  const Target& target = run.scope().targets[t];
  run.spawn(make_contact(run, strict_ask(target, {strict.address, strict.source_detail}, nullptr)));
}

asio::awaitable<void> contact_strictly(Gathering& run, std::size_t t, ContactAsk ask,
                                       std::shared_ptr<TwoWays> ways) {
  OnHandshake nobody;
  Contact made = co_await run.tools().contact(std::move(ask), std::move(nobody));
  ways->strict = std::move(made);
  settle(run, t, *ways);
}

asio::awaitable<void> contact(Gathering& run, std::size_t t, FoundAddress found) {
  const Target& target = run.scope().targets[t];
  ContactAsk ask = private_ask(target, found);
  const std::string& proxy = run.proxy_for(asked_name(target));
  if (target.duty == Duty::destination && ask.tls && !proxy.empty()) {
    ask.proxy = proxy;
    ask.source_detail = fmt::format("proxy {}", without_credentials(ask.proxy));
  }
  const auto ways = std::make_shared<TwoWays>();
  if (speaks_tds(target))
    ask.on_connect = [&run, &target, t, found, ways](const Connect& connect) {
      run.spawn(contact_strictly(run, t, strict_ask(target, found, &connect), ways));
    };
  OnHandshake on_handshake = [&run, t](const Tls& tls) { run.take_certificate(t, tls); };
  Contact made = co_await run.tools().contact(std::move(ask), std::move(on_handshake));
  ways->clear_ended = true;
  ways->clear_answered = is_answered(made);
  run.take(std::move(made));
  settle(run, t, *ways);
  run.contact_done(t);
}

asio::awaitable<void> follow_names(Gathering& run, std::size_t t) {
  std::function<void(FoundAddress)> begin = [&run, t](FoundAddress found) {
    run.contact_started(t);
    run.spawn(contact(run, t, std::move(found)));
  };
  co_await each_right_address(run, t, std::move(begin));
  run.contact_done(t);
}

// A host on the Internet has many addresses: one will do, and IPv6 only where there is no IPv4.
asio::awaitable<void> follow_destination(Gathering& run, std::size_t t) {
  for (;;) {
    const bool last = run.names_pending(t) == 0;
    std::vector<FoundAddress> found = any_addresses(run, t);
    std::stable_partition(found.begin(), found.end(),
                          [](const FoundAddress& each) { return each.address.is_v4(); });
    if (!found.empty() && (last || found.front().address.is_v4())) {
      run.contact_started(t);
      run.spawn(contact(run, t, found.front()));
      break;
    }
    if (last) break;
    co_await run.target_changed(t).changed();
  }
  run.contact_done(t);
}

}  // namespace

void gather_private_paths(Gathering& run) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    const Target& target = run.scope().targets[t];
    if (!is_connected(target)) continue;
    if (target.duty == Duty::destination) {
      FoundAddress by_proxy;  // which resolves by itself
      run.contact_started(t);
      if (speaks_https(target) && !run.proxy_for(asked_name(target)).empty())
        run.spawn(contact(run, t, by_proxy));
      else
        run.spawn(follow_destination(run, t));
      continue;
    }
    run.contact_started(t);  // the search for addresses counts as one, so that nobody thinks it is over
    run.spawn(follow_names(run, t));
  }
}

}  // namespace vnetprobe
