// What holds of every story, and of what is left of a story when a run ends early.
#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <map>
#include <random>
#include <set>

#include "checks/assess.h"
#include "probe/plan/expand.h"
#include "reports/formats.h"
#include "reports/read_report.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

Report judged(const Story& story, Evidence evidence) {
  return assess(story.plan, std::move(evidence), story.run, story.judgement, "0.0.0").report;
}

void check_explained(const Report& report) {
  std::map<std::string, Status> by_id;
  std::set<std::string> explained;
  for (const Result& each : report.checks) {
    CAPTURE(each.id);
    CHECK(by_id.emplace(each.id, each.status).second);  // an id stands for one check
  }
  for (const Finding& finding : report.findings) {
    CAPTURE(finding.code);
    CHECK(!finding.because.empty());
    CHECK(!finding.remedies.empty());
    CHECK(!finding.subject.empty());
    for (const std::string& id : finding.explains) {
      CAPTURE(id);
      REQUIRE(by_id.contains(id));
      const bool is_softer = finding.severity != Severity::error && by_id[id] == Status::warn;
      CHECK((by_id[id] == Status::fail || is_softer));
      if (finding.severity == Severity::error) explained.insert(id);
    }
  }
  for (const Result& each : report.checks) {
    CAPTURE(each.id);
    CHECK(!each.message.empty());
    if (each.status == Status::fail) CHECK(explained.contains(each.id));
    if (each.status == Status::skip && !each.because.empty()) CHECK(by_id.contains(each.because));
  }
}

bool is_denied(const Scope& scope, const std::string& name) {
  return std::any_of(scope.targets.begin(), scope.targets.end(), [&](const Target& target) {
    return target.name == name && target.duty == Duty::denied_account;
  });
}

// A question without which some check has no answer. A reference proves nothing by itself, a name
// that the hosts file gives is required of `system` alone, a denied account is judged by the
// connection, and sign-in by IPv4. SOA questions are not needed while every name is private.
bool matters(const DnsQuestion& question, const Scope& scope, const Evidence& evidence) {
  if (question.purpose == DnsPurpose::reserved) return true;
  if (question.purpose != DnsPurpose::target) return false;
  const bool required = std::any_of(scope.views.begin(), scope.views.end(), [&](const View& view) {
    return view.name == question.view && view.required;
  });
  const bool pinned = std::any_of(evidence.host.hosts_lines.begin(), evidence.host.hosts_lines.end(),
                                  [&](const HostsLine& line) { return line.names.front() == question.name; });
  if (!required || pinned) return false;
  return std::any_of(scope.targets.begin(), scope.targets.end(), [&](const Target& target) {
    const std::string& asked = target.service == Service::backup ? target.private_name : target.public_name;
    if (target.name != question.subject || asked != question.name) return false;
    return target.duty == Duty::private_endpoint || (target.duty == Duty::sign_in && question.type == rr::kA);
  });
}

template <class T>
void erase(std::vector<T>& list, std::size_t i) {
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
}

// All that a report says, times aside: they are rounded where they are written.
std::string said_by(const Report& report) {
  std::string said =
      fmt::format("{} not proved: {}\n", to_string(report.verdict), fmt::join(report.not_proved, " "));
  for (const Finding& each : report.findings) {
    said += fmt::format("{} | {} | {} | {} | {}\n", line_of(each), each.because,
                        fmt::join(each.could_be, "; "), fmt::join(each.explains, " "), each.suppressed);
    for (const Remedy& remedy : each.remedies) said += fmt::format("  {}: {}\n", remedy.as, remedy.text);
  }
  for (const Result& each : report.checks) {
    said += fmt::format("{} {} {} ({})", each.id, to_string(each.status), each.message, each.because);
    for (const auto& [name, value] : each.facts) said += fmt::format(" {}={}", name, value);
    said += '\n';
  }
  return said;
}

// What was found and how each check ended, without the sentences that list things as they came.
std::string outcome_of(const Report& report) {
  std::vector<std::string> lines;
  lines.reserve(report.findings.size() + report.checks.size());
  for (const Finding& each : report.findings) lines.push_back(line_of(each));
  for (const Result& each : report.checks)
    lines.push_back(each.id + " " + std::string(to_string(each.status)));
  std::sort(lines.begin(), lines.end());
  return fmt::format("{} {}", to_string(report.verdict), fmt::join(lines, "\n"));
}

void interrupt(DnsQuestion& question) {
  question.outcome = DnsOutcome::interrupted;
  question.rcode = -1;
  question.answers.clear();
  question.authorities.clear();
}

}  // namespace

TEST_CASE("every failed check has its cause, and every cause its checks") {
  for (const Told& told : all_stories()) {
    CAPTURE(told.code);
    CAPTURE(told.story);
    check_explained(told.told.assess());
  }
}

TEST_CASE("whatever two servers and the host say, no failed check is without its cause") {
  const std::vector<std::string> words = {"right",
                                          "public",
                                          "no alias",
                                          "missing",
                                          "no data",
                                          "not found",
                                          "blocked",
                                          "loop",
                                          "servfail",
                                          "refused",
                                          "silent",
                                          "garbage",
                                          "truncated",
                                          "10.1.3.77",
                                          "10.9.9.9",
                                          "10.1.3.5 20.60.1.1",
                                          "10.1.3.5 2603:1030::1",
                                          "127.0.0.1",
                                          "interrupted"};
  const std::vector<std::string> zones = {"served", "unserved", "public soa", "silent", "interrupted"};
  std::mt19937 chance(20261122);  // a fixed seed: the same stories each time
  const auto any = [&](const std::vector<std::string>& list) -> const std::string& {
    return list[chance() % list.size()];
  };
  for (int round = 0; round < 3000; ++round) {
    Story story;
    switch (chance() % 4) {
      case 0:
        story.view("dc1", "10.1.0.53").reference("azure", kAzureDns);
        break;
      case 1:
        story.reference("dc1", "10.1.0.53").view("azure", kAzureDns);
        break;
      default:
        story.view("dc1", "10.1.0.53").view("azure", kAzureDns);
        break;
    }
    if (chance() % 2 == 0) story.system();
    if (chance() % 2 == 0)
      story.account("mystorage01", "10.1.3.5");
    else
      story.account("mystorage01");
    story.vault(Experience::classic, Stage::registered)
        .vault_endpoint(kBackup, "10.1.2.4")
        .vault_endpoint("ab1pod01ecs101.blob.core.windows.net", "10.1.2.15", Role::ecs)
        .vault_endpoint("ab1pod01ecs101.queue.core.windows.net", "10.1.2.16", Role::ecs);
    std::string told;
    for (const ResolverPlan& view : story.plan.resolvers) {
      for (const char* name : {kBlob, kBackup, "ab1pod01ecs101.blob.core.windows.net"})
        if (chance() % 3 == 0) {
          const std::string& word = any(words);
          story.says(view.name, name, word);
          told += view.name + " says of " + name + " " + word + "; ";
        }
      if (!view.address) continue;
      if (chance() % 3 == 0) story.says_privatelink(view.name, kBlob, any(words));
      for (const char* zone : {kBlobZone, kBackupZone})
        if (chance() % 3 == 0) {
          const std::string& word = any(zones);
          story.zone(view.name, zone, word);
          told += view.name + " says of " + zone + " " + word + "; ";
        }
      if (chance() % 8 == 0) story.zone(view.name, kRegionZone, "served");
      if (chance() % 8 == 0) story.again(view.name, any(words));
      if (chance() % 8 == 0) story.resolver(view.name, any({"silent", "refused", "servfail", "truncated"}));
    }
    if (chance() % 6 == 0) story.hosts(chance() % 2 == 0 ? "10.1.3.5" : "10.1.3.77", kBlob);
    CAPTURE(round);
    CAPTURE(told);
    const Report report = story.assess();
    std::string findings;
    for (const Finding& each : report.findings) findings += line_of(each) + ": " + each.because + "\n";
    CAPTURE(findings);
    check_explained(report);
    const bool has_failed = report.summary.fail > 0;
    if (has_failed) CHECK(report.verdict == Verdict::fail);
  }
}

// Whatever is named beside it is judged alike, whichever item of evidence came first.
TEST_CASE("the order in which evidence came does not matter, and judging twice comes to the same") {
  std::mt19937 chance(20261122);
  for (const Told& told : all_stories()) {
    CAPTURE(told.code);
    CAPTURE(told.story);
    const Evidence whole = told.told.evidence();
    const std::string first = said_by(judged(told.told, whole));
    CHECK(said_by(judged(told.told, whole)) == first);
    Evidence shuffled = whole;
    std::shuffle(shuffled.questions.begin(), shuffled.questions.end(), chance);
    std::shuffle(shuffled.lookups.begin(), shuffled.lookups.end(), chance);
    CHECK(outcome_of(judged(told.told, shuffled)) == outcome_of(judged(told.told, whole)));
  }
}

TEST_CASE("nothing passes without evidence") {
  for (const Told& told : all_stories()) {
    CAPTURE(told.code);
    CAPTURE(told.story);
    const Report nothing = judged(told.told, Evidence{});
    for (const Result& each : nothing.checks) {
      CAPTURE(each.id);
      CHECK(each.status != Status::pass);
    }
    CHECK(nothing.verdict != Verdict::pass);
    for (const Result& each : told.told.assess().checks) {
      // What these say follows from other checks.
      if (each.kind == "dns.agree" || each.kind == "backup.records" || each.status != Status::pass) continue;
      CAPTURE(each.id);
      const bool own = !each.evidence.questions.empty() || !each.evidence.lookups.empty() ||
                       !each.evidence.contacts.empty();
      // `system` knows no SOA: its names' lookups belong to dns.private. A token is evidence of a sort of its
      // own.
      const bool elsewhere = (each.kind == "dns.zone" && each.view == "system") ||
                             (each.kind == "identity.token" && !told.told.evidence().identity.empty());
      CHECK((own || elsewhere));
    }
  }
}

TEST_CASE("healthy stories pass") {
  for (const Told& told : healthy_stories()) {
    CAPTURE(told.story);
    const Report report = told.told.assess();
    CHECK(report.verdict == Verdict::pass);
    CHECK(report.summary.fail == 0);
    CHECK(report.summary.unknown == 0);
    CHECK(report.not_proved.empty());
  }
}

TEST_CASE("a healthy run that ends early never passes, whichever answer is lost") {
  for (const Told& told : healthy_stories()) {
    CAPTURE(told.story);
    const Scope scope = expand(told.told.plan);
    const Evidence whole = told.told.evidence();
    for (std::size_t i = 0; i < whole.questions.size(); ++i) {
      const DnsQuestion& question = whole.questions[i];
      if (!matters(question, scope, whole)) continue;
      CAPTURE(question.name);
      CAPTURE(question.view);
      CAPTURE(question.type);
      Evidence cut = whole, lost = whole;
      interrupt(cut.questions[i]);
      erase(lost.questions, i);
      CHECK(judged(told.told, cut).verdict == Verdict::undecided);
      CHECK(judged(told.told, lost).verdict == Verdict::undecided);
    }
    for (std::size_t i = 0; i < whole.lookups.size(); ++i) {
      if (is_denied(scope, whole.lookups[i].subject)) continue;
      CAPTURE(whole.lookups[i].name);
      Evidence cut = whole, lost = whole;
      cut.lookups[i].finished = false;
      cut.lookups[i].addresses.clear();
      erase(lost.lookups, i);
      CHECK(judged(told.told, cut).verdict == Verdict::undecided);
      CHECK(judged(told.told, lost).verdict == Verdict::undecided);
    }
  }
}

TEST_CASE("a healthy run that ends early never passes, whichever connection is cut off where") {
  for (const Told& told : healthy_stories()) {
    CAPTURE(told.story);
    const Evidence whole = told.told.evidence();
    for (std::size_t i = 0; i < whole.contacts.size(); ++i) {
      CAPTURE(whole.contacts[i].target);
      CAPTURE(to_string(whole.contacts[i].path));
      const auto verdict_when = [&](void (*cut)(Contact&)) {
        Evidence evidence = whole;
        cut(evidence.contacts[i]);
        return judged(told.told, std::move(evidence)).verdict;
      };
      CHECK(verdict_when([](Contact& c) { c.connect.reset(), c.tls.reset(), c.http.reset(); }) ==
            Verdict::undecided);
      CHECK(verdict_when([](Contact& c) {
              c.connect->outcome = ConnectOutcome::interrupted;
              c.tls.reset(), c.http.reset();
            }) == Verdict::undecided);
      Evidence lost = whole;
      erase(lost.contacts, i);
      CHECK(judged(told.told, std::move(lost)).verdict == Verdict::undecided);
      if (!whole.contacts[i].http) continue;
      CHECK(verdict_when([](Contact& c) { c.tls.reset(), c.http.reset(); }) == Verdict::undecided);
      CHECK(verdict_when([](Contact& c) {
              c.tls = broken_tls(TlsOutcome::interrupted);
              c.http.reset();
            }) == Verdict::undecided);
      CHECK(verdict_when([](Contact& c) { c.http.reset(); }) == Verdict::undecided);
      CHECK(verdict_when([](Contact& c) { c.http = broken_http(HttpOutcome::interrupted); }) ==
            Verdict::undecided);
    }
  }
}

TEST_CASE("a healthy run that loses any number of items never fails, and never passes without them") {
  std::mt19937 chance(20261122);
  for (const Told& told : healthy_stories()) {
    CAPTURE(told.story);
    const Scope scope = expand(told.told.plan);
    const Evidence whole = told.told.evidence();
    for (int round = 0; round < 60; ++round) {
      CAPTURE(round);
      Evidence left;
      left.host = whole.host;
      bool complete = true;
      const auto kept = [&](bool needed) {
        const bool keep = chance() % 10 != 0;
        complete = complete && (keep || !needed);
        return keep;
      };
      for (const DnsQuestion& each : whole.questions)
        if (kept(matters(each, scope, whole))) left.questions.push_back(each);
      for (const SystemLookup& each : whole.lookups)
        if (kept(!is_denied(scope, each.subject))) left.lookups.push_back(each);
      for (const Contact& each : whole.contacts)
        if (kept(true)) left.contacts.push_back(each);
      const Report report = judged(told.told, left);
      check_explained(report);
      CHECK(report.summary.fail == 0);
      CHECK(report.verdict == (complete ? Verdict::pass : Verdict::undecided));
    }
  }
}

TEST_CASE("a report that says of itself that it is not complete never passes") {
  Story story = blob_at_azure();
  story.run.complete = false;
  CHECK(story.assess().verdict == Verdict::undecided);
  CHECK(story.says("azure", kBlob, "missing").assess().verdict == Verdict::fail);
}

TEST_CASE("judged again from its own report, every story comes to the same") {
  for (const Told& told : all_stories()) {
    CAPTURE(told.code);
    CAPTURE(told.story);
    const Report first = told.told.assess();
    const auto read = read_report(render_json(first, {}));
    const std::string wrong = std::holds_alternative<Report>(read) ? "" : std::get<std::string>(read);
    REQUIRE(wrong == "");
    const Report& saved = std::get<Report>(read);
    const Report again =
        assess(saved.plan, saved.evidence, saved.run, saved.judgement, saved.tool_version).report;
    CHECK(said_by(again) == said_by(first));
  }
}

}  // namespace vnetprobe
