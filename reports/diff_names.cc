// What would trip a newcomer: most of what differs between two answers is weather. Public addresses
// rotate, the aliases behind a public answer are moved about by traffic managers, and a TTL that came
// through a cache is anything from the record's own down to nothing; so it is compared only where both
// answers were authoritative.
#include "reports/diff_names.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "probe/model/dns_words.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kPublic = "public";

using Key = std::tuple<std::string, std::string, std::string>;  // view, name, type
using Answers = std::map<Key, NameAnswer>;

void add_address(NameAnswer& answer, const IpAddress& address, const std::vector<Cidr>& vnet) {
  const bool rotates = classify(address, vnet) == AddressClass::public_internet;
  std::string word = rotates ? std::string(kPublic) : address.to_string();
  if (std::ranges::find(answer.addresses, word) == answer.addresses.end())
    answer.addresses.push_back(std::move(word));
}

bool is_public(const NameAnswer& answer) {
  return std::ranges::find(answer.addresses, kPublic) != answer.addresses.end();
}

// Behind the private zone's name the Internet's own aliases begin.
void forget_public_chain(NameAnswer& answer) {
  const auto is_private_name = [](const std::string& name) {
    return name.find(".privatelink.") != std::string::npos;
  };
  const auto last = std::find_if(answer.chain.rbegin(), answer.chain.rend(), is_private_name);
  answer.chain.erase(last.base(), answer.chain.end());
}

NameAnswer answer_of(const DnsQuestion& question, const std::vector<Cidr>& vnet) {
  NameAnswer answer;
  if (question.outcome != DnsOutcome::answered) {
    answer.ending = to_string(question.outcome);
    return answer;
  }
  answer.ending = question.rcode == rcode::kNoError ? "addresses" : rcode_word(question.rcode);
  answer.authoritative = question.flags.aa;
  std::uint32_t ttl = 0;
  for (const DnsRecord& record : question.answers) {
    if (record.type == rr::kCNAME) answer.chain.push_back(record.data);
    if (record.type != question.type) continue;
    const auto address = IpAddress::parse(record.data);
    if (!address) continue;
    add_address(answer, *address, vnet);
    ttl = std::max(ttl, record.ttl);
    answer.ttl = ttl_class(ttl);
  }
  if (question.rcode == rcode::kNoError && answer.addresses.empty()) answer.ending = "no data";
  // The way to no IPv6 address is the way of the A question, which tells it.
  if (question.type == rr::kAAAA && answer.addresses.empty()) answer.chain.clear();
  return answer;
}

NameAnswer answer_of(const SystemLookup& lookup, const std::vector<Cidr>& vnet) {
  NameAnswer answer;
  answer.ending = !lookup.finished           ? "interrupted"
                  : lookup.addresses.empty() ? (lookup.error.empty() ? "nothing" : lookup.error)
                                             : "addresses";
  for (const IpAddress& address : lookup.addresses) add_address(answer, address, vnet);
  if (!lookup.canonical.empty() && lookup.canonical != lookup.name) answer.chain.push_back(lookup.canonical);
  return answer;
}

// By view and name. Of a question that was asked twice the first answer stands.
Answers answers_of(const Report& report) {
  Answers answers;
  const auto take = [&answers](Key key, NameAnswer answer) {
    std::ranges::sort(answer.addresses);
    if (is_public(answer)) forget_public_chain(answer);
    answers.emplace(std::move(key), std::move(answer));
  };
  for (const DnsQuestion& each : report.evidence.questions)
    if (each.purpose == DnsPurpose::target || each.purpose == DnsPurpose::public_)
      take({each.view, each.name, type_word(each.type)}, answer_of(each, report.plan.vnet));
  for (const SystemLookup& each : report.evidence.lookups)
    take({each.view, each.name, ""}, answer_of(each, report.plan.vnet));
  return answers;
}

std::vector<std::string> moved_between(const NameAnswer& before, const NameAnswer& after) {
  std::vector<std::string> moved;
  if (before.ending != after.ending) moved.emplace_back("answer");
  if (before.addresses != after.addresses) moved.emplace_back("addresses");
  if (before.chain != after.chain) moved.emplace_back("chain");
  const bool own = before.authoritative && after.authoritative;
  const bool known = before.ttl != TtlClass::none && after.ttl != TtlClass::none;
  const bool same_side = is_public(before) == is_public(after);
  if (own && known && same_side && before.ttl != after.ttl) moved.emplace_back("ttl");
  return moved;
}

}  // namespace

TtlClass ttl_class(std::uint32_t seconds) {
  constexpr std::uint32_t kZoneGroup = 10;
  constexpr std::uint32_t kHour = 3600;
  if (seconds <= kZoneGroup) return TtlClass::seconds;
  return seconds <= kHour ? TtlClass::minutes : TtlClass::hours;
}

std::vector<NameChange> compare_names(const Report& before, const Report& after) {
  const Answers old_answers = answers_of(before);
  const Answers new_answers = answers_of(after);
  std::vector<NameChange> changes;
  const auto add = [&changes](const Key& key, const NameAnswer* was, const NameAnswer* is) {
    NameChange change;
    std::tie(change.view, change.name, change.type) = key;
    if (was != nullptr) change.before = *was;
    if (is != nullptr) change.after = *is;
    if (was != nullptr && is != nullptr) {
      change.moved = moved_between(*was, *is);
      if (change.moved.empty()) return;
    }
    changes.push_back(std::move(change));
  };
  for (const auto& [key, is] : new_answers) {
    const auto was = old_answers.find(key);
    add(key, was == old_answers.end() ? nullptr : &was->second, &is);
  }
  for (const auto& [key, was] : old_answers)
    if (!new_answers.contains(key)) add(key, &was, nullptr);
  std::ranges::stable_sort(changes, {},
                           [](const NameChange& each) { return std::tie(each.name, each.view); });
  return changes;
}

}  // namespace vnetprobe
