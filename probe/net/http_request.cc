// A newcomer would put the text together piece by piece. A string that grows leaves its beginnings in memory
// that is handed out again, and there may be a token among them.
#include "probe/net/http_request.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <initializer_list>
#include <openssl/evp.h>
#include <stdexcept>
#include <vector>

#include "probe/azure/percent.h"
#include "probe/net/clean_text.h"
#include "probe/net/proxy.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxShown = 500;
constexpr std::string_view kLineEnd = "\r\n";

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : fmt::format("[{}]", host);
}

std::string authority(const std::string& host, std::uint16_t port, bool tls) {
  return port == (tls ? 443 : 80) ? bracketed(host) : host_and_port(host, port);
}

std::string concatenated(const std::vector<std::string_view>& pieces) {
  std::size_t size = 0;
  for (const std::string_view piece : pieces) size += piece.size();
  std::string text;
  text.reserve(size);
  for (const std::string_view piece : pieces) text += piece;
  return text;
}

// A line that holds another line's end would be two of them.
std::string_view one_line(std::string_view text) {
  if (text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
    throw std::invalid_argument("a line of a request holds the end of a line");
  return text;
}

// What would end the request line early is escaped; all else goes as it was written.
std::string request_target(std::string_view path) {
  constexpr unsigned char kBlank = 0x20, kDelete = 0x7F;
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= kBlank || byte == kDelete)
      out += fmt::format("%{:02X}", byte);
    else
      out += c;
  }
  return out;
}

std::string base64(std::string_view text) {
  std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');  // with the NUL that is written behind it
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes, static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace

std::string host_and_port(const std::string& host, std::uint16_t port) {
  return fmt::format("{}:{}", bracketed(host), port);
}

std::string request_text(const ContactAsk& ask, const std::string& host) {
  const HttpAsk& http = ask.http.value();
  const std::string host_line = authority(host, ask.port, ask.tls);
  const std::string length = std::to_string(http.body.size());
  const std::string target = request_target(http.path);
  std::vector<std::string_view> pieces = {one_line(http.method), " ", target};
  if (!http.secret_query.empty()) {
    pieces.push_back(http.path.find('?') == std::string::npos ? "?" : "&");
    pieces.push_back(one_line(http.secret_query.reveal()));
  }
  const auto add = [&pieces](std::initializer_list<std::string_view> more) {
    pieces.insert(pieces.end(), more);
  };
  // One request a connection, and the far end is told so (RFC 9112 section 9.6).
  add({" HTTP/1.1\r\nHost: ", one_line(host_line), "\r\nUser-Agent: vnetprobe\r\nConnection: close\r\n"});
  const bool says_accept = std::any_of(http.headers.begin(), http.headers.end(),
                                       [](const std::string& line) { return line.starts_with("Accept:"); });
  if (!says_accept) add({"Accept: */*\r\n"});
  for (const std::string& header : http.headers) add({one_line(header), kLineEnd});
  for (const Secret& header : http.secret_headers) add({one_line(header.reveal()), kLineEnd});
  // The only bodies are the forms of RFC 6749.
  if (!http.body.empty())
    add({"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ", length, kLineEnd});
  add({kLineEnd, http.body.reveal()});
  return concatenated(pieces);
}

std::string connect_text(const ContactAsk& ask, const std::string& host) {
  const std::string to = host_and_port(host, ask.port);
  std::vector<std::string_view> pieces = {"CONNECT ", one_line(to), " HTTP/1.1\r\nHost: ", to,
                                          "\r\nUser-Agent: vnetprobe\r\n"};
  const auto proxy = parse_proxy(ask.proxy);
  std::string words;
  std::string told;
  if (proxy && !proxy->credentials.empty()) {
    words = percent_decoded(proxy->credentials);
    if (words.find(':') == std::string::npos) words += ':';  // there was room for it
    told = base64(words);
    wipe(words);
    pieces.insert(pieces.end(), {"Proxy-Authorization: Basic ", told, kLineEnd});
  }
  pieces.push_back(kLineEnd);
  std::string text = concatenated(pieces);
  wipe(told);
  return text;
}

std::string shown_url(const ContactAsk& ask, const std::string& host) {
  const std::string path = ask.http ? ask.http->path : "/";
  const bool hides = ask.http && !ask.http->secret_query.empty();
  std::string url = fmt::format("{}://{}", ask.tls ? "https" : "http", authority(host, ask.port, ask.tls));
  const std::size_t query = path.find('?');
  url += clean_line(path.substr(0, query), kMaxShown);
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
    url += clean_line(harmless ? pair : name, kMaxShown);
    if (!harmless) url += "=…";
    mark = '&';
    at = end + 1;
  }
  if (hides) url += "&…";
  return url;
}

}  // namespace vnetprobe
