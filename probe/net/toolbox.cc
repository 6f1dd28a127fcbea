// A newcomer would look for threads and locks. There is one loop; every wait goes through Waits, so
// interrupt() is one loop over them, and what is left drains by itself.
#include "probe/net/toolbox.h"

#include <utility>

#include "probe/net/curl_multi.h"
#include "probe/net/dns_client.h"
#include "probe/net/exchange.h"
#include "probe/net/os_lookup.h"
#include "probe/net/proxy.h"
#include "probe/net/tcp_dial.h"
#include "probe/net/trust_anchors.h"
#include "probe/net/wait.h"

namespace vnetprobe {

// Declared in the order in which they may go: who waits last goes first.
struct Toolbox::Parts {
  Parts(asio::io_context& io, NetOptions o)
      : options(std::move(o)),
        waits(io),
        anchors(options.ca_file),
        lookups(waits),
        dns(waits, options),
        multi(waits) {}

  NetOptions options;
  Waits waits;
  TrustAnchors anchors;
  OsLookup lookups;
  DnsClient dns;
  CurlMulti multi;
};

namespace {

// Where a proxy is, and what is wrong with it when that is not known.
struct ProxyPlace {
  std::optional<SocketAddress> address{};
  std::string error{};
  bool interrupted = false;
};

asio::awaitable<ProxyPlace> find_proxy(OsLookup& lookups, std::string url) {
  ProxyPlace place;
  const auto proxy = parse_proxy(url);
  if (!proxy) {
    place.error = "the proxy is no http://host:port";
    co_return place;
  }
  if (const auto address = IpAddress::parse(proxy->host)) {
    place.address = {.address = *address, .port = proxy->port};
    co_return place;
  }
  const SystemLookup lookup = co_await lookups.look_up("", "", proxy->host);
  place.interrupted = !lookup.finished;
  if (lookup.addresses.empty())
    place.error = "the proxy's name does not resolve: " + lookup.error;
  else
    place.address = {.address = lookup.addresses.front(), .port = proxy->port};
  co_return place;
}

}  // namespace

Toolbox::Toolbox(asio::io_context& io, NetOptions options)
    : parts_(std::make_unique<Parts>(io, std::move(options))) {}

Toolbox::~Toolbox() = default;

asio::awaitable<DnsQuestion> Toolbox::ask(DnsAsk question) { return parts_->dns.ask(std::move(question)); }

asio::awaitable<SystemLookup> Toolbox::look_up(std::string view, std::string subject, std::string name) {
  return parts_->lookups.look_up(std::move(view), std::move(subject), std::move(name));
}

asio::awaitable<Contact> Toolbox::contact(ContactAsk ask, OnHandshake on_handshake) {
  Parts& parts = *parts_;
  Contact contact;
  contact.target = ask.target;
  contact.path = ask.path;
  contact.address = ask.address;
  contact.port = ask.port;
  contact.source = ask.source;
  contact.source_detail = ask.source_detail;

  std::optional<SocketAddress> proxy;
  if (!ask.proxy.empty()) {
    ProxyPlace place = co_await find_proxy(parts.lookups, ask.proxy);
    if (!place.address) {
      Connect& connect = contact.connect.emplace();
      connect.outcome = place.interrupted ? ConnectOutcome::interrupted : ConnectOutcome::failed;
      connect.error = place.error;
      connect.started = parts.waits.now();
      co_return contact;
    }
    proxy = place.address;
  }
  const SocketAddress to = proxy.value_or(SocketAddress{.address = ask.address, .port = ask.port});
  Dialled dialled = co_await tcp_dial(parts.waits, to, parts.options.timeout, parts.options.source);
  contact.connect = std::move(dialled.connect);
  if (!dialled.fd || (!ask.tls && !ask.http)) co_return contact;

  Exchange exchange(parts.waits, parts.multi, parts.anchors, std::move(ask), std::move(dialled.fd), proxy);
  co_await exchange.run(parts.options.timeout, std::move(on_handshake), contact);
  co_return contact;
}

void Toolbox::load_anchors() { parts_->anchors.store(); }
const std::string& Toolbox::anchors_error() const { return parts_->anchors.error(); }
void Toolbox::interrupt() { parts_->waits.interrupt(); }
bool Toolbox::interrupted() const { return parts_->waits.interrupted(); }
Millis Toolbox::now() const { return parts_->waits.now(); }

}  // namespace vnetprobe
