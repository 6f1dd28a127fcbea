// A newcomer would walk the records once from the top. Servers that rotate answers put the address
// before the alias, and a hostile one sends thousands of aliases: so they are indexed first.
#include "probe/dns/chain.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

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

}  // namespace

Chain follow(const std::vector<DnsRecord>& answers, std::string_view name, std::uint16_t type) {
  std::unordered_map<std::string, const DnsRecord*> aliases;
  for (const DnsRecord& record : answers)
    if (record.type == rr::kCNAME) aliases.emplace(canonical_name(record.owner), &record);

  Chain chain;
  MinTtl ttl;
  std::unordered_set<std::string> on_chain;
  std::string current = canonical_name(name);
  for (;;) {
    on_chain.insert(current);
    chain.names.push_back(current);
    const auto alias = aliases.find(current);
    // A question for the alias itself is answered by it and goes no further.
    if (alias == aliases.end() || type == rr::kCNAME) break;
    if (chain.names.size() > kMaxAliases) {
      chain.too_long = true;
      break;
    }
    ttl.use(*alias->second);
    current = canonical_name(alias->second->data);
    if (on_chain.contains(current)) {
      chain.loop = true;
      break;
    }
  }

  const bool ended = !chain.loop && !chain.too_long;
  for (const DnsRecord& record : answers) {
    const std::string owner = canonical_name(record.owner);
    if (!on_chain.contains(owner)) chain.other_names = true;
    if (!ended || record.type != type || owner != chain.names.back()) continue;
    if (type != rr::kA && type != rr::kAAAA) continue;
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
