// Asks resolvers, each at its pace, and tells how every try ended. Serves `run` and `sweep` alike.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <list>
#include <map>
#include <memory>

#include "probe/net/dns_asking.h"
#include "probe/net/dns_pace.h"
#include "probe/net/loop_timer.h"
#include "probe/net/toolbox.h"
#include "probe/net/wait.h"

namespace vnetprobe {

struct DnsDoor {
  DnsDoor(DnsPace::Limits limits, asio::io_context& io, std::function<void(DnsDoor&)> look_again)
      : pace(limits), timer(io, [this, look = std::move(look_again)] { look(*this); }) {}

  DnsPace pace;
  std::list<DnsAsking> queue{};  // first come, first served
  std::vector<DnsServer*> servers{};
  LoopTimer timer;
};

class DnsClient {
 public:
  DnsClient(Waits& waits, const NetOptions& options);
  ~DnsClient();
  DnsClient(const DnsClient&) = delete;
  DnsClient& operator=(const DnsClient&) = delete;

  asio::awaitable<DnsQuestion> ask(DnsAsk ask);
  // The same without a coroutine. `done` is called once, from the loop and never from in here; it may ask.
  void ask(const DnsAsk& ask, DnsAsking::Done done);
  // Evidence that nobody needs any more: what it took up is used for the next questions.
  void use_again(std::vector<DnsQuestion>& questions);

 private:
  friend class DnsAsking;
  using Askings = std::list<DnsAsking>;

  Waits& waits() { return waits_; }
  const NetOptions& options() const { return options_; }
  DnsSpares& spares() { return spares_; }
  static DnsPace& pace_of(const DnsAsking& asking) { return asking.server().door.pace; }

  DnsServer& server(const SocketAddress& address);
  DnsDoor& door(const SocketAddress& address);
  void let_in(DnsDoor& door);
  void turn_away(DnsDoor& door, SteadyTime now, bool interrupted);
  void look_again_later(DnsDoor& door, SteadyTime opens, SteadyTime now);
  void advance(DnsAsking& asking);
  void step(DnsAsking& asking, SteadyTime now);
  void on_time();
  void wait_for(SteadyTime due, SteadyTime now);
  void end(DnsAsking& asking, Askings& from);
  void interrupt();
  void tell();

  Waits& waits_;
  NetOptions options_;
  DnsSpares spares_{};
  std::map<SocketAddress, DnsDoor> doors_{};
  std::map<SocketAddress, DnsServer> servers_{};
  // An asking is in one list: before a door, waiting for one of its moments, ended and untold, or spare.
  // All questions have the same time, so those that wait for the same moment stand in its order.
  std::array<Askings, DnsAsking::kMoments> waiting_{};
  Askings ended_{};
  Askings spare_{};
  LoopTimer clock_;
  SteadyTime clock_at_ = SteadyTime::max();
  bool will_tell_ = false;  // tell() is on the loop's list
  bool telling_ = false;    // tell() is calling
  std::shared_ptr<DnsClient*> alive_;
  Waits::Hook on_interrupt_;
};

}  // namespace vnetprobe
