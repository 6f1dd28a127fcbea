// A newcomer would look for threads and locks. There is one loop; every wait goes through Waits, so
// interrupt() is one loop over them, and what is left drains by itself.
#include "probe/net/toolbox.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <utility>

#include "probe/net/dns_client.h"
#include "probe/net/exchange.h"
#include "probe/net/os_lookup.h"
#include "probe/net/places.h"
#include "probe/net/port_sample.h"
#include "probe/net/proxy.h"
#include "probe/net/socket.h"
#include "probe/net/tcp_dial.h"
#include "probe/net/tds_exchange.h"
#include "probe/net/tls_contexts.h"
#include "probe/net/turns.h"
#include "probe/net/wait.h"

namespace vnetprobe {

// Declared in the order in which they may go: who waits last goes first.
struct Toolbox::Parts {
  Parts(asio::io_context& io, NetOptions o)
      : options(std::move(o)),
        waits(io),
        contexts(options.ca_file),
        lookups(waits),
        dns(waits, options),
        places(waits),
        turns(io) {}

  NetOptions options;
  Waits waits;
  TlsContexts contexts;
  OsLookup lookups;
  DnsClient dns;
  Places places;
  Turns turns;
};

namespace {

// Where a proxy is, and what is wrong with it when that is not known.
struct ProxyPlace {
  std::optional<SocketAddress> address{};
  std::string error{};
  bool interrupted = false;
};

// Nobody but the machine itself hears what goes there: loopback and link-local.
bool is_this_machine(const IpAddress& address) {
  constexpr std::array<std::string_view, 4> kNetworks = {"127.0.0.0/8", "169.254.0.0/16", "::1/128",
                                                         "fe80::/10"};
  return std::any_of(kNetworks.begin(), kNetworks.end(), [&](std::string_view network) {
    return Cidr::parse(network).value().contains(address);
  });
}

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

std::string_view what_lacks(int error) {
  if (error == EMFILE || error == ENFILE) return "file descriptors";
  return is_shortage(error) ? "bytes of memory" : "threads";
}

Contact contact_of(const ContactAsk& ask) {
  Contact contact;
  contact.target = ask.target;
  contact.path = ask.path;
  contact.address = ask.address;
  contact.port = ask.port;
  contact.source = ask.source;
  contact.source_detail = ask.source_detail;
  return contact;
}

}  // namespace

Toolbox::Toolbox(asio::io_context& io, NetOptions options)
    : parts_(std::make_unique<Parts>(io, std::move(options))) {}

Toolbox::~Toolbox() = default;

asio::awaitable<DnsQuestion> Toolbox::ask(DnsAsk question) { return parts_->dns.ask(std::move(question)); }

void Toolbox::ask(const DnsAsk& question, std::function<void(DnsQuestion&&)> done) {
  parts_->dns.ask(question, std::move(done));
}

void Toolbox::use_again(std::vector<DnsQuestion>& questions) { parts_->dns.use_again(questions); }

asio::awaitable<SystemLookup> Toolbox::look_up(std::string view, std::string subject, std::string name) {
  return parts_->lookups.look_up(std::move(view), std::move(subject), std::move(name));
}

asio::awaitable<Contact> Toolbox::contact(ContactAsk ask, OnHandshake on_handshake) {
  Confided told = co_await talk(std::move(ask), std::move(on_handshake), false);
  co_return std::move(told.contact);
}

asio::awaitable<Confided> Toolbox::confide(ContactAsk ask) {
  OnHandshake nobody;
  Confided told = co_await talk(std::move(ask), std::move(nobody), true);
  co_return told;
}

struct Toolbox::Conversation {
  ContactAsk ask;
  std::optional<SocketAddress> proxy;
  OnHandshake on_handshake;
  bool confided;
};

asio::awaitable<Confided> Toolbox::talk(ContactAsk ask, OnHandshake on_handshake, bool confided) {
  Parts& parts = *parts_;
  Confided told;
  Contact& contact = told.contact;
  contact = contact_of(ask);

  if (ask.http && ask.http->holds_secret() && !ask.tls && !is_this_machine(ask.address)) {
    Connect& connect = contact.connect.emplace();
    connect.outcome = ConnectOutcome::failed;
    connect.error = "a credential is not sent without TLS";
    connect.started = parts.waits.now();
    co_return told;
  }
  std::optional<SocketAddress> proxy;
  if (!ask.proxy.empty()) {
    ProxyPlace place = co_await find_proxy(parts.lookups, ask.proxy);
    if (!place.address) {
      Connect& connect = contact.connect.emplace();
      connect.outcome = place.interrupted ? ConnectOutcome::interrupted : ConnectOutcome::failed;
      connect.error = place.error;
      connect.started = parts.waits.now();
      co_return told;
    }
    proxy = place.address;
  }
  // Before it dials, and before there is a place for what it says: whoever waits with a connection in hand
  // costs 13 KiB, with the frame of a conversation 4, and there may be two thousand.
  std::optional<HeldPlace> place;
  if (ask.tls || ask.http) {
    co_await parts.places.enter();
    place.emplace(parts.places);
  }
  Conversation conversation = {std::move(ask), proxy, std::move(on_handshake), confided};
  co_await converse(std::move(conversation), told);
  co_return told;
}

asio::awaitable<void> Toolbox::converse(Conversation one, Confided& told) {
  Parts& parts = *parts_;
  ContactAsk& ask = one.ask;
  Contact& contact = told.contact;
  const std::chrono::milliseconds timeout = ask.timeout.value_or(parts.options.timeout);
  const SocketAddress to = one.proxy.value_or(SocketAddress{.address = ask.address, .port = ask.port});
  Dialled dialled = co_await tcp_dial(parts.waits, to, timeout, parts.options.source);
  contact.connect = std::move(dialled.connect);
  if (!dialled.fd) co_return;
  if (ask.on_connect) ask.on_connect(*contact.connect);
  if (ask.tds != TdsAsk::none) {
    TdsExchange exchange(parts.waits, parts.contexts, ask, std::move(dialled.fd));
    co_return co_await exchange.run(timeout, std::move(one.on_handshake), contact);
  }
  if (!ask.tls && !ask.http) co_return;

  Exchange exchange(parts.waits, parts.contexts, parts.turns, std::move(ask), std::move(dialled.fd),
                    one.proxy.has_value());
  if (one.confided) exchange.keep_body_secret();
  co_await exchange.run(timeout, std::move(one.on_handshake), contact);
  if (one.confided) told.body = exchange.take_body();
}

asio::awaitable<void> Toolbox::pause(std::chrono::milliseconds time) {
  Wait wait(parts_->waits);
  const SteadyTime until = std::chrono::steady_clock::now() + time;
  static_cast<void>(co_await wait.until(until));
}

asio::awaitable<std::vector<Contact>> Toolbox::sample(ContactAsk ask, std::vector<std::uint16_t> ports) {
  Parts& parts = *parts_;
  const std::vector<PortSeen> seen = co_await sample_ports(parts.waits, ask.address, std::move(ports),
                                                           parts.options.timeout, parts.options.source);
  std::vector<Contact> contacts;
  contacts.reserve(seen.size());
  for (const PortSeen& each : seen) {
    ask.port = each.port;
    Contact contact = contact_of(ask);
    contact.connect = each.connect;
    contacts.push_back(std::move(contact));
  }
  co_return contacts;
}

void Toolbox::load_anchors() { parts_->contexts.for_evidence(); }
const std::string& Toolbox::anchors_error() const { return parts_->contexts.anchors().error(); }
std::string Toolbox::lacked() const {
  const int error = parts_->waits.lacked();
  if (error == 0) return "";
  return fmt::format("this machine has too few {} ({})", what_lacks(error), std::strerror(error));
}
void Toolbox::interrupt() { parts_->waits.interrupt(); }
bool Toolbox::interrupted() const { return parts_->waits.interrupted(); }
Millis Toolbox::now() const { return parts_->waits.now(); }
std::chrono::milliseconds Toolbox::timeout() const { return parts_->options.timeout; }

}  // namespace vnetprobe
