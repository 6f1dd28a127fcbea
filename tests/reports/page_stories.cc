// Stories tell what was seen, not when: the times are spread here as a run would have spent them, names
// first, then connections side by side.
#include "tests/reports/page_stories.h"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

#include "checks/assess.h"
#include "tests/support/story.h"

namespace vnetprobe {

namespace {

constexpr const char* kAzureDns = "168.63.129.16";
constexpr const char* kAccount = "mystorage01.blob.core.windows.net";
constexpr const char* kBlobZone = "privatelink.blob.core.windows.net";
constexpr const char* kPublic = "20.60.1.1";

Story targets(Story story) {
  story.account("mystorage01", "10.1.3.5")
      .key_vault("contoso-kv", "10.1.4.4")
      .denied("exfilcanary01")
      .sign_in()
      .vault(Experience::classic, Stage::protected_)
      .vault_endpoint("ab1pod01ecs101.blob.core.windows.net", "10.1.2.15", Role::ecs)
      .vault_endpoint("ab1pod01ecs101.queue.core.windows.net", "10.1.2.16", Role::ecs)
      .vault_endpoint("ab1pod01prot101.blob.core.windows.net", "10.1.2.17", Role::prot);
  const std::string names[] = {"fc1", "fab1", "prot1", "rec2", "ecs1", "id1", "tel1", "wbcm1"};
  int last = 4;
  for (const std::string& name : names)
    story.vault_endpoint(
        fmt::format("1132794570626989392-ab-pod01-{}.privatelink.we.backup.windowsazure.com", name),
        fmt::format("10.1.2.{}", last++));
  return story;
}

Story company() { return targets(Story().system().view("dc1", "10.1.0.53").reference("azure", kAzureDns)); }

// When each thing happened; judges copy it into their results.
void spread_times(Evidence& evidence) {
  const auto took = [](std::size_t i, double least, double most) {
    return Millis(least + (most - least) * static_cast<double>((i * 37) % 100) / 100);
  };
  std::size_t n = 0;
  for (SystemLookup& lookup : evidence.lookups) {
    lookup.started = Millis(0.3 * static_cast<double>(n));
    lookup.duration = lookup.finished ? took(n, 4, 22) : Millis(5000);
    ++n;
  }
  for (DnsQuestion& question : evidence.questions) {
    const bool answered = question.outcome == DnsOutcome::answered;
    question.started = Millis(0.2 * static_cast<double>(n));
    question.duration = answered ? took(n, 1, 14) : Millis(5000);
    ++n;
  }
  double begin = 20;
  for (Contact& contact : evidence.contacts) {
    ++n;
    double at = begin += 0.4;
    const auto next = [&at](Millis& started, Millis& duration, Millis spent) {
      started = Millis(at);
      duration = spent;
      at += spent.count();
    };
    if (contact.connect) {
      const bool silent = contact.connect->outcome == ConnectOutcome::timed_out;
      next(contact.connect->started, contact.connect->duration, silent ? Millis(5000) : took(n, 1, 4));
    }
    if (contact.tls) next(contact.tls->started, contact.tls->duration, took(n, 6, 15));
    if (contact.http) {
      const bool silent = contact.http->outcome == HttpOutcome::silent;
      next(contact.http->started, contact.http->duration, silent ? Millis(5000) : took(n, 5, 40));
    }
  }
}

Report judged(const Story& story, const std::string& plan) {
  Evidence evidence = story.evidence();
  spread_times(evidence);
  evidence.host.addresses = {"eth0 10.1.0.7"};
  Plan named = story.plan;
  named.name = plan;
  RunFacts run = story.run;
  run.id = "5f2c9a1e";
  run.started = UtcTime{1795315633};
  run.duration = Millis(evidence.contacts.empty() ? 20 : 84);
  for (const DnsQuestion& question : evidence.questions)
    run.duration = std::max(run.duration, question.started + question.duration);
  for (const Contact& contact : evidence.contacts) {
    if (contact.connect)
      run.duration = std::max(run.duration, contact.connect->started + contact.connect->duration);
    if (contact.http) run.duration = std::max(run.duration, contact.http->started + contact.http->duration);
  }
  return assess(named, evidence, run, story.judgement, "0.1.0").report;
}

}  // namespace

std::vector<PageStory> page_stories() {
  const int kSelfSigned = 19;  // X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
  const std::string ecs = "ab1pod01ecs101.blob.core.windows.net";
  Story unlinked = targets(Story().view("azure", kAzureDns).system());
  unlinked.zone("azure", kBlobZone, "unserved");
  Story without_ecs = company();
  auto& endpoints = without_ecs.plan.vaults.back().endpoints;
  std::erase_if(endpoints, [](const EndpointPlan& each) { return each.role == Role::ecs; });
  const std::vector<std::tuple<std::string, std::string, Story>> told = {
      {"healthy", "", company()},
      {"fault-zone-not-linked", "dns.zone-not-linked", unlinked},
      {"fault-forwarder-missing", "dns.forwarder-missing", company().zone("dc1", kBlobZone, "unserved")},
      {"fault-record-stale", "dns.record-stale", company().says("dc1", kAccount, "10.1.3.77")},
      {"fault-hosts-override", "dns.hosts-override", company().hosts("10.9.9.9", kAccount)},
      {"fault-resolver-unreachable", "dns.resolver-unreachable",
       company().view("dc2", "10.1.0.54").resolver("dc2", "silent")},
      {"fault-net-timeout", "net.timeout",
       company().door("10.1.3.5", shut(ConnectOutcome::timed_out, "Connection timed out"))},
      {"fault-tls-intercepted", "tls.intercepted",
       company().door("10.1.3.5",
                      shakes(unverified_tls(kSelfSigned, "self-signed certificate in certificate chain")))},
      {"fault-service-silent", "service.silent",
       company().door("10.1.2.15",
                      [] {
                        Door door = answers(broken_http(HttpOutcome::silent));
                        return door;
                      }())},
      {"fault-public-open", "public.open",
       company().door(kPublic,
                      answers(storage_error(409, "PublicAccessNotPermitted",
                                            "Public access is not permitted on this storage account.")))},
      {"fault-ecs-missing", "backup.ecs-missing", without_ecs},
  };
  std::vector<PageStory> stories;
  stories.reserve(told.size());
  for (const auto& [name, code, story] : told) {
    stories.push_back({name, code, judged(story, "contoso-backup-weu")});
    // A story that turns out otherwise would show the reader of a screenshot something else.
    std::vector<std::string> errors;
    for (const Finding& finding : stories.back().report.findings)
      if (finding.severity == Severity::error) errors.push_back(finding.code);
    const std::vector<std::string> wanted = code.empty() ? std::vector<std::string>{} : std::vector{code};
    if (errors != wanted)
      throw std::logic_error(fmt::format("page story {}: found {}", name, fmt::join(errors, ", ")));
  }
  return stories;
}

Report page_of_300() {
  Story story = Story().view("dc1", "10.1.0.53").view("dc2", "10.1.0.54").reference("azure", kAzureDns);
  for (int i = 0; i < 300; ++i)
    story.account(fmt::format("account{:03}", i), fmt::format("10.1.{}.{}", 8 + i / 250, i % 250 + 1));
  story.door("10.1.8.42", shut(ConnectOutcome::timed_out, "Connection timed out"));
  return judged(story, "three hundred endpoints");
}

}  // namespace vnetprobe
