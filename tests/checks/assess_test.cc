// From results and findings to the verdict: --only, --skip, --suppress, --fail-on (contract section 1).
#include "checks/assess.h"

#include <algorithm>
#include <doctest/doctest.h>

#include "reports/formats.h"
#include "tests/checks/checked.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

Assessment assessed(const Story& story) {
  return assess(story.plan, story.evidence(), story.run, story.judgement, "0.0.0");
}

std::vector<std::string> kinds_of(const Report& report) {
  std::vector<std::string> kinds;
  for (const Result& each : report.checks)
    if (std::find(kinds.begin(), kinds.end(), each.kind) == kinds.end()) kinds.push_back(each.kind);
  return kinds;
}

Story missing_record() { return blob_at_azure().says("azure", kBlob, "missing"); }
Story warned() { return blob_at_azure().shadowed("azure", "core.windows.net"); }
Story unproved() { return blob_at_azure().public_address(kBlob, ""); }
Story cut_short() { return blob_at_azure().door("10.1.3.5", shut(ConnectOutcome::interrupted)); }

Story two_addresses() {
  return Story()
      .view("azure", kAzureDns)
      .account("mystorage01")
      .says("azure", kBlob, "10.1.3.5 10.1.3.6")
      .door("10.1.3.5", shut(ConnectOutcome::timed_out));
}
// One account is asked through the proxy, the other past it.
Story behind_proxy() {
  Story story = blob_at_azure().account("mystorage02", "10.1.3.7");
  story.proxies = {"https_proxy=http://proxy.contoso.local:3128"};
  story.no_proxy = "mystorage02.blob.core.windows.net";
  return story;
}
Story outside_azure() {
  Story story = blob_at_dc1().resolver("azure", "silent");
  story.discovery.asked = true;
  story.discovery.instance.problem = "silent";
  return story;
}

struct Choice {
  std::vector<std::string> only{}, skip{}, suppress{};
  Severity fail_on = Severity::error;
};

}  // namespace

TEST_CASE("verdict and exit code") {
  const struct {
    const char* story;
    Story told;
    Choice choice;
    Verdict verdict;
    int code;
  } rows[] = {
      {"healthy", blob_at_azure(), {}, Verdict::pass, 0},
      {"a failure", missing_record(), {}, Verdict::fail, 1},
      {"a warning", warned(), {}, Verdict::pass, 0},
      {"a warning that shall fail", warned(), {.fail_on = Severity::warning}, Verdict::fail, 1},
      {"not proved", unproved(), {}, Verdict::pass, 0},
      {"not proved, which shall fail", unproved(), {.fail_on = Severity::warning}, Verdict::fail, 1},
      {"cut short", cut_short(), {}, Verdict::undecided, 3},
      {"cut short, and a failure", cut_short().says("azure", kBlob, "missing"), {}, Verdict::fail, 1},
      {"nothing to check", Story().view("azure", kAzureDns), {}, Verdict::undecided, 3},
      {"a managed instance that nobody got to",
       Story()
           .view("azure", kAzureDns)
           .instance("mysqlmi01.a1b2c3d4e5f6.database.windows.net", "10.1.1.10")
           .door("10.1.1.10", logs_in(broken_tds(TdsOutcome::interrupted))),
       {},
       Verdict::undecided,
       3},

      {"accepted by code", missing_record(), {.suppress = {"dns.record-missing"}}, Verdict::pass, 0},
      {"accepted by code and subject",
       missing_record(),
       {.suppress = {"dns.record-missing=mystorage01.blob.core.windows.net"}},
       Verdict::pass,
       0},
      {"another subject accepted",
       missing_record(),
       {.suppress = {"dns.record-missing=mystorage02.blob.core.windows.net"}},
       Verdict::fail,
       1},
      {"another code accepted", missing_record(), {.suppress = {"dns.record"}}, Verdict::fail, 1},
      {"a warning accepted",
       warned(),
       {.suppress = {"dns.reserved-zone-linked"}, .fail_on = Severity::warning},
       Verdict::pass,
       0},
      {"accepted, and cut short",
       cut_short().shadowed("azure", "core.windows.net"),
       {.suppress = {"dns.reserved-zone-linked"}},
       Verdict::undecided,
       3},

      {"only what is right", missing_record(), {.only = {"dns.zone/*"}}, Verdict::pass, 0},
      {"only what is wrong", missing_record(), {.only = {"dns.private/*"}}, Verdict::fail, 1},
      {"only what was skipped for what is wrong",
       missing_record(),
       {.only = {"net.connect/*"}},
       Verdict::fail,
       1},
      {"only the last of a chain of skips",
       missing_record(),
       {.only = {"service.answer/*"}},
       Verdict::fail,
       1},
      {"the same behind a dead port",
       blob_at_azure().door("10.1.3.5", shut(ConnectOutcome::timed_out)),
       {.only = {"service.answer/*"}},
       Verdict::fail,
       1},
      {"without what is wrong, which others hang on",
       missing_record(),
       {.skip = {"dns.private/*"}},
       Verdict::fail,
       1},
      {"without what is wrong and what hangs on it",
       missing_record(),
       {.skip = {"dns.private/*", "dns.agree/*", "net.*", "tls.*", "service.*"}},
       Verdict::pass,
       0},
      {"without what is open", cut_short(), {.skip = {"net.*", "tls.*", "service.*"}}, Verdict::pass, 0},
      {"only what is open", cut_short(), {.only = {"net.*"}}, Verdict::undecided, 3},
      {"nothing is left", blob_at_azure(), {.only = {"dns.zone/*"}, .skip = {"*"}}, Verdict::undecided, 3},
      {"only the address that answers, and another is dead",
       two_addresses(),
       {.only = {"service.answer/*@10.1.3.6"}},
       Verdict::pass,
       0},
      {"only the address that is dead",
       two_addresses(),
       {.only = {"service.answer/*@10.1.3.5"}},
       Verdict::fail,
       1},
      {"of two views that a finding explains one was chosen",
       Story()
           .view("dc1", "10.1.0.53")
           .view("azure", kAzureDns)
           .account("mystorage01", "10.1.3.5")
           .says("dc1", kBlob, "missing")
           .says("azure", kBlob, "missing"),
       {.only = {"dns.private/*@dc1"}, .suppress = {"dns.record-missing"}},
       Verdict::pass,
       0},
      {"a proxy, and a name that it catches was chosen",
       behind_proxy(),
       {.only = {"net.connect/mystorage0*"}, .fail_on = Severity::warning},
       Verdict::fail,
       1},
      {"a proxy, and only the name that goes past it was chosen",
       behind_proxy(),
       {.only = {"net.connect/mystorage02*"}, .fail_on = Severity::warning},
       Verdict::pass,
       0},
      {"a machine outside of Azure concerns every choice",
       outside_azure(),
       {.only = {"net.connect/*"}, .fail_on = Severity::info},
       Verdict::fail,
       1},
      {"a warning about what was not chosen",
       warned(),
       {.only = {"net.*"}, .fail_on = Severity::warning},
       Verdict::pass,
       0},
      {"an answer that changes, and only connections were chosen",
       blob_at_azure().again("azure", "public"),
       {.only = {"net.*"}},
       Verdict::pass,
       0},
      {"an answer that changes",
       blob_at_azure().again("azure", "public"),
       {.only = {"dns.*"}},
       Verdict::fail,
       1},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    Story story = row.told;
    story.judgement = {row.choice.fail_on, row.choice.suppress, row.choice.only, row.choice.skip};
    const Assessment made = assessed(story);
    CHECK(to_string(made.report.verdict) == to_string(row.verdict));
    CHECK(exit_code(made.report) == row.code);
    CHECK(made.unmatched_globs.empty());
  }
}

TEST_CASE("what a chosen check needs is shown all the same") {
  Story story = blob_at_azure().account("mystorage02", "10.1.3.7");
  story.judgement.only = {"service.answer/mystorage01.*"};
  const Report report = story.assess();
  CHECK(kinds_of(report) ==
        std::vector<std::string>{"dns.private", "net.connect", "tls.handshake", "service.answer"});
  for (const Result& each : report.checks) CHECK(each.subject == kBlob);
  CHECK(report.summary.pass == 4);
}

TEST_CASE("what a vault's records need are its names") {
  Story story = backup_at_azure().account("mystorage01", "10.1.3.5").says("azure", kBackup, "servfail");
  story.judgement.only = {"backup.records/*"};
  const Report report = story.assess();
  CHECK(kinds_of(report) == std::vector<std::string>{"dns.private", "backup.records"});
  CHECK(check_of(report, "dns.private").subject == kBackup);
  CHECK(report.verdict == Verdict::fail);
}

TEST_CASE("a glob that matches nothing is told") {
  Story story = blob_at_azure();
  story.judgement.only = {"dns.private/*", "dns.privat/*"};
  story.judgement.skip = {"egress.denied/*"};
  CHECK(assessed(story).unmatched_globs == std::vector<std::string>{"dns.privat/*", "egress.denied/*"});
}

TEST_CASE("a suppressed finding is still reported, and marked") {
  Story story = missing_record();
  story.judgement.suppress = {"dns.record-missing"};
  const Report report = story.assess();
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings.front().suppressed);
  CHECK(report.summary.fail == 1);
}

TEST_CASE("CODE and CODE=SUBJECT") {
  Finding finding;
  finding.code = "dns.hosts-override";
  finding.subject = "/etc/hosts:2";
  CHECK(is_suppressed(finding, {"dns.hosts-override"}));
  CHECK(is_suppressed(finding, {"public.open", "dns.hosts-override=/etc/hosts:2"}));
  CHECK(!is_suppressed(finding, {"dns.hosts-override=/etc/hosts"}));
  CHECK(!is_suppressed(finding, {"dns.hosts"}));
  CHECK(!is_suppressed(finding, {""}));
  CHECK(!is_suppressed(finding, {}));
}

TEST_CASE("what is not proved is named by its checks") {
  const Report report = unproved()
                            .denied("exfilcanary01")
                            .says("azure", "exfilcanary01.blob.core.windows.net", "not found")
                            .assess();
  CHECK(report.not_proved ==
        std::vector<std::string>{"public.refused/mystorage01.blob.core.windows.net:443",
                                 "egress.denied/exfilcanary01.blob.core.windows.net:443"});
  CHECK(blob_at_azure().assess().not_proved.empty());
}

TEST_CASE("that an account is refused here proves nothing of the subnet that a policy belongs to") {
  Story story = blob_at_azure().denied("exfilcanary01");
  CHECK(story.assess().not_proved.empty());
  story.plan.service_endpoint_policy = true;
  CHECK(story.assess().not_proved ==
        std::vector<std::string>{"egress.denied/exfilcanary01.blob.core.windows.net:443@20.60.2.2"});
  story.door("20.60.2.2", answers(storage_error(404, "ResourceNotFound")));
  CHECK(story.assess().not_proved.empty());
}

}  // namespace vnetprobe
