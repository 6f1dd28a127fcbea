// What would trip a newcomer: a URL without its scheme, "acct.blob.core.windows.net/c?sv=…&sig=…", has
// a "=" in it too. So the name is cut at the first character that a name cannot have before anything
// else is looked at, and no message repeats what stood behind it.
#include "probe/plan/name_argument.h"

#include <algorithm>
#include <charconv>
#include <fmt/core.h>
#include <optional>
#include <string>
#include <vector>

#include "probe/azure/nearest.h"
#include "probe/azure/regions.h"
#include "probe/azure/services.h"
#include "probe/azure/suffixes.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe {
namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t found = text.find(at);
    parts.push_back(text.substr(0, found));
    if (found == std::string_view::npos) return parts;
    text.remove_prefix(found + 1);
  }
}

// The last `count` labels; "" when there are not more than that.
std::string_view last_labels(std::string_view host, std::size_t count) {
  std::size_t start = host.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (start == 0) return {};
    start = host.rfind('.', start - 1);
    if (start == std::string_view::npos) return {};
  }
  return host.substr(start + 1);
}

// "com" for "net" is three letters; more than that is another name.
constexpr std::size_t kMostTypos = 3;

std::size_t length_apart(std::string_view a, std::string_view b) {
  return std::max(a.size(), b.size()) - std::min(a.size(), b.size());
}

// A letter that the word lacks is an edit of its own: most names have too many of them.
bool may_be_privatelink(std::string_view label) {
  constexpr std::size_t kMostEdits = 2;
  const auto strange = [](char c) { return kPrivatelink.find(c) == std::string_view::npos; };
  return length_apart(label, kPrivatelink) <= kMostEdits &&
         static_cast<std::size_t>(std::ranges::count_if(label, strange)) <= kMostEdits;
}

struct Meant {
  std::string host{};
  std::size_t typos = kMostTypos + 1;
};

void try_suffix(std::string_view host, std::string_view suffix, Meant& best) {
  const std::size_t count = static_cast<std::size_t>(std::ranges::count(suffix, '.')) + 1;
  // A dot too many or too few is a typing error like any other.
  for (const std::size_t labels : {count, count - 1, count + 1}) {
    const std::string_view typed = last_labels(host, labels);
    // A distance is never less than the difference in length, and costs the product of both.
    if (typed.empty() || length_apart(typed, suffix) >= best.typos) continue;
    const std::size_t typos = edit_distance(typed, suffix, best.typos);
    if (typos == 0 || typos >= best.typos) continue;
    const std::string meant = std::string{host.substr(0, host.size() - typed.size())} + std::string{suffix};
    if (classify_host(meant).known) best = {meant, typos};
  }
}

// The name that was meant, where one letter or three make it a name of a known service.
std::string meant_by(const std::string& host, const HostKind& kind) {
  for (std::size_t at = 0, end = 0; end != std::string::npos; at = end + 1) {
    end = host.find('.', at);
    const std::string_view label = std::string_view(host).substr(at, end - at);
    if (!may_be_privatelink(label)) continue;
    const std::size_t typos = edit_distance(label, kPrivatelink, 2);
    if (typos == 0 || typos > 2) continue;
    std::string meant = host;
    meant.replace(at, label.size(), kPrivatelink);
    if (classify_host(meant).known) return meant;
  }
  if (kind.known) return "";
  Meant best;
  for (const PlainSuffix& row : kPlainSuffixes) try_suffix(host, row.suffix, best);
  for (const CloudSuffixes& row : kCloudSuffixes)
    for (const std::string_view suffix : {row.backup, row.key_vault, row.sql}) try_suffix(host, suffix, best);
  return best.typos <= kMostTypos ? best.host : "";
}

std::string wrong_geo(const std::string& host, const HostKind& kind) {
  if (kind.service != Service::backup || region_of_geo(kind.cloud, kind.geo)) return "";
  if (const auto geo = geo_of_region(kind.cloud, kind.geo))
    return fmt::format("{}: `{}` is a region, and Backup writes its geo code; did you mean `{}`?", host,
                       kind.geo, *geo);
  return "";
}

std::string note_on(const std::string& host, const HostKind& kind) {
  if (!kind.known)
    return fmt::format("{}: of no service that the probe knows; judged as a plain private endpoint", host);
  if (kind.service == Service::backup && !region_of_geo(kind.cloud, kind.geo))
    return fmt::format("{}: `{}` is not a geo code that the probe knows; taken as it is", host, kind.geo);
  return "";
}

std::optional<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || stopped != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

// What stands between the scheme and the path, user and port taken off.
std::variant<NameArgument, std::string> read_authority(std::string_view text) {
  text = text.substr(0, text.find_first_of("/?#\\"));
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) text.remove_prefix(at + 1);
  const std::size_t colon = text.find(':');
  auto read = read_typed_name(text.substr(0, colon));
  NameArgument* named = std::get_if<NameArgument>(&read);
  if (named == nullptr || colon == std::string_view::npos) return read;
  const auto port = read_port(text.substr(colon + 1));
  if (!port) return fmt::format("{}: behind the colon stands a port from 1 to 65535", named->endpoint.fqdn);
  named->endpoint.port = *port;
  return read;
}

}  // namespace

std::variant<NameArgument, std::string> read_typed_name(std::string_view name) {
  std::string host = canonical_host(name);
  if (IpAddress::parse(host))
    return fmt::format("{}: an address; give the name, and the address after it: NAME={}", host, host);
  if (!is_full_host_name(host))
    return fmt::format("{}: not a host name; give the full name, as the portal's DNS page prints it",
                       shown(name));
  HostKind kind = classify_host(host);
  if (host.starts_with("privatelink.") || kind.resource == kPrivatelink)
    return fmt::format("{}: a zone; give the names in it", host);
  if (std::string wrong = wrong_geo(host, kind); !wrong.empty()) return wrong;
  if (const std::string meant = meant_by(host, kind); !meant.empty())
    return fmt::format(
        "{}: did you mean {}? (if the name is right, list it under `endpoints` of a plan file)", host, meant);
  NameArgument named;
  named.note = note_on(host, kind);
  named.endpoint.fqdn = std::move(host);
  named.kind = std::move(kind);
  return named;
}

std::variant<NameArgument, std::string> read_name_argument(std::string_view text) {
  if (const std::size_t scheme = text.find("://"); scheme != std::string_view::npos)
    return read_authority(text.substr(scheme + 3));
  const std::size_t mark = text.find('=');
  if (text.find_first_of("/?#@") < mark) return read_authority(text);
  auto read = read_typed_name(text.substr(0, mark));
  NameArgument* named = std::get_if<NameArgument>(&read);
  if (named == nullptr || mark == std::string_view::npos) return read;
  for (const std::string_view each : split(text.substr(mark + 1), ',')) {
    const auto address = IpAddress::parse(each);
    if (!address)
      return fmt::format("{}: after = come IP addresses, separated by commas", named->endpoint.fqdn);
    if (std::ranges::find(named->endpoint.ip, *address) == named->endpoint.ip.end())
      named->endpoint.ip.push_back(*address);
  }
  return read;
}

}  // namespace vnetprobe
