// Times count up by a fixed step, so that goldens stay the same.
#include "tests/support/sample_run.h"

#include <algorithm>
#include <fmt/format.h>

namespace vnetprobe {

namespace {

SocketAddress server_of(const Report& report, const std::string& view) {
  for (const ResolverPlan& resolver : report.plan.resolvers)
    if (resolver.name == view && resolver.address) return *resolver.address;
  return {};
}

bool is_address(const std::string& answer) { return answer.find_first_of(".:") != std::string::npos; }

// A CNAME to the privatelink form and the address there, as Azure answers (azure-facts 4.1).
void add_answers(DnsQuestion& question, const SampleTarget& target, const std::string& answer) {
  const std::string inside = target.zone.empty() ? target.name : target.label + "." + target.zone;
  if (inside != target.name)
    question.answers.push_back({.owner = target.name, .type = rr::kCNAME, .ttl = 60, .data = inside});
  for (std::size_t at = 0; at < answer.size();) {
    const std::size_t end = std::min(answer.find(',', at), answer.size());
    const std::string one = answer.substr(at, end - at);
    const bool v6 = one.find(':') != std::string::npos;
    if (v6 == (question.type == rr::kAAAA))
      question.answers.push_back({.owner = inside, .type = question.type, .ttl = 10, .data = one});
    at = end + 1;
  }
}

}  // namespace

SampleRun::SampleRun(const std::string& name, const std::vector<std::string>& views) {
  report.findings.reserve(8);  // stories hold on to several findings at once
  report.tool_version = "0.1.0";
  report.run = {.id = "5f2c9a1e", .started = *parse_utc("2026-11-22T02:47:13Z"), .duration = Millis(84.23)};
  report.plan.name = name;
  report.plan.vnet = {*Cidr::parse("10.1.0.0/16")};
  for (const std::string& view : views) {
    ResolverPlan resolver{.name = view};
    if (view.ends_with('?')) {
      resolver.name.pop_back();
      resolver.required = false;
    }
    const std::string address = resolver.name == "azure" ? "168.63.129.16"
                                : resolver.name == "dc2" ? "10.1.0.54"
                                                         : "10.1.0.53";
    if (view != "system") resolver.address = SocketAddress::parse(address, 53);
    report.plan.resolvers.push_back(resolver);
  }
  report.evidence.host = {.hostname = "vm-sql-01",
                          .addresses = {"eth0 10.1.0.7"},
                          .nameservers = {*IpAddress::parse("10.1.0.53")},
                          .search = {"corp.contoso.com"},
                          .nsswitch_hosts = "files dns",
                          .clock = report.run.started};
}

Millis SampleRun::tick() { return Millis(0.4 + 0.1 * static_cast<double>(report.checks.size())); }

Result& SampleRun::check(const std::string& kind, const std::string& target, Status status,
                         const std::string& message) {
  return report.checks.emplace_back(Result{.id = fmt::format("{}/{}", kind, target),
                                           .kind = kind,
                                           .target = target,
                                           .status = status,
                                           .message = message,
                                           .started = tick(),
                                           .duration = Millis(1.25)});
}

Result& SampleRun::name_check(const SampleTarget& target, const std::string& view, Status status,
                              const std::string& answer) {
  const bool found = is_address(answer);
  Result& made = check(
      "dns.private", target.name, status,
      found ? fmt::format("{} is {}.", target.name, answer) : fmt::format("{} got {}.", target.name, answer));
  made.id += "@" + view;
  made.view = view;
  made.subject = target.name;
  if (!target.zone.empty()) made.facts = {{"zone", target.zone}, {"label", target.label}};
  made.facts.emplace_back("service", target.service);
  made.facts.emplace_back(found ? "addresses" : "answer", answer);
  if (view == "system") {
    SystemLookup lookup{.view = view, .subject = target.name, .name = target.name, .finished = true};
    lookup.duration = Millis(2.5);
    if (!found) {
      lookup.eai = -2;
      lookup.error = "Name or service not known";
    } else if (const auto address = IpAddress::parse(answer)) {
      lookup.addresses = {*address};
    }
    made.evidence.lookups = {report.evidence.lookups.size()};
    report.evidence.lookups.push_back(lookup);
    return made;
  }
  for (const std::uint16_t type : {rr::kA, rr::kAAAA}) {
    const bool silent = answer == "silent" || status == Status::unknown;
    DnsQuestion question{.view = view,
                         .subject = target.name,
                         .server = server_of(report, view),
                         .name = target.name,
                         .type = type};
    question.outcome = status == Status::unknown ? DnsOutcome::interrupted
                       : silent                  ? DnsOutcome::silent
                                                 : DnsOutcome::answered;
    question.rcode = silent ? -1 : answer == "NXDOMAIN" ? rcode::kNxDomain : rcode::kNoError;
    question.flags = {.rd = true, .ra = !silent};
    if (!silent) question.opt = DnsOpt{.udp_size = 1232};
    if (found) add_answers(question, target, answer);
    if (answer == "NXDOMAIN")
      question.authorities = {
          {.owner = "windowsazure.com",
           .type = rr::kSOA,
           .ttl = 300,
           .data = "ns1-205.azure-dns.com msnhst.microsoft.com 10001 900 300 604800 300"}};
    question.started = made.started;
    question.duration = silent ? Millis(5000) : Millis(0.9);
    question.tries = {{.outcome = question.outcome,
                       .rcode = question.rcode,
                       .started = made.started,
                       .duration = question.duration}};
    made.evidence.questions.push_back(report.evidence.questions.size());
    report.evidence.questions.push_back(question);
  }
  return made;
}

Result& SampleRun::zone_check(const std::string& zone, const std::string& view, Status status) {
  const bool served = status == Status::pass;
  Result& made = check("dns.zone", zone, status,
                       served ? fmt::format("{} is served (SOA by azureprivatedns.net).", zone)
                              : fmt::format("{} is not served.", zone));
  made.id += "@" + view;
  made.view = view;
  if (served) made.facts = {{"mname", "azureprivatedns.net"}};
  if (view == "system") return made;
  DnsQuestion question{.purpose = DnsPurpose::zone,
                       .view = view,
                       .subject = zone,
                       .server = server_of(report, view),
                       .name = zone,
                       .type = rr::kSOA,
                       .outcome = DnsOutcome::answered,
                       .rcode = rcode::kNoError};
  const DnsRecord soa{
      .owner = served ? zone : zone.substr(zone.find('.') + 1),
      .type = rr::kSOA,
      .ttl = 300,
      .data = served ? "azureprivatedns.net azureprivatedns-host.microsoft.com 1 3600 300 2419200 10"
                     : "ns1.example.net host.example.net 1 3600 300 2419200 10"};
  (served ? question.answers : question.authorities).push_back(soa);
  question.duration = Millis(0.8);
  made.evidence.questions = {report.evidence.questions.size()};
  report.evidence.questions.push_back(question);
  return made;
}

void SampleRun::path(const SampleTarget& target, const std::string& address, const std::string& broken) {
  Contact contact{
      .target = target.name, .address = *IpAddress::parse(address), .port = 443, .source_detail = "azure"};
  const std::size_t index = report.evidence.contacts.size();
  bool up = true;
  std::string before;
  const auto step = [&](const std::string& kind, ContactPart part, const std::string& right,
                        const std::string& wrong) -> Result& {
    const Status status = !up ? Status::skip : kind == broken ? Status::fail : Status::pass;
    Result& made = check(kind, target.name + ":443", status,
                         status == Status::pass   ? right
                         : status == Status::fail ? wrong
                                                  : "Not tried.");
    made.id += "@" + address;
    made.address = address;
    made.subject = target.name;
    if (status == Status::skip) made.because = before;
    if (status != Status::skip) made.evidence.contacts = {{index, part}};
    before = made.id;
    up = status == Status::pass;
    return made;
  };
  Result& tcp = step("net.connect", ContactPart::connect, address + " port 443 accepts connections (0.6 ms).",
                     address + " port 443 did not answer within 5.0 s.");
  tcp.facts = {{"outcome", up ? "connected" : "timed_out"}, {"ms", up ? "0.6" : "5000.0"}};
  contact.connect = Connect{.outcome = up ? ConnectOutcome::connected : ConnectOutcome::timed_out,
                            .error = up ? "" : "Connection timed out",
                            .local_address = "10.1.0.7",
                            .duration = Millis(up ? 0.6 : 5000)};
  contact.connect->tries = {{.outcome = contact.connect->outcome,
                             .error = contact.connect->error,
                             .duration = contact.connect->duration}};
  const bool tried_tls = up;
  Result& tls = step("tls.handshake", ContactPart::tls, "TLSv1.3, verified to a public root.",
                     "The certificate chain does not verify: self-signed certificate in certificate chain.");
  if (tried_tls) {
    tls.facts = {{"version", "TLSv1.3"},
                 {"issuer", up ? "CN=Microsoft Azure RSA TLS Issuing CA 04" : "CN=Contoso Inspection CA"}};
    contact.tls = Tls{.outcome = up ? TlsOutcome::verified : TlsOutcome::unverified,
                      .sni = target.name,
                      .version = "TLSv1.3",
                      .cipher = "TLS_AES_256_GCM_SHA384",
                      .verify_code = up ? 0 : 19,
                      .name_matches = true,
                      .duration = Millis(3.1)};
    contact.tls->chain = {{.subject = "CN=*.blob.core.windows.net",
                           .issuer = tls.facts[1].second,
                           .names = {"*.blob.core.windows.net", "*.ams07prdstr01a.store.core.windows.net"},
                           .not_before = *parse_utc("2026-08-01T00:00:00Z"),
                           .not_after = *parse_utc("2027-01-28T23:59:59Z"),
                           .sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}};
    if (!up) contact.tls->verify_text = "self-signed certificate in certificate chain";
  }
  const bool tried_http = up;
  Result& http = step("service.answer", ContactPart::http, "The service answers (400).",
                      "The service's own network rules refuse this path (403 AuthorizationFailure).");
  if (tried_http) {
    http.facts = {{"status", up ? "400" : "403"},
                  {"code", up ? "InvalidQueryParameterValue" : "AuthorizationFailure"}};
    contact.http = Http{.outcome = HttpOutcome::answered,
                        .method = "GET",
                        .url = "https://" + target.name + "/",
                        .status = up ? 400 : 403,
                        .reason = up ? "Bad Request" : "Forbidden",
                        .duration = Millis(4.2)};
    contact.http->headers = {{"server", "Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0"},
                             {"x-ms-request-id", "5e1f7d3a-001e-0042-1c6b-5c0d9b000000"}};
    contact.http->body = "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Error><Code>" +
                         http.facts[1].second + "</Code></Error>";
  }
  report.evidence.contacts.push_back(contact);
}

Result& SampleRun::public_refused(const SampleTarget& target, const std::string& address, Status status) {
  const std::string message =
      status == Status::pass ? "The public endpoint is closed to this host: 403 AuthorizationFailure."
      : status == Status::fail
          ? "The public endpoint serves this host: 409 PublicAccessNotPermitted."
          : "No public address is known: give public_ip or public_resolver to have it asked.";
  Result& made = check("public.refused", target.name + ":443", status, message);
  made.subject = target.name;
  if (address.empty()) return made;
  made.id += "@" + address;
  made.address = address;
  made.facts = {{"source", "public_resolver"}, {"status", status == Status::pass ? "403" : "409"}};
  Contact contact{.target = target.name,
                  .path = Path::public_path,
                  .address = *IpAddress::parse(address),
                  .port = 443,
                  .source = AddressSource::public_resolver,
                  .source_detail = "public_resolver"};
  contact.connect = Connect{.outcome = ConnectOutcome::connected, .duration = Millis(12)};
  contact.tls =
      Tls{.outcome = TlsOutcome::verified, .sni = target.name, .version = "TLSv1.3", .name_matches = true};
  contact.http = Http{.outcome = HttpOutcome::answered,
                      .method = "GET",
                      .url = "https://" + target.name + "/x?restype=container&comp=list",
                      .status = status == Status::pass ? 403 : 409};
  made.evidence.contacts = {{report.evidence.contacts.size(), ContactPart::all}};
  report.evidence.contacts.push_back(contact);
  return made;
}

Result& SampleRun::denied(const std::string& host, Status status) {
  Result& made =
      check("egress.denied", host + ":443", status,
            status == Status::pass
                ? "Refused: 403 AuthorizationFailure; the account's own firewall could say the same."
                : "This account must be refused, and is served: 404 ResourceNotFound.");
  made.id += "@20.60.1.9";
  made.address = "20.60.1.9";
  made.subject = host;
  made.facts = {{"status", status == Status::pass ? "403" : "404"},
                {"code", status == Status::pass ? "AuthorizationFailure" : "ResourceNotFound"}};
  return made;
}

Result& SampleRun::sign_in(const std::string& host, Status status) {
  Result& made =
      check("entra.signin", host, status,
            status == Status::pass ? "Sign-in answers: the OpenID document of contoso.onmicrosoft.com."
                                   : "Sign-in does not work: no answer within 5.0 s.");
  made.id += "@20.190.151.7";
  made.address = "20.190.151.7";
  made.subject = host;
  if (status == Status::pass) made.facts = {{"status", "200"}};
  return made;
}

Result& SampleRun::other(const std::string& kind, const std::string& target, Status status,
                         const std::string& message) {
  return check(kind, target, status, message);
}

void SampleRun::healthy(const SampleTarget& target, const std::string& address) {
  for (const ResolverPlan& resolver : report.plan.resolvers)
    name_check(target, resolver.name, Status::pass, address);
  path(target, address);
}

void SampleRun::control(const std::string& view) {
  report.evidence.questions.push_back({.purpose = DnsPurpose::control,
                                       .view = view,
                                       .server = server_of(report, view),
                                       .name = "",
                                       .type = rr::kSOA,
                                       .outcome = DnsOutcome::answered,
                                       .rcode = 0,
                                       .duration = Millis(1.1)});
}

Finding& SampleRun::finding(const std::string& code, const std::string& subject, Severity severity) {
  return report.findings.emplace_back(Finding{.code = code, .subject = subject, .severity = severity});
}

Report SampleRun::finish() {
  Summary& sum = report.summary;
  for (const Result& each : report.checks) {
    sum.pass += each.status == Status::pass ? 1 : 0;
    sum.warn += each.status == Status::warn ? 1 : 0;
    sum.fail += each.status == Status::fail ? 1 : 0;
    sum.skip += each.status == Status::skip ? 1 : 0;
    sum.unknown += each.status == Status::unknown ? 1 : 0;
  }
  const auto fails = [this](const Finding& f) {
    return !f.suppressed && f.severity >= report.judgement.fail_on;
  };
  report.verdict = std::ranges::any_of(report.findings, fails) ? Verdict::fail
                   : sum.unknown > 0 || report.checks.empty()  ? Verdict::undecided
                                                               : Verdict::pass;
  return report;
}

}  // namespace vnetprobe
