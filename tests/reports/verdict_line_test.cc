#include "reports/verdict_line.h"

#include <doctest/doctest.h>

#include "reports/why.h"
#include "tests/support/sample_reports.h"

namespace vnetprobe {

TEST_CASE("the verdict line of every story") {
  struct {
    std::string story;
    std::string line;
  } rows[] = {
      {"healthy", "PASS  contoso-backup-weu: all 104 checks passed"},
      {"zone-not-linked", "FAIL  contoso-backup-weu: 1 finding, 16 of 72 checks failed"},
      {"several-findings",
       "FAIL  contoso-backup-weu: 1 finding, 1 warning, 1 suppressed, 3 of 15 checks failed; not proved: "
       "public "
       "access of mystorage01"},
      {"not-proved", "PASS, not proved: public access of mystorage01"},
      {"empty-plan", "UNDECIDED  nothing to check"},
      {"undecided",
       "UNDECIDED  contoso-backup-weu: 9 of 35 checks not decided; the run was not complete: interrupted "
       "(SIGINT) "
       "after 1.2 s"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    CHECK(verdict_line(sample_report(row.story)).text() == row.line);
  }
}

TEST_CASE("a pass that leaves something unproved says so before anything else") {
  Report report;
  report.verdict = Verdict::pass;
  report.summary.pass = 3;
  report.plan.storage_accounts = {{.name = "mystorage01"}};
  for (const char* host : {"mystorage01.blob.core.windows.net", "mystorage01.queue.core.windows.net",
                           "pod01-fab1.we.backup.windowsazure.com"}) {
    const std::string id = std::string("public.refused/") + host + ":443";
    report.checks.push_back({.id = id,
                             .kind = "public.refused",
                             .target = std::string(host) + ":443",
                             .subject = host,
                             .status = Status::warn});
    report.not_proved.push_back(id);
  }
  CHECK(verdict_line(report).text() ==
        "PASS, not proved: public access of mystorage01, pod01-fab1.we.backup.windowsazure.com");
  report.not_proved = {"net.connect/never.heard.of:443"};
  CHECK(verdict_line(report).text() == "PASS, not proved: net.connect/never.heard.of:443");
  report.checks[0].facts = {{"resource", "contoso-rsv"}};
  report.not_proved = {report.checks[0].id};
  CHECK(verdict_line(report).text() == "PASS, not proved: public access of contoso-rsv");
}

TEST_CASE("with very many unproved the line names some and counts the rest") {
  Report report;
  report.verdict = Verdict::pass;
  for (int i = 0; i < 9; ++i) {
    const std::string host = "host" + std::to_string(i) + ".example.net";
    report.checks.push_back({.id = host, .kind = "public.refused", .target = host + ":443"});
    report.not_proved.push_back(host);
  }
  CHECK(verdict_line(report).not_proved ==
        "public access of host0.example.net, host1.example.net, host2.example.net, host3.example.net, "
        "host4.example.net, host5.example.net and 3 more");
}

TEST_CASE("which findings count follows --fail-on and --suppress") {
  Finding finding{.severity = Severity::warning};
  CHECK_FALSE(counts(finding, {}));
  CHECK(counts(finding, {.fail_on = Severity::warning}));
  finding.suppressed = true;
  CHECK_FALSE(counts(finding, {.fail_on = Severity::warning}));
}

TEST_CASE("a finding matters for a reason, and the nearest reason wins") {
  CHECK(why_it_matters("dns.record-stale") != why_it_matters("dns.record-missing"));
  CHECK(why_it_matters("backup.ecs-missing").find("UserErrorVMInternetConnectivityIssue") !=
        std::string_view::npos);
  for (const char* code :
       {"dns.zone-not-linked", "net.timeout", "tls.cut", "service.silent", "storage.network-denied",
        "keyvault.network-denied", "public.open", "egress.open", "entra.unreachable", "sqlmi.not-tds",
        "backup.prot-missing", "pe.not-approved", "proxy.captures-private", "identity.unavailable",
        "clock.skew", "public.undecided"})
    CHECK_FALSE(why_it_matters(code).empty());
  CHECK(why_it_matters("never.heard-of").empty());
}

}  // namespace vnetprobe
