// A newcomer would let c-ares repeat the question. Its repeats double the time, forget the answer
// to the packet before and tell nothing; here each try is a question of its own on one channel, and
// an answer to any of them ends them all.
#include "probe/net/dns_asking.h"

#include <algorithm>
#include <utility>

#include "probe/dns/name.h"
#include "probe/net/dns_client.h"

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

std::size_t place_of(Transport transport, bool edns) {
  return (transport == Transport::tcp ? 2U : 0U) + (edns ? 1U : 0U);
}

}  // namespace

void DnsAsking::prepare(DnsClient& client, const DnsAsk& ask, Done done) {
  client_ = &client;
  server_ = nullptr;
  question_ = client.spares().question();
  question_.purpose = ask.purpose;
  question_.view = ask.view;
  question_.subject = ask.subject;
  question_.server = ask.server;
  question_.name = ask.name;
  make_canonical(question_.name);
  question_.type = ask.type;
  question_.transport = transport_ = ask.transport;
  question_.started = client.waits().now();
  done_ = std::move(done);
  tries_.clear();
  uses_ = {};
  next_ = in_flight_ = 0;
  edns_ = true;
  admitted_ = over_ = truncated_ = final_ = failed_before_ = false;
}

bool DnsAsking::can_be_sent() const { return is_host_name(question_.name) || name_to_wire(question_.name); }

void DnsAsking::admit(SteadyTime now) {
  admitted_ = true;
  start_ = now;
  question_.started = client_->waits().since_start(now);
}

SteadyTime DnsAsking::moment_at(std::size_t index) const {
  const double share = index < kSchedule.size() ? kSchedule[index] : 1;
  const std::chrono::duration<double, std::milli> after(
      share * static_cast<double>(client_->options().timeout.count()));
  return start_ + std::chrono::duration_cast<std::chrono::steady_clock::duration>(after);
}

bool DnsAsking::step(SteadyTime now) {
  due_ = moment_at(next_);
  while (next_ < kSchedule.size() && now >= due_) {
    due_ = moment_at(++next_);
    // A connection repeats by itself what is lost on it.
    if (transport_ == Transport::udp || in_flight_ == 0) send(true);
  }
  const bool nothing_more = next_ == kSchedule.size() && in_flight_ == 0;
  return over_ || nothing_more || now >= due_;
}

DnsChannel& DnsAsking::channel() {
  const std::size_t place = place_of(transport_, edns_);
  auto& channel = server_->channels.at(place);
  if (!channel)
    channel = std::make_unique<DnsChannel>(client_->waits(), client_->spares(), question_.server, transport_,
                                           edns_, client_->options().timeout, client_->options().source);
  if (!std::exchange(uses_.at(place), true)) channel->enter();
  return *channel;
}

void DnsAsking::send(bool after_loss) {
  DnsChannel& way = channel();
  if (!tries_.empty()) {
    client_->pace_of(*this).charge();  // the first was paid for at the door
    if (after_loss) client_->pace_of(*this).lost();
  }
  const SteadyTime now = std::chrono::steady_clock::now();
  Try& made = tries_.emplace_back();
  made.record.transport = transport_;
  made.record.started = client_->waits().since_start(now);
  made.edns = edns_;
  ++in_flight_;
  const std::size_t number = tries_.size() - 1;
  DnsAttempt& attempt = way.start(*this, number);
  tries_[number].flight = &attempt;
  // What this machine could not send is no silence of the server's.
  const bool unsent = attempt.over && attempt.outcome == DnsOutcome::interrupted;
  if (!unsent) server_->health.asked(now);
}

void DnsAsking::take(DnsAttempt& attempt) {
  Try& ended = tries_[attempt.number];
  ended.flight = nullptr;
  --in_flight_;
  ended.record.duration = client_->waits().now() - ended.record.started;
  ended.record.outcome = attempt.outcome;
  if (attempt.message) {
    ended.record.rcode = attempt.message->rcode;
    // Over TCP nothing is cut for want of room. A part of an answer is none (RFC 2181 section 9).
    if (attempt.message->flags.tc && ended.record.transport == Transport::tcp)
      ended.record.outcome = DnsOutcome::garbage;
    server_->health.answered();
    read(std::move(attempt.message), ended.record.transport, ended.edns);
  }
  client_->advance(*this);
}

void DnsAsking::read(std::unique_ptr<DnsMessage> message, Transport transport, bool with_edns) {
  if (message->flags.tc && transport == Transport::udp) {
    if (!answer_ || !final_) keep(std::move(message), Transport::udp);
    if (transport_ == Transport::tcp) return;
    transport_ = Transport::tcp;
    truncated_ = true;
    return send(true);
  }
  const int rcode = message->rcode;
  const bool has_opt = message->opt.has_value();
  truncated_ = message->flags.tc;
  keep(std::move(message), transport);
  if (truncated_) {
    over_ = final_ = true;
    return;
  }
  // A server from before EDNS, or a firewall that knows DNS without it: programs that do not use it get
  // their answers there, so the question goes out once more without.
  if (rcode == rcode::kFormErr && !has_opt && with_edns) {
    if (std::exchange(edns_, false)) send(false);
    return;
  }
  // SERVFAIL may be a hiccup of a forwarder: asked once more if the schedule allows it.
  final_ = rcode != rcode::kServFail || std::exchange(failed_before_, true) || next_ == kSchedule.size();
  over_ = over_ || final_;
}

void DnsAsking::keep(std::unique_ptr<DnsMessage> message, Transport transport) {
  client_->spares().keep(std::exchange(answer_, std::move(message)));
  answered_by_ = transport;
}

void DnsAsking::let_go() {
  for (Try& each : tries_)
    if (each.flight != nullptr) each.flight->asker = nullptr;
  for (std::size_t place = 0; place < uses_.size(); ++place)
    if (uses_.at(place)) server_->channels.at(place)->leave();
}

void DnsAsking::finish(bool interrupted) {
  const Millis now = client_->waits().now();
  question_.duration = now - question_.started;
  question_.outcome = DnsOutcome::interrupted;
  if (!admitted_) return;
  DnsOutcome worst = DnsOutcome::silent;
  question_.tries.reserve(tries_.size());
  for (const Try& each : tries_) {
    DnsTry record = each.record;
    if (each.flight != nullptr) {
      record.duration = now - record.started;
      record.outcome = each.flight->garbage ? DnsOutcome::garbage : DnsOutcome::silent;
      if (interrupted) record.outcome = DnsOutcome::interrupted;
    }
    // What became of the truncated answer is told by TCP alone.
    const bool counts = !truncated_ || record.transport == Transport::tcp;
    if (counts && telling(record.outcome) > telling(worst)) worst = record.outcome;
    question_.tries.push_back(record);
  }
  let_go();
  question_.transport = transport_;
  question_.outcome = interrupted ? DnsOutcome::interrupted : worst;
  if (answer_) {
    question_.flags = answer_->flags;
    question_.opt = std::move(answer_->opt);
  }
  if (!answer_ || truncated_) {
    if (worst != DnsOutcome::interrupted && !interrupted && !answer_) server_->health.failed(worst);
    return;
  }
  client_->pace_of(*this).answered();
  question_.outcome = DnsOutcome::answered;
  question_.transport = answered_by_;
  question_.rcode = answer_->rcode;
  question_.answers.swap(answer_->answers);
  question_.authorities.swap(answer_->authorities);
}

void DnsAsking::give_up() {
  question_.duration = client_->waits().now() - question_.started;
  question_.outcome = server_->health.last_failure();
}

void DnsAsking::tell() {
  client_->spares().keep(std::move(answer_));
  const Done done = std::move(done_);
  done_ = nullptr;
  done(std::move(question_));
}

}  // namespace vnetprobe
