// A newcomer would let a full house refuse the next client. Thirty-two that say nothing would then keep
// the Prometheus out; here the one that has kept us waiting longest has to go. The only file that knows
// Beast, which takes long to compile.
#include "probe/net/http_server.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/none.hpp>
#include <list>

namespace vnetprobe {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Error = boost::system::error_code;
using Request = http::request<http::empty_body>;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);

struct Client {
  explicit Client(tcp::socket socket) : stream(std::move(socket)) {}
  beast::tcp_stream stream;
  bool is_waiting = true;  // for a head, in the order of the list
};

std::shared_ptr<const std::string> text(const char* words) {
  return std::make_shared<const std::string>(words);
}

HttpAnswer refusal(unsigned status, const char* words) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = text(words);
  return answer;
}

// What is wrong with a head that was not read to its end; 0 where nobody is there to be told.
unsigned status_of(const Error& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return 431;
  if (error == http::error::end_of_stream || error == http::error::partial_message) return 0;
  return error.category() == make_error_code(http::error::bad_method).category() ? 400 : 0;
}

bool has_body(const Request& request) {
  return request.chunked() || (request.has_content_length() && request[http::field::content_length] != "0");
}

}  // namespace

struct HttpServer::State : std::enable_shared_from_this<State> {
  State(asio::io_context& loop, HttpLimits l, Answer a)
      : io(loop), limits(l), answer(std::move(a)), acceptor(loop), pause(loop) {}

  asio::awaitable<void> accept_all();
  asio::awaitable<void> serve(std::shared_ptr<Client> client);
  asio::awaitable<bool> send(Client& client, HttpAnswer what, bool with_body, bool keep);
  bool make_room();
  void leave(const std::shared_ptr<Client>& client) { clients.remove(client); }

  asio::io_context& io;
  HttpLimits limits;
  Answer answer;
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  std::list<std::shared_ptr<Client>> clients{};  // who waits longest first
  HttpTally tally{};
};

asio::awaitable<void> HttpServer::State::accept_all() {
  const auto self = shared_from_this();
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(kTuple);
    if (!acceptor.is_open()) break;
    if (error) {  // no descriptor left, as a rule: later there may be one
      pause.expires_after(std::chrono::milliseconds(100));
      auto [ended] = co_await pause.async_wait(kTuple);
      static_cast<void>(ended);
      continue;
    }
    ++tally.clients;
    if (!make_room()) continue;
    const auto client = std::make_shared<Client>(std::move(socket));
    clients.push_back(client);
    asio::co_spawn(io, serve(client), asio::detached);
  }
}

// False: all are being answered, and the new one has to go.
bool HttpServer::State::make_room() {
  if (clients.size() < limits.clients) return true;
  ++tally.turned_away;
  for (const auto& each : clients)
    if (each->is_waiting) {
      const auto longest = each;
      leave(longest);
      longest->stream.close();
      return true;
    }
  return false;
}

asio::awaitable<void> HttpServer::State::serve(std::shared_ptr<Client> client) {
  const auto self = shared_from_this();
  beast::flat_buffer buffer(2 * static_cast<std::size_t>(limits.head_bytes));
  bool keep = true;
  while (keep) {
    http::request_parser<http::empty_body> parser;
    parser.header_limit(limits.head_bytes);
    parser.body_limit(boost::none);  // no body is ever read
    client->stream.expires_after(limits.head_time);
    auto [error, bytes] = co_await http::async_read_header(client->stream, buffer, parser, kTuple);
    static_cast<void>(bytes);
    client->is_waiting = false;
    HttpAnswer what;
    bool with_body = true;
    if (error) {
      if (error == beast::error::timeout) ++tally.too_slow;
      const unsigned status = status_of(error);
      if (status == 0) break;
      keep = false;
      what = refusal(status, status == 431 ? "the head is too long\n" : "this is no HTTP request\n");
    } else {
      const Request& request = parser.get();
      const bool is_head = request.method() == http::verb::head;
      const std::string target(request.target());
      with_body = !is_head;
      // What a body would hold is nothing to us, and would be taken for the next request.
      keep = request.keep_alive() && !has_body(request);
      if (!is_head && request.method() != http::verb::get) {
        keep = false;
        what = refusal(405, "GET and HEAD alone\n");
      } else if (!target.starts_with('/')) {
        what = refusal(400, "the target is no path\n");
      } else {
        HttpRequest asked;
        asked.path = target.substr(0, target.find('?'));
        asked.accept = std::string(request[http::field::accept]);
        asked.host = std::string(request[http::field::host]);
        what = answer(asked);
      }
    }
    const bool sent = co_await send(*client, std::move(what), with_body, keep);
    if (!sent) break;
    client->is_waiting = true;
    // Behind those who have waited longer.
    if (keep) clients.splice(clients.end(), clients, std::find(clients.begin(), clients.end(), client));
  }
  Error ignored;
  client->stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  leave(client);
}

asio::awaitable<bool> HttpServer::State::send(Client& client, HttpAnswer what, bool with_body, bool keep) {
  const std::shared_ptr<const std::string> body = what.body ? what.body : text("");
  http::response<http::span_body<const char>> response;
  response.version(11);
  response.result(what.status);
  response.keep_alive(keep);
  response.set(http::field::content_type, what.type);
  response.set("Content-Security-Policy", what.policy);
  if (what.refresh_seconds > 0) response.set("Refresh", std::to_string(what.refresh_seconds));
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set(http::field::cache_control, "no-store");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  if (what.status == 405) response.set(http::field::allow, "GET, HEAD");
  if (what.status == 503) response.set(http::field::retry_after, "5");
  response.content_length(body->size());
  if (with_body) response.body() = beast::span<const char>(body->data(), body->size());
  ++tally.answers[what.status];
  client.stream.expires_after(limits.answer_time);
  http::response_serializer<http::span_body<const char>> serializer(response);
  serializer.split(!with_body);
  Error error;
  if (with_body) {
    auto [failed, bytes] = co_await http::async_write(client.stream, serializer, kTuple);
    static_cast<void>(bytes);
    error = failed;
  } else {
    auto [failed, bytes] = co_await http::async_write_header(client.stream, serializer, kTuple);
    static_cast<void>(bytes);
    error = failed;
  }
  if (error == beast::error::timeout) ++tally.too_slow;
  co_return !error;
}

HttpServer::HttpServer(asio::io_context& io, HttpLimits limits, Answer answer)
    : state_(std::make_shared<State>(io, limits, std::move(answer))) {}

HttpServer::~HttpServer() { stop(); }

std::string HttpServer::listen(const SocketAddress& address) {
  Error error;
  const auto ip = asio::ip::make_address(address.address.to_string(), error);
  const tcp::endpoint endpoint(ip, address.port);
  tcp::acceptor& acceptor = state_->acceptor;
  if (!error) acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return error.message();
  asio::co_spawn(state_->io, state_->accept_all(), asio::detached);
  return "";
}

SocketAddress HttpServer::address() const {
  Error error;
  const tcp::endpoint endpoint = state_->acceptor.local_endpoint(error);
  const auto ip = IpAddress::parse(endpoint.address().to_string());
  return {.address = ip.value_or(IpAddress{}), .port = endpoint.port()};
}

void HttpServer::stop() {
  Error ignored;
  state_->acceptor.close(ignored);
  state_->pause.cancel();
  for (const auto& client : state_->clients) client->stream.close();
}

const HttpTally& HttpServer::tally() const { return state_->tally; }

}  // namespace vnetprobe
