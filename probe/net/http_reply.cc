// A newcomer would believe the lengths. Whoever stands in the way may announce anything, so each length is
// only ever an upper limit to what is taken, and the heads, the body and all between have one of ours.
#include "probe/net/http_reply.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "probe/net/secret.h"

namespace vnetprobe {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::beast::error_code;
using Text = boost::beast::string_view;

constexpr std::string_view kStatusLine = "HTTP/";
constexpr int kSwitching = 101, kOk = 200;

// Looked at as it comes, not when the line is over: what speaks another protocol may never end one.
bool begins_as_status_line(std::string_view bytes) {
  return bytes.substr(0, kStatusLine.size()) == kStatusLine.substr(0, bytes.size());
}

std::string_view plain(Text text) { return {text.data(), text.size()}; }

bool is_interim(int status) { return status < kOk && status != kSwitching; }

}  // namespace

class HttpReply::Parser final : public http::basic_parser<false> {
 public:
  explicit Parser(HttpReply& reply) : reply_(reply) {
    header_limit(kMaxHead);
    body_limit(boost::none);  // ours cuts, Beast's refuses the answer
    skip(reply.bodiless_);
  }

 private:
  void on_request_impl(http::verb, Text, Text, int, error_code&) override {}

  void on_response_impl(int status, Text reason, int, error_code& error) override {
    constexpr int kLowest = 100;
    if (status < kLowest) error = http::error::bad_status;
    reply_.at_status_ = false;
    reply_.head_.begin(status, plain(reason));
  }

  void on_field_impl(http::field, Text name, Text value, error_code&) override {
    // What comes in a trailer is no header (RFC 9110 section 6.5.1).
    if (!reply_.head_.complete()) reply_.head_.add(plain(name), plain(value));
  }

  void on_header_impl(error_code&) override {
    if (!is_interim(reply_.head_.status())) reply_.head_.finish();
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}

  std::size_t on_body_impl(Text bytes, error_code& error) override {
    const std::size_t room = reply_.max_body_ - reply_.body_.size();
    reply_.body_.append(bytes.data(), std::min(bytes.size(), room));
    if (bytes.size() > room) error = http::error::body_limit;  // we have what we want
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t, Text, error_code&) override {}

  std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, error_code& error) override {
    return on_body_impl(bytes, error);
  }

  void on_finish_impl(error_code&) override {}

  HttpReply& reply_;
};

HttpReply::HttpReply(bool bodiless, std::size_t max_body)
    : bodiless_(bodiless), max_body_(max_body), parser_(std::make_unique<Parser>(*this)) {}

HttpReply::~HttpReply() {
  if (!secret_) return;
  wipe(body_);
  wipe(held_);
}

void HttpReply::hold_secret() {
  secret_ = true;
  // Growing would leave their beginnings behind.
  body_.reserve(max_body_);
  held_.reserve(2 * kMaxHead);
}

std::string HttpReply::take_body() { return std::move(body_); }

void HttpReply::finish(bool whole) {
  over_ = true;
  whole_ = whole;
}

void HttpReply::fail(Fault fault, const std::string& why) {
  if (!head_.complete()) {
    fault_ = fault;
    why_ = why;
  }
  finish(false);
}

std::size_t HttpReply::feed(std::string_view bytes) {
  if (over_) return 0;
  held_ += bytes;
  parse_held();
  return over_ ? bytes.size() - std::min(bytes.size(), held_.size()) : bytes.size();
}

void HttpReply::parse_held() {
  std::size_t taken = 0;
  while (!over_) {
    const std::string_view rest = std::string_view(held_).substr(taken);
    if (at_status_ && !begins_as_status_line(rest)) return fail(Fault::not_http, "");
    const bool in_head = !head_.complete();
    error_code error = http::error::need_more;
    std::size_t count = 0;
    if (const std::size_t ready = ready_part(rest); ready > 0)
      count = parser_->put(asio::buffer(rest.data(), ready), error);
    taken += count;
    if (in_head) heads_ += count;
    const bool waits = error == http::error::need_more && count == 0;
    // Beast knows no limit to interim answers, to a trailer, nor to what stands beside the size of a chunk.
    const std::size_t unread = waits ? rest.size() : 0;
    if ((in_head ? heads_ : 0) + unread > kMaxHead) return fail(Fault::too_long, "");
    if (error && error != http::error::need_more) return fail(Fault::not_http, error.message());
    if (parser_->is_done()) on_complete();
    if (waits) break;
  }
  held_.erase(0, taken);
}

// How much of it Beast is to see: a status line as soon as it is there, headers when all are. It would read
// what comes in one packet differently from what comes in two, where something is wrong with it.
std::size_t HttpReply::ready_part(std::string_view rest) const {
  constexpr std::string_view kLine = "\r\n", kEnd = "\r\n\r\n";
  // Once Beast has seen the size of the last chunk it takes for granted that all of that chunk is there.
  constexpr std::size_t kLastChunk = std::string_view("0\r\n\r\n").size();
  if (head_.complete()) return parser_->chunked() && rest.size() < kLastChunk && !ended_ ? 0 : rest.size();
  if (!at_status_ && rest.starts_with(kLine)) return kLine.size();
  const std::string_view mark = at_status_ ? "\n" : kEnd;
  const std::size_t at = rest.find(mark);
  return at == std::string_view::npos ? 0 : at + mark.size();
}

void HttpReply::on_complete() {
  if (head_.complete()) return finish(true);
  parser_ = std::make_unique<Parser>(*this);
  at_status_ = true;
}

void HttpReply::end(bool orderly) {
  if (over_) return;
  ended_ = true;
  parse_held();
  if (over_) return;
  error_code error;
  if (head_.complete()) parser_->put_eof(error);
  finish(orderly && head_.complete() && !error);
}

}  // namespace vnetprobe
