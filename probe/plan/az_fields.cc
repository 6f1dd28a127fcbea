#include "probe/plan/az_fields.h"

#include <algorithm>
#include <boost/json.hpp>

#include "probe/azure/services.h"
#include "probe/plan/text_guard.h"

namespace vnetprobe::az {
namespace {

namespace json = boost::json;

std::vector<std::string_view> segments(std::string_view id) {
  std::vector<std::string_view> all;
  while (!id.empty()) {
    const std::size_t slash = id.find('/');
    if (slash != 0) all.push_back(id.substr(0, slash));
    if (slash == std::string_view::npos) break;
    id.remove_prefix(slash + 1);
  }
  return all;
}

bool is_number(std::string_view text) {
  return text.size() >= 10 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

const json::value* field(const json::object& from, std::string_view name) {
  if (const json::value* nested = from.if_contains("properties"); nested != nullptr && nested->is_object())
    if (const json::value* found = nested->get_object().if_contains(name);
        found != nullptr && !found->is_null())
      return found;
  const json::value* found = from.if_contains(name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

const json::object* object(const json::object& from, std::string_view name) {
  const json::value* found = field(from, name);
  return found == nullptr ? nullptr : found->if_object();
}

std::vector<const json::object*> objects(const json::object& from, std::string_view name) {
  std::vector<const json::object*> all;
  const json::value* found = field(from, name);
  if (found == nullptr || !found->is_array()) return all;
  for (const json::value& each : found->get_array())
    if (const json::object* one = each.if_object()) all.push_back(one);
  return all;
}

std::string_view raw_text(const json::object& from, std::string_view name) {
  const json::value* found = field(from, name);
  return found == nullptr || !found->is_string() ? std::string_view{} : std::string_view(found->get_string());
}

std::string text(const json::object& from, std::string_view name) {
  return without_controls(raw_text(from, name));
}

std::string text(const json::object& from, std::string_view name, std::string_view other) {
  std::string found = text(from, name);
  return found.empty() ? text(from, other) : found;
}

std::vector<std::string> texts(const json::object& from, std::string_view name) {
  std::vector<std::string> all;
  const json::value* found = field(from, name);
  if (found == nullptr || !found->is_array()) return all;
  for (const json::value& each : found->get_array())
    if (each.is_string()) all.push_back(without_controls(each.get_string()));
  return all;
}

std::vector<IpAddress> addresses(const json::object& from, std::string_view name) {
  std::vector<IpAddress> all;
  for (const std::string& each : texts(from, name))
    if (const auto address = IpAddress::parse(each)) all.push_back(*address);
  return all;
}

std::string id_in(const json::object& from, std::string_view name) {
  const json::object* found = object(from, name);
  return found == nullptr ? "" : id(text(*found, "id"));
}

std::string name_of(const json::object& from) {
  std::string name = text(from, "name");
  return name.empty() ? last_of(id(text(from, "id"))) : name;
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string id(std::string_view text) {
  while (text.ends_with('/')) text.remove_suffix(1);
  return lower(text);
}

std::string type_of(std::string_view id) {
  constexpr std::string_view kMark = "/providers/";
  const std::size_t mark = id.rfind(kMark);
  if (mark == std::string_view::npos) return "";
  const auto parts = segments(id.substr(mark + kMark.size()));
  if (parts.size() < 3) return "";
  std::string type{parts[0]};
  for (std::size_t i = 1; i < parts.size(); i += 2) {
    type += '/';
    type += parts[i];
  }
  return type;
}

std::string last_of(std::string_view id) {
  const auto parts = segments(id);
  return parts.empty() ? "" : std::string{parts.back()};
}

std::string segment_after(std::string_view id, std::string_view segment) {
  const auto parts = segments(id);
  for (std::size_t i = 0; i + 1 < parts.size(); ++i)
    if (parts[i] == segment) return std::string{parts[i + 1]};
  return "";
}

std::string vault_number(std::string_view connection) {
  std::vector<std::string_view> parts;
  for (std::string_view rest = connection;;) {
    const std::size_t dot = rest.find('.');
    parts.push_back(rest.substr(0, dot));
    if (dot == std::string_view::npos) break;
    rest.remove_prefix(dot + 1);
  }
  for (std::size_t i = 0; i + 1 < parts.size(); ++i)
    if (is_number(parts[i]) && parts[i + 1] == "backup") return std::string{parts[i]};
  return "";
}

void add_name(std::vector<AzName>& names, const std::string& fqdn, const std::vector<IpAddress>& ip) {
  if (!is_full_host_name(fqdn)) return;
  auto known = std::ranges::find(names, fqdn, &AzName::fqdn);
  if (known == names.end()) known = names.insert(names.end(), AzName{fqdn, {}});
  for (const IpAddress& each : ip)
    if (std::ranges::find(known->ip, each) == known->ip.end()) known->ip.push_back(each);
}

}  // namespace vnetprobe::az
