// What would trip a newcomer: a label is judged by where it stands, never by its looks. An account may
// be called "public" or "blob"; only the place behind it makes such a word everybody's.
#include "probe/redact/name_mask.h"

#include <algorithm>
#include <array>
#include <vector>

#include "probe/redact/known_suffixes.h"

namespace vnetprobe {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

// "pod01-fc1": a record of Azure Backup behind the vault's number (azure-facts 2.2).
bool is_record(std::string_view text) {
  constexpr std::string_view kPod = "pod";
  if (!text.starts_with(kPod)) return false;
  text.remove_prefix(kPod.size());
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos || !all_digits(text.substr(0, dash)) || dash > 3) return false;
  const std::string_view role = text.substr(dash + 1);
  return !role.empty() && role.size() <= 8 && is_letter(role.front()) &&
         std::ranges::all_of(role, [](char c) { return is_letter(c) || is_digit(c); });
}

// "pod01ecs1" in the name of a storage account of Azure Backup's own (azure-facts 2.2); "" for none.
std::string_view pod_part(std::string_view label) {
  constexpr std::array<std::string_view, 3> kRoles = {"ecs", "prot", "fab"};
  for (std::size_t at = label.find("pod"); at != std::string_view::npos; at = label.find("pod", at + 1)) {
    const std::string_view rest = label.substr(at + 3);
    if (rest.size() < 3 || !is_digit(rest[0]) || !is_digit(rest[1])) continue;
    for (const std::string_view role : kRoles)
      if (rest.substr(2).starts_with(role) && rest.size() > 2 + role.size() &&
          is_digit(rest[2 + role.size()]))
        return label.substr(at, 3 + 2 + role.size() + 1);
  }
  return {};
}

// Zone of a storage account or disk: z01 (azure-facts 2.5).
bool is_dns_zone_label(std::string_view label) {
  return label.starts_with('z') && all_digits(label.substr(1));
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t dot = text.find('.');
    parts.push_back(text.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

bool is_place(std::string_view label) {
  constexpr std::array<std::string_view, 14> kPlaces = {"com",      "net",    "org",  "info",       "local",
                                                        "internal", "lan",    "corp", "arpa",       "invalid",
                                                        "test",     "intern", "home", "localdomain"};
  return std::ranges::find(kPlaces, label) != kPlaces.end();
}

bool is_well_known_host(std::string_view name) {
  const std::string lower = lower_case(name);
  return is_kept_name(lower) || known_suffix(lower).own;
}

std::string NameMask::label(std::string_view text) {
  std::string word = lower_case(text);
  if (word.empty() || word == "*" || word == "localhost") return word;
  if (const auto address = IpAddress::parse(text)) return addresses_(*address).to_string();
  constexpr std::string_view kVaultMark = "-ab-";
  const std::size_t mark = word.find(kVaultMark);
  if (mark != std::string::npos && is_record(std::string_view(word).substr(mark + kVaultMark.size())))
    return label(word.substr(0, mark)) + word.substr(mark);
  if (is_record(word)) return word;
  replaced_.insert(word);
  if (is_guid(word)) return names_.guid(word);
  if (all_digits(word)) return names_.number(word);
  const std::string_view pod = pod_part(word);
  return names_.word(word) + std::string(pod);
}

std::string NameMask::labels(std::string_view left, bool backup, bool store) {
  constexpr std::array<std::string_view, 6> kServices = {"blob", "queue", "file", "table", "dfs", "web"};
  const std::vector<std::string_view> parts = split(left);
  std::string made;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string_view part = parts[i];
    const bool last = i + 1 == parts.size();
    const bool kept = part == "privatelink" || (backup && last) || (i > 0 && part == "public") ||
                      (i > 0 && is_dns_zone_label(part)) ||
                      (store && !last && std::ranges::find(kServices, part) != kServices.end());
    made += (i > 0 ? "." : "") + (kept ? std::string(part) : label(part));
  }
  return made;
}

std::string NameMask::host(std::string_view text) {
  if (text.empty()) return {};
  if (const auto address = IpAddress::parse(text)) return addresses_(*address).to_string();
  std::string name = lower_case(text);
  std::string before, after;
  if (name.starts_with('.')) before = ".", name.erase(0, 1);
  if (name.ends_with('.')) after = ".", name.pop_back();
  if (name.empty() || is_well_known_host(name)) return before + name + after;
  const KnownSuffix suffix = known_suffix(name);
  if (!suffix.name.empty()) {
    const std::string_view left = std::string_view(name).substr(0, name.size() - suffix.name.size() - 1);
    return before + labels(left, suffix.backup, suffix.store) + "." + std::string(suffix.name) + after;
  }
  const std::vector<std::string_view> parts = split(name);
  if (parts.size() == 1) return before + label(name) + after;
  std::string made;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool kept = (i + 1 == parts.size() && is_place(parts[i])) || parts[i] == "privatelink";
    made += (i > 0 ? "." : "") + (kept ? std::string(parts[i]) : label(parts[i]));
  }
  return before + made + after;
}

}  // namespace vnetprobe
