// What a check rests on, as the page shows it: every sort of evidence whole, and with what it may lack.
#include <doctest/doctest.h>

#include "reports/html_parts.h"
#include "reports/html_text.h"

namespace vnetprobe {

namespace {

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string shown(const DnsQuestion& question) {
  Evidence evidence;
  evidence.questions = {question};
  return html_evidence(evidence, {.evidence = {.questions = {0}}});
}
std::string shown(const SystemLookup& lookup) {
  Evidence evidence;
  evidence.lookups = {lookup};
  return html_evidence(evidence, {.evidence = {.lookups = {0}}});
}
std::string shown(const Contact& contact, ContactPart part) {
  Evidence evidence;
  evidence.contacts = {contact};
  return html_evidence(evidence, {.evidence = {.contacts = {{0, part}}}});
}

DnsQuestion some_question() {
  return {.view = "dc1",
          .server = *SocketAddress::parse("10.1.0.53", 53),
          .name = "a.example",
          .type = rr::kA,
          .outcome = DnsOutcome::answered,
          .rcode = rcode::kNoError,
          .duration = Millis(12.4)};
}

}  // namespace

TEST_CASE("a question is shown as dig shows it") {
  DnsQuestion question = some_question();
  question.flags = {.aa = true, .rd = true, .ra = true};
  question.answers = {{"a.example", rr::kCNAME, 60, "b.example"}, {"b.example", rr::kA, 10, "10.1.2.4"}};
  CHECK(shown(question) ==
        "<pre class=\"dns\">;; a.example. A  @10.1.0.53:53 udp (dc1)\n"
        ";; NOERROR; flags: qr aa rd ra; 12 ms\n"
        ";; ANSWER\n"
        "a.example.  60  IN  CNAME  b.example\n"
        "b.example.  10  IN  A  10.1.2.4\n"
        "</pre>\n");
  question = some_question();
  question.rcode = rcode::kNxDomain;
  question.flags = {.tc = true, .ad = true, .cd = true};
  question.transport = Transport::tcp;
  question.opt = DnsOpt{.errors = {{15, "Blocked"}}, .nsid = "6e73"};
  question.authorities = {{"example", rr::kSOA, 300, "ns.example"}};
  CHECK(shown(question) ==
        "<pre class=\"dns\">;; a.example. A  @10.1.0.53:53 tcp (dc1)\n"
        ";; NXDOMAIN; flags: qr tc ad cd; 12 ms\n"
        ";; EDE: 15 Blocked\n"
        ";; NSID: 6e73\n"
        ";; AUTHORITY\n"
        "example.  300  IN  SOA  ns.example\n"
        "</pre>\n");
}

TEST_CASE("a question without an answer says how it ended, and after how many tries") {
  DnsQuestion question = some_question();
  question.outcome = DnsOutcome::silent;
  question.tries.resize(1);
  CHECK(contains(shown(question), "\n;; silent after 12 ms, 1 try\n"));
  question.tries.resize(3);
  CHECK(contains(shown(question), ", 3 tries\n"));
  question.outcome = DnsOutcome::answered;
  question.rcode = -1;  // a report that others wrote
  CHECK(contains(shown(question), "\n;; no answer; flags: qr; 12 ms\n"));
}

TEST_CASE("of many records the page says how many it leaves out") {
  DnsQuestion question = some_question();
  question.answers.assign(60, {"a.example", rr::kA, 10, "10.1.2.4"});
  CHECK_FALSE(contains(shown(question), "more"));
  question.answers.resize(62);
  CHECK(contains(shown(question), "\n;; and 2 more\n"));
}

TEST_CASE("what the operating system was asked is shown with what it said") {
  CHECK(shown(SystemLookup{.view = "system",
                           .name = "a.example",
                           .finished = true,
                           .canonical = "b.example",
                           .addresses = {*IpAddress::parse("10.1.2.4"), *IpAddress::parse("fd00::4")},
                           .duration = Millis(0.42)}) ==
        "<pre class=\"dns\">;; getaddrinfo a.example (system), 0.4 ms\n"
        ";; canonical name: b.example\n10.1.2.4\nfd00::4\n</pre>\n");
  CHECK(shown(SystemLookup{.view = "system", .name = "a.example", .finished = true, .error = "No <name>"}) ==
        "<pre class=\"dns\">;; getaddrinfo a.example (system), 0.0 ms\n;; No &lt;name&gt;\n</pre>\n");
  CHECK(contains(shown(SystemLookup{.name = "a.example", .duration = Millis(5000)}),
                 ", 5.0 s\n;; still waiting when the run ended\n"));
}

TEST_CASE("a connection shows what it was, and leaves out what it was not") {
  Contact contact{
      .address = *IpAddress::parse("10.1.2.4"),
      .port = 443,
      .source_detail = "dc1",
      .connect =
          Connect{.outcome = ConnectOutcome::connected, .local_address = "10.1.0.7", .duration = Millis(3)}};
  CHECK(shown(contact, ContactPart::connect) ==
        "<dl>\n<dt>TCP</dt><dd>10.1.2.4, port 443: connected in 3.0 ms</dd>\n"
        "<dt>From</dt><dd>10.1.0.7</dd>\n<dt>Address by</dt><dd>dns dc1</dd>\n</dl>\n");
  contact.connect = Connect{.outcome = ConnectOutcome::refused, .error = "Connection refused"};
  const std::string refused = shown(contact, ContactPart::connect);
  CHECK(contains(refused, "refused in 0.0 ms: Connection refused</dd>"));
  CHECK_FALSE(contains(refused, "From"));
}

TEST_CASE("a pre-login shows what the server said, and leaves out what it did not") {
  Contact contact{.tds = Tds{.outcome = TdsOutcome::answered,
                             .offered = "off",
                             .encryption = "required",
                             .version = "12.0.5751",
                             .options = {{"encryption", "03"}, {"0x2a", ""}},
                             .alpn = "tds/8.0",
                             .duration = Millis(7)}};
  CHECK(shown(contact, ContactPart::tds) ==
        "<dl>\n<dt>TDS pre-login</dt><dd>answered in 7.0 ms</dd>\n"
        "<dt>Server version</dt><dd>12.0.5751</dd>\n"
        "<dt>Encryption</dt><dd>required, offered was off</dd>\n"
        "<dt>ALPN</dt><dd>tds/8.0</dd>\n"
        "<dt>encryption</dt><dd>03</dd>\n<dt>0x2a</dt><dd>(empty)</dd>\n</dl>\n");
  contact.tds =
      Tds{.outcome = TdsOutcome::not_tds, .offered = "off", .first_bytes = "4854", .error = "no TDS"};
  CHECK(shown(contact, ContactPart::tds) ==
        "<dl>\n<dt>TDS pre-login</dt><dd>not_tds in 0.0 ms</dd>\n"
        "<dt>First bytes</dt><dd>4854</dd>\n<dt>Error</dt><dd>no TDS</dd>\n</dl>\n");
}

TEST_CASE("a handshake shows its chain leaf first, and whether it was right") {
  Contact contact{
      .tls = Tls{.outcome = TlsOutcome::verified,
                 .sni = "a.example",
                 .version = "TLSv1.3",
                 .cipher = "AES",
                 .chain = {{.subject = "CN=a", .issuer = "CN=r", .names = {"a.example"}, .sha256 = "ab"},
                           {.subject = "CN=r", .issuer = "CN=r", .sha256 = "cd"}},
                 .anchor_subject = "CN=r",
                 .name_matches = true}};
  std::string tls = shown(contact, ContactPart::tls);
  CHECK(contains(tls,
                 "<dt>TLS</dt><dd>verified TLSv1.3 AES</dd>\n<dt>Asked for</dt><dd>a.example</dd>\n"
                 "<dt>Verified</dt><dd>yes; the name matches</dd>\n<dt>Anchor</dt><dd>CN=r</dd>\n</dl>\n"));
  CHECK(contains(tls,
                 "<li><strong>CN=a</strong><br>issued by CN=r<br>1970-01-01T00:00:00Z to "
                 "1970-01-01T00:00:00Z<br>for a.example<br><code>ab</code></li>\n"
                 "<li><strong>CN=r</strong><br>issued by CN=r<br>1970-01-01T00:00:00Z to "
                 "1970-01-01T00:00:00Z<br><code>cd</code></li>\n</ol>\n"));
  contact.tls->verify_code = 20;
  contact.tls->verify_text = "unable to get local issuer certificate";
  contact.tls->name_matches = false;
  CHECK(contains(shown(contact, ContactPart::tls),
                 "<dd>unable to get local issuer certificate; the name does not match</dd>"));
  contact.tls = Tls{.outcome = TlsOutcome::alert, .error = "unrecognized name"};
  tls = shown(contact, ContactPart::tls);
  CHECK(contains(tls, "<dt>Error</dt><dd>unrecognized name</dd>"));
  CHECK_FALSE(contains(tls, "Verified"));
  CHECK_FALSE(contains(tls, "<ol"));
}

TEST_CASE("a certificate's many names are cut at twenty") {
  Contact contact{
      .tls = Tls{.chain = {{.subject = "CN=a", .names = std::vector<std::string>(21, "n.example")}}}};
  const std::string tls = shown(contact, ContactPart::tls);
  std::size_t names = 0;
  for (std::size_t at = tls.find("n.example"); at != std::string::npos; at = tls.find("n.example", at + 1))
    ++names;
  CHECK(names == 20);
}

TEST_CASE("an HTTP answer is shown with its headers, and no answer with why there is none") {
  Contact contact{.http = Http{.outcome = HttpOutcome::answered,
                               .method = "GET",
                               .url = "https://a.example/",
                               .status = 403,
                               .reason = "Forbidden",
                               .headers = {{"server", "x"}},
                               .body = "<Error>\n",
                               .duration = Millis(1500)}};
  const std::string whole =
      "<pre class=\"http\">&gt; GET https://a.example/\n&lt; 403 Forbidden  (1.5 s)\n&lt; server: x\n"
      "\n&lt;Error&gt;\n";
  CHECK(shown(contact, ContactPart::http) == whole + "</pre>\n");
  contact.http->body_truncated = true;
  CHECK(shown(contact, ContactPart::http) == whole + "(cut)\n</pre>\n");
  contact.http = Http{.outcome = HttpOutcome::cut, .method = "GET", .url = "u", .error = "closed"};
  CHECK(shown(contact, ContactPart::http) ==
        "<pre class=\"http\">&gt; GET u\n&lt; cut after 0.0 ms: closed\n</pre>\n");
}

TEST_CASE("a check shows the parts of a connection that it rests on, and no others") {
  const Contact all{.connect = Connect{}, .tds = Tds{}, .tls = Tls{}, .http = Http{}};
  struct Row {
    ContactPart part;
    bool connect, tds, tls, http;
  };
  for (const Row& row :
       {Row{ContactPart::connect, true, false, false, false},
        Row{ContactPart::tds, false, true, false, false}, Row{ContactPart::tls, false, false, true, false},
        Row{ContactPart::http, false, false, false, true}, Row{ContactPart::all, true, true, true, true}}) {
    CAPTURE(static_cast<int>(row.part));
    const std::string text = shown(all, row.part);
    CHECK(contains(text, "<dt>TCP<") == row.connect);
    CHECK(contains(text, "<dt>TDS pre-login<") == row.tds);
    CHECK(contains(text, "<dt>TLS<") == row.tls);
    CHECK(contains(text, "class=\"http\"") == row.http);
    CHECK(shown(Contact{}, row.part).empty());
  }
}

TEST_CASE("references to evidence that is not there show nothing") {
  CHECK(html_evidence(
            {}, {.evidence = {.questions = {0}, .lookups = {3}, .contacts = {{1, ContactPart::all}}}}) == "");
}

TEST_CASE("long names keep their two ends") {
  CHECK(shortened("abcdef", 6) == "abcdef");
  CHECK(shortened("abcdefg", 6) ==
        "abc\xe2\x80\xa6"
        "fg");
  CHECK(shortened("abcdefg", 6, 1) ==
        "a\xe2\x80\xa6"
        "defg");
}

}  // namespace vnetprobe
