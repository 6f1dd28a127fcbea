// What would trip a newcomer: what stands in the file may be anything, an account key for one. So a
// value is kept only where it looks like what its name says, and nothing else of the text is shown.
// The names of the fields are those of the REST documents, which every SAS shows.
#include "probe/azure/sas.h"

#include <algorithm>
#include <fmt/format.h>

#include "probe/azure/percent.h"
#include "probe/azure/services.h"

namespace vnetprobe {
namespace {

constexpr std::size_t kLongest = 4096;
constexpr std::string_view kScheme = "https://";

bool only(std::string_view text, std::string_view letters, std::size_t most) {
  return !text.empty() && text.size() <= most && text.find_first_not_of(letters) == std::string_view::npos;
}

// Digits of a time, "2026-11-22T17:09:15Z", at these places.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

struct Range {
  IpAddress first{};
  IpAddress last{};
};

std::optional<Range> range_of(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = IpAddress::parse(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : IpAddress::parse(text.substr(dash + 1));
  if (!first || !last) return std::nullopt;
  return Range{*first, *last};
}

// False where the value does not look like what the name says.
bool take(std::string_view name, const std::string& value, SasFacts& facts) {
  constexpr std::string_view kRights = "racwdxyltmeopuif";
  constexpr std::string_view kResources = "bcsfdvq";
  constexpr std::string_view kDate = "0123456789-";
  struct Row {
    std::string_view name;
    std::string SasFacts::*into;
    bool right;
  };
  const Row rows[] = {
      {"sv", &SasFacts::version, only(value, kDate, 10)},
      {"ss", &SasFacts::services, only(value, "bqtf", 4)},
      {"srt", &SasFacts::resource_types, only(value, "sco", 3)},
      {"sr", &SasFacts::resource, only(value, kResources, 2)},
      {"sp", &SasFacts::permissions, only(value, kRights, kRights.size())},
      {"st", &SasFacts::starts, sas_time(value).has_value()},
      {"se", &SasFacts::expires, sas_time(value).has_value()},
      {"spr", &SasFacts::protocol, value == "https" || value == "https,http"},
      {"sip", &SasFacts::addresses, range_of(value).has_value()},
  };
  for (const Row& row : rows) {
    if (row.name != name) continue;
    if (row.right) facts.*row.into = value;
    return row.right;
  }
  if (name == "si") facts.by_policy = true;
  return true;
}

// "https://account.blob.core.windows.net/container" before the query.
bool take_url(std::string_view url, SasFacts& facts) {
  if (!url.starts_with(kScheme)) return false;
  url.remove_prefix(kScheme.size());
  const std::size_t slash = url.find('/');
  const std::string host = canonical_host(url.substr(0, slash));
  if (!is_full_host_name(host)) return false;
  facts.host = host;
  if (slash == std::string_view::npos) return true;
  const std::string_view path = url.substr(slash + 1);
  const std::string container(path.substr(0, path.find('/')));
  if (container.empty()) return true;
  if (!only(container, "abcdefghijklmnopqrstuvwxyz0123456789-$", 63)) return false;
  facts.container = container;
  return true;
}

std::string joined_letters(std::string_view missing) {
  constexpr std::pair<char, std::string_view> kWords[] = {{'r', "read"}, {'w', "write"}, {'l', "list"}};
  std::string words;
  for (const auto& [letter, word] : kWords)
    if (missing.find(letter) != std::string_view::npos)
      words += fmt::format("{}{} ({})", words.empty() ? "" : ", ", word, letter);
  return words;
}

}  // namespace

std::optional<UtcTime> sas_time(std::string_view text) {
  constexpr std::size_t kDate = 10, kMinutes = 17, kSeconds = 20;
  if (text.size() == kDate) return parse_utc(fmt::format("{}T00:00:00Z", text));
  if (text.size() == kMinutes && text.ends_with('Z') && digits(text, 14, 2))
    return parse_utc(fmt::format("{}:00Z", text.substr(0, kMinutes - 1)));
  if (text.size() < kSeconds || text.size() > kSeconds + 8) return std::nullopt;
  return parse_utc(text);
}

SasText read_sas(std::string_view text) {
  SasText read;
  SasFacts& facts = read.facts;
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (text.empty() || text.size() > kLongest || !plain) {
    facts.problem = text.empty() ? "it is empty" : "it is no single line of a SAS";
    return read;
  }
  const std::size_t mark = text.find('?');
  if (mark != std::string_view::npos && mark > 0 && !take_url(text.substr(0, mark), facts))
    facts.problem = "what stands before the ? is no https:// URL of a container";
  read.begin = mark == std::string_view::npos ? 0 : mark + 1;
  read.end = std::min(text.find('#', read.begin), text.size());
  bool is_signed = false;
  for (std::size_t at = read.begin; at < read.end;) {
    const std::size_t end = std::min(text.find('&', at), read.end);
    const std::string_view pair = text.substr(at, end - at);
    const std::size_t equals = pair.find('=');
    at = end + 1;
    if (equals == std::string_view::npos) continue;
    const std::string_view name = pair.substr(0, equals);
    const std::string_view value = pair.substr(equals + 1);
    if (name == "sig") {
      is_signed = !value.empty();
    } else if (name.size() <= 3 && !take(name, percent_decoded(value), facts) && facts.problem.empty()) {
      facts.problem = fmt::format("its field {} does not look like one",
                                  only(name, "abcdefghijklmnopqrstuvwxyz", 3) ? name : "?");
    }
  }
  if (!is_signed)
    facts.problem = "it has no signature (sig)";
  else if (facts.problem.empty() && facts.version.empty())
    facts.problem = "it has no version (sv)";
  return read;
}

bool sas_excludes(const SasFacts& sas, const IpAddress& address) {
  const auto range = range_of(sas.addresses);
  return range && (address < range->first || address > range->last);
}

std::string sas_fault(const SasFacts& sas, UtcTime now, std::string_view host, std::string_view container) {
  if (!sas.problem.empty()) return sas.problem;
  if (!sas.host.empty() && sas.host != host) return fmt::format("it is for {}", sas.host);
  if (!sas.container.empty() && !container.empty() && sas.container != container)
    return fmt::format("it is for the container {}", sas.container);
  if (const auto expires = sas_time(sas.expires); expires && *expires <= now)
    return fmt::format("it expired at {}", to_string(*expires));
  if (const auto starts = sas_time(sas.starts); starts && *starts > now)
    return fmt::format("it is not valid before {}", to_string(*starts));
  if (sas.expires.empty() && !sas.by_policy)
    return "it has no expiry (se), and no stored policy that has one";
  if (!sas.services.empty() && sas.services.find('b') == std::string::npos)
    return fmt::format("it is for the services {}, and not for blobs (b)", sas.services);
  if (!sas.resource_types.empty() && sas.resource_types.find('c') == std::string::npos)
    return fmt::format("it is for the resource types {}, and not for containers (c)", sas.resource_types);
  if (sas.resource == "b") return "it is for one blob, and a backup needs its container (sr=c)";
  std::string missing;
  for (const char letter : {'r', 'w', 'l'})
    if (sas.permissions.find(letter) == std::string::npos) missing += letter;
  // Reading alone is a use too; without list there is nothing to prove it by.
  const bool said = !sas.permissions.empty() || !sas.by_policy;
  if (said && missing.find('l') != std::string::npos)
    return fmt::format("its permissions ({}) lack {}", sas.permissions.empty() ? "none" : sas.permissions,
                       joined_letters(missing));
  if (sas.outside)
    return fmt::format("it is for the addresses {} alone, and this machine comes from another",
                       sas.addresses);
  return "";
}

}  // namespace vnetprobe
