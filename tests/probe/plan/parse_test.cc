// Right plans in all the ways to write them.
#include <doctest/doctest.h>

#include "tests/probe/plan/plans.h"

namespace vnetprobe {
namespace {

Plan right(std::string_view text) {
  ParsedPlan parsed = parse_text(text);
  CHECK(printed(parsed) == Lines{});
  return parsed.plan;
}

}  // namespace

TEST_CASE("the least plan") {
  const Plan plan = right("version: 1\n");
  CHECK(plan.cloud == Cloud::public_cloud);
  CHECK(plan.vnet.empty());
  CHECK(plan.resolvers.empty());
  CHECK(plan.entra.enabled);
  CHECK(plan.entra.tenant == "organizations");
}

TEST_CASE("no files make an empty plan without a mistake") {
  const ParsedPlan parsed = parse_texts({});
  CHECK(parsed.errors.empty());
  CHECK(parsed.plan.name.empty());
}

TEST_CASE("JSON is a plan too, tabs and all") {
  const Plan plan = right(
      "{\n\t\"version\": 1,\n\t\"name\": \"a\\/b\",\n\t\"service_endpoint_policy\": true,\n"
      "\t\"vaults\": [{\"name\": \"v\", \"id\": 1132794570626989392}],\n"
      "\t\"endpoints\": [{\"fqdn\": \"a.example.com\", \"port\": 8443, \"ip\": [\"10.1.1.1\", "
      "\"fd00::1\"]}],\n"
      "\t\"entra\": false\n}\n");
  CHECK(plan.name == "a/b");
  CHECK(plan.service_endpoint_policy);
  CHECK(plan.vaults.at(0).id == "1132794570626989392");
  CHECK(plan.endpoints.at(0).port == 8443);
  CHECK(as_text(plan.endpoints.at(0).ip) == std::vector<std::string>{"10.1.1.1", "fd00::1"});
  CHECK_FALSE(plan.entra.enabled);
}

TEST_CASE("${NAME} is filled in from the environment, in numbers too") {
  const Plan plan = right(
      "version: 1\nvnet: [\"${PREFIX}.0.0/16\"]\n"
      "endpoints: [{fqdn: a.example.com, ip: \"${PREFIX}.2.3\", port: \"${PORT}\"}]\nname: a$b {c}\n");
  CHECK(plan.vnet.at(0).to_string() == "10.1.0.0/16");
  CHECK(as_text(plan.endpoints.at(0).ip) == std::vector<std::string>{"10.1.2.3"});
  CHECK(plan.endpoints.at(0).port == 8443);
  CHECK(plan.name == "a$b {c}");
}

TEST_CASE("names are kept in lower case without a final dot, in the form that was written") {
  const Plan plan = right(
      "version: 1\nvaults:\n  - name: V\n    region: West Europe\n"
      "    endpoints: [{fqdn: 1-AB-pod01-fc1.privatelink.WE.backup.windowsazure.com.}]\n"
      "storage_accounts: [{name: MyStorage01}]\n");
  CHECK(plan.vaults.at(0).name == "V");
  CHECK(plan.vaults.at(0).region == "westeurope");
  CHECK(plan.vaults.at(0).endpoints.at(0).fqdn == "1-ab-pod01-fc1.privatelink.we.backup.windowsazure.com");
  CHECK(plan.storage_accounts.at(0).name == "mystorage01");
}

TEST_CASE("geo codes: either case, and the aliases of the region") {
  const Plan plan = right(
      "version: 1\nvaults:\n  - {name: a, geo: ATE, region: Austria East}\n  - {name: b, geo: WE}\n"
      "  - name: c\n    region: austriaeast\n    endpoints: [{fqdn: "
      "1-ab-pod01-id1.ate.backup.windowsazure.com}]\n");
  CHECK(plan.vaults.at(0).geo == "ate");
  CHECK(plan.vaults.at(1).geo == "we");
}

TEST_CASE("addresses of an account: one, many, or by service") {
  const Plan plan = right(
      "version: 1\nstorage_accounts:\n  - {name: a, ip: [10.1.1.1, 10.1.1.2]}\n"
      "  - {name: b, ip: {blob: 10.1.1.3, queue: [10.1.1.4]}, public_ip: {file: 20.60.1.1}}\n");
  CHECK(as_text(plan.storage_accounts.at(0).ip.at("")) == std::vector<std::string>{"10.1.1.1", "10.1.1.2"});
  CHECK(plan.storage_accounts.at(0).services.empty());
  const StorageAccountPlan& by_service = plan.storage_accounts.at(1);
  CHECK(as_text(by_service.ip.at("blob")) == std::vector<std::string>{"10.1.1.3"});
  CHECK(as_text(by_service.ip.at("queue")) == std::vector<std::string>{"10.1.1.4"});
  CHECK(by_service.services ==
        std::vector<std::string>{"blob", "queue", "file"});  // named by their addresses
}

TEST_CASE("resolvers: with a port, IPv6, and system") {
  const Plan plan = right(
      "version: 1\nresolvers:\n  - {name: a, address: \"10.1.0.53:5353\"}\n  - {name: b, address: "
      "\"[fd00::53]:54\"}\n"
      "  - {name: c, address: \"fd00::53\"}\n  - {name: system, required: false}\n"
      "  - {name: here, address: system}\n");
  CHECK(plan.resolvers.at(0).address->to_string() == "10.1.0.53:5353");
  CHECK(plan.resolvers.at(1).address->to_string() == "[fd00::53]:54");
  CHECK(plan.resolvers.at(2).address->to_string() == "[fd00::53]:53");
  CHECK_FALSE(plan.resolvers.at(3).address);
  CHECK_FALSE(plan.resolvers.at(3).required);
  CHECK(plan.resolvers.at(4).name == "here");
  CHECK_FALSE(plan.resolvers.at(4).address);
}

TEST_CASE("a managed instance written with privatelink is its private endpoint") {
  const Plan plan = right(
      "version: 1\nmanaged_instances:\n  - host: mi.privatelink.a1b2.database.windows.net\n"
      "  - {host: mi2.a1b2.database.windows.net, private_endpoint: true}\n");
  CHECK(plan.managed_instances.at(0).private_endpoint);
  CHECK(plan.managed_instances.at(1).private_endpoint);
}

TEST_CASE("a SAS may come from the environment, or from a file beside the plan") {
  const std::string text =
      "version: 1\nstorage_accounts: [{name: a, sas: {env: SAS}}, {name: b, sas: {file: b.sas}}, "
      "{name: c, sas: {file: /run/c.sas}}]\n";
  struct Row {
    std::string plan_file, sas_file;
  };
  for (const Row& row : {Row{"plans/weu.yaml", "plans/b.sas"}, Row{"weu.yaml", "b.sas"}, Row{"-", "b.sas"},
                         Row{"/etc/p.yaml", "/etc/b.sas"}}) {
    CAPTURE(row.plan_file);
    const ParsedPlan parsed = parse_texts({{row.plan_file, text}});
    CHECK(parsed.errors.empty());
    CHECK(parsed.plan.storage_accounts.at(0).sas->env == "SAS");
    CHECK(parsed.plan.storage_accounts.at(1).sas->file == row.sas_file);
    CHECK(parsed.plan.storage_accounts.at(2).sas->file == "/run/c.sas");
  }
}

TEST_CASE("a byte order mark, Windows line ends, and anchors used modestly") {
  const Plan plan = right(
      "\xEF\xBB\xBFversion: 1\r\nendpoints:\r\n  - {fqdn: a.example.com, ip: &x [10.1.1.1, 10.1.1.2]}\r\n"
      "  - {fqdn: b.example.com, ip: *x}\r\nname: Köln\r\n");
  CHECK(plan.name == "Köln");
  CHECK(plan.endpoints.at(1).ip == plan.endpoints.at(0).ip);
}

}  // namespace vnetprobe
