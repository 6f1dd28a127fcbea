#include "probe/net/http_reply.h"

#include <doctest/doctest.h>

namespace vnetprobe {
namespace {

TEST_CASE("where an answer ends") {
  struct Row {
    const char* story;
    std::string bytes;
    std::string body;
    bool over;         // before the connection ends
    bool whole;        // after it has ended in order
    std::size_t left;  // bytes that are none of it
  };
  const std::string ok = "HTTP/1.1 200 OK\r\n", chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  const Row rows[] = {
      {"a length", ok + "Content-Length: 5\r\n\r\nhello!", "hello", true, true, 1},
      {"a length of nothing", ok + "Content-Length: 0\r\n\r\n!", "", true, true, 1},
      {"less than the length", ok + "Content-Length: 6\r\n\r\nhello", "hello", false, false, 0},
      {"no length", ok + "\r\nhello", "hello", false, true, 0},
      {"the same length twice", ok + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhello", "he", true, true,
       3},
      {"more than is wanted", ok + "\r\nhello, world", "hello, w", true, false, 0},
      {"just what is wanted", ok + "Content-Length: 8\r\n\r\nhello, w", "hello, w", true, true, 0},
      {"chunks", chunked + "2\r\nhe\r\n3;a=b\r\nllo\r\n0\r\nX: y\r\n\r\n!", "hello", true, true, 1},
      {"chunks are the last of two codings",
       ok + "Transfer-Encoding: gzip, Chunked\r\n\r\n2\r\nhe\r\n0\r\n\r\n", "he", true, true, 0},
      {"what wants to be a header in a trailer", chunked + "2\r\nhe\r\n0\r\nContent-Length: five\r\n\r\n",
       "he", true, false, 0},
      {"a trailer without end", chunked + "0\r\nX: " + std::string(kMaxHead, 'x'), "", true, false, 0},
      {"words without end beside a chunk's size", chunked + "2;" + std::string(kMaxHead, 'x'), "", true,
       false, 0},
      {"no chunk but the last", chunked + "0\r\n\r\n", "", true, true, 0},
      {"a chunk that is cut", chunked + "64\r\nhe", "he", false, false, 0},
      {"no end of the chunks", chunked + "2\r\nhe\r\n", "he", false, false, 0},
      {"a chunk without its end", chunked + "2\r\nhello\r\n0\r\n\r\n", "he", true, false, 0},
      {"a chunk of no size", chunked + "\r\nhe\r\n", "", true, false, 0},
      {"a chunk of a size beyond all", chunked + "10000000000000000\r\nhe", "", true, false, 0},
      {"no content", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello", "", true, true, 5},
      {"not modified", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello", "", true, true, 5},
      {"another protocol", "HTTP/1.1 101 Switching Protocols\r\n\r\nhello", "", true, true, 5},
  };
  for (const Row& row : rows) {
    // Byte by byte a head without end takes its time.
    const std::size_t little = row.bytes.size() > kMaxHead ? 1000 : 1;
    for (const std::size_t at_once : {row.bytes.size(), little, 3 * little}) {
      CAPTURE(std::string(row.story));
      CAPTURE(at_once);
      HttpReply reply(false, 8);
      std::size_t taken = 0;
      while (taken < row.bytes.size() && !reply.over())
        taken += reply.feed(std::string_view(row.bytes).substr(taken, at_once));
      CHECK(reply.over() == row.over);
      // What goes beyond the limit, or cannot be read, is thrown away as it came.
      if (row.whole || !row.over) CHECK(row.bytes.size() - taken == row.left);
      reply.end(true);
      CHECK(reply.head().complete());
      CHECK(reply.body() == row.body);
      CHECK(reply.whole() == row.whole);
    }
  }
}

TEST_CASE("an end that nobody announced makes a body less than whole") {
  HttpReply reply(false, 8);
  reply.feed("HTTP/1.1 200 OK\r\n\r\nhello");
  reply.end(false);
  CHECK(reply.body() == "hello");
  CHECK_FALSE(reply.whole());
}

TEST_CASE("what has no head") {
  using Fault = HttpReply::Fault;
  struct Row {
    const char* story;
    std::string bytes;
    Fault fault;
    bool over;  // before the connection ends
  };
  const Row rows[] = {
      {"nothing", "", Fault::none, false},
      {"a beginning", "HTT", Fault::none, false},
      {"another word", "HTML", Fault::not_http, true},
      {"no status", "HTTP/1.1 fine\r\n\r\n", Fault::not_http, true},
      {"a header without a colon", "HTTP/1.1 200 OK\r\nServer\r\n\r\n", Fault::not_http, true},
      {"a NUL", std::string("HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", 25), Fault::not_http, true},
      {"a header of two lines", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n", Fault::none, false},
      {"line feeds alone", "HTTP/1.1 200 OK\nA: b\n\n", Fault::not_http, true},
      {"a version to come", "HTTP/2 204\r\n\r\n", Fault::not_http, true},
      {"a status below all", "HTTP/1.1 099 \r\n\r\n", Fault::not_http, true},
      {"a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello", Fault::not_http,
       true},
      {"a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello", Fault::not_http, true},
      {"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhello",
       Fault::not_http, true},
      {"a length beside chunks",
       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Fault::not_http,
       true},
      {"a control character in a header", "HTTP/1.1 200 OK\r\nA: \x1b[0m\r\n\r\n", Fault::not_http, true},
      {"something else behind an interim answer", "HTTP/1.1 100 Continue\r\n\r\nServer: a\r\n",
       Fault::not_http, true},
      {"a line beyond all", "HTTP/1.1 200 " + std::string(kMaxHead, 'x'), Fault::too_long, true},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.story));
    HttpReply reply(false, 8);
    reply.feed(row.bytes);
    CHECK(reply.over() == row.over);
    reply.end(true);
    CHECK_FALSE(reply.head().complete());
    CHECK(reply.fault() == row.fault);
    CHECK_FALSE(reply.whole());
  }
}

TEST_CASE("what is wrong with a head is told") {
  HttpReply reply(false, 8);
  reply.feed("HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n");
  CHECK(reply.why() == "bad Content-Length");
}

TEST_CASE("an interim answer leaves nothing behind") {
  HttpReply reply(false, 8);
  reply.feed("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 204 \r\nX-Empty:\r\n\r\n");
  CHECK(reply.over());
  const HttpHead& head = reply.head();
  CHECK(head.complete());
  CHECK(head.status() == 204);
  CHECK(head.reason() == "");
  REQUIRE(head.headers().size() == 1);
  CHECK(head.headers()[0].name == "x-empty");
}

TEST_CASE("headers without what lets somebody in") {
  struct Row {
    const char* name;
    const char* came;
    const char* value;
  };
  const Row rows[] = {
      {"Set-Cookie", "session=0123; Path=/", "session=…"},
      {"Set-Cookie", "nameless", "nameless=…"},
      {"Location", "https://user:secret@portal.example/login?token=1#x", "https://portal.example/login?…"},
      {"Location", "https://portal.example/a@b", "https://portal.example/a@b"},
      {"Location", "/login?token=1", "/login?…"},
      {"Location", "/login#token=1", "/login?…"},
      {"Refresh", "0; url=https://user@portal.example/", "0; url=https://portal.example/"},
      {"X-Url", "https://portal.example/?a=b", "https://portal.example/?a=b"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.came);
    HttpHead head;
    head.add(row.name, row.came);
    CHECK(head.headers().at(0).value == row.value);
  }
}

}  // namespace
}  // namespace vnetprobe
