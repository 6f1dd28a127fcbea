// A newcomer would call who asked as soon as the answer is there. That is deep inside of c-ares, or of the
// one who asks, and a sweep would answer itself to the end of the stack: so what has ended stands in a list,
// and the loop tells it.
#include "probe/net/dns_client.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "probe/net/signal.h"

namespace vnetprobe {

DnsClient::DnsClient(Waits& waits, const NetOptions& options)
    : waits_(waits),
      options_(options),
      clock_(waits.io(), [this] { on_time(); }),
      alive_(std::make_shared<DnsClient*>(this)),
      on_interrupt_(waits, [this] { interrupt(); }) {}

DnsClient::~DnsClient() {
  interrupt();
  tell();
  *alive_ = nullptr;
}

asio::awaitable<DnsQuestion> DnsClient::ask(DnsAsk asked) {
  struct Told {
    explicit Told(asio::io_context& io) : changed(io) {}
    Signal changed;
    std::optional<DnsQuestion> question{};
  } told(waits_.io());
  ask(asked, [&told](DnsQuestion&& question) {
    told.question = std::move(question);
    told.changed.notify();
  });
  while (!told.question) co_await told.changed.changed();
  co_return std::move(*told.question);
}

void DnsClient::use_again(std::vector<DnsQuestion>& questions) {
  for (DnsQuestion& each : questions) spares_.keep(std::move(each));
  questions.clear();
}

void DnsClient::ask(const DnsAsk& asked, DnsAsking::Done done) {
  if (spare_.empty()) spare_.emplace_back();
  DnsAsking& asking = spare_.front();
  asking.self = spare_.begin();
  asking.prepare(*this, asked, std::move(done));
  if (!asking.can_be_sent()) {
    asking.refuse();
    return end(asking, spare_);
  }
  DnsServer& of = server(asking.question().server);
  asking.stand_before(of);
  ++of.waiting;
  of.door.queue.splice(of.door.queue.end(), spare_, asking.self);
  // What an answer leads to is sent with what the others lead to: a server that is sent one question at a
  // time goes to sleep before each, and to wake it costs the sender.
  if (!telling_) let_in(of.door);
}

// Azure DNS and the stubs that hand on to it: one pace, kept under no address at all.
DnsDoor& DnsClient::door(const SocketAddress& address) {
  static const auto kAzureDns = IpAddress::parse("168.63.129.16");  // azure-facts section 4
  const bool shared = address.address == kAzureDns || is_loopback(address.address);
  const DnsPace::Limits limits = {options_.max_in_flight, options_.max_qps, options_.burst,
                                  options_.adaptive};
  return doors_
      .try_emplace(shared ? SocketAddress{} : address, limits, waits_.io(),
                   [this](DnsDoor& each) { let_in(each); })
      .first->second;
}

DnsServer& DnsClient::server(const SocketAddress& address) {
  const auto known = servers_.find(address);
  if (known != servers_.end()) return known->second;
  DnsDoor& at = door(address);
  DnsServer& made = servers_.try_emplace(address, at, options_.timeout).first->second;
  at.servers.push_back(&made);
  return made;
}

void DnsClient::let_in(DnsDoor& door) {
  if (door.queue.empty()) return;
  const SteadyTime now = std::chrono::steady_clock::now();
  turn_away(door, now, waits_.interrupted());
  while (!door.queue.empty()) {
    const SteadyTime opens = door.pace.opens_at(now);
    if (opens > now) return look_again_later(door, opens, now);
    DnsAsking& asking = door.queue.front();
    door.pace.enter();
    --asking.server().waiting;
    asking.admit(now);
    waiting_.front().splice(waiting_.front().end(), door.queue, asking.self);
    step(asking, now);
  }
  door.timer.cancel();
}

// Those whose server is given up, or all of them once the run is interrupted.
void DnsClient::turn_away(DnsDoor& door, SteadyTime now, bool interrupted) {
  const auto lost = [&](const DnsServer& server) { return interrupted || server.health.given_up(now); };
  if (std::none_of(door.servers.begin(), door.servers.end(),
                   [&](const DnsServer* each) { return each->waiting > 0 && lost(*each); }))
    return;
  for (auto each = door.queue.begin(); each != door.queue.end();) {
    DnsAsking& asking = *each++;
    if (!lost(asking.server())) continue;
    --asking.server().waiting;
    interrupted ? asking.finish(true) : asking.give_up();
    end(asking, door.queue);
  }
}

void DnsClient::look_again_later(DnsDoor& door, SteadyTime opens, SteadyTime now) {
  for (const DnsServer* each : door.servers)
    if (each->waiting > 0) opens = std::min(opens, each->health.gives_up_at());
  if (opens == SteadyTime::max()) return door.timer.cancel();
  door.timer.arm(std::chrono::ceil<std::chrono::milliseconds>(opens - now));
}

void DnsClient::advance(DnsAsking& asking) { step(asking, std::chrono::steady_clock::now()); }

void DnsClient::step(DnsAsking& asking, SteadyTime now) {
  const std::size_t before = asking.moment();
  if (asking.step(now)) {
    asking.finish(false);
    return end(asking, waiting_.at(before));
  }
  const std::size_t moment = asking.moment();
  if (moment != before) {
    Askings& list = waiting_.at(moment);
    list.splice(list.end(), waiting_.at(before), asking.self);
  }
  wait_for(asking.due(), now);
}

void DnsClient::wait_for(SteadyTime due, SteadyTime now) {
  if (due >= clock_at_) return;
  clock_at_ = due;
  clock_.arm(std::chrono::ceil<std::chrono::milliseconds>(std::max(due, now) - now));
}

void DnsClient::on_time() {
  clock_at_ = SteadyTime::max();
  const SteadyTime now = std::chrono::steady_clock::now();
  for (Askings& list : waiting_)
    while (!list.empty() && list.front().due() <= now) step(list.front(), now);
  for (const Askings& list : waiting_)
    if (!list.empty()) wait_for(list.front().due(), now);
}

void DnsClient::end(DnsAsking& asking, Askings& from) {
  ended_.splice(ended_.end(), from, asking.self);
  if (std::exchange(will_tell_, true)) return;
  asio::post(waits_.io(), [alive = alive_] {
    if (*alive != nullptr) (*alive)->tell();
  });
}

void DnsClient::tell() {
  will_tell_ = false;
  Askings told;
  told.swap(ended_);
  telling_ = true;
  while (!told.empty()) {
    DnsAsking& asking = told.front();
    if (asking.admitted()) pace_of(asking).leave();
    asking.tell();
    spare_.splice(spare_.begin(), told, told.begin());
  }
  telling_ = false;
  for (auto& [address, door] : doors_) let_in(door);
  const auto empty = [](const Askings& list) { return list.empty(); };
  if (clock_at_ == SteadyTime::max() || !std::all_of(waiting_.begin(), waiting_.end(), empty)) return;
  clock_at_ = SteadyTime::max();
  clock_.cancel();  // or it would hold the loop
}

void DnsClient::interrupt() {
  for (Askings& list : waiting_)
    while (!list.empty()) {
      list.front().finish(true);
      end(list.front(), list);
    }
  for (auto& [address, door] : doors_) {
    turn_away(door, std::chrono::steady_clock::now(), true);
    door.timer.cancel();
  }
}

}  // namespace vnetprobe
