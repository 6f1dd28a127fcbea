// The table of requests, and the lines of az that stand for them.
#include "probe/discovery/calls.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

namespace vnetprobe {

TEST_CASE("every request reads, and every list of ARM names the right that it needs") {
  std::set<std::string_view> words;
  for (const CallRow& row : discovery_calls()) {
    CAPTURE(row.what);
    CHECK(words.insert(row.what).second);
    CHECK(&call_row(row.call) == &row);
    CHECK_FALSE(row.gives.empty());
    CHECK(row.url.find("?api-version=") != std::string_view::npos);
    const bool arm = row.call != Call::instance && row.call != Call::token;
    CHECK(row.action.empty() == !arm);
    if (!arm) continue;
    CHECK(row.action.ends_with("/read"));
    CHECK_FALSE(az_line(row.call, {}).empty());
    const std::string_view last = row.url.substr(0, row.url.find('?'));
    if (row.call != Call::subscriptions)
      CHECK(row.action.find(last.substr(last.rfind('/') + 1)) != std::string_view::npos);
  }
}

TEST_CASE("a path takes one value, and nothing in it can begin a query or another path") {
  CHECK(arm_path(Call::vaults, "11111111-2222") ==
        "/subscriptions/11111111-2222/providers/Microsoft.RecoveryServices/vaults?api-version=2024-04-01");
  CHECK(arm_path(Call::links, "/subscriptions/s/resourceGroups/r g/x") ==
        "/subscriptions/s/resourceGroups/r%20g/x/virtualNetworkLinks?api-version=2024-06-01");
  CHECK(arm_path(Call::networks, "s?a=b#c&d\r\n%").starts_with("/subscriptions/s%3Fa%3Db%23c%26d%0D%0A%25/"));
  CHECK(arm_path(Call::subscriptions, "s") == "/subscriptions?api-version=2022-12-01");
}

TEST_CASE("the cloud of a machine") {
  CHECK(cloud_of_instance("AzureUSGovernmentCloud", "") == Cloud::usgov);
  CHECK(cloud_of_instance("AzureChinaCloud", "") == Cloud::china);
  CHECK(cloud_of_instance("AzurePublicCloud", "westeurope") == Cloud::public_cloud);
  CHECK(cloud_of_instance("", "usgovvirginia") == Cloud::usgov);
  CHECK(cloud_of_instance("", "") == Cloud::public_cloud);
  for (const auto& [cloud, name] : kNames<Cloud>)
    CHECK(arm_audience(cloud).find(arm_host(cloud)) != std::string_view::npos);
}

TEST_CASE("the lines to run elsewhere, and the command that takes what they print") {
  const std::vector<std::string> lines =
      az_lines({.subscription = "11111111-2222", .vnet = "", .subnet = "10.1.0.0/24"});
  CHECK(lines.front() == "az account set --subscription 11111111-2222");
  CHECK(lines[1] ==
        "vnet=$(az network vnet list --query \"[?subnets[?addressPrefix=='10.1.0.0/24']].id | [0]\" -o tsv)");
  CHECK(lines.back().starts_with("vnetprobe run --from-az "));
  for (std::size_t i = 2; i + 1 < lines.size(); ++i) {
    CAPTURE(lines[i]);
    const std::string file = lines[i].substr(lines[i].rfind("> ") + 2);
    CHECK(file.ends_with(".json"));
    CHECK(lines.back().find("--from-az " + file) != std::string::npos);
    CHECK(std::ranges::count(lines[i], '"') % 2 == 0);
    // What loops over nothing must print JSON all the same.
    CHECK((lines[i].find(" | ") == std::string::npos ||
           lines[i].find("; echo '[]'; } > ") != std::string::npos));
  }
}

TEST_CASE("nothing that a server said can be a second command") {
  const AzPlace hostile{.subscription = "x; rm -rf ~", .vnet = "'; reboot; '", .subnet = "$(reboot)"};
  for (const std::string& line : az_lines(hostile)) {
    CAPTURE(line);
    CHECK(line.find("rm -rf") == std::string::npos);
    CHECK(line.find("reboot") == std::string::npos);
  }
  CHECK(az_line(Call::endpoints, hostile).find("reboot") == std::string::npos);
}

}  // namespace vnetprobe
