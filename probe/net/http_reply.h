// One HTTP/1.1 answer, read out of the bytes of a connection, from anyone: interim answers, the head, and as
// much of the body as is wanted (RFC 9112 sections 6 to 8). Boost.Beast reads; no socket is touched.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "probe/net/http_head.h"

namespace vnetprobe {

inline constexpr std::size_t kMaxHead = 64 * 1024;  // of all heads, interim ones included

class HttpReply {
 public:
  enum class Fault { none, not_http, too_long };

  // `bodiless`: to a HEAD or a CONNECT, where nothing follows the head whatever it says.
  HttpReply(bool bodiless, std::size_t max_body);
  ~HttpReply();
  HttpReply(const HttpReply&) = delete;
  HttpReply& operator=(const HttpReply&) = delete;

  // Before the first byte: the body may hold a token, and leaves no copy in memory.
  void hold_secret();

  // Says how many it took: all of them, unless the answer is over. What follows one that went wrong is
  // nobody's, and is taken or not.
  std::size_t feed(std::string_view bytes);
  // The connection has ended; `orderly` where the far end said so (by close_notify, where there is TLS).
  void end(bool orderly);

  bool over() const { return over_; }
  const HttpHead& head() const { return head_; }
  // Why there is no head; what is wrong behind one makes the body less than whole, and no more.
  Fault fault() const { return fault_; }
  // What is wrong with it in the parser's words, or "".
  const std::string& why() const { return why_; }
  const std::string& body() const { return body_; }
  std::string take_body();
  bool whole() const { return whole_; }

 private:
  class Parser;

  void parse_held();
  std::size_t ready_part(std::string_view rest) const;
  void on_complete();
  void finish(bool whole);
  void fail(Fault fault, const std::string& why);

  const bool bodiless_;
  const std::size_t max_body_;
  bool secret_ = false;
  std::unique_ptr<Parser> parser_;
  std::string held_{};     // what the parser wants to see again, with more behind it
  std::size_t heads_ = 0;  // bytes
  bool at_status_ = true;  // a status line comes next
  HttpHead head_{};
  Fault fault_ = Fault::none;
  std::string why_{};
  std::string body_{};
  bool ended_ = false;  // nothing comes any more
  bool over_ = false;
  bool whole_ = false;
};

}  // namespace vnetprobe
