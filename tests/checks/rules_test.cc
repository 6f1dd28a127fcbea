// Every rule fires on its story and is silent on its nearest neighbours; the stories are the tables
// in stories_of_*.cc.
#include "checks/rules.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <set>
#include <sstream>

#include "checks/assess.h"
#include "checks/codes.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

std::vector<std::string> lines_of(const Report& report) {
  std::vector<std::string> lines;
  for (const Finding& finding : report.findings) lines.push_back(line_of(finding));
  return lines;
}

std::string sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}", fmt::join(lines, "\n"));
}

bool is_found(const Told& told) {
  return std::any_of(told.findings.begin(), told.findings.end(), [&](const std::string& line) {
    return line.find(std::string(told.code) + " ") != std::string::npos;
  });
}

// What az or ARM says has stories of its own, in tests/checks/az.
bool is_of_az(const std::string& code) {
  return code.starts_with("pe.") || code == "zone.link-missing" || code == "vault.identity-missing" ||
         code == "egress.alias-missing";
}

std::set<std::string> codes_of_rules() {
  std::set<std::string> all;
  for (const Rule& rule : rules()) {
    std::istringstream words{std::string(rule.codes)};
    for (std::string code; words >> code;) all.insert(code);
  }
  return all;
}

}  // namespace

TEST_CASE("each story gives exactly its findings") {
  for (const Told& told : all_stories()) {
    CAPTURE(told.code);
    CAPTURE(told.story);
    CHECK(sorted(lines_of(told.told.assess())) == sorted(told.findings));
  }
}

TEST_CASE("every code of the rule table has a story and a neighbour") {
  std::set<std::string> fired, silent;
  for (const Told& told : all_stories()) (is_found(told) ? fired : silent).emplace(told.code);
  for (const std::string& code : codes_of_rules()) {
    CAPTURE(code);
    if (is_of_az(code)) continue;
    CHECK(fired.contains(code));
    CHECK(silent.contains(code));
  }
}

TEST_CASE("codes of the catalogue that no rule can give yet are known by name") {
  const std::set<std::string> not_yet;
  const std::set<std::string> given = codes_of_rules();
  for (const Code& row : codes()) {
    CAPTURE(row.code);
    if (is_of_az(std::string(row.code))) continue;
    CHECK(given.contains(std::string(row.code)) != not_yet.contains(std::string(row.code)));
  }
  for (const std::string& code : given) CHECK_NOTHROW(code_row(code));
}

TEST_CASE("this host is told the same as the first of its servers that shows it: one finding has it") {
  const auto lines = [](Story story) {
    Evidence evidence = story.evidence();
    evidence.host.nameservers = {*IpAddress::parse("10.1.0.53"), *IpAddress::parse("10.1.0.54")};
    return sorted(lines_of(assess(story.plan, evidence, story.run, story.judgement, "0.0.0").report));
  };
  const std::string at = std::string(" | ") + kBlob + " | ";
  Story past = Story().view("dc1", "10.1.0.53").view("dc2", "10.1.0.54").system().account("mystorage01");
  for (const char* view : {"dc1", "dc2"})
    past.says(view, kBlob, "public").says_privatelink(view, kBlob, "right");
  CHECK(lines(past) == sorted({"dns.forwarder-wrong-zone dc1" + at + "dc1, system",
                               "dns.forwarder-wrong-zone dc2" + at + "dc2"}));
  // A server that nothing is required of has no finding: the next one's.
  Story reference = Story().reference("dc1", "10.1.0.53").view("dc2", "10.1.0.54").system();
  reference.account("mystorage01");
  for (const char* view : {"dc1", "dc2"})
    reference.says(view, kBlob, "public").says_privatelink(view, kBlob, "right");
  CHECK(lines(reference) == "dns.forwarder-wrong-zone dc2" + at + "dc2, system");
}

TEST_CASE("a server with a zone of its own for the name, and nothing in it, forwards nothing") {
  const Story story = blob_at_dc1().zone("dc1", kBlobZone, "unserved").says("dc1", kBlob, "no data");
  Evidence evidence = story.evidence();
  for (DnsQuestion& question : evidence.questions)
    if (question.view == "dc1" && question.purpose != DnsPurpose::zone) {
      question.answers.clear();
      question.authorities.clear();
    }
  const Report report = assess(story.plan, evidence, story.run, story.judgement, "0.0.0").report;
  CHECK(sorted(lines_of(report)) == std::string("dns.forwarder-missing dc1 | ") + kBlob + " | dc1");
}

TEST_CASE("a name of one's own that is an alias of an endpoint's has a zone all the same") {
  const std::string host = "bus.contoso.com", zone = "privatelink.servicebus.windows.net";
  const Story story =
      Story().view("azure", kAzureDns).endpoint(host, "10.1.5.4").says("azure", host, "20.1.2.3");
  Evidence evidence = story.evidence();
  for (DnsQuestion& question : evidence.questions)
    if (question.name == host && question.type == rr::kA)
      question.answers = {{host, rr::kCNAME, 60, "ns1." + zone}, {"ns1." + zone, rr::kA, 60, "20.1.2.3"}};
  const Report report = assess(story.plan, evidence, story.run, story.judgement, "0.0.0").report;
  CHECK(sorted(lines_of(report)) == "dns.zone-not-served " + zone + " | " + host + " | azure");
}

TEST_CASE("a vault's records wait for the names that are missing, not for those that are wrong") {
  const Report report = backup_at_azure()
                            .vault_endpoint("ab1pod01ecs101.blob.core.windows.net", "10.1.2.15", Role::ecs)
                            .says("azure", kBackup, "10.1.2.77")
                            .says("azure", "ab1pod01ecs101.blob.core.windows.net", "missing")
                            .assess();
  for (const Finding& each : report.findings) {
    const bool explains = std::find(each.explains.begin(), each.explains.end(),
                                    "backup.records/contoso-rsv") != each.explains.end();
    CAPTURE(each.code);
    CHECK(explains == (each.code == "backup.ecs-missing"));
  }
  CHECK(report.findings.size() == 2);
}

}  // namespace vnetprobe
