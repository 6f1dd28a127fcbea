// The pure corners of the room: text of strangers, and where a proxy is.
#include <doctest/doctest.h>

#include "probe/net/clean_text.h"
#include "probe/net/proxy.h"

namespace vnetprobe {
namespace {

TEST_CASE("clean_line and clean_block") {
  struct Row {
    const char* story;
    std::string text;
    std::string line;
  };
  const Row rows[] = {
      {"plain", "CN=a", "CN=a"},
      {"beyond ASCII", "Zürich €", "Zürich €"},
      {"an escape code", "\x1b[0m", R"(\x1b[0m)"},
      {"a zero", std::string("a\0b", 3), R"(a\x00b)"},
      {"DEL and C1", "\x7f\xc2\x85", R"(\x7f\x85)"},
      {"right to left", "a\u202eb", R"(a\u202eb)"},
      {"no UTF-8", "a\xff", "a\uFFFD"},
      {"an overlong slash", "\xc0\xaf", "\uFFFD\uFFFD"},
      {"a surrogate", "\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},
      {"a character that is cut", "\xe2\x82", "\uFFFD\uFFFD"},
      {"beyond Unicode", "\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    CHECK(clean_line(row.text, 100) == row.line);
    CHECK(clean_block(row.text, 100) == row.line);
  }
  CHECK(clean_line("a\r\n\tb", 100) == R"(a\x0d\x0a\x09b)");
  CHECK(clean_block("a\r\n\tb", 100) == "a\r\n\tb");
  CHECK(clean_line("ab€", 4) == "ab");  // never half a character
  CHECK(clean_line("abc\x01", 5) == "abc");
}

TEST_CASE("parse_proxy and without_credentials") {
  struct Row {
    const char* story;
    const char* url;
    const char* host;
    std::uint16_t port;  // 0: no proxy
    const char* credentials;
    const char* shown;
  };
  const Row rows[] = {
      {"whole", "http://proxy.example:3128", "proxy.example", 3128, "", "http://proxy.example:3128"},
      {"no scheme", "proxy.example:3128", "proxy.example", 3128, "", "proxy.example:3128"},
      {"no port", "http://proxy.example/", "proxy.example", 1080, "", "http://proxy.example/"},
      {"a password", "http://u:p@proxy.example:8080/", "proxy.example", 8080, "u:p",
       "http://proxy.example:8080/"},
      {"a password with an at sign", "http://u:p@q@proxy.example:1", "proxy.example", 1, "u:p@q",
       "http://proxy.example:1"},
      {"a password with a slash", "http://u:p/q@proxy.example:1", "proxy.example", 1, "u:p/q",
       "http://proxy.example:1"},
      {"a password and no scheme", "u:p@proxy.example:1", "proxy.example", 1, "u:p", "proxy.example:1"},
      {"IPv6", "http://[fd00::1]:3128", "fd00::1", 3128, "", "http://[fd00::1]:3128"},
      {"another scheme", "socks5://p:1", "", 0, "", "socks5://p:1"},
      {"no host", "http://:3128", "", 0, "", "http://:3128"},
      {"a port too high", "http://p:65536", "", 0, "", "http://p:65536"},
      {"a port of letters", "http://p:x", "", 0, "", "http://p:x"},
      {"a bracket left open", "http://[fd00::1", "", 0, "", "http://[fd00::1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    const auto proxy = parse_proxy(row.url);
    CHECK(proxy.has_value() == (row.port != 0));
    if (proxy) {
      CHECK(proxy->host == row.host);
      CHECK(proxy->port == row.port);
      CHECK(proxy->credentials == row.credentials);
    }
    CHECK(without_credentials(row.url) == row.shown);
  }
}

}  // namespace
}  // namespace vnetprobe
