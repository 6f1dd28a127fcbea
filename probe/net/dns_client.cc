// A newcomer would let c-ares repeat the question. Its repeats double the time, forget the answer
// to the packet before and tell nothing; here each try is a question of its own on one channel, and
// an answer to any of them ends them all.
#include "probe/net/dns_client.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "probe/dns/host_files.h"
#include "probe/dns/name.h"

namespace vnetprobe {
namespace {

constexpr std::array<double, 4> kSchedule = {0, 0.1, 0.3, 0.7};  // of the timeout; contract section 1

// Of several failures the one that says most.
int telling(DnsOutcome outcome) {
  switch (outcome) {
    case DnsOutcome::interrupted:  // a try that was never sent: of the server it says nothing
      return 5;
    case DnsOutcome::garbage:
      return 4;
    case DnsOutcome::cut:
      return 3;
    case DnsOutcome::refused:
      return 2;
    case DnsOutcome::unreachable:
      return 1;
    default:
      return 0;
  }
}

class Place {  // in the pace
 public:
  explicit Place(DnsPace& pace) : pace_(pace) {}
  ~Place() { pace_.leave(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  DnsPace& pace_;
};

}  // namespace

// One question from its first try to its end.
class DnsClient::Asking {
 public:
  Asking(DnsClient& client, DnsQuestion& question)
      : client_(client),
        question_(question),
        health_(client.health(question.server)),
        pace_(client.pace(question.server)),
        transport_(question.transport),
        start_(std::chrono::steady_clock::now()),
        wait_(client.waits_) {}
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
  ~Asking() {
    for (auto& attempt : attempts_) attempt->wait = nullptr;
    for (DnsChannel* channel : used_) channel->leave();
  }

  asio::awaitable<void> run() {
    question_.started = client_.waits_.since_start(start_);
    bool interrupted = false;
    while (!interrupted) {
      const SteadyTime now = std::chrono::steady_clock::now();
      while (next_ < kSchedule.size() && now >= due(kSchedule[next_])) {
        ++next_;
        // A connection repeats by itself what is lost on it.
        if (transport_ == Transport::udp || !anything_in_flight()) send();
      }
      if (take_answers() || now >= due(1) || (next_ == kSchedule.size() && !anything_in_flight())) break;
      const double next = next_ < kSchedule.size() ? kSchedule[next_] : 1;
      const Woken woken = co_await wait_.until(due(next));
      interrupted = woken == Woken::interrupted;
    }
    finish(interrupted);
  }

 private:
  SteadyTime due(double share) const {
    const std::chrono::duration<double, std::milli> after(
        share * static_cast<double>(client_.options_.timeout.count()));
    return start_ + std::chrono::duration_cast<std::chrono::steady_clock::duration>(after);
  }

  bool anything_in_flight() const {
    return std::any_of(attempts_.begin(), attempts_.end(), [](const auto& each) { return !each->over; });
  }

  void send(bool after_loss = true) {
    auto attempt = std::make_shared<DnsAttempt>();
    attempt->record.transport = transport_;
    attempt->record.started = client_.waits_.now();
    attempt->name = question_.name;
    attempt->type = question_.type;
    attempt->edns = edns_;
    attempt->wait = &wait_;
    DnsChannel& channel = client_.channel(question_.server, transport_, edns_);
    if (std::find(used_.begin(), used_.end(), &channel) == used_.end()) {
      used_.push_back(&channel);
      channel.enter();
    }
    if (!attempts_.empty()) {
      pace_.charge();  // the first was paid for at the door
      if (after_loss) pace_.lost();
    }
    const SteadyTime now = std::chrono::steady_clock::now();
    attempts_.push_back(attempt);
    channel.start(attempt);
    // What this machine could not send is no silence of the server's.
    const bool unsent = attempt->over && attempt->record.outcome == DnsOutcome::interrupted;
    if (!unsent) health_.asked(now);
  }

  // Looks at what has come since the last time. True when the question has its answer.
  bool take_answers() {
    bool done = false;
    for (std::size_t i = 0; i < attempts_.size(); ++i) {  // send() below adds to them
      DnsAttempt& attempt = *attempts_[i];
      if (!attempt.message) continue;
      const DnsMessage message = std::move(*attempt.message);
      attempt.message.reset();
      health_.answered();
      if (message.flags.tc && attempt.record.transport == Transport::udp) {
        if (!answer_ || !final_) keep(message, Transport::udp);
        if (transport_ == Transport::tcp) continue;
        transport_ = Transport::tcp;
        truncated_ = true;
        send();
        continue;
      }
      keep(message, attempt.record.transport);
      truncated_ = false;
      // A server from before EDNS, or a firewall that knows DNS without it: programs that do not use it get
      // their answers there, so the question goes out once more without.
      if (message.rcode == rcode::kFormErr && !message.opt && attempt.edns) {
        if (std::exchange(edns_, false)) send(false);
        continue;
      }
      // SERVFAIL may be a hiccup of a forwarder: asked once more if the schedule allows it.
      final_ = message.rcode != rcode::kServFail || std::exchange(failed_before_, true) ||
               next_ == kSchedule.size();
      done = done || final_;
    }
    return done;
  }

  void keep(const DnsMessage& message, Transport transport) {
    answer_ = message;
    answered_by_ = transport;
  }

  void finish(bool interrupted) {
    const Millis now = client_.waits_.now();
    question_.duration = now - question_.started;
    DnsOutcome worst = DnsOutcome::silent;
    for (const auto& attempt : attempts_) {
      DnsTry record = attempt->record;
      if (!attempt->over) {
        record.duration = now - record.started;
        record.outcome = attempt->garbage ? DnsOutcome::garbage : DnsOutcome::silent;
        if (interrupted) record.outcome = DnsOutcome::interrupted;
      }
      // What became of the truncated answer is told by TCP alone.
      const bool counts = !truncated_ || record.transport == Transport::tcp;
      if (counts && telling(record.outcome) > telling(worst)) worst = record.outcome;
      question_.tries.push_back(record);
    }
    question_.transport = transport_;
    question_.outcome = interrupted ? DnsOutcome::interrupted : worst;
    if (answer_) {
      question_.flags = answer_->flags;
      question_.opt = answer_->opt;
    }
    if (!answer_ || truncated_) {
      if (worst != DnsOutcome::interrupted && !interrupted && !answer_) health_.failed(worst);
      return;
    }
    pace_.answered();
    question_.outcome = DnsOutcome::answered;
    question_.transport = answered_by_;
    question_.rcode = answer_->rcode;
    question_.answers = std::move(answer_->answers);
    question_.authorities = std::move(answer_->authorities);
  }

  DnsClient& client_;
  DnsQuestion& question_;
  ResolverHealth& health_;
  DnsPace& pace_;
  Transport transport_;  // of the next try
  bool edns_ = true;     // as well
  SteadyTime start_;
  Wait wait_;
  std::vector<std::shared_ptr<DnsAttempt>> attempts_{};
  std::vector<DnsChannel*> used_{};
  std::size_t next_ = 0;
  std::optional<DnsMessage> answer_{};
  Transport answered_by_ = Transport::udp;
  bool truncated_ = false;  // all that came is an answer that is cut short
  bool final_ = false;
  bool failed_before_ = false;  // SERVFAIL
};

asio::awaitable<DnsQuestion> DnsClient::ask(DnsAsk ask) {
  DnsQuestion question;
  question.purpose = ask.purpose;
  question.view = std::move(ask.view);
  question.subject = std::move(ask.subject);
  question.server = ask.server;
  question.name = canonical_name(ask.name);
  question.type = ask.type;
  question.transport = ask.transport;
  question.started = waits_.now();
  if (!name_to_wire(question.name)) {
    question.outcome = DnsOutcome::unreachable;
    co_return question;
  }

  DnsPace& at = pace(question.server);
  const ResolverHealth& alive = health(question.server);
  const DnsPace::Entry entry = co_await at.enter(alive);
  if (entry != DnsPace::Entry::admitted) {
    question.outcome = entry == DnsPace::Entry::interrupted ? DnsOutcome::interrupted : alive.last_failure();
    question.duration = waits_.now() - question.started;
    co_return question;
  }
  const Place place(at);
  Asking asking(*this, question);
  co_await asking.run();
  co_return question;
}

DnsChannel& DnsClient::channel(const SocketAddress& server, Transport transport, bool edns) {
  auto& channel = channels_[{server, transport, edns}];
  if (!channel)
    channel =
        std::make_unique<DnsChannel>(waits_, server, transport, edns, options_.timeout, options_.source);
  return *channel;
}

// Azure DNS and the stubs that hand on to it: one pace, kept under no address at all.
DnsPace& DnsClient::pace(const SocketAddress& server) {
  static const auto kAzureDns = IpAddress::parse("168.63.129.16");  // azure-facts section 4
  const bool shared = server.address == kAzureDns || is_loopback(server.address);
  const SocketAddress key = shared ? SocketAddress{} : server;
  const DnsPace::Limits limits = {options_.max_in_flight, options_.max_qps, options_.burst,
                                  options_.adaptive};
  return paces_.try_emplace(key, waits_, limits).first->second;
}

ResolverHealth& DnsClient::health(const SocketAddress& server) {
  return healths_.try_emplace(server, options_.timeout).first->second;
}

}  // namespace vnetprobe
