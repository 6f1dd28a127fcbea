#include "probe/net/http_request.h"

#include <doctest/doctest.h>

namespace vnetprobe {
namespace {

TEST_CASE("shown_url") {
  struct Row {
    const char* story;
    const char* path;
    std::uint16_t port;
    bool tls;
    const char* url;
  };
  const Row rows[] = {
      {"plain", "/", 443, true, "https://h/"},
      {"a port of its own", "/x", 8443, true, "https://h:8443/x"},
      {"no TLS", "/", 80, false, "http://h/"},
      {"harmless parameters stay", "/c?restype=container&comp=list", 443, true,
       "https://h/c?restype=container&comp=list"},
      {"a SAS does not", "/c?sv=2019&sig=abc%3D&comp=list", 443, true, "https://h/c?sv=…&sig=…&comp=list"},
      {"a word alone", "/c?acl", 443, true, "https://h/c?acl"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    ContactAsk ask;
    ask.port = row.port;
    ask.tls = row.tls;
    ask.http = HttpAsk{.path = row.path};
    CHECK(shown_url(ask, "h") == row.url);
  }
}

TEST_CASE("what a request says") {
  ContactAsk ask;
  ask.port = 443;
  ask.http = HttpAsk{.path = "/a b?c"};
  CHECK(request_text(ask, "h") ==
        "GET /a%20b?c HTTP/1.1\r\nHost: h\r\nUser-Agent: vnetprobe\r\nConnection: close\r\n"
        "Accept: */*\r\n\r\n");
  ask.http->method = "POST";
  ask.http->headers = {"Accept: application/json"};
  ask.http->secret_headers = {Secret("X-Key: k")};
  ask.http->secret_query = Secret("sig=s");
  ask.http->body = Secret("a=b");
  ask.port = 8443;
  CHECK(
      request_text(ask, "fd00::1") ==
      "POST /a%20b?c&sig=s HTTP/1.1\r\nHost: [fd00::1]:8443\r\nUser-Agent: vnetprobe\r\nConnection: close\r\n"
      "Accept: application/json\r\nX-Key: k\r\nContent-Type: application/x-www-form-urlencoded\r\n"
      "Content-Length: 3\r\n\r\na=b");
  ask.http->headers = {"A: b\r\nC: d"};
  CHECK_THROWS_AS(request_text(ask, "h"), std::invalid_argument);
  ask.proxy = "http://proxy:3128";
  CHECK(connect_text(ask, "h") == "CONNECT h:8443 HTTP/1.1\r\nHost: h:8443\r\nUser-Agent: vnetprobe\r\n\r\n");
  ask.proxy = "http://user@proxy:3128";
  CHECK(connect_text(ask, "h").find("\r\nProxy-Authorization: Basic dXNlcjo=\r\n") != std::string::npos);
}

}  // namespace
}  // namespace vnetprobe
