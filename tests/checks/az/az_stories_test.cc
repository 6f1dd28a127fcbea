// Stories of what az or ARM says, beside what the wire shows; what each comes to is read in
// tests/golden/stories/az.txt. Ids are short: nothing is looked up in them but their last parts.
#include <doctest/doctest.h>

#include "checks/assess.h"
#include "tests/checks/judgement.h"
#include "tests/checks/told.h"
#include "tests/support/golden.h"

namespace vnetprobe {
namespace {

const std::string kNet = "/s/providers/microsoft.network/";
const std::string kVnet = kNet + "virtualnetworks/vnet-weu";
const std::string kSubnet = kVnet + "/subnets/snet-pe";
const std::string kQueue = "mystorage01.queue.core.windows.net";

struct AzStory {
  std::string name{};
  Story told{};
  AzFacts az{};
};

AzEndpoint endpoint(const std::string& name, const std::string& resource, const std::string& group) {
  AzEndpoint made;
  made.id = "/" + name;
  made.name = name;
  made.provisioning = "Succeeded";
  made.status = "Approved";
  made.resource = resource;
  made.groups = {group};
  made.subnet = kSubnet;
  return made;
}

AzEndpoint of_storage(const std::string& group = "blob") {
  return endpoint("pe-st", "/s/providers/microsoft.storage/storageaccounts/mystorage01", group);
}

AzFacts facts(AzEndpoint of, const std::string& status = "Approved") {
  AzFacts az;
  of.status = status;
  az.endpoints = {std::move(of)};
  return az;
}

AzFacts with_subnet(const std::string& policies, const std::string& group, const std::string& routes) {
  AzFacts az = facts(of_storage());
  AzSubnet subnet;
  subnet.id = kSubnet;
  subnet.name = "snet-pe";
  subnet.policies = policies;
  subnet.security_group = group;
  subnet.route_table = routes;
  az.subnets = {subnet};
  return az;
}

AzFacts with_group(const std::string& provisioning, std::vector<AzZoneConfig> zones) {
  AzFacts az = facts(of_storage());
  az.zone_groups = {{"/pe-st", "default", provisioning, std::move(zones)}};
  return az;
}

AzFacts with_links(const std::vector<std::string>& vnets) {
  AzFacts az = facts(of_storage());
  for (const std::string& vnet : vnets) az.links.push_back({kBlobZone, "l", vnet, "Completed"});
  return az;
}

Door dead() { return shut(ConnectOutcome::timed_out); }
Story two_accounts() { return blob_at_azure().account("another01", "10.1.3.9"); }
Story two_services() { return blob_at_azure().account("mystorage01", "10.1.3.6", "queue"); }
Story unasked() { return blob_at_azure().says("azure", "*", "unasked"); }

void add_states(std::vector<AzStory>& all) {
  for (const char* status : {"Pending", "Rejected", "Disconnected"}) {
    const AzFacts az = facts(of_storage(), status);
    all.push_back(
        {std::string(status) + ", and no connection", blob_at_azure().door("10.1.3.5", dead()), az});
    all.push_back({std::string(status) + ", and the record is gone",
                   blob_at_azure().says("azure", "*", "missing"), az});
  }
  const AzFacts pending = facts(of_storage(), "Pending");
  all.push_back(
      {"Pending, and no alias was ever made", blob_at_azure().says("azure", "*", "no alias"), pending});
  all.push_back({"Pending, and the connection works", blob_at_azure(), pending});
  all.push_back({"Pending, and another account is dead by itself",
                 two_accounts().door("10.1.3.5", dead()).door("10.1.3.9", dead()), pending});
  all.push_back({"Pending of queue, and blob is dead", two_services().door("10.1.3.5", dead()),
                 facts(of_storage("queue"), "Pending")});
  all.push_back(
      {"Pending, and the zone is not linked", blob_at_azure().zone("azure", kBlobZone, "unserved"), pending});
  all.push_back({"Pending, and a firewall answers",
                 blob_at_azure().door("10.1.3.5", answers(http_answer(470, {}, "Action: Deny. Reason: x"))),
                 pending});
  AzFacts named = facts(endpoint("pe-x", "/s/providers/microsoft.contoso/things/t", "thing"), "Pending");
  named.endpoints[0].names = {{"another01.blob.core.windows.net", {*IpAddress::parse("10.1.3.9")}}};
  all.push_back(
      {"an endpoint that is known by its names alone", two_accounts().door("10.1.3.9", dead()), named});
  AzFacts key_vault = facts(
      endpoint("pe-kv", "/s/providers/microsoft.keyvault/vaults/vyelazurekeyvault", "vault"), "Pending");
  all.push_back(
      {"a key vault's, Pending",
       Story().view("azure", kAzureDns).key_vault("vyelazurekeyvault", "10.1.4.4").door("10.1.4.4", dead()),
       key_vault});
  const std::string instance = "mysqlmi01.a1b2c3d4e5f6.database.windows.net";
  key_vault.endpoints[0].resource = "/s/providers/microsoft.keyvault/vaults/mysqlmi01";
  all.push_back({"a key vault's, Pending, and the instance of its name is dead by itself",
                 Story()
                     .view("azure", kAzureDns)
                     .key_vault("mysqlmi01", "10.1.4.4")
                     .instance(instance, "10.1.6.4")
                     .by_private_endpoint()
                     .door("10.1.4.4", dead())
                     .door("10.1.6.4", dead()),
                 key_vault});
  const AzFacts of_instance =
      facts(endpoint("pe-mi", "/s/providers/microsoft.sql/managedinstances/mysqlmi01", "managedInstance"),
            "Pending");
  all.push_back({"an instance's, Pending, and another service is dead by itself",
                 Story()
                     .view("azure", kAzureDns)
                     .instance(instance, "10.1.6.4")
                     .by_private_endpoint()
                     .endpoint("ns1.servicebus.windows.net", "10.1.5.4")
                     .door("10.1.6.4", dead())
                     .door("10.1.5.4", dead()),
                 of_instance});
  AzFacts twice = facts(of_storage(), "Pending");
  twice.endpoints.push_back(twice.endpoints[0]);
  all.push_back({"two endpoints of one name", blob_at_azure().door("10.1.3.5", dead()), twice});
  AzFacts strange = facts(
      endpoint("pe-other", "/s/providers/microsoft.storage/storageaccounts/other01", "blob"), "Pending");
  all.push_back({"an endpoint of an account that the plan does not name", blob_at_azure(), strange});
}

void add_subnets(std::vector<AzStory>& all) {
  const Story timed_out = blob_at_azure().door("10.1.3.5", dead());
  for (const char* policies :
       {"Enabled", "NetworkSecurityGroupEnabled", "RouteTableEnabled", "Disabled", ""}) {
    all.push_back({"policies '" + std::string(policies) + "' and a security group", timed_out,
                   with_subnet(policies, kNet + "networksecuritygroups/nsg-pe", "")});
    all.push_back({"policies '" + std::string(policies) + "' and a route table", timed_out,
                   with_subnet(policies, "", kNet + "routetables/rt-pe")});
  }
  const AzFacts on = with_subnet("Enabled", kNet + "networksecuritygroups/nsg-pe", "");
  all.push_back({"policies, and neither a group nor a route", timed_out, with_subnet("Enabled", "", "")});
  all.push_back({"policies, and it connects", blob_at_azure(), on});
  all.push_back({"policies, and nothing was tried", unasked(), on});
  all.push_back(
      {"policies, and it is refused", blob_at_azure().door("10.1.3.5", shut(ConnectOutcome::refused)), on});
  AzFacts two = on;
  two.endpoints.push_back(of_storage("queue"));
  two.endpoints[1].name = "pe-queue";
  all.push_back({"policies, one of two services connects", two_services().door("10.1.3.6", dead()), two});
}

void add_zones(std::vector<AzStory>& all) {
  const Story unlinked = blob_at_azure().zone("azure", kBlobZone, "unserved");
  all.push_back(
      {"no link to this network, and the wire shows it", unlinked, with_links({"/other", "/third"})});
  all.push_back({"no link to this network, and the wire is silent", unasked(), with_links({"/other"})});
  all.push_back(
      {"no link to this network, and the names are right", blob_at_azure(), with_links({"/other"})});
  all.push_back({"a link to this network among others", unasked(), with_links({"/other", kVnet})});
  AzFacts other = with_links({"/other"});
  other.links[0].zone = kQueueZone;
  all.push_back({"links of another zone", unasked(), other});
  AzFacts own_dns = with_links({"/other"});
  own_dns.vnets = {{kVnet, "vnet-weu", "f", {}, {*IpAddress::parse("10.1.0.53")}}};
  all.push_back({"DNS servers of one's own: nobody knows which network counts", unasked(), own_dns});
  AzFacts given = with_links({"/given"});
  given.vnets = {{"/given", "vnet-given", "f", {}, {}}};
  all.push_back({"the network that was given counts", unasked(), given});

  const AzName record{kBlob, {*IpAddress::parse("10.1.3.5")}};
  all.push_back({"a zone group on a zone of a wrong name", unasked(),
                 with_group("Succeeded", {{"www.contoso.example", {}}})});
  all.push_back(
      {"the same while it is made", unasked(), with_group("Updating", {{"www.contoso.example", {}}})});
  all.push_back({"the same with a record in it", unasked(),
                 with_group("Succeeded", {{"www.contoso.example", {record}}})});
  all.push_back({"the same, and the names are right", blob_at_azure(),
                 with_group("Succeeded", {{"www.contoso.example", {}}})});
  all.push_back(
      {"a zone group on queue's zone beside", unasked(), with_group("Succeeded", {{kQueueZone, {}}})});
  all.push_back(
      {"a zone group on the right zone, still empty", unasked(), with_group("Succeeded", {{kBlobZone, {}}})});
  all.push_back({"a zone group without a zone", unasked(), with_group("Succeeded", {})});
  AzFacts unnamed = with_group("Succeeded", {});
  unnamed.zone_groups[0].name.clear();
  all.push_back({"ARM lists none", blob_at_azure().says("azure", "*", "public"), unnamed});
  AzFacts of_another = with_group("Succeeded", {});
  of_another.zone_groups[0].endpoint = "/pe-of-another";
  all.push_back({"a zone group of another endpoint", unasked(), of_another});
}

Story vault_story(Experience experience) {
  return Story()
      .view("azure", kAzureDns)
      .vault(experience, Stage::created)
      .vault_endpoint(kBackup, "10.1.2.4");
}

AzFacts vault_facts() {
  AzFacts az =
      facts(endpoint("pe-rsv", "/s/providers/microsoft.recoveryservices/vaults/contoso-rsv", "AzureBackup"));
  AzResource vault;
  vault.id = az.endpoints[0].resource;
  vault.type = "microsoft.recoveryservices/vaults";
  vault.name = "contoso-rsv";
  vault.identity = "SystemAssigned";
  az.resources = {vault};
  return az;
}

void add_vaults(std::vector<AzStory>& all) {
  const Story classic = vault_story(Experience::classic), simplified = vault_story(Experience::simplified);
  all.push_back({"a vault in order", classic, vault_facts()});
  for (const char* identity : {"None", "none", ""}) {
    AzFacts az = vault_facts();
    az.resources[0].identity = identity;
    all.push_back({"a classic vault, identity '" + std::string(identity) + "'", classic, az});
    all.push_back({"a simplified vault, identity '" + std::string(identity) + "'", simplified, az});
  }
  AzFacts fixed = vault_facts();
  fixed.endpoints[0].static_ip = {*IpAddress::parse("10.1.2.4")};
  all.push_back({"static addresses of a vault's endpoint", classic, fixed});
  AzFacts pending = vault_facts();
  pending.endpoints[0].status = "Pending";
  all.push_back({"a vault's endpoint, Pending",
                 vault_story(Experience::classic).says("azure", "*", "missing"), pending});
  for (const int bits : {27, 28, 26}) {
    AzFacts az = vault_facts();
    AzSubnet subnet;
    subnet.id = kSubnet;
    subnet.name = "snet-pe";
    subnet.networks = {{*IpAddress::parse("10.1.2.0"), bits}, *Cidr::parse("fd00::/64")};
    subnet.used = 17;
    az.subnets = {subnet};
    all.push_back({"17 addresses taken of a /" + std::to_string(bits), classic, az});
    az.subnets[0].id = "/another";
    all.push_back({"the same of another subnet, /" + std::to_string(bits), classic, az});
  }
}

void add_policies(std::vector<AzStory>& all) {
  AzFacts az = facts(of_storage());
  AzResource instance;
  instance.id = "/mi";
  instance.type = "microsoft.sql/managedinstances";
  instance.name = "mi01";
  instance.subnet = "/snet-mi";
  az.resources = {instance};
  az.policies = {{"/p", "sep-mi", {"/a", "/b"}, {"/snet-mi"}}};
  all.push_back({"a policy on an instance's subnet, without the alias", blob_at_azure(), az});
  az.policies[0].resources.emplace_back("/services/azure/managedinstance");
  all.push_back({"with the alias", blob_at_azure(), az});
  az.policies = {{"/p", "sep-mi", {"/a"}, {"/snet-other"}}};
  all.push_back({"a policy on another subnet", blob_at_azure(), az});
  az.policies = {{"/p", "sep-mi", {"/a"}, {}}};
  all.push_back({"a policy on no subnet, and no instance in the plan", blob_at_azure(), az});
  all.push_back({"a policy on no subnet, and an instance in the plan",
                 blob_at_azure().instance("mysqlmi01.a1b2c3d4e5f6.database.windows.net", "10.1.1.10"), az});
}

std::vector<AzStory> az_stories() {
  std::vector<AzStory> all = {{"nothing of az", blob_at_azure(), {}},
                              {"an endpoint in order", blob_at_azure(), facts(of_storage())}};
  add_states(all);
  add_subnets(all);
  add_zones(all);
  add_vaults(all);
  add_policies(all);
  return all;
}

Report judged(const AzStory& story) {
  Evidence evidence = story.told.evidence();
  evidence.az = story.az;
  return assess(story.told.plan, std::move(evidence), story.told.run, story.told.judgement, "test").report;
}

}  // namespace

TEST_CASE("what each story of az comes to") {
  std::string text;
  for (const AzStory& story : az_stories()) text += judgement(story.name, judged(story));
  std::string difference;
  CHECK_MESSAGE(matches_golden("stories/az.txt", text, difference), difference);
}

}  // namespace vnetprobe
