// The stories are short on purpose; what they share is in contoso().
#include "tests/support/sample_reports.h"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

#include "tests/support/sample_run.h"

namespace vnetprobe {

namespace {

const std::string kBlob = "privatelink.blob.core.windows.net";
const std::string kQueue = "privatelink.queue.core.windows.net";
const std::string kBackup = "privatelink.we.backup.windowsazure.com";
const std::string kVaultId = "1132794570626989392";

SampleTarget storage(const std::string& label, const std::string& service) {
  return {.name = fmt::format("{}.{}.core.windows.net", label, service),
          .zone = fmt::format("privatelink.{}.core.windows.net", service),
          .label = label,
          .service = service};
}

SampleTarget backup(const std::string& role) {
  const std::string label = fmt::format("{}-ab-pod01-{}", kVaultId, role);
  return {.name = label + "." + kBackup, .zone = kBackup, .label = label, .service = "backup"};
}

const std::vector<std::string> kRoles = {"fc1", "fab1", "prot1", "rec2", "ecs1", "id1", "tel1", "wbcm1"};

std::vector<std::string> views(const SampleRun& run) {
  std::vector<std::string> names;
  for (const ResolverPlan& resolver : run.report.plan.resolvers) names.push_back(resolver.name);
  return names;
}

void contoso_plan(Plan& plan) {
  VaultPlan vault{.name = "contoso-rsv",
                  .region = "westeurope",
                  .id = kVaultId,
                  .experience = Experience::classic,
                  .stage = Stage::protected_,
                  .private_endpoint = "pe-rsv"};
  vault.endpoints = {{.fqdn = "ab1pod01ecs101.blob.core.windows.net",
                      .ip = {*IpAddress::parse("10.1.2.15")},
                      .role = Role::ecs}};
  plan.vaults = {vault};
  StorageAccountPlan account{.name = "mystorage01",
                             .services = {"blob", "queue"},
                             .container = "mybackup01",
                             .purpose = "copy-only backup",
                             .sas = SasPlan{.env = "BACKUP_SAS"}};
  account.ip = {{"blob", {*IpAddress::parse("10.1.3.5")}}, {"queue", {*IpAddress::parse("10.1.3.6")}}};
  account.public_ip = {{"", {*IpAddress::parse("20.60.1.1")}}};
  plan.storage_accounts = {account};
  plan.denied_storage_accounts = {"exfilcanary01"};
  plan.public_resolver = SocketAddress::parse("203.0.113.53", 53);
  plan.entra.tenant = "contoso.onmicrosoft.com";
}

void sign_ins(SampleRun& run) {
  for (const char* host : {"login.microsoftonline.com", "login.microsoft.com", "login.windows.net"})
    run.sign_in(host, Status::pass);
  run.denied("exfilcanary01.blob.core.windows.net", Status::pass);
}

std::vector<std::pair<SampleTarget, std::string>> contoso_storage() {
  return {
      {storage("ab1pod01ecs101", "blob"), "10.1.2.15"},   {storage("ab1pod01prot101", "blob"), "10.1.2.17"},
      {storage("ab1pod01prot102", "blob"), "10.1.2.18"},  {storage("ab1pod01prot103", "blob"), "10.1.2.19"},
      {storage("ab1pod01prot104", "blob"), "10.1.2.20"},  {storage("ab1pod01prot105", "blob"), "10.1.2.21"},
      {storage("mystorage01", "blob"), "10.1.3.5"},       {storage("ab1pod01ecs101", "queue"), "10.1.2.16"},
      {storage("ab1pod01prot101", "queue"), "10.1.2.22"}, {storage("mystorage01", "queue"), "10.1.3.6"}};
}

// 18 endpoints, two views.
Report healthy() {
  SampleRun run("contoso-backup-weu", {"dc1", "azure?"});
  contoso_plan(run.report.plan);
  for (const std::string& zone : {kBackup, kBlob, kQueue})
    for (const std::string& view : views(run)) run.zone_check(zone, view, Status::pass);
  for (std::size_t i = 0; i < kRoles.size(); ++i)
    run.healthy(backup(kRoles[i]), fmt::format("10.1.2.{}", 4 + i));
  for (const auto& [target, address] : contoso_storage()) run.healthy(target, address);
  run.other("dns.agree", backup("fc1").name, Status::pass, "The required views agree.").subject =
      backup("fc1").name;
  run.other("dns.agree", "mystorage01.blob.core.windows.net", Status::pass, "The required views agree.")
      .subject = "mystorage01.blob.core.windows.net";
  run.public_refused(storage("mystorage01", "blob"), "20.60.1.1", Status::pass);
  sign_ins(run);
  run.other("backup.records", "contoso-rsv", Status::pass, "All 17 records that this stage must have exist.");
  for (const std::string& view : views(run)) run.control(view);
  return run.finish();
}

// A pass, and the public side of one account is not proved closed.
Report not_proved() {
  SampleRun run("copy-only", {"azure"});
  run.report.plan.storage_accounts = {{.name = "mystorage01"}};
  const SampleTarget account = storage("mystorage01", "blob");
  run.zone_check(kBlob, "azure", Status::pass);
  run.healthy(account, "10.1.3.5");
  run.report.not_proved = {run.public_refused(account, "", Status::warn).id};
  Finding& finding = run.finding("public.undecided", "mystorage01", Severity::warning);
  finding.owner = Owner::storage;
  finding.targets = {account.name};
  finding.title = "Whether the public endpoint is closed could not be told.";
  finding.because = "No public address of mystorage01.blob.core.windows.net is known.";
  finding.explains = run.report.not_proved;
  finding.remedies = {
      {.as = "text", .text = "Give public_ip or public_resolver in the plan, and run again."}};
  return run.finish();
}

Report zone_not_linked() {
  SampleRun run("contoso-backup-weu", {"azure", "system"});
  contoso_plan(run.report.plan);
  Finding& finding = run.finding("dns.zone-not-linked", kBlob, Severity::error);
  finding.owner = Owner::dns;
  finding.title = "The private zone is not linked to the virtual network of this host.";
  finding.because =
      "Asked for SOA privatelink.blob.core.windows.net, 168.63.129.16 (view azure) answers from "
      "core.windows.net, so it does not serve the zone; ab1pod01ecs101.blob.core.windows.net ends in "
      "20.60.1.1, a public address.";
  finding.views = {"azure", "system"};
  finding.remedies = {
      {.as = "az",
       .text = "# the zone's resource group and this network's id:\n"
               "az network private-dns zone list --query "
               "\"[?name=='privatelink.blob.core.windows.net'].resourceGroup\" -o tsv\n"
               "az network vnet list --query [].id -o tsv\n"
               "az network private-dns link vnet create --resource-group <resource-group> --zone-name "
               "privatelink.blob.core.windows.net --name link-to-this-vnet --virtual-network <vnet-id> "
               "--registration-enabled false"},
  };
  for (const std::string& zone : {kBackup, kBlob, kQueue})
    for (const std::string& view : views(run)) {
      const Result& made = run.zone_check(zone, view, zone == kBlob ? Status::fail : Status::pass);
      if (zone == kBlob) finding.explains.push_back(made.id);
    }
  for (const std::string role : {"rec2", "id1"})
    run.healthy(backup(role), role == std::string("rec2") ? "10.1.2.4" : "10.1.2.5");
  for (const auto& [target, address] : contoso_storage()) {
    if (target.service == "queue") {
      run.healthy(target, address);
      continue;
    }
    finding.targets.push_back(target.name);
    for (const std::string& view : views(run))
      finding.explains.push_back(run.name_check(target, view, Status::fail, "20.60.1.1").id);
    for (const std::string kind : {"net.connect", "tls.handshake", "service.answer"}) {
      Result& skipped = run.other(kind, target.name + ":443", Status::skip, "No private address to try.");
      skipped.subject = target.name;
      skipped.because = fmt::format("dns.private/{}@azure", target.name);
    }
  }
  run.public_refused(storage("mystorage01", "blob"), "20.60.1.1", Status::pass);
  sign_ins(run);
  Result& records = run.other("backup.records", "contoso-rsv", Status::skip,
                              "The records cannot be told while the names do not resolve.");
  records.because = "dns.private/ab1pod01ecs101.blob.core.windows.net@azure";
  return run.finish();
}

// An error, a warning, one suppressed; and something that stays unproved.
Report several_findings() {
  SampleRun run("contoso-backup-weu", {"dc1", "azure?", "system"});
  contoso_plan(run.report.plan);
  run.report.judgement.suppress = {"dns.hosts-override"};
  const SampleTarget account = storage("mystorage01", "blob");

  run.report.plan.key_vaults = {{.name = "vyelazurekeyvault", .ip = {*IpAddress::parse("10.1.4.4")}}};
  run.report.evidence.host.hosts_lines = {{.line = 12,
                                           .file = "/etc/hosts",
                                           .address = *IpAddress::parse("10.9.9.9"),
                                           .names = {account.name},
                                           .text = "10.9.9.9 " + account.name}};

  Finding& hosts = run.finding("dns.hosts-override", "/etc/hosts:12", Severity::error);
  hosts.suppressed = true;
  hosts.targets = {account.name};
  hosts.views = {"system"};
  hosts.title = "The hosts file sends mystorage01.blob.core.windows.net to 10.9.9.9.";
  hosts.because = "Line 12 of /etc/hosts: 10.9.9.9 mystorage01.blob.core.windows.net";
  hosts.remedies = {{.as = "text", .text = "Take line 12 out of /etc/hosts."}};

  Finding& open = run.finding("public.undecided", "mystorage01", Severity::warning);
  open.owner = Owner::storage;
  open.targets = {account.name};
  open.title = "Whether the public endpoint is closed could not be told.";
  open.because = "No public address of mystorage01.blob.core.windows.net is known.";
  open.remedies = {
      {.as = "az", .text = "az storage account show --name mystorage01 --query publicNetworkAccess"}};

  Finding& missing = run.finding("dns.forwarder-missing", "dc1", Severity::error);
  missing.targets = {account.name};
  missing.views = {"dc1"};
  missing.title = "dc1 does not forward blob.core.windows.net to Azure DNS.";
  missing.because =
      "mystorage01.blob.core.windows.net is 20.60.1.1 through dc1 (10.1.0.53) and 10.1.3.5 through "
      "168.63.129.16.";
  missing.could_be = {"no conditional forwarder for blob.core.windows.net",
                      "a forwarder that points to a server outside the virtual network"};
  missing.remedies = {
      {.as = "windows-dns",
       .text = "Add-DnsServerConditionalForwarderZone -Name \"blob.core.windows.net\" -MasterServers "
               "168.63.129.16 -ReplicationScope \"Forest\" -PassThru"},
      {.as = "bind",
       .text = "zone \"blob.core.windows.net\" {\n    type forward;\n    forward only;\n    forwarders { "
               "168.63.129.16; };\n};"},
      {.as = "unbound",
       .text = "forward-zone:\n    name: \"blob.core.windows.net\"\n    forward-addr: 168.63.129.16"}};

  for (const std::string& view : views(run))
    run.zone_check(kBlob, view, view == "dc1" ? Status::fail : Status::pass);
  missing.explains = {"dns.zone/" + kBlob + "@dc1",
                      run.name_check(account, "dc1", Status::fail, "20.60.1.1,20.60.1.2").id};
  run.name_check(account, "azure", Status::pass, "10.1.3.5");
  hosts.explains = {run.name_check(account, "system", Status::fail, "10.9.9.9").id};
  run.path(account, "10.1.3.5");
  run.report.not_proved = open.explains = {run.public_refused(account, "", Status::warn).id};
  sign_ins(run);
  run.other("clock.skew", "vm-sql-01", Status::pass, "Servers' clocks and this one differ by 0 s.");
  return run.finish();
}

// A SQL server that answered the pre-login as SQL Azure does (azure-facts 6), and a run that ended then.
void instance_path(SampleRun& run, const ManagedInstancePlan& instance) {
  Contact contact{
      .target = instance.host, .address = instance.ip.front(), .port = 1433, .source_detail = "dc1"};
  contact.connect = Connect{.outcome = ConnectOutcome::connected, .duration = Millis(0.7)};
  contact.tds = Tds{.outcome = TdsOutcome::answered,
                    .offered = "off",
                    .encryption = "required",
                    .version = "12.0.5751",
                    .duration = Millis(1.9)};
  contact.tds->options = {{"version", "0c0016770000"}, {"encryption", "03"}, {"thread", ""}};
  contact.tls = Tls{.outcome = TlsOutcome::interrupted, .sni = instance.host};
  const std::size_t index = run.report.evidence.contacts.size();
  run.report.evidence.contacts.push_back(contact);
  const auto add = [&](const std::string& kind, Status status, const std::string& message) -> Result& {
    Result& made = run.other(kind, instance.host + ":1433", status, message);
    made.subject = instance.host;
    made.address = instance.ip.front().to_string();
    made.id += "@" + made.address;
    return made;
  };
  add("net.connect", Status::pass, "10.1.1.10 port 1433 accepts connections (0.7 ms).").evidence.contacts = {
      {index, ContactPart::connect}};
  Result& tds = add("sqlmi.prelogin", Status::unknown, "Not tried to the end.");
  tds.evidence.contacts = {{index, ContactPart::tds}, {index, ContactPart::tls}};
  tds.facts = {{"server", "12.0.5751"}, {"encryption", "required"}};
}

Report undecided() {
  SampleRun run("contoso-backup-weu", {"dc1", "dc2"});
  contoso_plan(run.report.plan);
  run.report.run.complete = false;
  run.report.run.incomplete_because = "interrupted (SIGINT) after 1.2 s";
  run.report.run.duration = Millis(1204);
  run.report.run.attempts = 3;
  run.zone_check(kBlob, "dc1", Status::pass);
  run.report.evidence.questions.back().opt =
      DnsOpt{.udp_size = 1232, .errors = {{.code = 3, .text = "stale answer"}}, .nsid = "646331"};
  ManagedInstancePlan instance{.host = "mysqlmi01.a1b2c3d4e5f6.database.windows.net"};
  instance.ip = {*IpAddress::parse("10.1.1.10")};
  run.report.plan.managed_instances = {instance};
  Result& zone = run.other("dns.zone", kBlob, Status::unknown, "Not asked to the end.");
  zone.view = "dc2";
  zone.id += "@dc2";
  for (const std::string label : {"mystorage01", "ab1pod01ecs101", "ab1pod01prot101", "ab1pod01prot102",
                                  "ab1pod01prot103", "ab1pod01prot104"}) {
    run.name_check(storage(label, "blob"), "dc1", Status::pass, "10.1.3.5");
    run.name_check(storage(label, "blob"), "dc2", Status::unknown, "unknown").message =
        "Not asked to the end.";
    run.path(storage(label, "blob"), "10.1.3.5");
  }
  instance_path(run, instance);
  run.sign_in("login.microsoftonline.com", Status::unknown).message = "Not tried to the end.";
  return run.finish();
}

Report ipv6() {
  SampleRun run("dual-stack", {"azure", "system"});
  run.report.plan.vnet = {*Cidr::parse("10.1.0.0/16"), *Cidr::parse("fd00:1::/32")};
  run.report.plan.resolvers[0].address = SocketAddress::parse("fd00:1::53", 53);
  for (const std::string& view : views(run)) run.zone_check(kBlob, view, Status::pass);
  run.healthy(storage("mystorage01", "blob"), "fd00:1:2:3:4:5:6:7");
  run.name_check(storage("mystorage02", "blob"), "azure", Status::pass, "10.1.3.6,fd00:1:2:3:4:5:6:8");
  run.name_check(storage("mystorage02", "blob"), "system", Status::pass, "10.1.3.6,fd00:1:2:3:4:5:6:8");
  run.path(storage("mystorage02", "blob"), "10.1.3.6");
  run.path(storage("mystorage02", "blob"), "fd00:1:2:3:4:5:6:8", "net.connect");
  Finding& finding = run.finding("net.timeout", "mystorage02.blob.core.windows.net:443", Severity::error);
  finding.owner = Owner::network;
  finding.targets = {"mystorage02.blob.core.windows.net"};
  finding.title = "fd00:1:2:3:4:5:6:8 port 443 does not answer.";
  finding.because =
      "No answer from fd00:1:2:3:4:5:6:8 in 5.0 s, two tries from two ports; 10.1.3.6 of the same name "
      "answers.";
  finding.could_be = {"a network security group that drops IPv6", "a route that is missing"};
  finding.explains = {"net.connect/mystorage02.blob.core.windows.net:443@fd00:1:2:3:4:5:6:8"};
  finding.remedies = {
      {.as = "az",
       .text = "# what the platform would do with this packet\naz network watcher test-ip-flow --vm "
               "vm-sql-01 --direction Outbound --protocol TCP --local 10.1.0.7:60000 --remote 10.1.3.6:443"}};
  return run.finish();
}

// 72 characters a name, views that differ, long addresses: the table must not break and not be cut.
Report long_backup_names() {
  SampleRun run("", {"dc1", "azure", "system"});
  Finding& finding = run.finding("dns.forwarder-missing", "dc1", Severity::error);
  finding.title = "dc1 does not forward the zone of the vault to Azure DNS.";
  finding.views = {"dc1"};
  finding.because = fmt::format(
      "{} is NXDOMAIN through dc1 (10.1.0.53), with the SOA of windowsazure.com, and 172.16.104.104 through "
      "168.63.129.16.",
      backup("wbcm1").name);
  finding.remedies = {{.as = "hosts", .text = fmt::format("172.16.104.104 {}", backup("wbcm1").name)}};
  for (const std::string& view : views(run))
    run.zone_check(kBackup, view, view == "dc1" ? Status::fail : Status::pass);
  finding.explains = {"dns.zone/" + kBackup + "@dc1"};
  for (const std::string role : {"fc1", "prot1b", "wbcm1"}) {
    finding.targets.push_back(backup(role).name);
    finding.explains.push_back(run.name_check(backup(role), "dc1", Status::fail, "NXDOMAIN").id);
    run.name_check(backup(role), "azure", Status::pass, "172.16.104.104");
    run.name_check(backup(role), "system", Status::pass, "172.16.104.104");
    run.path(backup(role), "172.16.104.104", role == std::string("fc1") ? "tls.handshake" : "");
  }
  Finding& tls = run.finding("tls.intercepted", backup("fc1").name + ":443", Severity::error);
  tls.owner = Owner::security;
  tls.targets = {backup("fc1").name};
  tls.title = "The certificate is not one of Azure's.";
  tls.because = "The chain of 172.16.104.104 ends in CN=Contoso Inspection CA, which is not a public root.";
  tls.explains = {"tls.handshake/" + backup("fc1").name + ":443@172.16.104.104"};
  return run.finish();
}

Report empty_plan() {
  SampleRun run("", {});
  run.report.plan.vnet.clear();
  return run.finish();
}

}  // namespace

const std::vector<SampleReport>& sample_reports() {
  static const std::vector<SampleReport> samples = {
      {"healthy", healthy()},
      {"not-proved", not_proved()},
      {"zone-not-linked", zone_not_linked()},
      {"several-findings", several_findings()},
      {"undecided", undecided()},
      {"ipv6", ipv6()},
      {"long-backup-names", long_backup_names()},
      {"empty-plan", empty_plan()},
  };
  return samples;
}

const Report& sample_report(const std::string& name) {
  const auto found = std::ranges::find(sample_reports(), name, &SampleReport::name);
  if (found == sample_reports().end()) throw std::out_of_range("no sample report " + name);
  return found->report;
}

Report large_report(int targets) {
  SampleRun run("large", {"dc1", "dc2", "azure"});
  for (int i = 0; i < targets; ++i)
    run.healthy(storage(fmt::format("account{:05}", i), "blob"),
                fmt::format("10.1.{}.{}", i / 250, i % 250 + 1));
  return run.finish();
}

}  // namespace vnetprobe
