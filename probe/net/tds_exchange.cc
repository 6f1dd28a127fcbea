// A newcomer would hand the socket to OpenSSL after the pre-login. The records of the handshake, and
// of the handshake alone, travel inside of TDS packets; so TLS runs in memory, and we carry its bytes.
#include "probe/net/tds_exchange.h"

#include <array>

#include "probe/tds/prelogin.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kShownBytes = 32;
constexpr std::size_t kPlainAtOnce = 1024;

}  // namespace

TdsExchange::TdsExchange(Waits& waits, TlsContexts& contexts, const ContactAsk& ask, UniqueFd fd)
    : waits_(waits),
      strict_(ask.tds == TdsAsk::strict),
      session_(contexts, ask.host, strict_ ? "tds/8.0" : "", false),
      stream_(waits, std::move(fd)) {}

asio::awaitable<void> TdsExchange::run(std::chrono::milliseconds timeout, OnHandshake on_handshake,
                                       Contact& contact) {
  if (strict_) {
    co_await run_strict(timeout, contact);
    co_return;
  }
  contact.tds = co_await prelogin(false, timeout);
  // Who says that it has no encryption has nothing to shake hands with.
  if (contact.tds->outcome != TdsOutcome::answered || contact.tds->encryption == "not_supported" ||
      contact.tds->encryption.empty())
    co_return;
  contact.tls = co_await handshake(true, timeout);
  const Tls shown = *contact.tls;
  if (on_handshake && !shown.chain.empty()) on_handshake(shown);
}

asio::awaitable<void> TdsExchange::run_strict(std::chrono::milliseconds timeout, Contact& contact) {
  contact.tls = co_await handshake(false, timeout);
  const bool done = session_.observer().done();
  if (!done) co_return;
  contact.tds = co_await prelogin(true, timeout);
  contact.tds->alpn = session_.alpn();
}

std::string TdsExchange::take_received(bool inside_tls) {
  std::string came = stream_.take();
  if (!inside_tls) return came;
  session_.feed(came);
  std::string plain;
  std::array<char, kPlainAtOnce> buffer{};
  while (const std::size_t count = session_.read(buffer)) plain.append(buffer.data(), count);
  return plain;
}

asio::awaitable<Tds> TdsExchange::prelogin(bool inside_tls, std::chrono::milliseconds timeout) {
  const SteadyTime begin = std::chrono::steady_clock::now();
  const SteadyTime deadline = begin + timeout;
  const tds::Encryption offered = inside_tls ? tds::Encryption::strict : tds::Encryption::off;
  Tds made;
  made.offered = inside_tls ? "strict" : "off";
  std::string request = tds::wrap(tds::kPrelogin, tds::prelogin_request(offered));
  if (inside_tls) {
    session_.write(request);
    request = session_.take_outgoing();
  }
  tds::PacketReader answer(tds::kTabularResult);
  std::string first;
  Woken woken = co_await stream_.send(std::move(request), deadline);
  while (woken == Woken::woken && !answer.message_complete() && !answer.broken() && !stream_.ended()) {
    woken = co_await stream_.receive(deadline);
    const std::string came = take_received(inside_tls);
    if (first.size() < kShownBytes) first += came.substr(0, kShownBytes - first.size());
    answer.feed(came);
  }
  if (answer.message_complete()) {
    take_answer(answer.take_payload(), made);
  } else if (answer.broken()) {
    made.outcome = TdsOutcome::not_tds;
  } else if (woken == Woken::interrupted) {
    made.outcome = TdsOutcome::interrupted;
  } else if (stream_.ended()) {
    made.outcome = TdsOutcome::cut;
    made.error = stream_.how_ended();
  }
  if (made.outcome == TdsOutcome::not_tds) made.first_bytes = tds::hex(first);
  made.started = waits_.since_start(begin);
  made.duration = waits_.now() - made.started;
  co_return made;
}

void TdsExchange::take_answer(const std::string& payload, Tds& tds) const {
  const auto message = tds::read_prelogin(payload);
  tds.outcome = message ? TdsOutcome::answered : TdsOutcome::not_tds;
  if (!message) return;
  tds.version = tds::version_text(*message);
  tds.encryption = tds::encryption_text(*message);
  tds.options.reserve(message->options.size());
  for (const tds::Option& option : message->options)
    tds.options.push_back({tds::token_text(option.token), tds::hex(option.data)});
}

asio::awaitable<Tls> TdsExchange::handshake(bool in_packets, std::chrono::milliseconds timeout) {
  const SteadyTime begin = std::chrono::steady_clock::now();
  const SteadyTime deadline = begin + timeout;
  tds::PacketReader packets(tds::kPrelogin, tds::kTabularResult);
  Woken woken = Woken::woken;
  bool foreign = false;
  TlsSession::Step step = session_.handshake();
  for (;;) {
    std::string out = session_.take_outgoing();
    if (in_packets && !out.empty()) out = tds::wrap(tds::kPrelogin, out);
    woken = co_await stream_.send(std::move(out), deadline);
    if (step != TlsSession::Step::wants_more || woken != Woken::woken || stream_.ended() || foreign) break;
    woken = co_await stream_.receive(deadline);
    if (woken != Woken::woken) break;
    std::string came = stream_.take();
    if (in_packets) {
      packets.feed(came);
      foreign = packets.broken();
      came = packets.take_payload();
    }
    if (came.empty()) continue;
    session_.feed(came);
    step = session_.handshake();
  }
  Tls made = session_.facts(step, woken, stream_);
  if (foreign && step == TlsSession::Step::wants_more && made.outcome != TlsOutcome::interrupted) {
    made.outcome = TlsOutcome::not_tls;
    made.error = "the handshake's answer is no TDS packet";
  }
  made.started = waits_.since_start(begin);
  made.duration = waits_.now() - made.started;
  co_return made;
}

}  // namespace vnetprobe
