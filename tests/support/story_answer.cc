// Chains and SOAs as azure-facts 4.1, 4.3, 4.4 and 2.3 have them.
#include "tests/support/story_answer.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "probe/dns/name.h"

namespace vnetprobe {
namespace {

constexpr const char* kPrivateServer =
    "azureprivatedns.net azureprivatedns-host.microsoft.com 1 3600 300 2419200 10";
constexpr const char* kPublicServer =
    "ns1-205.azure-dns.com azuredns-hostmaster.microsoft.com 1 3600 300 2419200 300";
constexpr const char* kStamp = "blob.ams07prdstr01a.store.core.windows.net";
constexpr const char* kAnyPrivateAddress = "10.1.3.5";

DnsRecord soa(const std::string& owner, const std::string& data) { return {owner, rr::kSOA, 10, data}; }

// Words that say nothing of the name: how the question ended, or the rcode alone.
bool answer_plainly(DnsQuestion& question, const std::string& word) {
  const auto ended = [&](DnsOutcome outcome) {
    question.outcome = outcome;
    question.rcode = -1;
    return true;
  };
  const auto coded = [&](int rcode) {
    question.outcome = DnsOutcome::answered;
    question.rcode = rcode;
    return true;
  };
  if (word == "silent") return ended(DnsOutcome::silent);
  if (word == "closed") return ended(DnsOutcome::refused);
  if (word == "garbage") return ended(DnsOutcome::garbage);
  if (word == "interrupted") return ended(DnsOutcome::interrupted);
  if (word == "servfail") return coded(rcode::kServFail);
  if (word == "refused") return coded(rcode::kRefused);
  if (word == "formerr") return coded(rcode::kFormErr);
  if (word == "truncated") {
    question.flags.tc = true;
    return coded(rcode::kNoError);
  }
  return false;
}

bool is_backup(const Target& target) { return target.service == Service::backup; }

void alias(DnsQuestion& question, std::string& owner, const std::string& to) {
  question.answers.push_back({owner, rr::kCNAME, 60, to});
  owner = to;
}

}  // namespace

IpAddress ip(const std::string& text) {
  const auto parsed = IpAddress::parse(text);
  if (!parsed) throw std::invalid_argument("a story says \"" + text + "\", which is no word and no address");
  return *parsed;
}

std::vector<IpAddress> addresses_of(const Target& target, const std::string& word,
                                    const std::string& public_address) {
  if (word == "right") return target.expected.empty() ? std::vector{ip(kAnyPrivateAddress)} : target.expected;
  if ((word == "public" && !is_backup(target)) || word == "no alias") return {ip(public_address)};
  DnsQuestion trial;
  if (answer_plainly(trial, word)) return {};
  for (const char* nothing : {"public", "missing", "no data", "not found", "blocked", "loop", "unasked"})
    if (word == nothing) return {};
  std::vector<IpAddress> listed;
  std::istringstream words(word);
  for (std::string each; words >> each;) listed.push_back(ip(each));
  return listed;
}

void answer_name(DnsQuestion& question, const Target& target, const std::string& word,
                 const std::string& public_address) {
  if (answer_plainly(question, word)) return;
  question.outcome = DnsOutcome::answered;
  question.rcode = rcode::kNoError;
  question.flags.rd = question.flags.ra = true;
  std::string owner = question.name;
  if (word == "loop") {
    alias(question, owner, "loop.example.net");
    alias(question, owner, question.name);
    return;
  }
  if (word == "not found" || (word == "public" && is_backup(target))) {
    question.rcode = rcode::kNxDomain;
    question.authorities = {
        soa(is_backup(target) ? "windowsazure.com" : std::string(parent_of(question.name)), kPublicServer)};
    return;
  }
  const bool has_alias = target.two_forms && question.name != target.private_name && word != "no alias";
  if (has_alias) alias(question, owner, target.private_name);
  if (word == "blocked") {
    alias(question, owner, "blockpolicy.azuredns.invalid");
    question.authorities = {
        soa("blockpolicy.azuredns.invalid", "ns1.azure-dns.com support.azure.com 1000 3600 600 1800 60")};
    return;
  }
  if (word == "missing" || word == "no data") {
    question.rcode = word == "missing" ? rcode::kNxDomain : rcode::kNoError;
    question.authorities = {soa(target.zone, kPrivateServer)};
    return;
  }
  if (word == "public" || word == "no alias") alias(question, owner, kStamp);
  for (const IpAddress& address : addresses_of(target, word, public_address))
    if (address.is_v4() == (question.type == rr::kA))
      question.answers.push_back({owner, question.type, 10, address.to_string()});
  const bool given = std::any_of(question.answers.begin(), question.answers.end(),
                                 [&](const DnsRecord& record) { return record.type == question.type; });
  const bool is_outside = owner == kStamp || target.zone.empty();
  if (!given)
    question.authorities = {is_outside ? soa("store.core.windows.net", kPublicServer)
                                       : soa(target.zone, kPrivateServer)};
}

void answer_zone(DnsQuestion& question, const std::string& word) {
  if (answer_plainly(question, word)) return;
  question.outcome = DnsOutcome::answered;
  question.rcode = rcode::kNoError;
  constexpr std::string_view kBy = "served by ";
  if (word == "served")
    question.answers = {soa(question.name, kPrivateServer)};
  else if (word.starts_with(kBy))
    question.answers = {
        soa(question.name, word.substr(kBy.size()) + " hostmaster.contoso.com 1 900 300 604800 300")};
  else if (word == "public soa")
    question.answers = {soa(question.name, kPublicServer)};
  else if (word == "unserved")
    question.authorities = {soa(std::string(parent_of(question.name)), kPublicServer)};
  else
    throw std::invalid_argument("a story says \"" + word + "\" of the zone " + question.name);
}

void answer_lookup(SystemLookup& lookup, const Target& target, const std::string& word,
                   const std::string& public_address) {
  // glibc's EAI_NONAME, EAI_AGAIN, EAI_NODATA (netdb.h).
  constexpr int kNoName = -2, kAgain = -3, kNoData = -5;
  lookup.finished = word != "interrupted";
  lookup.addresses = addresses_of(target, word, public_address);
  if (!lookup.finished || !lookup.addresses.empty()) return;
  DnsQuestion trial;
  const bool is_failure = answer_plainly(trial, word) || word == "loop";
  lookup.eai = is_failure ? kAgain : word == "no data" ? kNoData : kNoName;
  lookup.error = is_failure ? "Temporary failure in name resolution" : "Name or service not known";
}

}  // namespace vnetprobe
