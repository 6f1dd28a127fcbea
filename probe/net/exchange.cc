// A newcomer would trust the transfer's result code. A body that is cut on purpose, a stalled body
// and a reset after the headers are errors to curl and answers to us: what was seen decides, the
// code only names what was not.
#include "probe/net/exchange.h"

#include <cstring>
#include <fmt/format.h>
#include <new>
#include <openssl/crypto.h>

#include "probe/net/clean_text.h"
#include "probe/net/proxy.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxError = 500;

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : fmt::format("[{}]", host);
}

std::string authority(const std::string& host, std::uint16_t port, bool tls) {
  const std::string name = bracketed(host);
  return port == (tls ? 443 : 80) ? name : fmt::format("{}:{}", name, port);
}

}  // namespace

Exchange::Exchange(Waits& waits, CurlMulti& multi, TrustAnchors& anchors, ContactAsk ask, UniqueFd fd,
                   std::optional<SocketAddress> proxy)
    : waits_(waits),
      multi_(multi),
      ask_(std::move(ask)),
      host_(ask_.host.empty() ? ask_.address.to_string() : ask_.host),
      proxy_(proxy),
      fd_(std::move(fd)),
      own_anchors_(anchors.own()),
      anchors_(anchors),
      wait_(waits),
      observer_(ask_.tls ? anchors.store() : nullptr, host_, wait_) {
  if (ask_.http && ask_.http->holds_secret()) observer_.guard_secret(own_anchors_);
  if (ask_.http) observer_.expect_at_most(kMaxHead + 8 * ask_.http->max_body);
  transfer_.easy = curl_easy_init();
  if (transfer_.easy == nullptr) throw std::bad_alloc();
  transfer_.wake = &wait_;
  set_connection();
  if (ask_.tls) set_tls();
  set_request();
}

Exchange::~Exchange() {
  multi_.remove(transfer_);
  curl_easy_cleanup(transfer_.easy);
  if (secret_body_) wipe(body_);
  if (!ask_.http || ask_.http->secret_headers.empty()) return;
  for (curl_slist* each = headers_.get(); each != nullptr; each = each->next)
    OPENSSL_cleanse(each->data, std::strlen(each->data));
}

void Exchange::append(List& list, const Secret& secret) {
  std::string text(secret.reveal());
  append(list, text);
  wipe(text);
}

void Exchange::append(List& list, const std::string& text) {
  curl_slist* longer = curl_slist_append(list.get(), text.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list.release());
  list.reset(longer);
}

void Exchange::set_connection() {
  CURL* easy = transfer_.easy;
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // Of 16 and 64 KiB a transfer: we keep no more of a body, and what we send is a few lines.
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 4096L);
  curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 16L * 1024);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &Exchange::on_open);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, &Exchange::on_connected);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &CurlMulti::on_close);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, &multi_);
  // Our own waits end the steps; curl's default of 300 s is not to come before them.
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, 24L * 3600 * 1000);
  if (proxy_) {
    // The proxy by its address, the target by its name, and neither for curl to resolve.
    const auto url = parse_proxy(ask_.proxy);
    const std::string credentials = url && !url->credentials.empty() ? url->credentials + "@" : "";
    curl_easy_setopt(easy, CURLOPT_PROXY, ("http://" + credentials + proxy_->to_string()).c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPPROXYTUNNEL, 1L);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &Exchange::on_progress);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, this);
    return;
  }
  // Not CURLOPT_RESOLVE, whose entries leak into other transfers. "" is not to obey http_proxy.
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  append(connect_to_, fmt::format("{}:{}:{}:{}", bracketed(host_), ask_.port,
                                  bracketed(ask_.address.to_string()), ask_.port));
  curl_easy_setopt(easy, CURLOPT_CONNECT_TO, connect_to_.get());
}

void Exchange::set_tls() {
  CURL* easy = transfer_.easy;
  curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr);
  curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);  // or curl parses the bundle for every connection
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);  // a resumed session shows no chain
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &Exchange::on_context);
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, this);
}

void Exchange::set_request() {
  CURL* easy = transfer_.easy;
  const HttpAsk http = ask_.http.value_or(HttpAsk{});
  const std::string url = fmt::format("{}://{}{}", ask_.tls ? "https" : "http",
                                      fmt::format("{}:{}", bracketed(host_), ask_.port), http.path);
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  if (!ask_.http) {
    curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
  }
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "vnetprobe");
  if (http.method == "HEAD")
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  else if (http.method != "GET")
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, http.method.c_str());
  for (const std::string& header : http.headers) append(headers_, header);
  if (http.holds_secret()) set_secrets(http);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(easy, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Exchange::on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Exchange::on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
}

void Exchange::set_secrets(const HttpAsk& http) {
  CURL* easy = transfer_.easy;
  for (const Secret& header : http.secret_headers) append(headers_, header);
  if (!http.body.empty()) {
    // Not copied: ask_ lives as long as the transfer.
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(http.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, ask_.http->body.reveal().data());
  }
  if (http.secret_query.empty()) return;
  const char mark = http.path.find('?') == std::string::npos ? '?' : '&';
  const std::string before = fmt::format("{}://{}:{}{}{}", ask_.tls ? "https" : "http", bracketed(host_),
                                         ask_.port, http.path, mark);
  // Not by fmt, which puts a text together on the stack and leaves it there.
  const Secret url = joined(before, http.secret_query);
  curl_easy_setopt(easy, CURLOPT_URL, url.reveal().data());
}

curl_socket_t Exchange::on_open(void* self, curlsocktype, curl_sockaddr*) noexcept {
  const int fd = static_cast<Exchange*>(self)->fd_.release();
  return fd < 0 ? CURL_SOCKET_BAD : fd;
}

int Exchange::on_connected(void*, curl_socket_t, curlsocktype) noexcept {
  return CURL_SOCKOPT_ALREADY_CONNECTED;
}

CURLcode Exchange::on_context(CURL*, void* context, void* self) noexcept {
  static_cast<Exchange*>(self)->observer_.attach(static_cast<SSL_CTX*>(context));
  return CURLE_OK;
}

// What a proxy says to CONNECT curl reads byte by byte, the body too, for as long as there are any, and
// calls this for each.
int Exchange::on_progress(void* arg, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
  auto* self = static_cast<Exchange*>(arg);
  if (self->observer_.started()) return 0;
  constexpr int kHundred = 100, kSuccess = 2;
  const bool has_refused = self->head_.complete() && self->head_.status() / kHundred != kSuccess;
  return has_refused || ++self->tunnel_steps_ > 2 * kMaxHead ? 1 : 0;
}

std::size_t Exchange::on_header(char* data, std::size_t one, std::size_t size, void* arg) noexcept {
  auto* self = static_cast<Exchange*>(arg);
  // Through a proxy the first head is the tunnel's; the next status line begins anew.
  return self->head_.take({data, one * size}) ? one * size : 0;
}

std::size_t Exchange::on_body(char* data, std::size_t one, std::size_t size, void* arg) noexcept {
  auto* self = static_cast<Exchange*>(arg);
  const std::size_t count = one * size;
  const std::size_t room = self->ask_.http->max_body - self->body_.size();
  self->body_.append(data, std::min(count, room));
  if (count <= room) return count;
  self->body_cut_ = true;
  return 0;  // ends the transfer: we have what we want
}

asio::awaitable<void> Exchange::run(std::chrono::milliseconds timeout, OnHandshake on_handshake,
                                    Contact& contact) {
  SteadyTime begin = std::chrono::steady_clock::now();
  multi_.add(transfer_);
  if (ask_.tls) {
    const Woken woken = co_await until_handshake(begin + timeout);
    if (proxy_ && !observer_.started()) {
      contact.http = tunnel_facts(woken);
      contact.http->started = waits_.since_start(begin);
      contact.http->duration = waits_.now() - contact.http->started;
      co_return;
    }
    contact.tls = tls_facts(woken);
    contact.tls->started = waits_.since_start(begin);
    contact.tls->duration = waits_.now() - contact.tls->started;
    const Tls shown = *contact.tls;
    if (on_handshake && !shown.chain.empty()) on_handshake(shown);
    if (shown.outcome != TlsOutcome::verified) co_return;
  }
  if (!ask_.http) co_return;
  begin = std::chrono::steady_clock::now();
  const Woken woken = co_await until_over(begin + timeout);
  contact.http = http_facts(woken);
  contact.http->started = waits_.since_start(begin);
  contact.http->duration = waits_.now() - contact.http->started;
}

asio::awaitable<Woken> Exchange::until_handshake(SteadyTime deadline) {
  Woken woken = Woken::woken;
  while (woken == Woken::woken && !observer_.done() && !transfer_.over)
    woken = co_await wait_.until(deadline);
  co_return woken;
}

asio::awaitable<Woken> Exchange::until_over(SteadyTime deadline) {
  Woken woken = Woken::woken;
  while (woken == Woken::woken && !transfer_.over) woken = co_await wait_.until(deadline);
  co_return woken;
}

Tls Exchange::tls_facts(Woken woken) const {
  Tls tls;
  observer_.describe(tls);
  tls.own_anchors = own_anchors_;
  if (observer_.done() && !observer_.verified() && !anchors_.error().empty()) {
    tls.outcome = TlsOutcome::interrupted;
    tls.error = anchors_.error();
    return tls;
  }
  if (observer_.withheld()) {
    tls.outcome = TlsOutcome::unverified;
    tls.error = "no credential was sent: " + observer_.withheld_because();
    return tls;
  }
  if (observer_.done()) {
    // Should curl find fault with a name that we find right, it has sent nothing.
    const bool refused = transfer_.over && transfer_.result == CURLE_PEER_FAILED_VERIFICATION;
    if (refused && tls.verify_code == 0) tls.name_matches = false;
    const bool verified = observer_.verified() && !refused;
    tls.outcome = verified ? TlsOutcome::verified : TlsOutcome::unverified;
  } else if (woken == Woken::interrupted) {
    tls.outcome = TlsOutcome::interrupted;
  } else {
    tls.outcome = observer_.broken_outcome();
    if (!transfer_.over && tls.outcome == TlsOutcome::failed) tls.outcome = TlsOutcome::silent;
  }
  if (tls.outcome == TlsOutcome::alert)
    tls.error = observer_.alert();
  else if (observer_.endless())
    tls.error = "no end of it";
  else if (tls.outcome != TlsOutcome::verified && transfer_.over)
    tls.error = clean_line(*error_ != '\0' ? error_ : curl_easy_strerror(transfer_.result), kMaxError);
  return tls;
}

HttpOutcome Exchange::http_outcome(Woken woken) const {
  if (head_.complete()) return HttpOutcome::answered;
  if (woken == Woken::interrupted) return HttpOutcome::interrupted;
  if (!transfer_.over) return HttpOutcome::silent;
  switch (transfer_.result) {
    case CURLE_UNSUPPORTED_PROTOCOL:  // what curl says to HTTP/0.9
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
      return HttpOutcome::not_http;
    case CURLE_OK:  // the connection ended where headers should have gone on
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return HttpOutcome::cut;
    default:
      return HttpOutcome::failed;
  }
}

Http Exchange::http_facts(Woken woken) const {
  Http http;
  http.outcome = http_outcome(woken);
  http.method = ask_.http->method;
  http.url = shown_url(ask_, host_);
  http.status = head_.status();
  http.reason = head_.reason();
  http.headers = head_.headers();
  if (!secret_body_) http.body = clean_block(body_, ask_.http->max_body);
  http.body_truncated = body_cut_ || (head_.complete() && (!transfer_.over || transfer_.result != CURLE_OK));
  if (http.outcome != HttpOutcome::answered && transfer_.over)
    http.error = clean_line(*error_ != '\0' ? error_ : curl_easy_strerror(transfer_.result), kMaxError);
  if (ask_.http->holds_secret()) hide_secrets(http);
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

// The proxy did not open the tunnel: its answer is all there is.
Http Exchange::tunnel_facts(Woken woken) const {
  Http http;
  http.outcome = http_outcome(woken);
  http.method = "CONNECT";
  http.url = fmt::format("{}:{}", bracketed(host_), ask_.port);
  http.status = head_.status();
  http.reason = head_.reason();
  http.headers = head_.headers();
  if (transfer_.over)
    http.error = clean_line(*error_ != '\0' ? error_ : curl_easy_strerror(transfer_.result), kMaxError);
  return http;
}

std::string shown_url(const ContactAsk& ask, const std::string& host) {
  const std::string path = ask.http ? ask.http->path : "/";
  const bool hides = ask.http && !ask.http->secret_query.empty();
  std::string url = fmt::format("{}://{}", ask.tls ? "https" : "http", authority(host, ask.port, ask.tls));
  const std::size_t query = path.find('?');
  url += clean_line(path.substr(0, query), kMaxError);
  if (query == std::string::npos) return hides ? url + "?…" : url;
  // Named one by one: what is not known to be harmless may be a signature or a token.
  constexpr std::string_view kHarmless[] = {"restype", "comp",    "maxresults", "api-version", "prefix",
                                            "include", "timeout", "resource",   "format"};
  char mark = '?';
  for (std::size_t at = query + 1; at <= path.size();) {
    const std::size_t end = std::min(path.find('&', at), path.size());
    const std::string_view pair = std::string_view(path).substr(at, end - at);
    const std::string_view name = pair.substr(0, pair.find('='));
    bool harmless = name.size() == pair.size();
    for (const std::string_view known : kHarmless) harmless = harmless || name == known;
    url += mark;
    url += clean_line(harmless ? pair : name, kMaxError);
    if (!harmless) url += "=…";
    mark = '&';
    at = end + 1;
  }
  if (hides) url += "&…";
  return url;
}

}  // namespace vnetprobe
