// A string is here for the format that it would break, and goes through all of them.
#include "tests/reports/formats_hostile.h"

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
  for (Contact& contact : report.evidence.contacts) {
    contact.source_detail = text;
    if (contact.connect) contact.connect->error = text;
    if (contact.tls) {
      contact.tls->error = contact.tls->verify_text = contact.tls->anchor_subject = text;
      contact.tls->sni = contact.tls->cipher = text;
      contact.tls->chain.push_back({.subject = text, .issuer = text, .names = {text, text}, .sha256 = text});
    }
    if (contact.http) {
      contact.http->reason = contact.http->url = contact.http->body = contact.http->error = text;
      contact.http->method = text;
    }
  }
  for (DnsQuestion& question : report.evidence.questions) {
    question.view = text;
    question.authorities.push_back({.owner = text, .type = rr::kTXT, .ttl = 1, .data = text});
  }
  for (Finding& finding : report.findings) {
    finding.code = text;
    finding.remedies.push_back({.as = text, .text = text});
  }
  return report;
}

}  // namespace vnetprobe
