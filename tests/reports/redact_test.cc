// Two promises: nobody is named any more, in any format; and the report is judged as before.
#include "probe/redact/redact.h"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <map>
#include <set>

#include "checks/assess.h"
#include "probe/plan/expand.h"
#include "probe/redact/plain_words.h"
#include "probe/redact/redacted_report.h"
#include "probe/redact/text_mask.h"
#include "probe/redact/treatment.h"
#include "reports/formats.h"
#include "reports/read_report.h"
#include "tests/checks/told.h"
#include "tests/support/redaction.h"
#include "tests/support/story.h"
#include "tests/support/story_answer.h"

namespace vnetprobe {
namespace {

struct Masks {
  explicit Masks(const KeyedHash& hash = kFixedHash)
      : names(hash), addresses(names), hosts(names, addresses), text(names, addresses, hosts) {}
  Pseudonyms names;
  AddressMask addresses;
  NameMask hosts;
  TextMask text;
};

constexpr std::array<const char*, 8> kSecrets = {"mystorage01", "exfilcanary01", "vyelazurekeyvault",
                                                 "contoso",     "vm-sql-01",     "1132794570626989392",
                                                 "mybackup01",  "payroll"};

Story contoso() {
  Story story;
  story.plan.name = "contoso-payroll";
  story.view("contosodc1", "10.1.0.53").reference("azure", "168.63.129.16").system();
  story.account("mystorage01", "10.1.3.5").denied("exfilcanary01").key_vault("vyelazurekeyvault", "10.1.4.4");
  story.plan.storage_accounts[0].container = "mybackup01";
  story.plan.storage_accounts[0].purpose = "copy of payroll";
  story.vault(Experience::classic, Stage::protected_)
      .vault_endpoint("1132794570626989392-ab-pod01-fc1.we.backup.windowsazure.com", "10.1.2.4")
      .vault_endpoint("wepod01ecs101.blob.core.windows.net", "10.1.2.15", Role::ecs)
      .vault_endpoint("wepod01ecs101.queue.core.windows.net", "10.1.2.16", Role::ecs)
      .vault_endpoint("wepod01prot101.blob.core.windows.net", "10.1.2.17", Role::prot)
      .endpoint("db.contoso.local", "10.1.9.9")
      .sign_in("contoso.onmicrosoft.com");
  story.run.id = "5f2c9a1e5f2c9a1e";
  return story;
}

struct Tale {
  const char* what = "";
  Story story{};
};

// Healthy, and one fault after the other: every kind of evidence that rules read.
std::vector<Tale> stories() {
  const std::string account = "mystorage01.blob.core.windows.net";
  const std::string blob = "privatelink.blob.core.windows.net";
  std::vector<Tale> all = {{"healthy", contoso()}};
  const auto add = [&all](const char* what) -> Story& {
    return all.emplace_back(Tale{what, contoso()}).story;
  };
  for (const char* word : {"public", "no alias", "missing", "no data", "not found", "blocked", "loop",
                           "servfail", "refused", "silent", "garbage", "truncated", "10.1.3.77", "10.9.9.9",
                           "fd00::5", "10.1.3.5 20.60.7.7", "127.0.0.1"})
    add(word).says("contosodc1", account, word);
  for (const char* word : {"unserved", "public soa", "servfail"}) add(word).zone("contosodc1", blob, word);
  add("wrong zone")
      .zone("contosodc1", "blob.core.windows.net", "served")
      .zone("contosodc1", blob, "unserved");
  add("region for geo code")
      .zone("contosodc1", "privatelink.westeurope.backup.windowsazure.com", "served")
      .zone("contosodc1", "privatelink.we.backup.windowsazure.com", "unserved");
  add("reserved").shadowed("contosodc1", "windows.net");
  for (const char* word : {"silent", "refused", "truncated"}) add(word).resolver("contosodc1", word);
  add("unstable").again("contosodc1", "10.1.3.78");
  add("public IPv6").says_aaaa("contosodc1", account, "2603:1020::5");
  add("hosts").hosts("10.1.3.99", account);
  add("timed out").door("10.1.3.5", shut(ConnectOutcome::timed_out, "Connection timed out"));
  add("refused").door("10.1.3.5", shut(ConnectOutcome::refused, "Connection refused"));
  add("cut").door("10.1.3.5", shakes(broken_tls(TlsOutcome::cut, "reset by peer")));
  add("too old").door("10.1.3.5", shakes(broken_tls(TlsOutcome::alert, "tlsv1 alert protocol version")));
  add("expired").door("10.1.3.5", shakes(unverified_tls(10, "certificate has expired")));
  add("interception").door("10.1.3.5", shakes(private_root_tls()));
  add("other name").door("10.1.3.5", shakes(other_name_tls()));
  add("deny").door("10.1.3.5",
                   answers(storage_error(403, "AuthorizationFailure",
                                         "This request is not authorized to perform this operation.")));
  add("by key").door("20.60.1.1", answers(storage_error(403, "KeyBasedAuthenticationNotPermitted",
                                                        "Key based authentication is not permitted")));
  add("by source")
      .door("20.60.1.1",
            answers(storage_error(403, "AuthorizationFailure", "to perform this operation using this IP")));
  add("denied account open")
      .door("20.60.2.2", answers(storage_error(404, "ResourceNotFound", "does not exist")));
  add("firewall")
      .door("10.1.3.5", answers(http_answer(470, {}, "Action: Deny. Reason: No rule matched. payroll")));
  add("proxy").door("10.1.3.5", answers(http_answer(403,
                                                    {{"via", "1.1 proxy.contoso.local (squid/5.7)"},
                                                     {"x-squid-error", "ERR_ACCESS_DENIED 0"}},
                                                    "<html>Contoso Payroll forbids it</html>")));
  add("not the service")
      .door("10.1.3.5", answers(http_answer(200, {{"server", "contoso-web/1.0"}}, "payroll")));
  add("vault refuses")
      .door("10.1.4.4", answers(vault_refusal("ForbiddenByFirewall", "Client address is not allowed")));
  add("vault by connection")
      .door("20.60.1.1",
            answers(vault_refusal("ForbiddenByConnection", "Public network access is disabled")));
  add("tenant").door("20.190.160.1", answers(unknown_tenant()));
  add("another issuer").door("20.190.160.1", answers(openid("login.contoso.com")));
  add("late").run.complete = false;
  Story& accepted = add("accepted").says("contosodc1", account, "missing");
  accepted.judgement.suppress = {"dns.record-missing=" + account};
  Story& resolver = add("accepted resolver").resolver("contosodc1", "silent");
  resolver.judgement.suppress = {"dns.resolver-unreachable=contosodc1"};
  add("chosen").judgement.only = {"*mystorage01*"};
  add("left out").judgement.skip = {"net.*", "*vyelazure*"};
  return all;
}

using Counted = std::map<std::string, int>;

Counted shape_of(const Report& report) {
  Counted shape;
  for (const Finding& each : report.findings)
    ++shape[each.code + " " + std::string(to_string(each.severity)) +
            (each.suppressed ? " suppressed " : " ") + std::to_string(each.targets.size()) + " " +
            std::to_string(each.views.size()) + " " + std::to_string(each.explains.size()) + " " +
            std::to_string(each.remedies.size())];
  for (const Result& each : report.checks) ++shape[each.kind + " " + std::string(to_string(each.status))];
  ++shape["verdict " + std::string(to_string(report.verdict))];
  shape["not proved"] = static_cast<int>(report.not_proved.size());
  return shape;
}

bool is_special(const IpAddress& address) { return classify(address, {}) == AddressClass::special; }

// What a stranger must not find: words of the plan, and every address that says where something is.
std::set<std::string> secrets_of(const Report& report) {
  std::set<std::string> secrets(kSecrets.begin(), kSecrets.end());
  const auto take = [&](const IpAddress& address) {
    if (!is_special(address) && address.to_string() != "168.63.129.16") secrets.insert(address.to_string());
  };
  for (const DnsQuestion& question : report.evidence.questions) {
    take(question.server.address);
    for (const DnsRecord& record : question.answers)
      if (const auto address = IpAddress::parse(record.data)) take(*address);
  }
  for (const Contact& contact : report.evidence.contacts) take(contact.address);
  return secrets;
}

}  // namespace

TEST_CASE("a redacted report is judged as before, and names nobody in any format") {
  for (const Tale& told : stories()) {
    CAPTURE(std::string(told.what));
    const Report report = told.story.assess();
    const Report redacted = redacted_report(report, kFixedHash);
    CHECK(shape_of(redacted) == shape_of(report));
    const auto read = read_report(render_json(redacted, {}));
    const std::string wrong = std::holds_alternative<Report>(read) ? "" : std::get<std::string>(read);
    REQUIRE(wrong == "");
    const Report& saved = std::get<Report>(read);
    const Report again = assess(saved.plan, saved.evidence, saved.run, saved.judgement, "0.0.0").report;
    CHECK(shape_of(again) == shape_of(report));
    const std::set<std::string> secrets = secrets_of(report);
    for (const Format& format : formats()) {
      RenderOptions options;
      options.verbose = true;
      const std::string text = lower_case(format.render(redacted, options));
      for (const std::string& secret : secrets)
        CHECK_MESSAGE(!holds(text, secret), format.name << " names " << secret);
    }
  }
}

TEST_CASE("every story of the rule table is judged as before") {
  for (const Told& told : all_stories()) {
    CAPTURE(told.code);
    CAPTURE(told.story);
    const Report report = told.told.assess();
    CHECK(shape_of(redacted_report(report, kFixedHash)) == shape_of(report));
  }
}

TEST_CASE("the canaries are there before") {
  const std::string text = lower_case(render_json(contoso().assess(), {}));
  for (const char* secret : kSecrets) CHECK_MESSAGE(holds(text, secret), secret);
}

TEST_CASE("names: what belongs to everybody stays") {
  for (const char* name : {"privatelink.blob.core.windows.net", "privatelink.we.backup.windowsazure.com",
                           "login.microsoftonline.com", "azureprivatedns.net", "ns1-205.azure-dns.com",
                           "azureprivatedns-host.microsoft.com", "example.com", "a.root-servers.net",
                           "blockpolicy.azuredns.invalid", "windows.net", "sts.windows.net", "", "localhost",
                           "privatelink.vaultcore.azure.net", "www.tm.a.prd.aadg.trafficmanager.net"}) {
    Masks masks;
    CHECK(masks.hosts.host(name) == name);
  }
}

TEST_CASE("names: what belongs to somebody goes, and its place stays") {
  Masks masks;
  const std::string account = masks.hosts.label("mystorage01");
  CHECK(account != "mystorage01");
  CHECK(masks.hosts.label("MyStorage01") == account);
  CHECK(masks.hosts.host("mystorage01.blob.core.windows.net") == account + ".blob.core.windows.net");
  CHECK(masks.hosts.host("mystorage01.privatelink.blob.core.windows.net") ==
        account + ".privatelink.blob.core.windows.net");
  CHECK(masks.hosts.host("mystorage01.z6.web.core.windows.net") == account + ".z6.web.core.windows.net");
  const std::string number = masks.hosts.label("1132794570626989392");
  CHECK(number.size() == 19);
  CHECK(masks.hosts.host("1132794570626989392-ab-pod01-fc1.we.backup.windowsazure.com") ==
        number + "-ab-pod01-fc1.we.backup.windowsazure.com");
  CHECK(masks.hosts.host("pod01-fc1.we.backup.windowsazure.com") == "pod01-fc1.we.backup.windowsazure.com");
  CHECK(masks.hosts.label("wepod01ecs101").ends_with("pod01ecs1"));
  CHECK(masks.hosts.host("blob.ams23prdstr07a.store.core.windows.net").starts_with("blob.n"));
  CHECK(masks.hosts.host("mi.public.a1b2c3.database.windows.net").find(".public.n") != std::string::npos);
  // An account may be called like a place.
  CHECK(masks.hosts.host("public.blob.core.windows.net") != "public.blob.core.windows.net");
  CHECK(masks.hosts.host("dc1.corp.contoso.com").ends_with(".com"));
  CHECK(masks.hosts.host("contoso.onmicrosoft.com").ends_with(".onmicrosoft.com"));
  Masks other(hash_with(8));
  CHECK(other.hosts.label("mystorage01") != account);
}

TEST_CASE("addresses keep their class, their networks and their identity") {
  const Masks masks;
  const std::vector<Cidr> vnet = {*Cidr::parse("10.1.0.0/16"), *Cidr::parse("20.60.0.0/24"),
                                  *Cidr::parse("fd12:3::/48")};
  std::vector<Cidr> masked;
  masked.reserve(vnet.size());
  for (const Cidr& each : vnet) masked.push_back(masks.addresses(each));
  std::set<std::string> images;
  const std::vector<const char*> bases = {
      "10.1.0.0", "10.2.0.0",   "172.31.255.0", "192.168.7.0", "100.64.0.0",  "20.60.0.0", "9.255.255.0",
      "11.0.0.0", "172.15.1.0", "168.63.129.0", "1.1.1.0",     "223.255.1.0", "128.0.0.0"};
  std::size_t count = 0;
  const auto look_at = [&](const IpAddress& address) {
    const IpAddress image = masks.addresses(address);
    CAPTURE(address.to_string());
    CAPTURE(image.to_string());
    CHECK(classify(address, {}) == classify(image, {}));
    CHECK(classify(address, vnet) == classify(image, masked));
    for (std::size_t i = 0; i < vnet.size(); ++i)
      CHECK(vnet[i].contains(address) == masked[i].contains(image));
    images.insert(image.to_string());
    ++count;
  };
  for (const char* base : bases) {
    const IpAddress first = *IpAddress::parse(base);
    std::array<std::uint8_t, 4> bytes{};
    std::ranges::copy(first.bytes(), bytes.begin());
    for (int i = 0; i < 256; i += 5) {
      bytes[3] = static_cast<std::uint8_t>(i);
      look_at(IpAddress::v4(bytes));
    }
  }
  for (const char* each : {"fd12:3::5", "fd12:4::5", "fe80::1ff:fe23:4567:890a", "2603:1020::5",
                           "2a01:111::1", "fc00::1", "64:ff9c::1", "::ffff:10.1.3.5"})
    look_at(*IpAddress::parse(each));
  CHECK(images.size() == count);
  for (const char* each :
       {"127.0.0.53", "::1", "168.63.129.16", "169.254.169.254", "0.0.0.0", "::", "224.0.0.1"})
    CHECK(masks.addresses(*IpAddress::parse(each)).to_string() == each);
  CHECK(masks.addresses(*IpAddress::parse("10.1.3.5")).to_string() != "10.1.3.5");
}

TEST_CASE("text") {
  struct Row {
    const char* text;
    std::vector<const char*> stays, goes;
  };
  const std::vector<Row> rows = {
      {"Action: Deny. Reason: No rule matched. Contoso",
       {"Action: Deny. Reason: No rule matched. "},
       {"Contoso"}},
      {"<Code>AuthorizationFailure</Code>", {"<Code>AuthorizationFailure</Code>"}, {}},
      {"perform this operation using this permission.",
       {"perform this operation using this permission."},
       {}},
      {"\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>",
       {"\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>"},
       {}},
      {"CN=Microsoft Azure RSA TLS Issuing CA 07,O=Microsoft Corporation,C=US",
       {"CN=Microsoft Azure RSA TLS Issuing CA 07,O=Microsoft Corporation,C=US"},
       {}},
      {"CN=Contoso Inspection Root,O=Contoso", {"Root"}, {"Contoso", "Inspection"}},
      {"https_proxy=http://proxy7.contoso.com:3128",
       {"https_proxy=http://", ".com:3128"},
       {"proxy7", "contoso"}},
      {".contoso.com,10.4.0.0/16,fd12::/16,localhost", {"/16", "localhost"}, {"contoso", "10.4", "fd12"}},
      {"addr=10.1.2.3;act_addr_fam=InterNetwork;", {"addr=", ";act_addr_fam=InterNetwork;"}, {"10.1.2.3"}},
      {"Correlation 7d9a5c3e-0f4b-4c7a-9a52-2f6f0c1d8e11.", {"."}, {"7d9a5c3e", "2f6f0c1d8e11"}},
      {"AADSTS90002: Tenant 'contoso.onmicrosoft.com' not found.",
       {"AADSTS90002: Tenant '", ".onmicrosoft.com' not found."},
       {"contoso"}},
      {"rack 00:0d:3a:12:34:56, 00-0D-3A-12-34-56 and vm-10-1-2-4 on 22-Nov-2026",
       {"22-Nov-2026"},
       {"00:0d", "00-0D", "10-1-2-4"}},
      {"Connection timed out", {"Connection timed out"}, {}},
      {"Name or service not known", {"Name or service not known"}, {}},
      {"self-signed certificate in certificate chain", {"self-signed certificate in certificate chain"}, {}},
      {"ECDHE-RSA-AES256-GCM-SHA384", {"ECDHE-RSA-AES256-GCM-SHA384"}, {}},
      {"TLS_AES_256_GCM_SHA384 TLSv1.3", {"TLS_AES_256_GCM_SHA384 TLSv1.3"}, {}},
      {"storage.service.com", {".com"}, {"storage", "service"}},
      {"eth0 10.1.0.7", {"eth0 "}, {"10.1.0.7"}},
      {"1.1 proxy.contoso.local (squid/5.7)", {"1.1 ", "(squid/5.7)"}, {"contoso"}},
      {"M\xC3\xBCller GmbH", {}, {"M\xC3\xBCller", "GmbH"}},
      {"id 123456789012", {"id "}, {"123456789012"}},
      {"[fd00::5]:443 and 10.1.2.3:443", {"]:443 and ", ":443"}, {"fd00::5]", "10.1.2.3"}},
  };
  for (const Row& row : rows) {
    Masks masks;
    const std::string masked = masks.text(row.text);
    CAPTURE(std::string(row.text));
    for (const char* each : row.stays) CHECK_MESSAGE(masked.find(each) != std::string::npos, masked);
    for (const char* each : row.goes) CHECK_MESSAGE(masked.find(each) == std::string::npos, masked);
  }
}

TEST_CASE("words") {
  for (const char* word :
       {"AuthorizationFailure", "ForbiddenByConnection", "westeurope", "RequestId", "HTTPAPI", "443"})
    CHECK_MESSAGE(is_plain_word(word), word);
  for (const char* word : {"contoso", "payroll", "mystorage01", "ContosoWeb", "1234567", "abcdefXY"})
    CHECK_MESSAGE(!is_plain_word(word), word);
  CHECK(treatment_of("a type of tomorrow", "its field") == Treatment::strangers);
}

}  // namespace vnetprobe
