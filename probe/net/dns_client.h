// Asks resolvers, each at its pace, and tells how every try ended. Serves `run` and `sweep` alike.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <tuple>

#include "probe/net/dns_channel.h"
#include "probe/net/dns_pace.h"
#include "probe/net/toolbox.h"
#include "probe/net/wait.h"

namespace vnetprobe {

class DnsClient {
 public:
  DnsClient(Waits& waits, const NetOptions& options) : waits_(waits), options_(options) {}

  asio::awaitable<DnsQuestion> ask(DnsAsk ask);

 private:
  class Asking;
  DnsChannel& channel(const SocketAddress& server, Transport transport, bool edns);
  DnsPace& pace(const SocketAddress& server);
  ResolverHealth& health(const SocketAddress& server);

  Waits& waits_;
  NetOptions options_;
  std::map<SocketAddress, DnsPace> paces_{};
  std::map<SocketAddress, ResolverHealth> healths_{};
  std::map<std::tuple<SocketAddress, Transport, bool>, std::unique_ptr<DnsChannel>> channels_{};
};

}  // namespace vnetprobe
