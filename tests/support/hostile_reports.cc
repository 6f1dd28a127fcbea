// The text of strangers reaches a report by certificates, pages, TXT records, hosts files and plans.
#include "tests/support/sample_reports.h"

namespace vnetprobe {

const std::vector<std::string>& hostile_strings() {
  static const std::vector<std::string> strings = {
      "\x1b[31mred\x1b[0m",
      "two\nlines\r\nand\ttabs",
      std::string("nul \0 inside", 12),
      "right-to-left \xe2\x80\xae gnp.exe \xe2\x81\xa6 isolate",
      "not UTF-8 \xff\xfe \xc3\x28 \xed\xa0\x80 \xf0\x82\x82\xac \xe2\x82",
      "C1 control \xc2\x9b[31m and DEL \x7f and \x08 backspace",
      "\xc2\xa0 \xe4\xb8\xad\xe6\x96\x87 \xf0\x9f\x94\xa5 wide",
      "line \xe2\x80\xa8 separators \xe2\x80\xa9",
      "quote \" backslash \\ slash / </script>",
      std::string(65536, 'A'),
      std::string(2048, '\x1b'),
      "",
  };
  return strings;
}

Report hostile_report(const std::string& text) {
  Report report = sample_report("several-findings");
  report.tool_version = report.run.id = report.run.incomplete_because = text;
  report.run.complete = false;
  report.plan.name = report.plan.storage_accounts[0].purpose = text;
  report.plan.resolvers[1].name = text;
  report.evidence.host.hostname = report.evidence.host.no_proxy = text;
  report.evidence.host.hosts_lines = {{.line = 1, .file = text, .names = {text}, .text = text}};
  report.not_proved.push_back(text);
  for (DnsQuestion& question : report.evidence.questions) {
    question.name = text;
    question.opt = DnsOpt{.errors = {{.code = 15, .text = text}}};
    question.answers.push_back({.owner = text, .type = rr::kTXT, .ttl = 1, .data = text});
  }
  for (Contact& contact : report.evidence.contacts)
    if (contact.http) contact.http->headers.push_back({text, text});
  for (Finding& finding : report.findings) {
    finding.subject = finding.title = finding.because = text;
    finding.targets = finding.views = finding.could_be = {text};
    for (Remedy& remedy : finding.remedies) remedy.text = text;
  }
  for (Result& check : report.checks) {
    check.message = text;
    if (check.kind == "dns.zone") check.target = check.view = text;
    check.facts.emplace_back("issuer", text);
    for (auto& [key, value] : check.facts)
      if (key == "addresses" || key == "label" || key == "status") value = text;
  }
  report.checks.push_back({.id = text,
                           .kind = text,
                           .target = text,
                           .view = text,
                           .address = text,
                           .subject = text,
                           .status = Status::fail,
                           .message = text,
                           .because = text,
                           .facts = {{text, text}, {text, "again"}}});
  return report;
}

}  // namespace vnetprobe
