// Fixtures are of the shapes that ARM gives (azure-facts 10); the az form is made of them here, so that
// both are read from the same facts.
#include "probe/plan/az_plan.h"

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <fmt/core.h>
#include <fstream>
#include <sstream>

#include "plans.h"
#include "probe/plan/az_read.h"
#include "probe/plan/az_text.h"
#include "probe/plan/print_plan.h"

namespace vnetprobe {
namespace {

namespace json = boost::json;

std::string fixture(const std::string& name) {
  std::ifstream file(std::string{AZ_FIXTURES} + "/" + name + ".json");
  std::stringstream text;
  text << file.rdbuf();
  if (text.str().empty()) throw std::runtime_error("no fixture " + name);
  return text.str();
}

// As az prints it: `properties` taken away, null where nothing is, fields that nobody knows.
json::value flattened(const json::value& from) {
  if (const json::array* list = from.if_array()) {
    json::array out;
    for (const json::value& each : *list) out.push_back(flattened(each));
    return out;
  }
  const json::object* object = from.if_object();
  if (object == nullptr) return from;
  json::object out;
  for (const auto& [key, value] : *object)
    if (key != "properties" || !value.is_object()) out[key] = flattened(value);
  if (const json::value* nested = object->if_contains("properties"); nested != nullptr && nested->is_object())
    for (const auto& [key, value] : nested->get_object()) out[key] = flattened(value);
  out["resourceGroup"] = "rg-backup";
  out["extendedLocation"] = nullptr;
  out["somethingNew"] = json::array{json::object{{"deep", 1}}};
  return out;
}

std::string utf16(std::string_view text, bool big, bool mark) {
  std::string out;
  const auto unit = [&](unsigned char c) {
    if (big) out += '\0';
    out += static_cast<char>(c);
    if (!big) out += '\0';
  };
  if (mark) out += big ? "\xfe\xff" : "\xff\xfe";
  for (const char c : text) unit(static_cast<unsigned char>(c));
  return out;
}

std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

std::string plan_of(const std::vector<std::string>& texts) {
  std::vector<PlanText> files;
  for (const std::string& text : texts) files.push_back({"az.json", text});
  const AzReading reading = read_az(files);
  for (const InputError& error : reading.errors) FAIL(to_string(error));
  return print_plan_yaml(plan_from_az(reading.facts).plan, {});
}

struct Row {
  std::string_view story{};
  std::vector<std::string> fixtures{};
  std::string_view plan{};  // what stands between the head and the end of every plan
};

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {"a storage account's endpoint", {"storage_endpoint"}, R"(storage_accounts:
  - name: mystorage01
    services: [blob]
    ip:
      blob: [10.1.3.5]
    public_access: disabled  # default
)"},
      {"pending: its names follow from the resource and its group", {"storage_pending"}, R"(storage_accounts:
  - name: mystorage01
    services: [blob]
    public_access: disabled  # default
)"},
      {"customDnsConfigs is empty, the zone group has the record",
       {"storage_pending", "zone_group"},
       R"(storage_accounts:
  - name: mystorage01
    services: [blob]
    ip:
      blob: [10.1.3.5]
    public_access: disabled  # default
)"},
      {"and without it the record sets name their maker",
       {"storage_pending", "record_sets"},
       R"(storage_accounts:
  - name: mystorage01
    services: [blob]
    ip:
      blob: [10.1.3.5]
    public_access: disabled  # default
)"},
      {"a key vault's endpoint", {"key_vault_endpoint"}, R"(key_vaults:
  - name: kv-app
    ip: [10.1.4.4]
    public_access: disabled  # default
)"},
      {"a managed instance", {"managed_instance"}, R"(managed_instances:
  - host: mi01.1e6d90da5016.database.windows.net
    connection_type: redirect
    public_endpoint: disabled  # default
)"},
      {"a fresh simplified vault, which nobody says is alone", {"simplified_endpoint"}, R"(vaults:
  - name: new-rsv
    geo: we
    id: "5944358949303501042"
    experience: simplified
    private_endpoint: pe-new
    public_access: unchecked  # default
    endpoints:
      - fqdn: 5944358949303501042-ab-pod01-rec2.privatelink.we.backup.windowsazure.com
        ip: [10.1.2.30]
      - fqdn: 5944358949303501042-ab-pod01-id1.privatelink.we.backup.windowsazure.com
        ip: [10.1.2.31]
)"},
      {"a classic vault that is protected: its endpoints, its interface, itself",
       {"classic_endpoints", "classic_nic", "vault"},
       R"(vaults:
  - name: contoso-rsv
    geo: we
    id: "1132794570626989392"
    experience: classic
    stage: protected
    private_endpoint: pe-rsv
    public_access: disabled
    endpoints:
      - fqdn: 1132794570626989392-ab-pod01-fc1.we.backup.windowsazure.com
        ip: [10.1.2.4]
      - fqdn: 1132794570626989392-ab-pod01-fab1.we.backup.windowsazure.com
        ip: [10.1.2.5]
      - fqdn: 1132794570626989392-ab-pod01-prot1.we.backup.windowsazure.com
        ip: [10.1.2.6]
      - fqdn: 1132794570626989392-ab-pod01-rec2.we.backup.windowsazure.com
        ip: [10.1.2.7]
      - fqdn: 1132794570626989392-ab-pod01-ecs1.we.backup.windowsazure.com
        ip: [10.1.2.8]
      - fqdn: 1132794570626989392-ab-pod01-id1.we.backup.windowsazure.com
        ip: [10.1.2.9]
      - fqdn: 1132794570626989392-ab-pod01-tel1.we.backup.windowsazure.com
        ip: [10.1.2.10]
      - fqdn: 1132794570626989392-ab-pod01-wbcm1.we.backup.windowsazure.com
        ip: [10.1.2.11]
      - fqdn: ab1pod01ecs101.blob.core.windows.net
        ip: [10.1.2.15]
        role: ecs
      - fqdn: ab1pod01ecs101.queue.core.windows.net
        ip: [10.1.2.16]
        role: ecs
      - fqdn: ab1pod01prot101.blob.core.windows.net
        ip: [10.1.2.17]
        role: prot
)"},
      {"the vault alone gives its number", {"vault"}, R"(vaults:
  - name: contoso-rsv
    region: westeurope
    id: "1132794570626989392"
    private_endpoint: pe-rsv
    public_access: disabled
)"},
      {"a virtual network", {"vnet"}, R"(vnet: [10.1.0.0/16, "fd00:1::/48"]
resolvers:
  - name: system
  - name: 10.1.0.53
    address: "10.1.0.53:53"
  - name: azure
    address: "168.63.129.16:53"
)"},
      {"a service endpoint policy", {"policy"}, "service_endpoint_policy: true\n"},
      {"links and records alone name nothing", {"links", "record_sets"}, ""},
  };
  return all;
}

std::string expected_plan(std::string_view middle) {
  std::string text = "version: 1\ncloud: public  # default\n" + std::string{middle} +
                     "entra:\n  tenant: organizations  # default\n";
  if (middle.find("vnet:") == std::string_view::npos)
    text += "# vnet: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, \"fc00::/7\"]  # default\n";
  return text;
}

TEST_CASE("what az printed gives exactly this plan, in every form and encoding") {
  for (const Row& row : rows()) {
    CAPTURE(row.story);
    std::vector<std::string> arm, az, lists, marked, little, big, unmarked, noisy;
    json::array together;
    for (const std::string& name : row.fixtures) {
      const std::string text = fixture(name);
      const json::value value = json::parse(text);
      const std::string flat = json::serialize(flattened(value));
      arm.push_back(text);
      az.push_back(flat);
      marked.push_back("\xef\xbb\xbf" + with_crlf(text));
      little.push_back(utf16(with_crlf(text), false, true));
      big.push_back(utf16(text, true, true));
      unmarked.push_back(utf16(flat, false, false));
      noisy.push_back("WARNING: az is old\n[Warning] This output may compromise security\n" + text +
                      "\nA new release is there.\n");
      together.push_back(value);
    }
    const std::string plan = expected_plan(row.plan);
    CHECK(plan_of(arm) == plan);
    CHECK(plan_of(az) == plan);
    CHECK(plan_of(marked) == plan);
    CHECK(plan_of(little) == plan);
    CHECK(plan_of(big) == plan);
    CHECK(plan_of(unmarked) == plan);
    CHECK(plan_of(noisy) == plan);
    // several in one file, one after the other
    std::string all;
    for (const std::string& each : arm) all += each;
    CHECK(plan_of({all}) == plan);
    // and given back as a file
    CHECK(printed(parse_text(plan)) == Lines{});
  }
}

TEST_CASE("addresses: the interface first, then customDnsConfigs, then record sets") {
  AzFacts facts;
  AzEndpoint endpoint;
  endpoint.id = "/e";
  endpoint.name = "pe-st";
  endpoint.nics = {"/n"};
  const auto named = [](const char* ip) {
    return AzName{"a.blob.core.windows.net", {*IpAddress::parse(ip)}};
  };
  const auto first = [&] { return names_of_endpoint(facts, endpoint).at(0).ip.at(0).to_string(); };
  facts.records.push_back({"z",
                           "a.privatelink.blob.core.windows.net",
                           {*IpAddress::parse("10.0.0.4")},
                           "created by private endpoint pe-st with resource guid 9"});
  CHECK(first() == "10.0.0.4");
  facts.zone_groups.push_back({"/e", "default", "Succeeded", {{"z", {named("10.0.0.3")}}}});
  CHECK(first() == "10.0.0.3");
  endpoint.names = {named("10.0.0.2")};
  CHECK(first() == "10.0.0.2");
  facts.nics.push_back({"/n", "", {named("10.0.0.1")}});
  CHECK(first() == "10.0.0.1");
  facts.nics.front().id = "/other";
  CHECK(first() == "10.0.0.2");
  facts.nics.front().endpoint = "/e";
  CHECK(first() == "10.0.0.1");
}

TEST_CASE("the endpoints that Backup makes for a classic vault are known by their names") {
  CHECK(backup_storage_name("pe-rsv_ecs7f3a_blob").role == Role::ecs);
  CHECK(backup_storage_name("pe-rsv_ecs7f3a_queue").endpoint == "pe-rsv");
  CHECK(backup_storage_name("PE_a_prot1_blob").endpoint == "PE_a");
  CHECK(backup_storage_name("pe-rsv_prot1_blob").role == Role::prot);
  CHECK(backup_storage_name("pe-rsv").role == Role::none);
  CHECK(backup_storage_name("pe_ecs").role == Role::none);
  CHECK(backup_storage_name("_ecs1_blob").role == Role::none);
  CHECK(backup_storage_name("pe_blob").role == Role::none);
}

TEST_CASE("what a person wrote in a plan stays") {
  Plan plan = parse_text(R"(version: 1
storage_accounts:
  - {name: mystorage01, services: [blob], ip: 10.1.3.9, public_access: unchecked}
)")
                  .plan;
  Origins origins;
  add_az_plan(plan_from_az(read_az({{"a", fixture("storage_endpoint")}}).facts), plan, origins);
  REQUIRE(plan.storage_accounts.size() == 1);
  CHECK(as_text(plan.storage_accounts[0].ip[""]) == std::vector<std::string>{"10.1.3.9"});
  CHECK(plan.storage_accounts[0].ip.size() == 1);
  CHECK(plan.storage_accounts[0].public_access == Access::unchecked);
}

struct Broken {
  std::string text{};
  std::string_view says{};
};

TEST_CASE("what is no JSON is an error at its place") {
  const Broken broken[] = {
      {"", "az.json: no JSON in it"},
      {"ERROR: please run az login\n", "az.json: no JSON in it"},
      {"{\n \"name\": tru\n}", "az.json:2:"},
      {"{\"id\": \"x\"", "az.json:1:"},
      {"[1, 2", "az.json:1:"},
      {std::string(200, '['), "az.json:1:"},
  };
  for (const Broken& row : broken) {
    CAPTURE(row.text);
    const AzReading reading = read_az({{"az.json", row.text}});
    REQUIRE(reading.errors.size() == 1);
    CAPTURE(to_string(reading.errors[0]));
    CHECK(to_string(reading.errors[0]).starts_with(row.says));
  }
  for (const char* odd : {"null", "[]", "{}", "[null, 3]", "{\"value\": null}", "{\"value\": []}"}) {
    CAPTURE(odd);
    CHECK(read_az({{"az.json", odd}}).facts.empty());
  }
}

TEST_CASE("a page says that it is one, and what is not used is named once") {
  const AzReading paged = read_az({{"p", R"({"value": [], "nextLink": "https://x/?skip=SECRET"})"}});
  REQUIRE(paged.notes.size() == 1);
  CHECK(paged.notes[0].find("SECRET") == std::string::npos);
  const AzReading other =
      read_az({{"p", R"([{"id": "/subscriptions/1/resourceGroups/g/providers/Microsoft.Compute/disks/d"},
                 {"id": "/subscriptions/1/resourceGroups/g/providers/Microsoft.Compute/disks/e"}])"}});
  REQUIRE(other.notes.size() == 1);
  CHECK(other.notes[0] == "p: `microsoft.compute/disks` is not used");
}

TEST_CASE("halves of UTF-16 pairs become what they stand for") {
  using namespace std::string_literals;
  CHECK(utf8_of("\xff\xfe\x3d\xd8\x00\xde"s) == "\xf0\x9f\x98\x80");
  CHECK(utf8_of("\xfe\xff\xd8\x3d\xde\x00"s) == "\xf0\x9f\x98\x80");
  CHECK(utf8_of("\xff\xfe\x3d\xd8\x41\x00"s) ==
        "\xef\xbf\xbd"
        "A");
  CHECK(utf8_of("\xff\xfe\xe9\x00\x41"s) == "\xc3\xa9");
  CHECK(utf8_of("\xef\xbb\xbf{}") == "{}");
  CHECK(utf8_of("") == "");
}

TEST_CASE("az knows the public endpoint of a managed instance by a switch of its own") {
  struct Switch {
    const char* value;
    const char* access;
  };
  for (const Switch& row : {Switch{"true", "Enabled"}, Switch{"false", "Disabled"}, Switch{"null", ""}}) {
    CAPTURE(row.value);
    const AzReading reading = read_az(
        {{"mi.json", fmt::format(R"({{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/)"
                                 R"(managedInstances/mi01", "type": "Microsoft.Sql/managedInstances", )"
                                 R"("name": "mi01", "publicDataEndpointEnabled": {}}})",
                                 row.value)}});
    REQUIRE(reading.facts.resources.size() == 1);
    CHECK(reading.facts.resources[0].public_access == row.access);
  }
}

TEST_CASE("the same thing in two files is read once, from the first") {
  for (const char* name : {"storage_endpoint", "classic_nic", "vnet", "policy", "vault"}) {
    CAPTURE(name);
    const std::string text = fixture(name);
    const AzFacts once = read_az({{"a", text}}).facts;
    const AzFacts twice = read_az({{"a", text}, {"b", text}}).facts;
    visit_fields(once, [&](std::string_view what, const auto& list) {
      visit_fields(twice, [&](std::string_view other, const auto& again) {
        if (what == other) CHECK(list.size() == again.size());
      });
    });
  }
}

}  // namespace
}  // namespace vnetprobe
