// A newcomer would walk the records once from the top. Servers that rotate answers put the address
// before the alias, and a hostile one sends thousands of aliases: so they are indexed first.
#include "probe/dns/chain.h"

#include <algorithm>
#include <forward_list>
#include <string_view>
#include <unordered_map>

#include "probe/dns/name.h"

namespace vnetprobe {
namespace {

class MinTtl {
 public:
  void use(const DnsRecord& record) {
    value_ = seen_ ? std::min(value_, record.ttl) : record.ttl;
    seen_ = true;
  }
  std::uint32_t value() const { return value_; }

 private:
  std::uint32_t value_ = 0;
  bool seen_ = false;
};

// Names in their canonical form, without a copy of those that have it already: all that came by wire.
class Canonical {
 public:
  std::string_view of(std::string_view name) {
    if (is_canonical(name)) return name;
    return copies_.emplace_front(canonical_name(name));
  }

 private:
  std::forward_list<std::string> copies_{};
};

// Aliases by owner, and names that were passed. Of a handful, as nearly every answer has, a walk is the
// index; the sets are for who sends thousands.
class Aliases {
 public:
  Aliases(const std::vector<DnsRecord>& answers, Canonical& names) : answers_(answers), names_(names) {
    if (answers.size() <= kHandful) return;
    for (const DnsRecord& record : answers)
      if (record.type == rr::kCNAME) by_owner_.emplace(names.of(record.owner), &record);
  }
  const DnsRecord* of(std::string_view owner) {
    if (answers_.size() > kHandful) {
      const auto found = by_owner_.find(owner);
      return found == by_owner_.end() ? nullptr : found->second;
    }
    for (const DnsRecord& record : answers_)
      if (record.type == rr::kCNAME && (record.owner == owner || names_.of(record.owner) == owner))
        return &record;
    return nullptr;
  }

 private:
  static constexpr std::size_t kHandful = 8;
  const std::vector<DnsRecord>& answers_;
  Canonical& names_;
  std::unordered_map<std::string_view, const DnsRecord*> by_owner_{};
};

}  // namespace

Chain follow(const std::vector<DnsRecord>& answers, std::string_view name, std::uint16_t type) {
  Canonical names;
  Aliases aliases(answers, names);

  Chain chain;
  MinTtl ttl;
  std::string_view current = names.of(name);
  // kMaxAliases is small: what was passed is looked for by walking.
  const auto on_chain = [&chain](std::string_view each) {
    return std::find(chain.names.begin(), chain.names.end(), each) != chain.names.end();
  };
  chain.names.reserve(3);  // what a private endpoint has, and one more
  for (;;) {
    chain.names.emplace_back(current);
    const DnsRecord* alias = aliases.of(current);
    // A question for the alias itself is answered by it and goes no further.
    if (alias == nullptr || type == rr::kCNAME) break;
    if (chain.names.size() > kMaxAliases) {
      chain.too_long = true;
      break;
    }
    ttl.use(*alias);
    current = names.of(alias->data);
    if (on_chain(current)) {
      chain.loop = true;
      break;
    }
  }

  const bool ended = !chain.loop && !chain.too_long;
  for (const DnsRecord& record : answers) {
    if (!ended || record.type != type || (type != rr::kA && type != rr::kAAAA)) continue;
    if (record.owner != chain.names.back() && names.of(record.owner) != chain.names.back()) continue;
    const auto address = IpAddress::parse(record.data);
    if (!address) continue;
    chain.addresses.push_back(*address);
    ttl.use(record);
  }
  std::sort(chain.addresses.begin(), chain.addresses.end());
  chain.addresses.erase(std::unique(chain.addresses.begin(), chain.addresses.end()), chain.addresses.end());
  chain.min_ttl = ttl.value();
  return chain;
}

}  // namespace vnetprobe
