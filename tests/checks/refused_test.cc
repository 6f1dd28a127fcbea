// Contract section 3, "What counts as refused": each cell of the table has its rows here.
#include <doctest/doctest.h>

#include "checks/assess.h"
#include "checks/public_path.h"
#include "probe/plan/expand.h"
#include "tests/checks/checked.h"
#include "tests/checks/told.h"

namespace vnetprobe {
namespace {

constexpr const char* kPublic = "20.60.1.1";
constexpr const char* kCanary = "exfilcanary01.blob.core.windows.net";
constexpr const char* kVault = "vyelazurekeyvault.vault.azure.net";
constexpr const char* kNotAuthorized = "This request is not authorized to perform this operation.";
constexpr const char* kByPerimeter =
    "This request is not authorized by network security perimeter to perform this operation.";
constexpr const char* kUsingThis =
    "This request is not authorized to perform this operation using this permission.";

struct Cell {
  std::string story;
  Story told;
  std::string status;
};

Http without_id(Http http) {
  std::erase_if(http.headers, [](const Header& each) { return each.name == "x-ms-request-id"; });
  return http;
}

Http without_code_header(Http http) {
  std::erase_if(http.headers, [](const Header& each) { return each.name == "x-ms-error-code"; });
  return http;
}

Story storage(const Door& door) { return blob_at_azure().door(kPublic, door); }
Story vouched_by_plan(const Door& door) {
  return storage(door).public_address(kBlob, kPublic, AddressSource::plan);
}
Story canary(const Door& door) {
  return Story().view("azure", kAzureDns).denied("exfilcanary01").door("20.60.2.2", door);
}
Story key_vault(const Door& door) {
  return Story().view("azure", kAzureDns).key_vault("vyelazurekeyvault", "10.1.4.4").door(kPublic, door);
}
Story vault(const Door& door) {
  Story story = backup_at_azure().door("20.61.1.1", door);
  story.plan.vaults.back().public_access = Access::disabled;
  return story;
}

void check(const std::vector<Cell>& cells, const std::string& kind) {
  for (const Cell& cell : cells) {
    CAPTURE(cell.story);
    const Report report = cell.told.assess();
    CHECK(status_of(report, kind) == cell.status);
    // What is not proved either way is named; nothing else is.
    CHECK(report.not_proved.empty() == (cell.status != "warn"));
  }
}

}  // namespace

TEST_CASE("storage, public address") {
  check(
      {
          {"no answer to SYN", storage(shut(ConnectOutcome::timed_out)), "pass"},
          {"RST", storage(shut(ConnectOutcome::refused)), "pass"},
          {"no route", storage(shut(ConnectOutcome::unreachable, "No route to host")), "pass"},
          {"TLS is cut", storage(shakes(broken_tls(TlsOutcome::cut, "reset"))), "pass"},
          {"TLS is refused with an alert",
           storage(shakes(broken_tls(TlsOutcome::alert, "unrecognized name"))), "pass"},
          {"403 AuthorizationFailure",
           storage(answers(storage_error(403, "AuthorizationFailure", kNotAuthorized))), "pass"},
          {"the same by the perimeter",
           storage(answers(storage_error(403, "AuthorizationFailure", kByPerimeter))), "pass"},
          {"the code stands in the body alone",
           storage(answers(without_code_header(storage_error(403, "AuthorizationFailure", kNotAuthorized)))),
           "pass"},

          {"401", storage(answers(storage_error(401, "NoAuthenticationInformation"))), "fail"},
          {"404", storage(answers(storage_error(404, "ResourceNotFound"))), "fail"},
          {"409", storage(answers(storage_error(409, "PublicAccessNotPermitted"))), "fail"},
          {"409 with the code in the body alone",
           storage(answers(without_code_header(storage_error(409, "PublicAccessNotPermitted")))), "fail"},
          {"200: the list itself", storage(answers(http_answer(200, {{"x-ms-request-id", "1"}}))), "fail"},
          {"403 AuthenticationFailed", storage(answers(storage_error(403, "AuthenticationFailed"))), "fail"},
          {"403 AuthorizationFailure using this",
           storage(answers(storage_error(403, "AuthorizationFailure", kUsingThis))), "fail"},
          {"403 AuthorizationPermissionMismatch",
           storage(answers(storage_error(403, "AuthorizationPermissionMismatch", kUsingThis))), "fail"},

          {"no public address known", blob_at_azure().public_address(kBlob, ""), "warn"},
          {"a reference gives one, and nobody was there",
           blob_at_dc1().public_address(kBlob, "").says("azure", kBlob, "public"), "unknown"},
          {"400", storage(answers(storage_error(400, "InvalidQueryParameterValue"))), "warn"},
          {"429", storage(answers(storage_error(429, "TooManyRequests"))), "warn"},
          {"500", storage(answers(storage_error(500, "InternalError"))), "warn"},
          {"503", storage(answers(storage_error(503, "ServerBusy"))), "warn"},
          {"409 without x-ms-request-id",
           storage(answers(without_id(storage_error(409, "PublicAccessNotPermitted")))), "warn"},
          {"403 without x-ms-request-id",
           storage(answers(without_id(storage_error(403, "AuthorizationFailure", kNotAuthorized)))), "warn"},
          {"403 without any code", storage(answers(http_answer(403, {{"x-ms-request-id", "1"}}))), "warn"},
          {"silence of an address that only the plan vouches for",
           vouched_by_plan(shut(ConnectOutcome::timed_out)), "warn"},
          {"RST of such an address", vouched_by_plan(shut(ConnectOutcome::refused)), "warn"},
          {"the handshake is not answered", storage(shakes(broken_tls(TlsOutcome::silent))), "warn"},
          {"somebody else's certificate", storage(shakes(other_name_tls())), "warn"},
          {"TLS fails, and nobody knows why",
           storage(shakes(broken_tls(TlsOutcome::failed, "internal error"))), "warn"},
          {"TLS is up, and no HTTP", storage(answers(broken_http(HttpOutcome::silent))), "warn"},
          {"the stack would not send", storage(shut(ConnectOutcome::failed, "Permission denied")), "warn"},

          {"an address of the plan that answers decides like any",
           vouched_by_plan(answers(storage_error(403, "AuthorizationFailure", kNotAuthorized))), "pass"},
          {"an address of the plan that DNS gave too: silence counts",
           vouched_by_plan(shut(ConnectOutcome::timed_out))
               .reference("internet", "203.0.113.53")
               .says("internet", kBlob, "public"),
           "pass"},
          {"the run ended first: TCP", storage(shut(ConnectOutcome::interrupted)), "unknown"},
          {"the run ended first: TLS", storage(shakes(broken_tls(TlsOutcome::interrupted))), "unknown"},
          {"the run ended first: HTTP", storage(answers(broken_http(HttpOutcome::interrupted))), "unknown"},
          {"the run ended between TLS and HTTP", storage(shakes(right_tls())), "unknown"},
      },
      "public.refused");
}

TEST_CASE("denied storage account") {
  check(
      {
          {"403 AuthorizationFailure",
           canary(answers(storage_error(403, "AuthorizationFailure", kNotAuthorized))), "pass"},
          {"no connection to an address seen in DNS", canary(shut(ConnectOutcome::timed_out)), "pass"},
          {"RST of such an address", canary(shut(ConnectOutcome::refused)), "pass"},
          {"401", canary(answers(storage_error(401, "NoAuthenticationInformation"))), "fail"},
          {"404", canary(answers(storage_error(404, "ResourceNotFound"))), "fail"},
          {"409", canary(answers(storage_error(409, "PublicAccessNotPermitted"))), "fail"},
          {"403 of another code", canary(answers(storage_error(403, "AuthenticationFailed"))), "fail"},
          {"its name does not resolve", canary({}).says("azure", kCanary, "not found"), "warn"},
          {"it resolves privately", canary({}).says("azure", kCanary, "10.1.3.9"), "warn"},
          {"nobody answers for its name", canary({}).says("azure", kCanary, "servfail"), "warn"},
          {"400", canary(answers(storage_error(400, "InvalidQueryParameterValue"))), "warn"},
          {"an answer without x-ms-request-id", canary(answers(http_answer(404))), "warn"},
          {"the run ended first", canary(shut(ConnectOutcome::interrupted)), "unknown"},
          {"its name was not asked to the end", canary({}).says("azure", kCanary, "interrupted"), "unknown"},
      },
      "egress.denied");
  const Report refused = canary(answers(storage_error(403, "AuthorizationFailure", kNotAuthorized))).assess();
  // Contract section 3: a 403 may also be the account's own firewall, and the message says so.
  CHECK(check_of(refused, "egress.denied").message.find("own firewall") != std::string::npos);
}

TEST_CASE("Key Vault, public address") {
  check(
      {
          {"no connection", key_vault(shut(ConnectOutcome::timed_out)), "pass"},
          {"403 ForbiddenByConnection",
           key_vault(answers(vault_refusal("ForbiddenByConnection", "disabled"))), "pass"},
          {"403 ForbiddenByFirewall",
           key_vault(answers(vault_refusal("ForbiddenByFirewall", "not authorized"))), "pass"},
          {"200", key_vault(answers(vault_health(200))), "fail"},
          {"401 comes before the network rule", key_vault(answers(vault_health(401))), "warn"},
          {"403 ForbiddenByRbac: permission is looked at last",
           key_vault(answers(vault_refusal("ForbiddenByRbac", "no role"))), "fail"},
          {"429", key_vault(answers(vault_health(429))), "warn"},
          {"no public address known", key_vault({}).public_address(kVault, ""), "warn"},
          {"the run ended first", key_vault(shut(ConnectOutcome::interrupted)), "unknown"},
      },
      "public.refused");
}

TEST_CASE("vault, public service names") {
  check(
      {
          {"no connection", vault(shut(ConnectOutcome::timed_out)), "pass"},
          {"RST", vault(shut(ConnectOutcome::refused)), "pass"},
          {"404, which anybody gets", vault(answers(http_answer(404))), "warn"},
          {"200, which anybody gets", vault(answers(http_answer(200))), "warn"},
          {"the name does not resolve", vault({}).public_address(kBackup, ""), "warn"},
          {"the run ended first", vault(shut(ConnectOutcome::interrupted)), "unknown"},
      },
      "public.refused");
}

TEST_CASE("a public endpoint that nobody asked about is not contacted") {
  Story story = blob_at_azure();
  for (const Access access : {Access::enabled, Access::unchecked}) {
    story.plan.storage_accounts.front().public_access = access;
    CHECK_THROWS(check_of(story.assess(), "public.refused"));
  }
}

TEST_CASE("the host that the Internet knows") {
  Target target;
  target.public_name = kBlob;
  target.service = Service::blob;
  CHECK(public_host(target) == kBlob);
  target.service = Service::backup;
  target.public_name = "1132794570626989392-ab-pod01-fab1.we.backup.windowsazure.com";
  CHECK(public_host(target) == "pod01-fab1.we.backup.windowsazure.com");
  target.public_name = "strange.we.backup.windowsazure.com";
  CHECK(public_host(target).empty());
}

TEST_CASE("an instance's public name, looked up by the operating system") {
  const std::string host = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
  const std::string public_name = "mysqlmi01.public.a1b2c3d4e5f6.database.windows.net";
  struct {
    const char* story;
    int eai;
    bool finished;
    std::vector<IpAddress> addresses;
    const char* status;
  } rows[] = {
      {"no such name", -2, true, {}, "pass"},
      {"the resolver is silent", -3, true, {}, "warn"},
      {"the name has no address", -5, true, {}, "warn"},
      {"an address, and nobody was there", 0, true, {*IpAddress::parse("20.70.1.1")}, "warn"},
      {"the run ended first", -2, false, {}, "unknown"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.story);
    Story told = Story().view("azure", kAzureDns).instance(host, "10.1.1.10").public_address(host, "silent");
    told.plan.public_resolver.reset();
    Evidence evidence = told.evidence();
    std::erase_if(evidence.questions,
                  [](const DnsQuestion& each) { return each.purpose == DnsPurpose::public_; });
    SystemLookup lookup;
    lookup.view = "system";
    lookup.subject = host;
    lookup.name = public_name;
    lookup.eai = row.eai;
    lookup.finished = row.finished;
    lookup.addresses = row.addresses;
    evidence.lookups.push_back(lookup);
    const Report report = assess(told.plan, std::move(evidence), told.run, told.judgement, "test").report;
    CHECK(status_of(report, "public.refused/") == row.status);
  }
}

TEST_CASE("whether an instance's public name exists is told by questions about it alone") {
  const std::string host = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
  const std::string public_name = "mysqlmi01.public.a1b2c3d4e5f6.database.windows.net";
  const Story told =
      Story().view("azure", kAzureDns).instance(host, "10.1.1.10").public_address(host, "silent");
  const struct {
    std::string subject, name;
    const char* status;
  } rows[] = {
      {host, public_name, "pass"},
      {host, "mysqlmi02.public.a1b2c3d4e5f6.database.windows.net", "warn"},
      {"mysqlmi02.a1b2c3d4e5f6.database.windows.net", public_name, "warn"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.subject);
    CAPTURE(row.name);
    Evidence by_question = told.evidence(), by_lookup = told.evidence();
    DnsQuestion question;
    question.purpose = DnsPurpose::public_;
    question.view = "public_resolver";
    question.subject = row.subject;
    question.name = row.name;
    question.type = rr::kA;
    question.outcome = DnsOutcome::answered;
    question.rcode = rcode::kNxDomain;
    by_question.questions.push_back(question);
    SystemLookup lookup;
    lookup.view = "system";
    lookup.subject = row.subject;
    lookup.name = row.name;
    lookup.eai = -2;
    lookup.finished = true;
    by_lookup.lookups.push_back(lookup);
    for (Evidence* evidence : {&by_question, &by_lookup}) {
      const Report report = assess(told.plan, std::move(*evidence), told.run, told.judgement, "test").report;
      CHECK(status_of(report, "public.refused/" + public_name) == row.status);
    }
  }
}

TEST_CASE("a private zone that denies an instance's public name proves nothing") {
  const std::string host = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
  const Story told =
      Story().view("azure", kAzureDns).instance(host, "10.1.1.10").public_address(host, "not found");
  Evidence evidence = told.evidence();
  for (DnsQuestion& question : evidence.questions)
    if (question.purpose == DnsPurpose::public_)
      question.authorities = {
          {"database.windows.net", rr::kNS, 10, "ns.contoso.com"},
          {"database.windows.net", rr::kSOA, 10,
           "azureprivatedns.net azureprivatedns-host.microsoft.com 1 3600 300 2419200 10"}};
  const Report report = assess(told.plan, std::move(evidence), told.run, told.judgement, "test").report;
  CHECK(status_of(report, "public.refused/") == "warn");
}

TEST_CASE("without a public address nothing is proved, and only what was cut short is open") {
  const Story told = blob_at_azure().account("mystorage02", "10.1.3.7").public_address(kBlob, "");
  const std::string check = std::string("public.refused/") + kBlob;
  CHECK(status_of(told.assess(), check) == "warn");
  CHECK(status_of(Story(told).door("10.1.3.5", shut(ConnectOutcome::interrupted)).assess(), check) ==
        "unknown");
  CHECK(status_of(Story(told).door("10.1.3.7", shut(ConnectOutcome::interrupted)).assess(), check) == "warn");
  Evidence no_data = told.evidence();
  for (DnsQuestion& question : no_data.questions)
    if (question.purpose == DnsPurpose::public_ && question.subject == kBlob)
      question.rcode = rcode::kNoError;
  CHECK(status_of(assess(told.plan, no_data, told.run, told.judgement, "test").report, check) == "warn");
  for (const auto cut : {DnsOutcome::interrupted, DnsOutcome::silent}) {
    Evidence evidence = told.evidence();
    for (DnsQuestion& question : evidence.questions)
      if (question.purpose == DnsPurpose::public_ && question.subject == kBlob) question.outcome = cut;
    CHECK(status_of(assess(told.plan, evidence, told.run, told.judgement, "test").report, check) ==
          (cut == DnsOutcome::interrupted ? "unknown" : "warn"));
  }
}

TEST_CASE("the public endpoint is asked for where a service has one that is known, and its access is off") {
  const auto has = [](Service service, Access access, Duty duty) {
    Target target;
    target.service = service;
    target.public_access = access;
    target.duty = duty;
    return has_public_check(target);
  };
  const auto off = Access::disabled;
  const auto endpoint = Duty::private_endpoint;
  for (const Service each : {Service::blob, Service::web, Service::backup, Service::key_vault,
                             Service::managed_hsm, Service::sqlmi})
    CHECK(has(each, off, endpoint));
  for (const Service each : {Service::entra, Service::other}) CHECK_FALSE(has(each, off, endpoint));
  CHECK_FALSE(has(Service::blob, Access::unchecked, endpoint));
  CHECK_FALSE(has(Service::blob, Access::enabled, endpoint));
  CHECK_FALSE(has(Service::blob, off, Duty::denied_account));
}

TEST_CASE("names with a public endpoint are asked first, each once") {
  const Scope scope = expand(blob_at_azure().endpoint("a.contoso.com").account("another01").plan);
  REQUIRE(scope.targets.size() == 3);
  CHECK(longest_chain_first(scope) == std::vector<std::size_t>{0, 1, 2});
  Scope turned = scope;
  std::swap(turned.targets[0], turned.targets[2]);
  CHECK(longest_chain_first(turned) == std::vector<std::size_t>{1, 2, 0});
}

TEST_CASE("a public address that was known and not tried is owed, one that nobody knows is not") {
  const auto status = [](Story story) {
    story.plan.public_resolver.reset();
    Evidence evidence = story.evidence();
    std::erase_if(evidence.contacts, [](const Contact& each) { return each.path == Path::public_path; });
    const Report report = assess(story.plan, evidence, story.run, story.judgement, "0.0.0").report;
    return status_of(report, "public.refused");
  };
  CHECK(status(blob_at_azure()) == "warn");
  Story planned = blob_at_azure();
  planned.plan.storage_accounts.back().public_ip[""] = {*IpAddress::parse("20.60.1.1")};
  CHECK(status(planned) == "unknown");
  CHECK(status(blob_at_azure().says("azure", kBlob, "public")) == "unknown");
  // Backup's private name leads to no public host, wherever it leads.
  Story backup = backup_at_azure().says("azure", kBackup, "52.1.2.3");
  backup.plan.vaults.back().public_access = Access::disabled;
  CHECK(status(backup) == "warn");
}

TEST_CASE("a public endpoint's check rests on the look-ups of its public name") {
  const std::string host = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
  const Story story =
      Story().view("azure", kAzureDns).system().instance(host, "10.1.1.10").public_address(host, "silent");
  Evidence evidence = story.evidence();
  REQUIRE(evidence.lookups.size() == 1);
  SystemLookup lookup = evidence.lookups.front();
  lookup.name = "mysqlmi01.public.a1b2c3d4e5f6.database.windows.net";
  evidence.lookups.push_back(lookup);
  lookup.subject = "another.example";
  evidence.lookups.push_back(lookup);
  const Report report = assess(story.plan, evidence, story.run, story.judgement, "0.0.0").report;
  CHECK(check_of(report, "public.refused").evidence.lookups == std::vector<std::size_t>{1});
}

TEST_CASE("of a denied account an answer that never came is no fact") {
  const Report silent = canary(answers(broken_http(HttpOutcome::silent))).assess();
  CHECK(check_of(silent, "egress.denied").facts.empty());
  const Report dropped = canary(shut(ConnectOutcome::timed_out)).assess();
  CHECK(check_of(dropped, "egress.denied").facts.empty());
  CHECK(check_of(dropped, "egress.denied").message.find("by a policy of this subnet") == std::string::npos);
}

TEST_CASE("of a denied account that leads nowhere the first required view is cited") {
  const Story story = Story()
                          .reference("ref", "10.1.0.52")
                          .view("dc1", "10.1.0.53")
                          .view("dc2", "10.1.0.54")
                          .denied("exfilcanary01")
                          .says("ref", kCanary, "loop")
                          .says("dc1", kCanary, "missing")
                          .says("dc2", kCanary, "servfail");
  CHECK(check_of(story.assess(), "egress.denied").message.find("NXDOMAIN") != std::string::npos);
  const Report cut = canary(shut(ConnectOutcome::refused)).says("azure", kCanary, "interrupted").assess();
  CHECK(status_of(cut, "egress.denied") == "unknown");
  CHECK(check_of(cut, "egress.denied").message == "Not tried: the run ended first.");
}

}  // namespace vnetprobe
