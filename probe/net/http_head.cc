#include "probe/net/http_head.h"

#include <algorithm>

#include "probe/net/clean_text.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kMaxName = 256;
constexpr std::size_t kMaxValue = 8 * 1024;

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

}  // namespace

void HttpHead::begin(int status, std::string_view reason) {
  status_ = status;
  reason_ = clean_line(reason, kMaxValue);
  headers_.clear();
}

void HttpHead::add(std::string_view name, std::string_view value) {
  const std::string known = lower(name);
  headers_.push_back(
      {.name = clean_line(known, kMaxName), .value = clean_line(shown_value(known, value), kMaxValue)});
}

}  // namespace vnetprobe
