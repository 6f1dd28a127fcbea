#include "tests/checks/words/company.h"

#include <fmt/format.h>

#include "checks/codes.h"
#include "checks/remedies.h"
#include "probe/plan/expand.h"

namespace vnetprobe {

IpAddress ip(std::string_view text) { return IpAddress::parse(text).value(); }

namespace {

SocketAddress server_of(const Plan& plan, std::string_view view) {
  for (const ResolverPlan& resolver : plan.resolvers)
    if (resolver.name == view && resolver.address) return *resolver.address;
  return {};
}

}  // namespace

Company::Company() {
  plan.name = "contoso";
  plan.vnet = {*Cidr::parse("10.1.0.0/16")};
  plan.resolvers = {{"dc1", SocketAddress{ip("10.1.0.53"), 53}, true},
                    {"azure", SocketAddress{ip("168.63.129.16"), 53}, false},
                    {"system", std::nullopt, true}};
  VaultPlan vault{.name = "contoso-rsv", .geo = "we", .private_endpoint = "pe-rsv"};
  vault.endpoints = {{std::string{kBackupHost}, {ip("10.1.2.4")}, Role::none, 443},
                     {"ab1pod01ecs101.blob.core.windows.net", {ip("10.1.2.15")}, Role::ecs, 443},
                     {"ab1pod01ecs101.queue.core.windows.net", {ip("10.1.2.16")}, Role::ecs, 443}};
  plan.vaults = {vault};
  plan.storage_accounts = {{.name = "contosodata", .services = {"blob"}, .ip = {{"", {ip("10.1.3.5")}}}},
                           {.name = "contosologs", .services = {"blob"}}};
  plan.managed_instances = {{.host = "sql1.a1b2c3d4e5f6.database.windows.net", .ip = {ip("10.1.1.10")}}};
  plan.key_vaults = {{.name = "contosokeys", .ip = {ip("10.1.4.4")}}};
  evidence.host.hostname = "app1";
}

void Company::answer(std::string_view view, std::string_view target,
                     const std::vector<std::string>& addresses, std::string_view alias) {
  DnsQuestion q{.view = std::string{view},
                .subject = std::string{target},
                .server = server_of(plan, view),
                .name = std::string{target},
                .type = rr::kA,
                .outcome = DnsOutcome::answered,
                .rcode = addresses.empty() ? rcode::kNxDomain : rcode::kNoError};
  std::string owner{target};
  if (!alias.empty()) {
    q.answers.push_back({owner, rr::kCNAME, 60, std::string{alias}});
    owner = alias;
  }
  for (const std::string& address : addresses) q.answers.push_back({owner, rr::kA, 10, address});
  evidence.questions.push_back(std::move(q));
}

void Company::serve(std::string_view view, std::string_view zone, std::string_view mname) {
  DnsQuestion q{.purpose = DnsPurpose::zone,
                .view = std::string{view},
                .subject = std::string{zone},
                .server = server_of(plan, view),
                .name = std::string{zone},
                .type = rr::kSOA,
                .outcome = DnsOutcome::answered,
                .rcode = rcode::kNoError};
  q.answers = {
      {std::string{zone}, rr::kSOA, 10, fmt::format("{} hostmaster.{} 1 3600 300 2419200 10", mname, mname)}};
  evidence.questions.push_back(std::move(q));
}

Finding& Company::find(std::string_view code, std::string_view subject, std::vector<std::string> targets,
                       std::vector<std::string> views) {
  Finding finding{.code = std::string{code}, .subject = std::string{subject}};
  finding.targets = std::move(targets);
  finding.views = std::move(views);
  finding.title = code_row(code).title;
  findings.push_back(std::move(finding));
  return findings.back();
}

Report Company::report() const {
  Report report;
  report.run.id = "run-1";
  report.plan = plan;
  report.evidence = evidence;
  report.findings = findings;
  return report;
}

std::vector<Remedy> Company::remedies(const Finding& finding) const {
  const Scope scope = expand(plan);
  const Case run(plan, scope, evidence);
  return remedies_for(run, finding);
}

std::string text_as(const std::vector<Remedy>& remedies, std::string_view as) {
  for (const Remedy& remedy : remedies)
    if (remedy.as == as) return remedy.text;
  return "";
}

}  // namespace vnetprobe
