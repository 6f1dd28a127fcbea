// What of json_fields.h needs no template. A port is always written, so the default that
// SocketAddress::parse wants matters only for reports that other programs wrote: 53, as in plans.
#include "reports/json_fields.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace vnetprobe {

namespace {

template <class T>
bool keep(const std::optional<T>& parsed, T& value) {
  if (parsed) value = *parsed;
  return parsed.has_value();
}

}  // namespace

std::string text_of(const IpAddress& value) { return value.to_string(); }
std::string text_of(const Cidr& value) { return value.to_string(); }
std::string text_of(const SocketAddress& value) { return value.to_string(); }
std::string text_of(const UtcTime& value) { return to_string(value); }

bool parse_text(std::string_view text, IpAddress& value) { return keep(IpAddress::parse(text), value); }
bool parse_text(std::string_view text, Cidr& value) { return keep(Cidr::parse(text), value); }
// A question whose server another program left out is written with port 0, and must be readable again.
bool parse_text(std::string_view text, SocketAddress& value) {
  const SocketAddress left_out;
  const auto parsed = text == left_out.to_string() ? left_out : SocketAddress::parse(text, 53);
  return keep(parsed, value);
}
bool parse_text(std::string_view text, UtcTime& value) { return keep(parse_utc(text), value); }

std::string_view what_is(const IpAddress*) { return "an IP address"; }
std::string_view what_is(const Cidr*) { return "a network such as 10.1.0.0/16"; }
std::string_view what_is(const SocketAddress*) { return "an address with a port"; }
std::string_view what_is(const UtcTime*) { return "a time such as 2026-11-22T17:09:15Z"; }

void facts_to_json(JsonWriter& to, const Facts& facts) {
  to.begin_object();
  for (auto fact = facts.begin(); fact != facts.end(); ++fact) {
    const auto same = [&](const auto& other) { return other.first == fact->first; };
    if (std::any_of(facts.begin(), fact, same)) continue;
    to.key(fact->first);
    to.string(fact->second);
  }
  to.end_object();
}

bool string_from_json(const JsonPlace& at, std::string& into) {
  if (!at.value().is_string()) return at.expected("a string");
  into = std::string_view(at.value().get_string());
  return true;
}

bool facts_from_json(const JsonPlace& at, Facts& into) {
  const auto* object = at.value().if_object();
  if (object == nullptr) return at.expected("an object");
  for (const auto& [name, each] : *object) {
    auto& fact = into.emplace_back(std::string(name), std::string());
    if (!string_from_json(at.member(name, each), fact.second)) return false;
  }
  return true;
}

std::string JsonPlace::path() const {
  if (parent_ == nullptr) return {};
  std::string path = parent_->path();
  if (index_ != kNoIndex) return fmt::format("{}[{}]", path, index_);
  return path.empty() ? std::string(name_) : fmt::format("{}.{}", path, name_);
}

bool JsonPlace::expected(std::string_view what) const { return wrong(fmt::format("expected {}", what)); }

bool JsonPlace::wrong(std::string_view sentence) const {
  const std::string where = path();
  error_ = where.empty() ? std::string(sentence) : fmt::format("{}: {}", where, sentence);
  return false;
}

}  // namespace vnetprobe
