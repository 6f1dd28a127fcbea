// A string is here for the format that it would break, and goes through all of them.
#include "tests/reports/formats_hostile.h"

#include "reports/report_fields.h"
#include "tests/reports/every_string.h"
#include "tests/support/sample_reports.h"

namespace vnetprobe {

std::vector<std::string> hostile_gallery() {
  std::vector<std::string> strings = hostile_strings();
  const std::vector<std::string> markup = {
      "<script>window.pwned = 1</script>",
      "\"><img src=x onerror=\"window.pwned = 1\"><svg onload=window.pwned=1>",
      "' onmouseover='window.pwned = 1' x='",
      "</style><style>body { display: none }</style></textarea></title>",
      "]]> <!-- --> <?xml version=\"1.1\"?> <!DOCTYPE x [<!ENTITY e \"&e;&e;\">]> &e; &amp; &#0; &#x1b;",
      "<a href=\"javascript:window.pwned=1\">click</a>",
      "[click](javascript:alert(1)) ![image](http://203.0.113.9/x.png) <http://203.0.113.9/>",
      "www.evil.example http://evil.example/ ftp://evil.example mailto:a@evil.example b@evil.example",
      "@someone #1 org/repo#2 GH-3 :tada: 0123456789abcdef0123456789abcdef01234567",
      "`code` ``` ~~~ ```` ``a`` \\` `",
      "| pipe | cell |\n| --- | --- |\\| \\\\| end",
      "# heading\n- item\n1. one\n> quote\n---\n***bold*** __x__ ~~y~~ <details>",
      "=cmd|' /C calc'!A0 +1 -1 @SUM(1) \t=2",
      "##vso[task.setvariable variable=x]1 ##[error]x ##VSO[task.complete]",
      "::error title=x::y\n::set-output name=x::y %0A::error::z %AZP250D",
      "ok 1 # SKIP x\nnot ok 2 # TODO y\nBail out! \\# \\\\# 1..0 # skip",
      "vnetprobe_up{a=\"b\"} 1\n# EOF\n\\n \\\" } 2",
      "OK | time=0;;;; 'x'=1\n| more",
      "{\"event\":\"verdict\"}\n{\"a\":1},",
      "\xef\xbf\xbe noncharacters \xef\xbf\xbf \xf0\x9f\xbf\xbe",
      std::string(70000, '<'),
  };
  strings.insert(strings.end(), markup.begin(), markup.end());
  return strings;
}

Report hostile_everywhere(const std::string& text) {
  Report report = hostile_report(text);
  write_every_string_of(report.evidence, text);
  // The plan's own views and targets are what the tables and the picture are made of; the rest is text.
  Plan plan = report.plan;
  write_every_string(plan, text);
  for (std::size_t i = 0; i < report.plan.resolvers.size(); ++i)
    if (i != 1) plan.resolvers[i].name = report.plan.resolvers[i].name;
  report.plan = plan;
  write_every_string(report.judgement, text);
  for (Finding& finding : report.findings) {
    finding.code = text;
    finding.remedies.push_back({.as = text, .text = text});
  }
  return report;
}

}  // namespace vnetprobe
