// One connection an address, for net.connect, tls.handshake and service.answer together. It begins
// with the first required view that gives the address, whatever the other views are still doing.
#include "checks/addresses.h"
#include "checks/gathers.h"
#include "checks/private_path.h"
#include "checks/requests.h"

namespace vnetprobe {
namespace {

ContactAsk private_ask(const Target& target, const FoundAddress& found) {
  if (speaks_tds(target)) return prelogin_ask(target, found);
  ContactAsk ask = ask_of(target, Path::private_path, found);
  ask.tls = speaks_https(target);
  if (ask.tls) ask.http = service_request(target);
  return ask;
}

asio::awaitable<void> contact(Gathering& run, std::size_t t, FoundAddress found) {
  const Target& target = run.scope().targets[t];
  ContactAsk ask = private_ask(target, found);
  OnHandshake on_handshake = [&run, t](const Tls& tls) { run.take_certificate(t, tls); };
  Contact made = co_await run.tools().contact(std::move(ask), std::move(on_handshake));
  if (speaks_tds(target))
    if (std::optional<ContactAsk> strict = strict_ask(target, made))
      run.spawn(make_contact(run, std::move(*strict)));
  run.take(std::move(made));
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

}  // namespace

void gather_private_paths(Gathering& run) {
  for (std::size_t t = 0; t < run.scope().targets.size(); ++t) {
    if (!has_private_path(run.scope().targets[t])) continue;
    run.contact_started(t);  // the search for addresses counts as one, so that nobody thinks it is over
    run.spawn(follow_names(run, t));
  }
}

}  // namespace vnetprobe
