// One question from its first try to its end: when a packet leaves, and what the answers come to.
#pragma once

#include <array>
#include <functional>
#include <list>
#include <memory>
#include <vector>

#include "probe/net/dns_channel.h"
#include "probe/net/dns_pace.h"
#include "probe/net/toolbox.h"
#include "probe/net/wait.h"

namespace vnetprobe {

// Questions to one pace, and who waits to be let in.
struct DnsDoor;

// What is kept of one server for the run.
struct DnsServer {
  DnsServer(DnsDoor& d, std::chrono::milliseconds timeout) : door(d), health(timeout) {}

  DnsDoor& door;
  ResolverHealth health;
  std::size_t waiting = 0;                                // questions before the door
  std::array<std::unique_ptr<DnsChannel>, 4> channels{};  // by transport and EDNS, made when wanted
};

class DnsClient;

// A newcomer would make this a coroutine. A sweep asks a million questions, and the frames, timers and
// wake-ups of one cost more than the question; so it is a machine that the client steps.
class DnsAsking {
 public:
  using Done = std::function<void(DnsQuestion&&)>;

  // A node of the client's: of one list after another, and used again for the next question.
  void prepare(DnsClient& client, const DnsAsk& ask, Done done);
  bool can_be_sent() const;
  const DnsQuestion& question() const { return question_; }
  DnsServer& server() const { return *server_; }
  void stand_before(DnsServer& server) { server_ = &server; }
  bool admitted() const { return admitted_; }

  // Let in: the clock of the question begins.
  void admit(SteadyTime now);
  // Sends what is due. True when the question has ended.
  bool step(SteadyTime now);
  // Which of the next moments it waits for, and when that is.
  std::size_t moment() const { return next_; }
  SteadyTime due() const { return due_; }
  // One of its packets has ended.
  void take(DnsAttempt& attempt);

  // Puts down how it ended. Before the door: given up for the server, or interrupted.
  void finish(bool interrupted);
  void give_up();
  // There are no packets for such a name.
  void refuse() { question_.outcome = DnsOutcome::unreachable; }
  // Calls who asked; the last thing that is done with it.
  void tell();

  static constexpr std::size_t kMoments = 5;  // the four tries, and the end
  std::list<DnsAsking>::iterator self{};

 private:
  SteadyTime moment_at(std::size_t index) const;
  void send(bool after_loss);
  void keep(std::unique_ptr<DnsMessage> message, Transport transport);
  void read(std::unique_ptr<DnsMessage> message, Transport transport, bool with_edns);
  DnsChannel& channel();
  void let_go();

  struct Try {
    DnsTry record{};
    DnsAttempt* flight = nullptr;  // null when it is over
    bool edns = true;
  };

  DnsClient* client_ = nullptr;
  DnsServer* server_ = nullptr;
  DnsQuestion question_{};
  Done done_{};
  std::vector<Try> tries_{};
  std::array<bool, 4> uses_{};  // of the server's channels
  SteadyTime start_{};
  SteadyTime due_{};
  std::size_t next_ = 0;
  std::size_t in_flight_ = 0;
  std::unique_ptr<DnsMessage> answer_{};
  Transport transport_ = Transport::udp;  // of the next try
  Transport answered_by_ = Transport::udp;
  bool edns_ = true;  // as well
  bool admitted_ = false;
  bool over_ = false;
  bool truncated_ = false;  // all that came is an answer that is cut short
  bool final_ = false;
  bool failed_before_ = false;  // SERVFAIL
};

}  // namespace vnetprobe
