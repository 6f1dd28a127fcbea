// One c-ares channel to one resolver over one transport, kept for the run: the transport of
// dns_client and nothing more. c-ares gives ids, sockets and the match of answers to questions; the
// bytes are ours to read.
#pragma once

#include <ares.h>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "probe/dns/spares.h"
#include "probe/model/evidence.h"
#include "probe/net/fd_watcher.h"
#include "probe/net/loop_timer.h"
#include "probe/net/wait.h"

namespace vnetprobe {

class DnsAsking;
class DnsChannel;

// One question sent once. The channel's own until it has ended, and then that of who asked, if anybody
// still does: an answer may come long after the question has ended.
struct DnsAttempt {
  DnsAsking* asker = nullptr;  // null once nobody cares
  std::size_t number = 0;      // among the asker's tries
  bool over = false;
  DnsOutcome outcome = DnsOutcome::silent;
  std::unique_ptr<DnsMessage> message{};  // when answered
  bool garbage = false;                   // bytes came meanwhile that were no DNS message

  // The channel's.
  bool told = false;    // the asker has heard
  bool landed = false;  // c-ares has let go of it
  DnsChannel* channel = nullptr;
  std::list<DnsAttempt>::iterator self{};
  std::uint16_t id = 0;
};

class DnsChannel {
 public:
  // `spares` outlive the channel.
  DnsChannel(Waits& waits, DnsSpares& spares, SocketAddress server, Transport transport, bool edns,
             std::chrono::milliseconds timeout, std::string source);
  ~DnsChannel();
  DnsChannel(const DnsChannel&) = delete;
  DnsChannel& operator=(const DnsChannel&) = delete;

  // Sends the asker's question. The attempt may be over when this returns; the asker hears of that, as of
  // every end, later and from the loop.
  DnsAttempt& start(DnsAsking& asker, std::size_t number);

  // While nobody uses the channel its sockets stay open but hold no loop up.
  void enter();
  void leave();

 private:
  static const ares_socket_functions kSocketFunctions;
  static void on_state(void* channel, ares_socket_t fd, int read, int write) noexcept;
  static void on_answer(void* attempt, int status, int timeouts, unsigned char* bytes, int size) noexcept;

  ares_socket_t open(int domain, int type, int protocol) noexcept;
  int connect(ares_socket_t fd, const sockaddr* to, ares_socklen_t size) noexcept;
  ares_ssize_t receive(ares_socket_t fd, void* buffer, std::size_t size, int flags, sockaddr* from,
                       ares_socklen_t* from_size) noexcept;
  ares_ssize_t send(ares_socket_t fd, const iovec* parts, int count) noexcept;

  void configure();
  void end(DnsAttempt& attempt, int status, std::span<const std::uint8_t> bytes);
  void hand_over();
  void recycle(DnsAttempt& attempt);
  bool inspect(std::span<const std::uint8_t> datagram);
  void process(ares_socket_t read, ares_socket_t write);
  void after_entry();

  Waits& waits_;
  DnsSpares& spares_;
  SocketAddress server_;
  Transport transport_;
  bool edns_;
  std::chrono::milliseconds timeout_;
  std::string source_;
  std::list<DnsAttempt> flights_{};     // c-ares has them, or the asker has not heard of their end
  std::vector<DnsAttempt*> ended_{};    // of which the asker is to hear
  std::vector<DnsAttempt*> hearing_{};  // those that are being told
  std::list<DnsAttempt> spare_{};       // a sweep asks a million times: what was used is used again
  DnsAttempt* sending_ = nullptr;
  std::unique_ptr<DnsMessage> inspected_{};  // the datagram that c-ares is reading now
  int last_error_ = 0;                       // errno of the socket call that failed last
  int users_ = 0;
  std::shared_ptr<DnsChannel*> alive_;  // null in it once this has gone: for what is queued on the loop
  FdWatcher watcher_;
  LoopTimer timer_;
  ares_channel channel_ = nullptr;
};

// What an errno of a socket call means for a question.
DnsOutcome dns_outcome(int error);

}  // namespace vnetprobe
