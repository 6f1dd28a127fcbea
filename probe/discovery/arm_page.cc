#include "probe/discovery/arm_page.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "probe/plan/az_fields.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

namespace json = boost::json;

// No page of ARM's nests deeper than a few levels.
constexpr std::size_t kMaxDepth = 64;

std::optional<json::object> parsed(std::string_view body) {
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::error_code failed;
  json::value value = json::parse({body.data(), body.size()}, failed, {}, options);
  if (failed || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

// A stranger's words on one line.
std::string line_of(std::string text) {
  constexpr std::size_t kMost = 400;
  for (char& c : text)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  if (has_control(text)) return "";
  if (text.size() > kMost) {
    std::size_t end = kMost;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not within a letter
    text = text.substr(0, end) + "…";
  }
  return text;
}

}  // namespace

ArmPage read_arm_page(std::string_view body) {
  ArmPage page;
  std::optional<json::object> root = parsed(body);
  json::value* list = root ? root->if_contains("value") : nullptr;
  if (list == nullptr || !list->is_array()) {
    page.problem = "the answer is no list of Azure Resource Manager";
    return page;
  }
  page.items = std::move(list->get_array());
  page.next = az::text(*root, "nextLink");
  return page;
}

std::optional<std::string> arm_link_path(std::string_view link, std::string_view host) {
  constexpr std::string_view kScheme = "https://", kPort = ":443";
  constexpr std::size_t kMost = 8192;
  const bool plain =
      link.size() <= kMost && std::ranges::all_of(link, [](char c) { return c > ' ' && c <= '~'; });
  if (!plain || !link.starts_with(kScheme)) return std::nullopt;
  link.remove_prefix(kScheme.size());
  const std::size_t slash = link.find_first_of("/?#");
  if (slash == std::string_view::npos || link[slash] != '/') return std::nullopt;
  std::string_view authority = link.substr(0, slash);
  if (authority.ends_with(kPort)) authority.remove_suffix(kPort.size());
  if (az::lower(authority) != host) return std::nullopt;
  return std::string{link.substr(slash, link.find('#') - slash)};
}

std::string arm_error(std::string_view body) {
  const std::optional<json::object> root = parsed(body);
  const json::object* error = root ? az::object(*root, "error") : nullptr;
  if (error == nullptr) return "";
  const std::string code = line_of(std::string(az::raw_text(*error, "code")));
  const std::string message = line_of(std::string(az::raw_text(*error, "message")));
  return code.empty() || message.empty() ? code + message : code + ": " + message;
}

int retry_after_s(std::string_view header) {
  int seconds = 0;
  const auto [end, failed] = std::from_chars(header.data(), header.data() + header.size(), seconds);
  const bool whole = failed == std::errc{} && end == header.data() + header.size();
  return whole && seconds > 0 ? seconds : 0;
}

}  // namespace vnetprobe
