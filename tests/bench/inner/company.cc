#include "tests/bench/inner/company.h"

#include <fmt/format.h>
#include <string_view>

#include "probe/plan/expand.h"

namespace vnetprobe {
namespace {

constexpr std::string_view kStampAddress = "20.60.1.1";

std::string address_of(int account) { return fmt::format("10.1.{}.{}", account / 250, 1 + account % 250); }

DnsRecord record(const std::string& owner, std::uint16_t type, std::string data) {
  DnsRecord made;
  made.owner = owner;
  made.type = type;
  made.ttl = 10;
  made.data = std::move(data);
  return made;
}

DnsQuestion asked(const View& view, DnsPurpose purpose, const std::string& subject, const std::string& name,
                  std::uint16_t type) {
  DnsQuestion made;
  made.purpose = purpose;
  made.view = view.name;
  made.subject = subject;
  made.server = view.server;
  made.name = name;
  made.type = type;
  made.outcome = DnsOutcome::answered;
  made.rcode = 0;
  made.tries.emplace_back();
  return made;
}

void add_names(Evidence& seen, const View& view, const Target& target, bool linked) {
  for (const std::string* name : {&target.public_name, &target.private_name})
    for (const std::uint16_t type : {rr::kA, rr::kAAAA}) {
      DnsQuestion question = asked(view, DnsPurpose::target, target.name, *name, type);
      if (name == &target.public_name)
        question.answers.push_back(record(target.public_name, rr::kCNAME, target.private_name));
      if (type == rr::kA)
        question.answers.push_back(
            record(target.private_name, rr::kA,
                   linked ? target.expected.front().to_string() : std::string(kStampAddress)));
      seen.questions.push_back(std::move(question));
    }
}

Contact contact_of(const Target& target) {
  Contact made;
  made.target = target.name;
  made.address = target.expected.front();
  made.port = target.port;
  made.connect.emplace().outcome = ConnectOutcome::connected;
  Tls& tls = made.tls.emplace();
  tls.outcome = TlsOutcome::verified;
  tls.version = "TLSv1.3";
  tls.own_anchors = tls.name_matches = true;
  tls.chain.resize(2);
  for (int i = 0; i < 50; ++i)
    tls.chain.front().names.push_back(fmt::format("*.z{}.blob.storage.azure.net", i));
  Http& http = made.http.emplace();
  http.outcome = HttpOutcome::answered;
  http.status = 409;
  http.headers = {{"x-ms-request-id", "1"}, {"Server", "Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0"}};
  return made;
}

}  // namespace

std::string company_plan(int accounts) {
  std::string text =
      "version: 1\nname: bench\nentra: false\nvnet: [10.1.0.0/16]\n"
      "resolvers: [{name: azure, address: 168.63.129.16}]\nstorage_accounts:\n";
  for (int i = 0; i < accounts; ++i)
    text += fmt::format("  - {{name: load{:05}, services: [blob], ip: {}, public_access: unchecked}}\n", i,
                        address_of(i));
  return text;
}

Evidence company_evidence(const Plan& plan, bool linked) {
  const Scope scope = expand(plan);
  Evidence seen;
  for (const View& view : scope.views) {
    for (const Target& target : scope.targets) add_names(seen, view, target, linked);
    for (const Zone& zone : scope.zones) {
      DnsQuestion question = asked(view, DnsPurpose::zone, zone.name, zone.name, rr::kSOA);
      const std::string soa =
          linked ? "azureprivatedns.net. h. 1 2 3 4 5" : "ns1-205.azure-dns.com. h. 1 2 3 4 5";
      question.answers.push_back(record(zone.name, rr::kSOA, soa));
      seen.questions.push_back(std::move(question));
    }
  }
  for (const Target& target : scope.targets)
    if (linked) seen.contacts.push_back(contact_of(target));
  return seen;
}

std::vector<std::uint8_t> company_answer() {
  std::vector<std::uint8_t> bytes = {0, 1, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0};
  const auto labels = [&bytes](std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
      bytes.push_back(static_cast<std::uint8_t>(word.size()));
      bytes.insert(bytes.end(), word.begin(), word.end());
    }
  };
  const auto append = [&bytes](std::initializer_list<std::uint8_t> more) { bytes.insert(bytes.end(), more); };
  labels({"load00000", "blob", "core", "windows", "net"});  // from 12; "blob" at 22
  append({0, 0, 1, 0, 1});
  append({0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 10, 0, 24});
  const auto alias = static_cast<std::uint8_t>(bytes.size());
  labels({"load00000", "privatelink"});
  append({0xC0, 22});
  append({0xC0, alias, 0, 1, 0, 1, 0, 0, 0, 10, 0, 4, 10, 1, 0, 1});
  return bytes;
}

}  // namespace vnetprobe
