// A newcomer would count headers of one answer. A server may send interim answers (100, 103)
// without end, so what is bounded is all that came before the body.
#include "probe/net/http_head.h"

#include <algorithm>

#include "probe/net/clean_text.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxName = 256;
constexpr std::size_t kMaxValue = 8 * 1024;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

// A URL without what lets somebody in: credentials before the host, a token or a signature behind '?'.
std::string without_keys(std::string_view url) {
  std::string out;
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) {
    out = url.substr(0, scheme + 3);
    url.remove_prefix(scheme + 3);
    const std::size_t at = url.substr(0, url.find_first_of("/?#")).rfind('@');
    if (at != std::string_view::npos) url.remove_prefix(at + 1);
  }
  const std::size_t key = url.find_first_of("?#");
  out += url.substr(0, key);
  if (key != std::string_view::npos) out += "?…";
  return out;
}

// A session of whoever stands in the way, and links that carry a right, are nobody's evidence.
std::string shown_value(std::string_view name, std::string_view value) {
  if (name.starts_with("set-cookie")) return std::string(value.substr(0, value.find('='))) + "=…";
  if (name == "location" || name == "content-location" || name == "refresh") return without_keys(value);
  return std::string(value);
}

// 0 when there is none.
int status_in(std::string_view line) {
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || line.size() - blank < 4) return 0;
  int status = 0;
  for (const char c : line.substr(blank + 1, 3)) {
    if (c < '0' || c > '9') return 0;
    status = status * 10 + (c - '0');
  }
  return status;
}

}  // namespace

bool HttpHead::take(std::string_view line) {
  taken_ += line.size();
  if (taken_ > kMaxHead) return false;
  if (line.starts_with("HTTP/")) {
    status_ = status_in(line);
    headers_.clear();
    complete_ = false;
    const std::size_t status_at = line.find(' ');
    reason_ = status_ == 0 ? "" : clean_line(trimmed(line.substr(status_at + 4)), kMaxValue);
    return true;
  }
  if (trimmed(line).empty()) {
    complete_ = status_ >= 200 || status_ == 101;
    return true;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return true;
  const std::string name = lower(trimmed(line.substr(0, colon)));
  headers_.push_back({.name = clean_line(name, kMaxName),
                      .value = clean_line(shown_value(name, trimmed(line.substr(colon + 1))), kMaxValue)});
  return true;
}

}  // namespace vnetprobe
