// One c-ares channel to one resolver over one transport, kept for the run: the transport of
// dns_client and nothing more. c-ares gives ids, sockets and the match of answers to questions; the
// bytes are ours to read.
#pragma once

#include <ares.h>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "probe/dns/message.h"
#include "probe/model/evidence.h"
#include "probe/net/fd_watcher.h"
#include "probe/net/loop_timer.h"
#include "probe/net/wait.h"

namespace vnetprobe {

// One question sent once. Shared by the one who asks and c-ares, whichever lets go last: an answer
// may come long after the question has ended.
struct DnsAttempt {
  DnsTry record{};
  std::string name{};
  std::uint16_t type = 0;
  std::optional<DnsMessage> message{};  // when answered
  bool over = false;
  bool garbage = false;  // bytes came meanwhile that were no DNS message
  bool edns = true;      // sent with OPT
  std::uint16_t id = 0;
  Wait* wait = nullptr;  // whom to wake; null once nobody cares
};

class DnsChannel {
 public:
  DnsChannel(Waits& waits, SocketAddress server, Transport transport, bool edns,
             std::chrono::milliseconds timeout, std::string source);
  ~DnsChannel();
  DnsChannel(const DnsChannel&) = delete;
  DnsChannel& operator=(const DnsChannel&) = delete;

  // The attempt may be over when this returns.
  void start(const std::shared_ptr<DnsAttempt>& attempt);

  // While nobody uses the channel its sockets stay open but hold no loop up.
  void enter();
  void leave();

 private:
  struct Flight {
    DnsChannel* channel = nullptr;
    std::shared_ptr<DnsAttempt> attempt{};
    std::list<Flight>::iterator self{};
  };

  static const ares_socket_functions kSocketFunctions;
  static void on_state(void* channel, ares_socket_t fd, int read, int write) noexcept;
  static void on_answer(void* flight, int status, int timeouts, unsigned char* bytes, int size) noexcept;

  ares_socket_t open(int domain, int type, int protocol) noexcept;
  int connect(ares_socket_t fd, const sockaddr* to, ares_socklen_t size) noexcept;
  ares_ssize_t receive(ares_socket_t fd, void* buffer, std::size_t size, int flags, sockaddr* from,
                       ares_socklen_t* from_size) noexcept;
  ares_ssize_t send(ares_socket_t fd, const iovec* parts, int count) noexcept;

  void configure();
  void end(DnsAttempt& attempt, int status, std::span<const std::uint8_t> bytes);
  bool inspect(std::span<const std::uint8_t> datagram);
  void process(ares_socket_t read, ares_socket_t write);
  void after_entry();

  Waits& waits_;
  SocketAddress server_;
  Transport transport_;
  bool edns_;
  std::chrono::milliseconds timeout_;
  std::string source_;
  std::list<Flight> flights_{};
  DnsAttempt* sending_ = nullptr;
  std::optional<DnsMessage> inspected_{};  // the datagram that c-ares is reading now
  int last_error_ = 0;                     // errno of the socket call that failed last
  int users_ = 0;
  FdWatcher watcher_;
  LoopTimer timer_;
  ares_channel channel_ = nullptr;
};

// What an errno of a socket call means for a question.
DnsOutcome dns_outcome(int error);

}  // namespace vnetprobe
