// What the picture shows, before anybody draws it.
#include "reports/network_sketch.h"

#include <doctest/doctest.h>

#include "reports/html_text.h"
#include "reports/network_drawing.h"

namespace vnetprobe {

namespace {

constexpr const char* kZone = "privatelink.blob.core.windows.net";

Result name_check(const std::string& subject, const std::string& view, Status status, const Facts& facts) {
  Facts all = facts;
  all.emplace_back("zone", kZone);
  return {.id = "dns.private/" + subject + "@" + view,
          .kind = "dns.private",
          .target = subject,
          .view = view,
          .subject = subject,
          .status = status,
          .facts = all};
}
Result check(const std::string& kind, const std::string& subject, Status status, const Facts& facts = {}) {
  return {.id = kind + "/" + subject,
          .kind = kind,
          .target = subject,
          .subject = subject,
          .status = status,
          .facts = facts};
}
DnsQuestion asked(const std::string& view, DnsOutcome outcome) {
  return {.view = view, .server = *SocketAddress::parse("10.1.0.53:5353", 53), .outcome = outcome};
}

Sketch sketch_of(const Report& report) {
  std::vector<const Finding*> findings;
  for (const Finding& each : report.findings) findings.push_back(&each);
  return sketch_of(report, findings);
}

}  // namespace

TEST_CASE("a view is a server that answered all, some or none of its questions") {
  Report report;
  report.plan.resolvers = {
      {.name = "system"},
      {.name = "dc1", .address = SocketAddress::parse("10.1.0.53", 53), .required = false},
      {.name = "idle", .address = SocketAddress::parse("10.1.0.54", 53)}};
  report.evidence.questions = {asked("dc1", DnsOutcome::answered), asked("dc1", DnsOutcome::silent),
                               asked("new", DnsOutcome::silent)};
  report.evidence.questions.push_back(asked("public_resolver", DnsOutcome::answered));
  report.evidence.questions.back().purpose = DnsPurpose::public_;
  report.evidence.lookups = {{.view = "system", .finished = true}};
  const Sketch sketch = sketch_of(report);
  REQUIRE(sketch.views.size() == 4);
  const auto is = [&](std::size_t v, std::string_view name, std::string_view server, bool required,
                      Status status) {
    const SketchView& view = sketch.views[v];
    CAPTURE(view.name);
    CHECK(view.name == name);
    CHECK(view.server == server);
    CHECK(view.required == required);
    CHECK(view.status == status);
  };
  is(0, "system", "this host", true, Status::pass);
  is(1, "dc1", "10.1.0.53", false, Status::warn);
  is(2, "idle", "10.1.0.54", true, Status::skip);
  is(3, "new", "10.1.0.53:5353", true, Status::fail);
}

TEST_CASE("what a view says of a zone is the worst of it, counted") {
  struct Row {
    const char* story;
    bool required;
    std::vector<Result> checks;
    Status status;
    std::string text;
  };
  const auto zone = [](Status status, std::vector<std::size_t> questions = {}) {
    return Result{.kind = "dns.zone",
                  .target = kZone,
                  .view = "dc1",
                  .status = status,
                  .evidence = {.questions = std::move(questions)}};
  };
  const Result right = name_check("a.example", "dc1", Status::pass, {});
  const Result wrong = name_check("b.example", "dc1", Status::fail, {});
  const Result odd = name_check("b.example", "dc1", Status::warn, {});
  const Row rows[] = {
      {"one name", true, {right}, Status::pass, "1 of 1 name right"},
      {"two names, one wrong", true, {right, wrong}, Status::fail, "1 of 2 names right"},
      {"the zone is served",
       true,
       {zone(Status::pass), right},
       Status::pass,
       "zone served, 1 of 1 name right"},
      {"the zone is not served",
       true,
       {zone(Status::fail), wrong},
       Status::fail,
       "zone not served, 0 of 1 name right"},
      {"nobody answers for the zone",
       true,
       {zone(Status::fail, {0}), wrong},
       Status::fail,
       "no answer, 0 of 1 name right"},
      {"the zone was skipped", true, {zone(Status::skip), right}, Status::pass, "1 of 1 name right"},
      {"a warning", true, {right, odd}, Status::warn, "1 of 2 names right"},
      {"a warning of a reference", false, {right, odd}, Status::skip, "1 of 2 names right"},
      {"a failure of a reference", false, {right, wrong}, Status::fail, "1 of 2 names right"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    Report report;
    report.plan.resolvers = {{.name = "idle"}, {.name = "dc1", .required = row.required}};
    report.evidence.questions = {asked("dc1", DnsOutcome::silent), asked("dc1", DnsOutcome::answered)};
    report.checks = row.checks;
    const Sketch sketch = sketch_of(report);
    REQUIRE(sketch.zones.size() == 1);
    REQUIRE(sketch.zones[0].ports.size() == 1);
    CHECK(sketch.zones[0].ports[0].view == 1);
    CHECK(sketch.zones[0].ports[0].status == row.status);
    CHECK(sketch.zones[0].ports[0].text == row.text);
  }
}

TEST_CASE("an endpoint shows the address that is the news, and its first trouble") {
  struct Row {
    const char* story;
    std::vector<Result> checks;
    Status status;
    std::string address, trouble, steps;
  };
  const Result right = name_check("a.example", "dc1", Status::pass, {{"addresses", "10.1.2.4"}});
  const Result wrong = name_check("a.example", "dc2", Status::fail, {{"answer", "NXDOMAIN"}});
  const Result dead = name_check("a.example", "dead", Status::unknown, {{"answer", "silent"}});
  const Row rows[] = {
      {"all well",
       {right, check("net.connect", "a.example", Status::pass)},
       Status::pass,
       "10.1.2.4",
       "",
       "tcp"},
      {"one view is wrong", {right, wrong}, Status::fail, "NXDOMAIN", "", ""},
      {"a wrong view that says nothing",
       {right, name_check("a.example", "dc2", Status::fail, {})},
       Status::fail,
       "10.1.2.4",
       "",
       ""},
      {"a dead server is its own trouble", {right, dead}, Status::pass, "10.1.2.4", "", ""},
      {"nobody but the dead", {dead}, Status::unknown, "silent", "", ""},
      {"a port that is dropped",
       {right, check("net.connect", "a.example", Status::fail, {{"outcome", "timed_out"}}),
        check("tls.handshake", "a.example", Status::skip)},
       Status::fail,
       "10.1.2.4",
       "timed out",
       "tcp tls"},
      {"a failure without a word",
       {right, check("net.connect", "a.example", Status::pass),
        check("tls.handshake", "a.example", Status::fail),
        check("service.answer", "a.example", Status::fail, {{"outcome", "silent"}})},
       Status::fail,
       "10.1.2.4",
       "tls fails",
       "tcp tls svc"},
      {"its public side is drawn elsewhere",
       {right, check("public.refused", "a.example", Status::fail)},
       Status::pass,
       "10.1.2.4",
       "",
       ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.story);
    Report report;
    report.evidence.questions = {asked("dc1", DnsOutcome::answered), asked("dead", DnsOutcome::silent)};
    report.checks = row.checks;
    const Sketch sketch = sketch_of(report);
    REQUIRE(sketch.zones.size() == 1);
    REQUIRE(sketch.zones[0].endpoints.size() == 1);
    const SketchEndpoint& end = sketch.zones[0].endpoints[0];
    std::string steps;
    for (const SketchStep& step : end.steps) steps += (steps.empty() ? "" : " ") + step.word;
    CHECK(end.status == row.status);
    CHECK(end.address == row.address);
    CHECK(end.trouble == row.trouble);
    CHECK(steps == row.steps);
  }
}

TEST_CASE("an endpoint of which only the public side was asked is no endpoint of a zone") {
  Report report;
  report.checks = {check("public.refused", "a.example", Status::pass)};
  CHECK(sketch_of(report).zones.empty());
}

TEST_CASE("what is reached past the endpoints is told in words of its own") {
  Report report;
  for (const Status status : {Status::pass, Status::fail, Status::warn, Status::unknown})
    for (const char* kind : {"egress.denied", "public.refused", "entra.signin"})
      report.checks.push_back(check(kind, "a", status));
  std::string told;
  for (const SketchService& each : sketch_of(report).services) told += each.what + ": " + each.text + "\n";
  CHECK(told ==
        "sign-in: answers\nsign-in: does not answer as it should\nsign-in: not proved\nsign-in: not asked\n"
        "public side: closed\npublic side: open\npublic side: not proved\npublic side: not asked\n"
        "must refuse: refused\nmust refuse: served\nmust refuse: not proved\nmust refuse: not asked\n");
  report.checks.push_back(check("egress.denied", "last", Status::fail));
  const Sketch longer = sketch_of(report);
  REQUIRE(longer.services.size() == kSketchServices + 1);
  // Those that are well have gone to the end.
  CHECK(longer.services.front().status != Status::pass);
  CHECK(longer.services[longer.services.size() - 3].status == Status::pass);
  CHECK(longer.services[longer.services.size() - 4].status != Status::pass);
}

TEST_CASE("a finding is marked where its subject is, else where its targets are, else at this host") {
  struct Row {
    Finding finding;
    std::string place;
  };
  const std::string backup = "privatelink.we.backup.windowsazure.com";
  const Row rows[] = {
      {{.code = "dns.resolver-silent", .subject = "dc1"}, "view dc1"},
      {{.code = "dns.zone-not-linked", .subject = kZone}, "zone " + std::string(kZone)},
      {{.code = "net.timeout", .subject = "a.example:443"}, "end a.example"},
      {{.code = "dns.record-stale", .subject = "a.example"}, "end a.example"},
      {{.code = "public.open", .subject = "a.example"}, "svc a.example"},
      {{.code = "egress.open", .subject = "denied", .targets = {"d.example"}}, "svc d.example"},
      {{.code = "entra.unreachable", .subject = "login.example"}, "svc login.example"},
      {{.code = "net.timeout", .subject = "login.example"}, "svc login.example"},
      {{.code = "storage.network-denied", .subject = "account", .targets = {"a.example"}}, "end a.example"},
      {{.code = "dns.wrong", .subject = "no", .targets = {"no", kZone}}, "zone " + std::string(kZone)},
      {{.code = "backup.prot-missing", .subject = "contoso-rsv"}, "zone " + backup},
      {{.code = "pe.not-approved", .subject = "pe"}, "host"},
      {{.code = "dns.hosts-override", .subject = "line 12", .targets = {"a.example"}}, "host"},
      {{.code = "clock.skew", .subject = "a.example"}, "host"},
      {{.code = "identity.no-token", .subject = "a.example"}, "host"},
      {{.code = "proxy.takes-private", .subject = "a.example"}, "host"},
      {{.code = "env.x", .subject = "a.example"}, "host"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.finding.code);
    CAPTURE(row.finding.subject);
    Report report;
    report.plan.resolvers = {{.name = "dc1"}};
    report.checks = {name_check("a.example", "dc1", Status::pass, {}),
                     check("public.refused", "a.example", Status::fail),
                     check("egress.denied", "d.example", Status::fail),
                     check("entra.signin", "login.example", Status::fail),
                     {.kind = "dns.zone", .target = backup, .view = "dc1", .status = Status::pass}};
    report.findings = {row.finding};
    const Sketch sketch = sketch_of(report);
    REQUIRE(sketch.marks.size() == 1);
    CHECK(sketch.marks.begin()->first == row.place);
    CHECK(sketch.marks.begin()->second.at(0).number == 1);
  }
}

TEST_CASE("of many endpoints those that are marked or troubled keep their rows") {
  Report report;
  for (int i = 0; i < 20; ++i) {
    const std::string subject = "a" + std::to_string(i) + ".example";
    report.checks.push_back(name_check(subject, "dc1", i == 19 ? Status::fail : Status::pass, {}));
  }
  report.findings = {{.code = "dns.record-stale", .subject = "a18.example"}};
  const Sketch sketch = sketch_of(report);
  const SketchZone& zone = sketch.zones.at(0);
  CHECK(endpoints_shown(zone, sketch, 20).squares.empty());
  const ShownEndpoints shown = endpoints_shown(zone, sketch, 12);
  REQUIRE(shown.rows.size() == 6);
  CHECK(shown.rows[0]->subject == "a18.example");
  CHECK(shown.rows[1]->subject == "a19.example");
  CHECK(shown.rows[2]->subject == "a0.example");
  CHECK(shown.squares.size() == 14);
  CHECK(words_for(shown.squares) == "and 14 more, all well");
  CHECK(words_for(shown.rows) == "and 6 more");
  CHECK(height_of_squares(14, 7) == 26);
  CHECK(height_of_squares(15, 7) == 39);
}

TEST_CASE("a place has at most eight numbers, and a suppressed finding says that it is") {
  Sketch sketch;
  std::vector<Finding> findings(10, Finding{.code = "c", .subject = "s"});
  findings[1].suppressed = true;
  for (std::size_t n = 0; n < findings.size(); ++n) sketch.marks["host"].push_back({n + 1, &findings[n]});
  const std::string marks = svg_marks(sketch, "host", 100, 10);
  CHECK(marks.find("<g class=\"mark m-error\"><title>c s</title>") == 0);
  CHECK(marks.find("<g class=\"mark m-suppressed\">") != std::string::npos);
  CHECK(marks.find(">8</text>") != std::string::npos);
  CHECK(marks.find(">9</text>") == std::string::npos);
  CHECK(svg_marks(sketch, "elsewhere", 100, 10).empty());
}

TEST_CASE("both drawings show what has no name, no step and no room") {
  Report report;
  report.plan.resolvers = {{.name = "idle", .required = false}};
  for (int i = 0; i < 15; ++i)
    report.checks.push_back(check("entra.signin", "login" + std::to_string(i), Status::fail));
  report.checks.push_back(
      name_check("a.example", "dc1", Status::pass, {{"addresses", "2001:db8::1234:5678:9abc:def0"}}));
  for (const auto draw : {network_for_desk, network_for_phone}) {
    const std::string drawn = draw(sketch_of(report));
    CHECK(drawn.find(">-</text>") != std::string::npos);
    CHECK(drawn.find(">not asked</text>") != std::string::npos);
    CHECK(drawn.find("idle (reference)") != std::string::npos);
    CHECK(drawn.find(">and 3 more</text>") != std::string::npos);
    CHECK(drawn.find("2001:db8:") != std::string::npos);
  }
  const std::string bare = network_for_desk(Sketch{.host = "vm1", .address = "10.1.0.7"});
  CHECK(bare.find(">vm1</text>") != std::string::npos);
  CHECK(bare.find("past the private endpoints") == std::string::npos);
}

}  // namespace vnetprobe
