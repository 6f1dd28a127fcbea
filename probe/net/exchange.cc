// A newcomer would ask how the conversation ended. A body that is cut on purpose, a stalled body and a reset
// after the headers are answers to us: what was seen decides, the end only names what was not.
#include "probe/net/exchange.h"

#include <array>
#include <openssl/crypto.h>

#include "probe/net/clean_text.h"
#include "probe/net/http_request.h"

namespace vnetprobe {
namespace {

// More than one record of most servers: the rest is read by another round.
constexpr std::size_t kPlainAtOnce = 4096;

bool is_success(int status) {
  constexpr int kOk = 200, kRedirection = 300;
  return status >= kOk && status < kRedirection;
}

bool is_bodiless(const ContactAsk& ask) { return !ask.http || ask.http->method == "HEAD"; }

}  // namespace

Exchange::Exchange(Waits& waits, TlsContexts& contexts, Turns& turns, ContactAsk ask, UniqueFd fd,
                   bool through_proxy)
    : waits_(waits),
      contexts_(contexts),
      turns_(turns),
      ask_(std::move(ask)),
      host_(ask_.host.empty() ? ask_.address.to_string() : ask_.host),
      through_proxy_(through_proxy),
      guards_(ask_.http && ask_.http->holds_secret()),
      stream_(waits, std::move(fd), &turns),
      answer_(is_bodiless(ask_), ask_.http ? ask_.http->max_body : 0) {
  // Before the time of the handshake runs: the first one may have to read the anchors.
  if (ask_.tls) contexts_.anchors().store();
}

void Exchange::keep_body_secret() {
  secret_body_ = true;
  answer_.hold_secret();
}

asio::awaitable<void> Exchange::run(std::chrono::milliseconds timeout, OnHandshake on_handshake,
                                    Contact& contact) {
  SteadyTime begin = std::chrono::steady_clock::now();
  if (through_proxy_) {
    HttpReply opened(true, 0);
    const Woken woken = co_await open_tunnel(begin + timeout, opened);
    if (!opened.head().complete() || !is_success(opened.head().status())) {
      // The proxy's answer is all there is.
      contact.http = facts_of(opened, woken);
      contact.http->method = "CONNECT";
      contact.http->url = host_and_port(host_, ask_.port);
      contact.http->started = waits_.since_start(begin);
      contact.http->duration = waits_.now() - contact.http->started;
      co_return;
    }
  }
  if (ask_.tls) {
    contact.tls = co_await handshake(begin + timeout);
    contact.tls->started = waits_.since_start(begin);
    contact.tls->duration = waits_.now() - contact.tls->started;
    const Tls shown = *contact.tls;
    if (on_handshake && !shown.chain.empty()) on_handshake(shown);
    if (shown.outcome == TlsOutcome::verified && ask_.http) {
      begin = std::chrono::steady_clock::now();
    } else {
      co_await say_goodbye(begin + timeout);
      co_return;
    }
  }
  if (!ask_.http) co_return;
  const Woken woken = co_await converse(begin + timeout);
  contact.http = http_facts(woken);
  contact.http->started = waits_.since_start(begin);
  contact.http->duration = waits_.now() - contact.http->started;
  co_await say_goodbye(begin + timeout);
}

asio::awaitable<Woken> Exchange::open_tunnel(SteadyTime deadline, HttpReply& answer) {
  std::string request = connect_text(ask_, host_);
  Woken woken = co_await stream_.send(std::move(request), deadline);
  while (woken == Woken::woken && !answer.over()) {
    woken = co_await stream_.receive(deadline);
    const std::string came = stream_.take();
    const std::size_t taken = answer.feed(came);
    ahead_ = came.substr(taken);
    if (stream_.ended()) answer.end(stream_.error().empty());
  }
  co_return woken;
}

asio::awaitable<Tls> Exchange::handshake(SteadyTime deadline) {
  // Keys are made for the first message: as much computing as the rest of it.
  co_await turns_.mine(waits_);
  session_.emplace(contexts_, host_, "http/1.1", guards_);
  if (ask_.http) session_->observer().expect_at_most(kMaxHead + 8 * ask_.http->max_body);
  session_->feed(ahead_);
  Woken woken = Woken::woken;
  TlsSession::Step step = session_->handshake();
  for (;;) {
    std::string out = session_->take_outgoing();
    woken = co_await stream_.send(std::move(out), deadline);
    if (step != TlsSession::Step::wants_more || woken != Woken::woken || stream_.ended()) break;
    woken = co_await stream_.receive(deadline);
    if (woken != Woken::woken) break;
    session_->feed(stream_.take());
    step = session_->handshake();
  }
  co_return session_->facts(step, woken, stream_);
}

asio::awaitable<Woken> Exchange::converse(SteadyTime deadline) {
  std::string request = request_text(ask_, host_);
  if (session_) {
    session_->write(request);
    wipe(request);
    request = session_->take_outgoing();
  }
  Woken woken = co_await stream_.send(std::move(request), deadline);
  take_received();  // may have come with the end of the handshake
  while (woken == Woken::woken && !answer_.over()) {
    woken = co_await stream_.receive(deadline);
    take_received();
    if (!session_ || answer_.over()) continue;
    std::string reply = session_->take_outgoing();  // to new keys, for one
    if (woken == Woken::woken) woken = co_await stream_.send(std::move(reply), deadline);
  }
  co_return woken;
}

void Exchange::take_received() {
  std::string came = stream_.take();
  if (!session_) {
    answer_.feed(came);
    wipe(came);
    if (stream_.ended()) answer_.end(stream_.error().empty());
    return;
  }
  session_->feed(came);
  std::array<char, kPlainAtOnce> plain{};
  std::size_t count = 1;
  while (count > 0 && !answer_.over()) {
    count = session_->read(plain);
    answer_.feed(std::string_view(plain.data(), count));
  }
  OPENSSL_cleanse(plain.data(), plain.size());
  if (session_->closed() || session_->broken() || stream_.ended()) answer_.end(session_->closed());
}

// Without it the far end would have to take the end for one that somebody else made. Nobody waits for an
// answer to it.
asio::awaitable<void> Exchange::say_goodbye(SteadyTime deadline) {
  if (!session_ || !session_->observer().done() || stream_.ended()) co_return;
  session_->close();
  std::string out = session_->take_outgoing();
  co_await stream_.send(std::move(out), deadline);
}

HttpOutcome Exchange::outcome_of(const HttpReply& answer, Woken woken) const {
  if (answer.head().complete()) return HttpOutcome::answered;
  if (answer.fault() == HttpReply::Fault::not_http) return HttpOutcome::not_http;
  if (answer.fault() == HttpReply::Fault::too_long) return HttpOutcome::failed;
  if (answer.over()) return HttpOutcome::cut;
  return woken == Woken::interrupted ? HttpOutcome::interrupted : HttpOutcome::silent;
}

std::string Exchange::error_of(const HttpReply& answer) const {
  if (answer.fault() == HttpReply::Fault::not_http)
    return "what came is no HTTP" + (answer.why().empty() ? "" : ": " + answer.why());
  if (answer.fault() == HttpReply::Fault::too_long) return "no end of the head";
  if (!answer.over()) return "";
  if (session_ && session_->broken()) return session_->error();
  return stream_.how_ended();
}

Http Exchange::facts_of(const HttpReply& answer, Woken woken) const {
  Http http;
  http.outcome = outcome_of(answer, woken);
  http.status = answer.head().status();
  http.reason = answer.head().reason();
  http.headers = answer.head().headers();
  if (http.outcome != HttpOutcome::answered) http.error = error_of(answer);
  return http;
}

Http Exchange::http_facts(Woken woken) const {
  Http http = facts_of(answer_, woken);
  http.method = ask_.http->method;
  http.url = shown_url(ask_, host_);
  if (!secret_body_) http.body = clean_block(answer_.body(), ask_.http->max_body);
  http.body_truncated = http.outcome == HttpOutcome::answered && !answer_.whole();
  if (guards_) hide_secrets(http);
  return http;
}

void Exchange::hide_secrets(Http& http) const {
  std::vector<Secret> secrets = ask_.http->also_scrubbed;
  for (const Secret& header : ask_.http->secret_headers) {
    // The value alone, and the token alone, are as bad as the line.
    const std::string_view line = header.reveal();
    const std::size_t colon = line.find(": ");
    const std::size_t blank = line.find_last_of(' ');
    if (colon != std::string_view::npos) secrets.emplace_back(std::string(line.substr(colon + 2)));
    if (blank != std::string_view::npos) secrets.emplace_back(std::string(line.substr(blank + 1)));
  }
  secrets.push_back(ask_.http->secret_query);
  secrets.push_back(ask_.http->body);
  for (Header& header : http.headers) scrub(header.value, secrets);
  for (std::string* text : {&http.reason, &http.body, &http.error}) scrub(*text, secrets);
}

}  // namespace vnetprobe
